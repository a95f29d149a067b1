"""A table as a grid of merged cells: the only shape in which a table crosses between meaning and a file format."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from generator.paths import Path
from generator.shapes import NamedTuple


class Role(Enum):
    """What a cell is for."""

    BAND = "band"
    CORNER = "corner"
    COLUMN_HEAD = "column-head"
    ROW_HEAD = "row-head"
    FIGURE = "figure"


class Cell(NamedTuple):
    """A cell at its upper left corner, counted from 0; `path` names the figure it holds, if any."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    role: Role = Role.FIGURE
    path: Path | None = None


class Grid:
    """Cells that tile a rectangle exactly, in reading order.

    Two grids are equal when their cells have the same places, spans, texts and roles. ValueError when a cell overlaps
    another or leaves a hole.
    """

    __slots__ = ("cells",)

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.cells = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
        taken: dict[tuple[int, int], Cell] = {}
        for cell in self.cells:
            if cell.rowspan < 1 or cell.colspan < 1:
                raise ValueError(f"a cell spans nothing: {cell}")
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    if taken.setdefault((row, column), cell) is not cell:
                        raise ValueError(
                            f"cells overlap at {row},{column}: {taken[row, column].text!r} and {cell.text!r}"
                        )
        if len(taken) != self.height * self.width:
            raise ValueError(f"{self.height * self.width - len(taken)} places of a grid have no cell")

    @property
    def height(self) -> int:
        """Number of rows."""
        return max((cell.row + cell.rowspan for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        """Number of columns."""
        return max((cell.column + cell.colspan for cell in self.cells), default=0)

    def lines(self) -> list[list[Cell]]:
        """The cells that begin in each row."""
        rows: list[list[Cell]] = [[] for _ in range(self.height)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return rows

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Grid) and self._faces() == other._faces()

    def __hash__(self) -> int:
        return hash(self._faces())

    def _faces(self) -> tuple[tuple[object, ...], ...]:
        return tuple((c.row, c.column, c.rowspan, c.colspan, c.text, c.role) for c in self.cells)
