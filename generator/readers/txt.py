"""Our own plain text: paragraphs between blank lines, tables traced along their ASCII rules."""

from __future__ import annotations

import re

from generator.grid import Cell, Grid, Role
from generator.readers import Item, Kind, Paragraph
from generator.widths import width

_RULE = re.compile(r"\+[-=+]+\+\Z")
_NUMBERS = (r"[一二三四五六七八九十0-9]+、", r"（[一二三四五六七八九十]+）", r"\d+\.", r"（\d+）")
_MARKER = re.compile(r"注\d+\Z")
_LEVEL, _ACROSS, _DOWN = frozenset("-="), frozenset("-=+"), frozenset("|+")


def read(content: bytes) -> list[Item]:
    """The paragraphs and tables of a text, in order."""
    items: list[Item] = []
    titled = False
    for chunk in re.split(r"\n{2,}", content.decode("utf-8").strip("\n")):
        lines = chunk.split("\n")
        if _RULE.match(lines[0]) and _RULE.match(lines[-1]):
            items.append(_table(lines))
        elif lines[0].startswith("    "):
            items += [Paragraph(Kind.SIGNATURE, 0, line.strip()) for line in lines]
        elif lines[0].startswith("! "):
            items.append(Paragraph(Kind.DRAFT, 0, "".join(lines)[2:]))
        elif not titled:
            items.append(Paragraph(Kind.TITLE, 0, "".join(lines)))
            titled = True
        else:
            items.append(_paragraph("".join(lines)))
    return items


def _paragraph(text: str) -> Paragraph:
    if text.startswith("　　"):
        return Paragraph(Kind.BODY, 0, text[2:])
    if re.match(r"注\d*：", text):
        return Paragraph(Kind.NOTE, 0, text)
    for level, pattern in enumerate(_NUMBERS, 1):
        if re.match(pattern, text):
            return Paragraph(Kind.HEADING, level, text)
    raise ValueError(f"nianbao writes no such paragraph: {text[:40]}")


def _table(lines: list[str]) -> Grid:
    canvas = [[place for mark in line for place in (mark, *[""] * (width(mark) - 1))] for line in lines]
    boxes = [
        box
        for row in range(len(canvas) - 1)
        for column in range(len(canvas[row]))
        if (box := _box(canvas, row, column))
    ]
    rows = sorted({edge for top, _, bottom, _ in boxes for edge in (top, bottom)})
    columns = sorted({edge for _, left, _, right in boxes for edge in (left, right)})
    figures = [box for box in boxes if _is_figure(canvas, boxes, box)]
    cells = []
    for box in boxes:
        top, left, bottom, right = box
        role = Role.FIGURE if box in figures else _role(canvas, box, figures, columns)
        text = "".join("".join(canvas[row][left + 1 : right]).strip() for row in range(top + 1, bottom))
        if role is Role.FIGURE:
            text = _MARKER.sub("", text)
        place = rows.index(top), columns.index(left)
        cells.append(Cell(*place, text, rows.index(bottom) - place[0], columns.index(right) - place[1], role))
    return Grid(tuple(cells))


_Box = tuple[int, int, int, int]
_Canvas = list[list[str]]


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
    return "=" in canvas[row][box[1] + 1 : box[3]]


def _is_figure(canvas: _Canvas, boxes: list[_Box], box: _Box) -> bool:
    """Whether a box stands under the heavy rule that ends the heads of columns, and is no band's neighbour."""
    last = max(row for row, line in enumerate(canvas) if "=" in line)
    left = min(box[1] for box in boxes if box[0] == last and _ruled_off(canvas, last, box))
    return box[0] >= last and box[1] >= left


def _role(canvas: _Canvas, box: _Box, figures: list[_Box], columns: list[int]) -> Role:
    top, left, bottom, right = box
    body = min(figure[0] for figure in figures)
    if top >= body:
        return Role.ROW_HEAD
    whole = (left, right) == (columns[0], columns[-1])
    if top == 0 and whole and bottom < body and _ruled_off(canvas, bottom, box):
        return Role.BAND
    return Role.COLUMN_HEAD if right > min(figure[1] for figure in figures) else Role.CORNER
