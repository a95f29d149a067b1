"""A report's prose as it will be printed, paragraph by paragraph, each character with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator

from generator.expressions import ExpressionError
from generator.narrative import Paragraph
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
            line, pieces = _line(report, paragraph)
            yield Passage(path, text.scalar, paragraph.depth, line, pieces)


def _line(report: Report, paragraph: Paragraph) -> tuple[str, tuple[Piece, ...]]:
    line, pieces = "", []
    for run in paragraph.runs:
        pieces.append(Piece(len(line), run.offset, run.reference))
        line += run.text if run.reference is None else _quoted(report, run.reference)
    return line, tuple(pieces)


def _quoted(report: Report, reference: str) -> str:
    try:
        return report.quote(reference).text or UNKNOWN
    except ExpressionError:
        return UNKNOWN
