"""Comparisons for the terminal: ASCII and Chinese, as wide as the window, coloured where the terminal wants it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator import wording
from generator.diff import Change, Comparison, Kind
from generator.findings import Severity
from generator.prose import NEW, OLD, Piece
from generator.versions import Review
from generator.widths import pad, width, wrap

_INDENT = "  "
_LEAST_PLACE = 16  # columns; with less room, and where it is longer, a place gets a line of its own
_AROUND_NUMBERS = 20  # columns of a line of figures that are neither place nor number
_RED, _GREEN, _BOLD, _FAINT = "31", "32", "1", "2"
_COLOURS = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.NOTE: "36;1"}
_MARKS = {OLD: ("[-", "-]", _RED), NEW: ("{+", "+}", _GREEN)}


def write(review: Review, colour: bool = False, columns: int = 100) -> str:
    """The text of a review, `columns` wide; words that changed stand in `[-…-]` and `{+…+}`."""
    page = _Page(colour, columns)
    return "\n".join(page.lines(review)) + "\n"


class _Page:
    def __init__(self, colour: bool, columns: int) -> None:
        self.colour = colour
        self.columns = max(columns, 40)

    def lines(self, review: Review) -> Iterator[str]:
        for comparison in review.comparisons:
            yield from self.comparison(comparison)
            yield ""
        yield from self.wrapped(wording.counts(review.comparisons), "")

    def comparison(self, comparison: Comparison) -> Iterator[str]:
        status = wording.STATUS[comparison.status]
        for line in self.wrapped(f"{status}  {wording.title(comparison)}  {wording.file(comparison)}", ""):
            yield self.painted(line, _BOLD)
        for remark in comparison.remarks:
            yield from self.wrapped(remark, _INDENT)
        figures = comparison.of_kind(Kind.FIGURE)
        if figures:
            yield from self.figures(figures)
        for kind in wording.ORDER[1:]:
            changes = comparison.of_kind(kind)
            if changes:
                yield f"{_INDENT}{kind.words}"
            for change in changes:
                yield from self.text(change)
        for name, findings in wording.groups(comparison):
            yield f"{_INDENT}{name}"
            for item in findings:
                first, *rest = self.wrapped(wording.finding(item), _INDENT * 2)
                label = f"{item.severity.label} {item.code}"
                yield first.replace(label, self.painted(label, _COLOURS[item.severity]), 1)
                yield from rest

    def figures(self, changes: Sequence[Change]) -> Iterator[str]:
        """A line for each figure, in columns; a place that is too long stands above its numbers."""
        yield f"{_INDENT}{Kind.FIGURE.words}"
        cells = [
            (wording.content(c, c.old), wording.content(c, c.new), wording.difference(c), wording.percent(c))
            for c in changes
        ]
        widths = [max(width(row[number]) for row in cells) for number in range(4)]
        room = min(max(width(change.place) for change in changes), self.columns - sum(widths) - _AROUND_NUMBERS)
        room = room if room >= _LEAST_PLACE else 0
        for change, (old, new, difference, percent) in zip(changes, cells, strict=True):
            place = change.place
            if width(place) > room:
                yield from self.wrapped(place, _INDENT * 2)
                place = ""
            shown = (
                f"{_INDENT * 2}{pad(place, room)}  {self.painted(_right(old, widths[0]), _RED)} -> "
                f"{self.painted(_right(new, widths[1]), _GREEN)}"
                f"  {_right(difference, widths[2])}  {_right(percent, widths[3])}"
            )
            yield shown.rstrip() + (self.painted(f"  {wording.TOTAL}", _FAINT) if change.derived else "")

    def text(self, change: Change) -> Iterator[str]:
        text = f"{change.place}：" + "".join(map(_marked, wording.text(change)))
        yield from self.coloured(self.wrapped(text, _INDENT * 2))

    def coloured(self, lines: Iterator[str]) -> Iterator[str]:
        """Lines with the marked stretches in colour, also where one goes on in the next line."""
        inside = ""
        for line in lines:
            if not self.colour:
                yield line
                continue
            shown = line
            for begin, end, code in _MARKS.values():
                shown = shown.replace(begin, f"\x1b[{code}m{begin}").replace(end, f"{end}\x1b[0m")
            before, inside = inside, _open(shown, inside)
            yield f"{before}{shown}\x1b[0m" if inside else before + shown

    def wrapped(self, text: str, indent: str) -> Iterator[str]:
        for number, line in enumerate(wrap(text, self.columns - len(indent) - 2)):
            yield f"{indent}{'  ' if number else ''}{line}"

    def painted(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text


def _right(text: str, columns: int) -> str:
    return " " * (columns - width(text)) + text


def _marked(piece: Piece) -> str:
    begin, end, _ = _MARKS.get(piece.kind, ("", "", ""))
    return begin + piece.text + end


def _open(line: str, inside: str) -> str:
    """The colour that is still on at the end of a line."""
    last = line.rfind("\x1b[")
    if last < 0:
        return inside
    code = line[last : line.index("m", last) + 1]
    return "" if code == "\x1b[0m" else code
