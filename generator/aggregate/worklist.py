"""What is left to the author of an aggregate, as Markdown: agency by agency, what their reports say in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.check import Result
from generator.collection import Collection, Filed
from generator.figures import plain_number
from generator.findings import Severity
from generator.paths import Path
from generator.report import Report
from generator.reporter.md import escaped

_SHOWN = 50


def document(collection: Collection, entries: Iterable[str]) -> str:
    """The whole list; `entries` are what `entry` made of each report."""
    roster = collection.roster
    lacks = [f"- [ ] {escaped(lack)}" for lack in collection.lacks]
    lines = [
        f"# {escaped(roster.root.name or '汇总')} {roster.year} 年度汇总待办",
        "",
        "数字已经相加。文字要由人来写：看过一项勾一项。行号是各机关报告里的。",
        *(["", "## 没有计入的", "", *lacks] if lacks else []),
    ]
    return "\n".join([*lines, *entries]) + "\n"


def entry(result: Result, filed: Filed) -> str:
    """What one report has to say: its words, notes, declared numbers, and what it has accepted."""
    if result.report is None:
        return ""
    lines = [*_words(result.report), *_remarks(result.report), *_accepted(result)]
    return "\n".join([f"\n## {escaped(filed.agency)}（{escaped(filed.file)}）", "", *lines])


def _words(report: Report) -> Iterator[str]:
    for path, text in report.narratives.items():
        words = " ".join(text.scalar.text.split())
        shown = f"{words[:_SHOWN]}…" if len(words) > _SHOWN else words
        yield f"- [ ] {escaped(str(path))}（第 {text.scalar.line} 行，{len(words)} 字）：{escaped(shown)}"


def _remarks(report: Report) -> Iterator[str]:
    for path, value in report.values.items():
        if value.note:
            name = escaped(report.template.name(path))
            yield f"- [ ] 注：{name}（第 {value.position.line} 行）：{escaped(value.note)}"
    for section, note in report.notes.items():
        yield f"- [ ] 注：{escaped(section)}：{escaped(note)}"
    for keys, fact in report.facts.items():
        number = "未知" if fact.content is None else plain_number(fact.content)
        yield f"- 数据：{escaped(str(Path(keys)))} {number}{escaped(fact.unit)}（第 {fact.position.line} 行）"


def _accepted(result: Result) -> Iterator[str]:
    for finding in result.findings:
        if finding.accepted:
            message = f"{finding.code} {finding.message}"
            yield f"- [ ] 例外（第 {finding.position.line} 行）：{escaped(message)}"
        elif finding.severity is Severity.WARNING:
            yield f"- [ ] 警告（第 {finding.position.line} 行）：{finding.code} {escaped(finding.message)}"
