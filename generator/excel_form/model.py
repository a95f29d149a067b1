"""A workbook before any file format: sheets of cells, each with what it is for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from math import ceil

from generator.excel_form.formulas import Formula, Spot
from generator.excel_form.places import Entry, Value
from generator.shapes import NamedTuple
from generator.widths import width

TALLEST = 400  # points of a row; spreadsheets allow 409
LINE = 16  # points of a line of text
_MOST_ROWS = 40


class Style(Enum):
    """What a cell is for, by which it looks."""

    TITLE = "title"
    REMARK = "remark"
    NAME = "name"
    HEAD = "head"
    CORNER = "corner"
    BAND = "band"
    INPUT = "input"
    LONG = "long"
    TOTAL = "total"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at its upper left corner, counted from 0; an input has an entry, what is computed a formula."""

    row: int
    column: int
    style: Style
    content: Value = None
    rowspan: int = 1
    colspan: int = 1
    entry: Entry | None = None
    formula: Formula | None = None


@dataclass(slots=True)
class Sheet:
    """A sheet in the making: widths of its columns in characters, cells, heights of rows in points.

    `is_form` tells that it is printed on one page if it can be read there.
    """

    title: str
    widths: tuple[float, ...]
    is_form: bool = False
    frozen: int = 0
    cells: list[Cell] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    row: int = 0

    def spot(self, cell: Cell) -> Spot:
        """Where a cell of the sheet is."""
        return Spot(self.title, cell.row, cell.column)

    def add(self, cell: Cell) -> Cell:
        """Put a cell in, its row as high as its text needs."""
        self.cells.append(cell)
        if isinstance(cell.content, str) and cell.rowspan == 1 and cell.style is not Style.LONG:
            room = sum(self.widths[cell.column : cell.column + cell.colspan])
            need = lines(cell.content, room) * LINE + 6
            self.heights[cell.row] = min(max(self.heights.get(cell.row, 20), need), TALLEST)
        return cell

    def line(self, style: Style, text: str) -> None:
        """A line across the sheet."""
        self.add(Cell(self.row, 0, style, text, 1, len(self.widths)))
        self.row += 1

    def long(self, entry: Entry, value: Value, column: int = 0) -> None:
        """Room for a long text, over several rows where one cannot be high enough, and grows with it."""
        room = sum(self.widths[column:])
        need = (max(lines(str(value or ""), room) + 1, 4)) * LINE
        rows = min(ceil(need / TALLEST), _MOST_ROWS)
        cell = Cell(self.row, column, Style.LONG, value, rows, len(self.widths) - column, entry)
        self.add(cell)
        for row in range(self.row, self.row + rows):
            self.heights[row] = min(need / rows, TALLEST)
        self.row += rows


class Book(NamedTuple):
    """A workbook: its sheets, the rows of the hidden one, and whose form of which year it is."""

    sheets: tuple[Sheet, ...]
    carried: tuple[tuple[str, ...], ...]
    title: str
    date: str


def lines(text: str, room: float) -> int:
    """How many lines a text takes in a column of so many characters."""
    return sum(max(1, ceil(width(line) * 1.05 / max(room - 1, 1))) for line in text.split("\n"))
