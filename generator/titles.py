"""Breaking a title into lines at sense units: a trapezoid or a diamond, never inside a word (GB/T 9704-2012 7.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from math import ceil

_PLACE = r"(?:自治区|自治州|自治县|特别行政区|[省市区县旗州盟镇乡村])(?=.{2})"
_BODY = r"(?:人民政府|委员会|管理局|办公厅|办公室|办事处|街道|中心)(?=.{2})"
_AFTER = re.compile(f"{_PLACE}|{_BODY}")
_INSIDE = 4.0  # what a break inside a unit costs, in characters of unevenness
_MOST_PIECES = 12


def lines(units: list[str], room: float) -> list[str]:
    """The units of a title in as few lines of at most `room` characters as they need, in the best shape.

    A unit is broken only where the lines would otherwise be uglier by some characters, and then after a place or an
    institution; a stretch that has no such point and is too long is cut into even parts.
    """
    pieces = [short for unit in units for piece in _pieces(unit) for short in _short(piece, room)]
    if len(pieces) > _MOST_PIECES:
        pieces = [*pieces[:_MOST_PIECES], ("".join(text for text, _ in pieces[_MOST_PIECES:]), 0.0)]
    for count in range(1, len(pieces) + 1):
        fitting = [shape for shape in _shapes(pieces, count) if max(map(width, shape[1])) <= room]
        if fitting:
            return min(fitting, key=lambda shape: shape[0])[1]
    return [text for text, _ in pieces]


def width(text: str) -> float:
    """Characters that a text takes across; a digit or a Latin letter is half of one."""
    return len(text) - len(text.encode("ascii", "ignore")) / 2


def _pieces(unit: str) -> Iterator[tuple[str, float]]:
    """A unit cut where it may be broken, each piece with what a break after it costs."""
    start = 0
    for match in _AFTER.finditer(unit):
        yield unit[start : match.end()], _INSIDE
        start = match.end()
    yield unit[start:], 0.0


def _short(piece: tuple[str, float], room: float) -> Iterator[tuple[str, float]]:
    """A piece, or parts of it as even as they can be where it is longer than a line."""
    text, cost = piece
    count = max(ceil(width(text) / room), 1)
    for left in range(count, 1, -1):
        end = next(end for end in range(len(text), 0, -1) if width(text[:end]) <= max(width(text) / left, 1))
        yield text[:end], _INSIDE
        text = text[end:]
    yield text, cost


def _shapes(pieces: list[tuple[str, float]], count: int) -> Iterator[tuple[float, list[str]]]:
    """Every way to set the pieces in so many lines, with its cost."""
    for breaks in combinations(range(1, len(pieces)), count - 1):
        edges = [0, *breaks, len(pieces)]
        shape = ["".join(text for text, _ in pieces[a:b]) for a, b in pairwise(edges)]
        yield sum(pieces[place - 1][1] for place in breaks) + _ugliness([width(line) for line in shape]), shape


def _ugliness(widths: list[float]) -> float:
    """Unevenness, more where the lines form a block, and far more where one is shorter than both its neighbours."""
    waist = any(a > b < c for a, b, c in zip(widths, widths[1:], widths[2:], strict=False))
    block = len(widths) > 1 and len(set(widths)) == 1
    return max(widths) - min(widths) + (100 if waist else 0) + (3 if block else 0)
