"""Columns that text takes on a terminal or in a fixed-width font: East Asian characters take two."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

_WIDE = frozenset("WFA")  # ambiguous ones too: Chinese fonts draw them wide

_MOST_KNOWN = 4096  # characters
_CLOSING = frozenset("，。；：、？！）》〉”’】〕…%％,.;:?!)")
_BACK = 60  # characters to go back for a good place to break
_OPENING = frozenset("（《〈“‘【〔(")


class _Columns(dict[str, int]):
    """The columns of each character, worked out when it is first met."""

    def __missing__(self, character: str) -> int:
        columns = 0 if combining(character) else 2 if east_asian_width(character) in _WIDE else 1
        if len(self) < _MOST_KNOWN:
            self[character] = columns
        return columns


_columns = _Columns().__getitem__


def width(text: str) -> int:
    """Columns of a text without line breaks."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def pad(text: str, columns: int, centred: bool = False) -> str:
    """The text filled up with blanks on the right, or on both sides."""
    missing = max(columns - width(text), 0)
    left = missing // 2 if centred else 0
    return " " * left + text + " " * (missing - left)


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns.

    No line begins or ends with a blank, so joining the lines gives the text back; none begins with a closing mark or
    ends with an opening one. What cannot be broken stays long.
    """
    lines: list[str] = []
    start, size = 0, len(text)
    while True:
        end = _fitting(text, start, columns)
        broken = 0
        while end < size and not broken:
            broken = _break(text, start, end)
            end += 1
        if not broken:
            lines.append(text[start:])
            return lines
        lines.append(text[start:broken])
        start = broken


def _fitting(text: str, start: int, columns: int) -> int:
    """The end of what fits into so many columns, at least one character, looked for in bold steps."""
    end = start
    while end < len(text):
        step = max(columns // 2, 1)
        columns -= width(text[end : end + step])
        if columns < 0:
            break
        end += step
    return min(max(end, start + 1), len(text))


def _break(text: str, start: int, end: int) -> int:
    """The last good place to break at or before `end`, else one that is only not at a blank, 0 where there is none."""
    possible = 0
    for place in range(end, max(start, end - _BACK), -1):
        before, after = text[place - 1], text[place]
        if before != " " != after:
            if before not in _OPENING and after not in _CLOSING:
                return place
            possible = possible or place
    return possible
