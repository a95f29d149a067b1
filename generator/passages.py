"""A report's prose as it will be printed, paragraph by paragraph, each character with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator

from generator.expressions import ExpressionError
from generator.narrative import Paragraph, Run
from generator.nodes import Scalar
from generator.paths import Path
from generator.report import UNKNOWN, Report
from generator.shapes import NamedTuple


class Piece(NamedTuple):
    """A stretch of a passage: where it begins in the line and in its field, and the reference that printed it."""

    start: int
    offset: int
    reference: str | None


class Passage(NamedTuple):
    """A printed paragraph of the field at `path`; depth 0 is body text, more a heading."""

    path: Path
    scalar: Scalar
    depth: int
    line: str
    pieces: tuple[Piece, ...]

    def offset(self, place: int) -> int:
        """The offset in the field of a character of the line; within a reference, of its braces."""
        piece = self._piece(place)
        if piece.reference is not None:
            return piece.offset
        escaped = self.line.count("{{", piece.start, place)
        return piece.offset + place - piece.start + escaped

    def reference(self, place: int) -> str | None:
        """The reference that printed the character at a place, None for one that was typed."""
        return self._piece(place).reference

    def _piece(self, place: int) -> Piece:
        return next(piece for piece in reversed(self.pieces) if piece.start <= place)


def passages(report: Report) -> Iterator[Passage]:
    """Every paragraph and heading of a report, in the form's order."""
    for path, text in report.narratives.items():
        for paragraph in text.paragraphs:
            yield passage(report, path, text.scalar, paragraph)


def passage(report: Report, path: Path, scalar: Scalar, paragraph: Paragraph) -> Passage:
    """A paragraph of the field at `path`, which is read from a scalar."""
    line, pieces = "", []
    for run in paragraph.runs:
        pieces.append(Piece(len(line), run.offset, run.reference))
        line += _printed(report, run)
    return Passage(path, scalar, paragraph.depth, line, tuple(pieces))


def line(report: Report, paragraph: Paragraph) -> str:
    """The line of a paragraph by itself."""
    return "".join([_printed(report, run) if run.reference is not None else run.text for run in paragraph.runs])


def _printed(report: Report, run: Run) -> str:
    if run.reference is None:
        return run.text
    try:
        return report.quote(run.reference).text or UNKNOWN
    except ExpressionError:
        return UNKNOWN
