"""Changing a file as written, a few characters at a time, so that everything else stays byte for byte."""

from __future__ import annotations

from collections.abc import Iterable

from generator.findings import Mend
from generator.nodes import Scalar
from generator.source import Source


def replacement(source: Source, scalar: Scalar, offset: int, old: str, new: str) -> list[Mend]:
    """The change that puts `new` in the place of `old` in a text; none where the file does not show it just so.

    A text without quotes gets them where YAML needs them for a brace.
    """
    position = source.exact(scalar, offset)
    if position is None or not source.line(position.line)[position.column - 1 :].startswith(old):
        return []
    mends = [Mend(position, old, new)]
    if not scalar.style and "{" in new:
        mends = [*_quotes(source, scalar), *mends]
    return mends


def _quotes(source: Source, scalar: Scalar) -> list[Mend]:
    """Single quotes around a plain text of one line, its own doubled."""
    start = source.at(scalar)
    end = source.exact(scalar, len(scalar.text))
    assert end
    marks = [source.exact(scalar, n) for n, mark in enumerate(scalar.text) if mark == "'"]
    return [Mend(start, "", "'"), Mend(end, "", "'"), *(Mend(place, "", "'") for place in marks if place)]


def mended(source: Source, mends: Iterable[Mend]) -> list[str]:
    """The lines of a file with changes made, each once; changes that overlap another or fit no more are left out."""
    lines = list(source.lines)
    before: tuple[int, int] | None = None
    for mend in sorted(set(mends), key=lambda mend: (mend.position, len(mend.old)), reverse=True):
        number, column = mend.position.line - 1, mend.position.column - 1
        line = lines[number]
        end = column + len(mend.old)
        if line[column:end] != mend.old or (before and before[0] == number and end > before[1]):
            continue
        lines[number] = line[:column] + mend.new + line[end:]
        before = (number, column)
    return lines
