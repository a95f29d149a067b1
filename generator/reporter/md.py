"""Markdown for a comment or a summary: a table of what is left, and one of what was accepted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from generator.reporter import Outcome, counts, deliveries, delivery_kind, level, place
from generator.reporter.listing import Listed, distinct

_MARKUP = re.compile(r"([\\`*_\[\]<>|~#&@])")  # what GitHub and GitLab would take for markup or a mention


def report(outcome: Outcome) -> Iterator[str]:
    """Heading, files that cannot be read, findings, accepted findings."""
    rows = distinct(outcome)
    told = counts(row.finding for row in rows), f"没有检查的文件 {len(outcome.unread)} 个" if outcome.unread else ""
    yield f"## 检查结果：{'，'.join(filter(None, told)) or '没有发现问题'}"
    if outcome.delivered:
        kinds = Counter(delivery_kind(one.status, one.made) for one in outcome.delivered.values())
        yield f"\n{deliveries(kinds)}。"
    for file, message in outcome.unread:
        yield f"\n**没有检查 {escaped(place(file, outcome.root))}**：{escaped(message)}"
    yield from _table("", [row for row in rows if not row.finding.accepted])
    yield from _table("\n### 已接受的例外", [row for row in rows if row.finding.accepted])


def _table(heading: str, rows: list[Listed]) -> Iterator[str]:
    if not rows:
        return
    yield heading
    if heading:
        yield ""
    yield "| 位置 | 级别 | 规则 | 问题和改法 |"
    yield "| --- | --- | --- | --- |"
    for row in rows:
        finding = row.finding
        where = f"{escaped(row.file)}:{finding.position.line}:{finding.position.column}"
        yield f"| {where} | {level(finding)} | {finding.code} | {escaped(finding.message)} |"


def escaped(text: str) -> str:
    """A text as Markdown prints it, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
