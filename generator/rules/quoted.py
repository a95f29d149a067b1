"""What the rules on references share: each reference of the narratives with what it prints or why it prints nothing."""

from __future__ import annotations

from collections.abc import Iterator

from generator.expressions import ExpressionError
from generator.findings import Position
from generator.narrative import UNCLOSED, Run
from generator.paths import Path
from generator.quotations import Quotation
from generator.report import Report, Text
from generator.rules.subject import Subject
from generator.shapes import NamedTuple, cast


class Quoted(NamedTuple):
    """A reference in the narrative of a path, and the text of its paragraph that follows it.

    The result is None where its braces are not closed or hold nothing.
    """

    path: Path
    text: Text
    run: Run
    result: Quotation | ExpressionError | None
    following: str


def references(subject: Subject) -> list[Quoted]:
    """Every reference of a report, read once."""
    if "references" not in subject.known:
        subject.known["references"] = list(_references(subject.report)) if subject.report else []
    return cast("list[Quoted]", subject.known["references"])


def _references(report: Report) -> Iterator[Quoted]:
    for path, text in report.narratives.items():
        for paragraph in text.paragraphs if "{{" in text.scalar.text else ():
            for number, run in enumerate(paragraph.runs, 1):
                if run.reference is not None:
                    after = paragraph.runs[number].text if number < len(paragraph.runs) else ""
                    yield Quoted(path, text, run, _result(report, run.reference), after)


def place(subject: Subject, quoted: Quoted, offset: int) -> Position:
    """Where a character of a reference stands."""
    return subject.source.inside(quoted.text.scalar, quoted.run.inside + offset)


def _result(report: Report, reference: str) -> Quotation | ExpressionError | None:
    try:
        return None if reference in ("", UNCLOSED) else report.quote(reference)
    except ExpressionError as mistake:
        return mistake
