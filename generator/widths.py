"""Columns that text takes on a terminal or in a fixed-width font: East Asian characters take two."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import combining, east_asian_width

_WIDE = frozenset("WFA")  # ambiguous ones too: Chinese fonts draw them wide

_CLOSING = frozenset("，。；：、？！）》〉”’】〕…%％,.;:?!)")
_BACK = 60  # characters to go back for a good place to break
_OPENING = frozenset("（《〈“‘【〔(")


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in _WIDE else 1


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
    start, used = 0, 0
    for position, character in enumerate(text):
        used += _columns(character)
        if used > columns and position > start:
            end = _break(text, start, position)
            if end:
                lines.append(text[start:end])
                start, used = end, width(text[end : position + 1])
    lines.append(text[start:])
    return lines


def _break(text: str, start: int, end: int) -> int:
    """The last good place to break at or before `end`, else one that is only not at a blank, 0 where there is none."""
    places = [place for place in range(end, max(start, end - _BACK), -1) if text[place - 1] != " " != text[place]]
    good = (place for place in places if text[place - 1] not in _OPENING and text[place] not in _CLOSING)
    return next(good, places[0] if places else 0)
