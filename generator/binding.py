"""Turning typed numbers into references to the figures they are; everything else in the file stays byte for byte."""

from __future__ import annotations

from generator import passages
from generator.check import Result, check_source
from generator.findings import Position
from generator.mends import mended
from generator.report import Report
from generator.rules import bindable
from generator.rules.subject import Subject
from generator.shapes import NamedTuple
from generator.source import read


class Doubt(NamedTuple):
    """A number that was not touched: where it stands, how it is written, and the reference it may be."""

    place: Position
    text: str
    reference: str


class Bound(NamedTuple):
    """A file after binding: its bytes, how many numbers were bound, and those that a person must decide on."""

    content: bytes
    changes: int
    doubts: tuple[Doubt, ...]


def bind(result: Result, content: bytes) -> Bound:
    """Bind the certain numbers of a checked report whose file holds `content`; what is printed stays the same."""
    report = result.report
    assert report is not None
    subject = Subject(result.source, {}, report=report)
    notes = list(bindable.check(subject))
    count = sum(mend.old != "" for note in notes for mend in note.mends)
    bound = mended(content, [mend for note in notes for mend in note.mends])
    if count and _printed(check_source(read(bound, result.source.file)).report) != _printed(report):
        bound, count = content, 0  # a shape of YAML that does not take a brace here
    doubts = [
        Doubt(
            result.source.inside(statement.passage.scalar, statement.passage.offset(statement.start)),
            statement.passage.line[statement.start : statement.stop],
            reference,
        )
        for statement, reference in bindable.doubtful(subject)
    ]
    return Bound(bound, count, tuple(doubts))


def _printed(report: Report | None) -> list[tuple[int, str]]:
    """Every paragraph as it is printed."""
    return [(passage.depth, passage.line) for passage in passages.passages(report)] if report else []
