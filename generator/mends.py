"""Changing a file as written, a few characters at a time, so that everything else stays byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.findings import Mend
from generator.nodes import Scalar
from generator.source import Source

_IN_BLOCK = re.compile(r"[ ]*[^\s{}\[\],'\"#][^{}\[\],#]*:[ ]+")
_LINES = re.compile("(\r\n|\n|\r)")


def replacement(source: Source, scalar: Scalar, offset: int, old: str, new: str) -> list[Mend]:
    """The change that puts `new` in the place of `old` in a text; none where the file does not show it just so.

    A text without quotes gets them where YAML cannot do with a brace otherwise: at its start, or inside `{ }`.
    """
    position = source.exact(scalar, offset)
    if position is None or not source.line(position.line)[position.column - 1 :].startswith(old):
        return []
    mends = [Mend(position, old, new)]
    before = source.line(scalar.line)[: scalar.column - 1]
    if not scalar.style and "{" in new and (offset == 0 or not _IN_BLOCK.fullmatch(before)):
        mends = [*_quotes(source, scalar), *mends]
    return mends


def _quotes(source: Source, scalar: Scalar) -> list[Mend]:
    """Single quotes around a plain text of one line, its own doubled."""
    start = source.at(scalar)
    end = source.exact(scalar, len(scalar.text))
    assert end
    marks = [source.exact(scalar, n) for n, mark in enumerate(scalar.text) if mark == "'"]
    return [Mend(start, "", "'"), Mend(end, "", "'"), *(Mend(place, "", "'") for place in marks if place)]


def mended(content: bytes, mends: Iterable[Mend]) -> bytes:
    """A file in UTF-8 with changes made, each once; one that overlaps another or fits no more is left out."""
    pieces = _LINES.split(content.decode("utf-8"))  # lines at even places, their ends between
    mark = "\ufeff" if pieces[0].startswith("\ufeff") else ""
    pieces[0] = pieces[0][len(mark) :]
    before: tuple[int, int] | None = None
    for mend in sorted(set(mends), key=lambda mend: (mend.position, len(mend.old)), reverse=True):
        place, column = 2 * (mend.position.line - 1), mend.position.column - 1
        line, end = pieces[place], column + len(mend.old)
        if line[column:end] != mend.old or (before and before[0] == place and end > before[1]):
            continue
        pieces[place] = line[:column] + mend.new + line[end:]
        before = (place, column)
    return (mark + "".join(pieces)).encode("utf-8")
