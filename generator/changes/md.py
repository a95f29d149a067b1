"""Comparisons as Markdown for pull requests: tables of figures, `<del>` and `<ins>` in the prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator import wording
from generator.diff import Change, Comparison, Kind
from generator.findings import Finding
from generator.prose import NEW, OLD, Piece
from generator.versions import Review

_SPECIAL = re.compile(r"([\\`*_\[\]|#~$@])")
_TAGS = {OLD: "del", NEW: "ins"}


def write(review: Review) -> str:
    """The Markdown of a review."""
    parts = [f"## 报告的变化\n\n{escaped(wording.between(review))}。{wording.counts(review.comparisons)}\n"]
    parts += [section(comparison) for comparison in review.comparisons]
    return "\n".join(parts)


def section(comparison: Comparison) -> str:
    """One report under a heading of its own."""
    return "\n".join(_lines(comparison)) + "\n"


def heading(comparison: Comparison) -> str:
    """The heading of a report."""
    return f"### {escaped(wording.title(comparison))}：{wording.STATUS[comparison.status]}"


def figures(changes: Iterable[Change]) -> Iterator[str]:
    """A table of figures."""
    yield "| 数字 | 原来 | 现在 | 差 | 百分比 |"
    yield "|---|--:|--:|--:|--:|"
    for change in changes:
        place = escaped(change.place) + (f"（{wording.TOTAL}）" if change.derived else "")
        old, new = (escaped(wording.content(change, value)) for value in (change.old, change.new))
        yield f"| {place} | {old} | **{new}** | {wording.difference(change)} | {wording.percent(change)} |"


def text(change: Change, pieces: Iterable[Piece]) -> str:
    """A text with what went and what came."""
    return f"* {escaped(change.place)}：" + "".join(map(_piece, pieces))


def finding(item: Finding) -> str:
    """A finding as a list item."""
    position = item.position
    return f"* {item.severity.label} {item.code} `{position.file}:{position.line}` {escaped(item.message)}"


def escaped(text: str) -> str:
    """A text that Markdown prints as it is, on one line."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", " ")
    return _SPECIAL.sub(r"\\\1", text)


def _lines(comparison: Comparison) -> Iterator[str]:
    yield heading(comparison)
    yield ""
    yield f"`{wording.file(comparison)}`"
    yield from (f"\n{escaped(remark)}" for remark in comparison.remarks)
    changed = comparison.of_kind(Kind.FIGURE)
    if changed:
        yield ""
        yield from figures(changed)
    for kind in wording.ORDER[1:]:
        texts = comparison.of_kind(kind)
        if texts:
            yield f"\n**{kind.words}**\n"
            yield from (text(change, wording.text(change)) for change in texts)
    for name, findings in wording.groups(comparison):
        yield f"\n**{name}**\n"
        yield from map(finding, findings)


def _piece(piece: Piece) -> str:
    tag = _TAGS.get(piece.kind)
    shown = escaped(piece.text)
    return f"<{tag}>{shown}</{tag}>" if tag else shown
