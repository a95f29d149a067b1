"""What a file says before anyone asks what it means: paragraphs and raw tables in order, each with its place.

Every reader gives a `Reading`; strict proofs of our own outputs and the lenient import of any file use the same one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from generator.findings import Position
from generator.shapes import NamedTuple

MOST_SLOTS = 60_000  # places of one table, spans counted; the form's largest has 280


class Run(NamedTuple):
    """A stretch of a paragraph in one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it stands in the file.

    `level` is 1 to 4 for what the file itself marks as a heading, 0 for what it marks as body text, None where it does
    not say. `style` is the file's own name for its kind. `aside` tells that the file marks it as no part of the
    content, or that all of it is a link. `group` are the numbers of the containers around it, from the outside in.
    """

    runs: tuple[Run, ...]
    position: Position
    level: int | None = None
    style: str = ""
    aside: bool = False
    group: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The text without its weights."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell at its upper left corner, counted from 0; `raised` is the superscript after its text."""

    row: int
    column: int
    text: str
    position: Position
    rowspan: int = 1
    colspan: int = 1
    style: str = ""
    raised: str = ""


class Slot(NamedTuple):
    """A place of a table: the cell that covers it, and whether the cell begins here."""

    cell: RawCell
    is_origin: bool


@dataclass(frozen=True)
class RawTable:
    """A table as it stands in the file; without `spans`, columns only count the cells of a row from the left."""

    cells: tuple[RawCell, ...]
    position: Position
    spans: bool = True
    group: tuple[int, ...] = ()

    @cached_property
    def rows(self) -> list[dict[int, Slot]]:
        """The slots of each row by column; a place that no cell covers has none."""
        height = max((cell.row + cell.rowspan for cell in self.cells), default=0)
        rows: list[dict[int, Slot]] = [{} for _ in range(height)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    rows[row].setdefault(column, Slot(cell, (row, column) == (cell.row, cell.column)))
        return [dict(sorted(row.items())) for row in rows]


Item = Paragraph | RawTable


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as read. `data` is the report that a page of ours carries, empty where there is none.

    `flowing` tells that the file does not say where paragraphs end. `remarks` are (words, position) of what reading
    itself had to decide, such as a guessed encoding.
    """

    file: str
    format: str
    items: tuple[Item, ...]
    data: Mapping[str, Any] = field(default_factory=dict)
    flowing: bool = False
    remarks: tuple[tuple[str, Position], ...] = ()

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """The paragraphs outside tables."""
        return (item for item in self.items if isinstance(item, Paragraph))

    @property
    def tables(self) -> Iterator[RawTable]:
        """The tables."""
        return (item for item in self.items if isinstance(item, RawTable))
