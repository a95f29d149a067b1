"""Tables ruled in ASCII, traced back into cells: the other direction of `ruled`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.grid import Role
from generator.shapes import NamedTuple
from generator.widths import width

RULE = re.compile(r"\+[-=+]+\+\Z")
_LEVEL, _ACROSS, _DOWN = frozenset("-="), frozenset("-=+"), frozenset("|+")
_MOST_LINES, _MOST_COLUMNS, _MOST_CORNERS = 400, 400, 6_000

_Box = tuple[int, int, int, int]
_Canvas = list[list[str]]


class Traced(NamedTuple):
    """A cell of a ruled table: its place, spans, text, role, and the line it begins in, counted from 0."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    role: Role
    line: int


def trace(lines: Sequence[str]) -> list[Traced]:
    """The cells of a table; ValueError where the lines are no table that can be traced."""
    if (
        len(lines) > _MOST_LINES
        or max(map(len, lines)) > _MOST_COLUMNS
        or sum(x.count("+") for x in lines) > _MOST_CORNERS
    ):
        raise ValueError("too large for a table")
    canvas = [[place for mark in line for place in (mark, *[""] * (width(mark) - 1))] for line in lines]
    across = max(map(len, canvas))
    canvas = [[*line, *[" "] * (across - len(line))] for line in canvas]
    boxes = [
        box
        for row in range(len(canvas) - 1)
        for column in range(len(canvas[row]))
        if (box := _box(canvas, row, column))
    ]
    if not boxes:
        raise ValueError("no cell")
    rows = sorted({edge for top, _, bottom, _ in boxes for edge in (top, bottom)})
    columns = sorted({edge for _, left, _, right in boxes for edge in (left, right)})
    figures = [box for box in boxes if _is_figure(canvas, boxes, box)]
    cells = []
    for box in boxes:
        top, left, bottom, right = box
        role = Role.FIGURE if box in figures else _role(canvas, box, figures, columns)
        text = "".join("".join(canvas[row][left + 1 : right]).strip() for row in range(top + 1, bottom))
        place = rows.index(top), columns.index(left)
        cells.append(
            Traced(*place, rows.index(bottom) - place[0], columns.index(right) - place[1], text, role, top + 1)
        )
    return cells


def _box(canvas: _Canvas, top: int, left: int) -> _Box | None:
    """The smallest ruled rectangle whose upper left corner is here."""
    if canvas[top][left] != "+" or canvas[top + 1][left + 1 : left + 2] != [" "]:
        return None
    for right in range(left + 1, len(canvas[top])):
        if canvas[top][right] not in _ACROSS:
            return None
        if canvas[top][right] != "+":
            continue
        for bottom in range(top + 1, len(canvas)):
            if not (_upright(canvas, bottom, left, -1) and _upright(canvas, bottom, right, 1)):
                break
            corners = canvas[bottom][left] == canvas[bottom][right] == "+"
            if corners and all(mark in _ACROSS for mark in canvas[bottom][left : right + 1]):
                return top, left, bottom, right
    return None


def _upright(canvas: _Canvas, row: int, column: int, outside: int) -> bool:
    """Whether a mark belongs to an upright rule; a plus sign of a text has no level rule beside it."""
    line = canvas[row]
    if line[column] == "+" and 0 <= column + outside < len(line):
        return line[column + outside] in _LEVEL or line[column - outside] in _LEVEL
    return line[column] in _DOWN


def _ruled_off(canvas: _Canvas, row: int, box: _Box) -> bool:
    """Whether the rule at a row above or below a box is the heavy one."""
    rule = canvas[row][box[1] + 1 : box[3]]
    return "=" in rule and _LEVEL.issuperset(mark for mark in rule if mark != "+")


def _is_figure(canvas: _Canvas, boxes: list[_Box], box: _Box) -> bool:
    """Whether a box stands under the heavy rule that ends the heads of columns, and is no band's neighbour."""
    heavy = {row for other in boxes for row in (other[0], other[2]) if _ruled_off(canvas, row, other)}
    last = max(heavy, default=0)
    left = min((box[1] for box in boxes if box[0] == last and _ruled_off(canvas, last, box)), default=0)
    return box[0] >= last and box[1] >= left


def _role(canvas: _Canvas, box: _Box, figures: list[_Box], columns: list[int]) -> Role:
    top, left, bottom, right = box
    body = min((figure[0] for figure in figures), default=0)
    if top >= body:
        return Role.ROW_HEAD
    whole = (left, right) == (columns[0], columns[-1])
    if top == 0 and whole and bottom < body and _ruled_off(canvas, bottom, box):
        return Role.BAND
    return Role.COLUMN_HEAD if right > min(figure[1] for figure in figures) else Role.CORNER
