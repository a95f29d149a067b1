"""For people: each finding with the line it speaks of, a caret under the place, and the other places it concerns."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding, Position
from generator.reporter import Outcome, headline, line_of, place
from generator.source import Source
from generator.widths import width

_SHOWN_RELATED = 6
_AROUND = 60  # characters of a line shown on either side of a place


def report(outcome: Outcome) -> Iterator[str]:
    """Each finding with its excerpt."""
    for result in outcome.results:
        for finding in result.findings:
            yield headline(finding, outcome.colour)
            yield from _excerpt(result.source, finding)


def _excerpt(source: Source, finding: Finding) -> Iterator[str]:
    position = finding.position
    line = "".join(mark if mark.isprintable() else " " for mark in line_of(source, position))
    if line.strip() and not position.words:
        start = max(position.column - 1 - _AROUND, 0)
        yield f"{position.line:5} | {line[start : start + 2 * _AROUND]}"
        yield f"      | {' ' * width(line[start : position.column - 1])}^"
    if finding.related:
        shown = "、".join(_other(other, position) for other in finding.related[:_SHOWN_RELATED])
        more = " 等" if len(finding.related) > _SHOWN_RELATED else ""
        yield f"      = 另见 {shown}{more}"


def _other(other: Position, position: Position) -> str:
    """Another place, with its file where that is another one."""
    file = "" if other.file == position.file else f"{place(other.file)}:"
    return f"{file}{other.line}:{other.column}"
