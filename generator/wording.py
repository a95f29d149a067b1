"""The words in which comparisons are told, the same in every format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from generator.diff import Change, Comparison, Kind
from generator.fields import Content
from generator.figures import plain_number, subtract
from generator.findings import Finding, Severity
from generator.prose import NEW, OLD, Piece, pieces
from generator.versions import Review

STATUS = {"added": "新增", "removed": "删除", "renamed": "改名", "changed": "修改", "same": "内容没有变化"}
TOTAL = "合计"
NEW_FINDINGS, GONE_FINDINGS, LEFT_FINDINGS = "新出现的问题", "不再有的问题", "还没有改的问题"
ACCEPTED_FINDINGS = "已接受的问题（例外）"
NOTHING = "没有报告发生变化。"
ORDER = (Kind.FIGURE, Kind.NOTE, Kind.NARRATIVE, Kind.FIELD)


def title(comparison: Comparison) -> str:
    """Whose report it is, and of which year; the file where nothing of it can be read."""
    reports = [result.report for result in (comparison.new, comparison.old) if result and result.report]
    report = reports[0] if reports else None
    if report is None or not report.agency:
        return comparison.current.source.file
    return f"{report.agency}（{report.year} 年度）" if report.year else report.agency


def file(comparison: Comparison) -> str:
    """The file, with the old one before it where the two differ."""
    old, new = comparison.old, comparison.new
    if old and new and old.source.file != new.source.file:
        return f"{old.source.file} -> {new.source.file}"
    return comparison.current.source.file


def content(change: Change, value: Content) -> str:
    """What stood or stands there: an unknown figure is 未填, a text that is not there 无."""
    if value is None:
        return "未填" if change.kind is Kind.FIGURE else "无"
    return value if isinstance(value, str) else plain_number(value)


def text(change: Change) -> tuple[Piece, ...]:
    """What went and what came; of prose, in pieces."""
    old, new = change.old, change.new
    if isinstance(old, str) and isinstance(new, str) and change.kind is not Kind.FIELD:
        return pieces(old, new)
    sides = ((OLD, old), (NEW, new))
    return tuple(Piece(kind, content(change, value)) for kind, value in sides if value is not None)


def difference(change: Change) -> str:
    """+2 or -2; empty where one side is no number."""
    amount = change.difference
    if amount is None:
        return ""
    return f"+{plain_number(amount)}" if amount > 0 else f"-{plain_number(subtract(0, amount))}"


def percent(change: Change) -> str:
    """+66.7%; empty where there is none to give."""
    return "" if change.percent is None else f"{change.percent:+f}%"


def counts(comparisons: Iterable[Comparison]) -> str:
    """How many reports, figures, totals, texts and findings: the last line of an output."""
    comparisons = list(comparisons)
    if not comparisons:
        return NOTHING
    kinds = Counter(TOTAL if change.derived else change.kind.words for item in comparisons for change in item.changes)
    parts = [
        f"{name} {kinds[name]} 处"
        for name in (Kind.FIGURE.words, TOTAL, *(kind.words for kind in ORDER[1:]))
        if kinds[name]
    ]
    found = [dict(groups(item)) for item in comparisons]
    for name in (NEW_FINDINGS, GONE_FINDINGS, ACCEPTED_FINDINGS):
        number = sum(len(own.get(name, ())) for own in found)
        parts += [f"{name} {number} 个"] if number else []
    return f"共 {len(comparisons)} 份报告：{'，'.join(parts) or '内容没有变化'}。"


def finding(item: Finding) -> str:
    """Place, severity, code and message, without colour."""
    position = item.position
    return f"{position.file}:{position.line}:{position.column}: {item.severity.label} {item.code} {item.message}"


def groups(comparison: Comparison) -> list[tuple[str, tuple[Finding, ...]]]:
    """The findings under their headings, the new ones first; nothing where there are none.

    One that is now accepted is told as such, not as one that came and one that went.
    """
    accepted = tuple(item for item in (*comparison.appeared, *comparison.remaining) if item.accepted)
    settled = {_about(item) for item in accepted}
    found = (
        (NEW_FINDINGS, tuple(item for item in comparison.appeared if not item.accepted)),
        (GONE_FINDINGS, tuple(item for item in comparison.disappeared if _about(item) not in settled)),
        (
            LEFT_FINDINGS,
            tuple(item for item in comparison.remaining if not item.accepted and item.severity < Severity.NOTE),
        ),
        (ACCEPTED_FINDINGS, accepted),
    )
    return [(name, items) for name, items in found if items]


def _about(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.paths or finding.position.line


def between(review: Review) -> str:
    """What is compared with what."""
    return f"{review.old} -> {review.new}"
