"""A reading held to what our own writers write: paragraphs have their kinds, cells their roles, tables tile."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from generator import readers
from generator.amounts import marker
from generator.grid import Cell, Grid, Role
from generator.reading import Paragraph as Read
from generator.reading import RawTable


class Kind(Enum):
    """What a printed paragraph is."""

    DRAFT = "draft"
    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    NOTE = "note"
    SIGNATURE = "signature"


class Paragraph(NamedTuple):
    """A printed paragraph; `level` is 1 to 4 for headings, else 0."""

    kind: Kind
    level: int
    text: str


Item = Paragraph | Grid

_STYLES = {
    "Title": Kind.TITLE,
    "年报正文": Kind.BODY,
    "年报注": Kind.NOTE,
    "年报草稿": Kind.DRAFT,
    "年报署名": Kind.SIGNATURE,
    "年报日期": Kind.SIGNATURE,
    "": Kind.BODY,
}
_ROLES = {
    "表格通栏": Role.BAND,
    "表格角": Role.CORNER,
    "表格列头": Role.COLUMN_HEAD,
    "表格行头": Role.ROW_HEAD,
    "表格行头小": Role.ROW_HEAD,
    "表格数字": Role.FIGURE,
}


def items(name: str, content: bytes) -> list[Item]:
    """The items of a file of ours; KeyError or ValueError for what our writers would not have written."""
    reading = readers.module(name).read(f"报告.{name}", content)
    found = [_table(item) if isinstance(item, RawTable) else _paragraph(item) for item in reading.items]
    return [_without_blanks(item) for item in found] if name == "pdf" else found


def _without_blanks(item: Item) -> Item:
    """An item of a PDF, where a blank at the end of a line is lost and a marker stands in the text of its cell."""
    if isinstance(item, Paragraph):
        return item._replace(text="".join(item.text.split()))
    return Grid(tuple(cell._replace(text=marker("".join(cell.text.split()))[0]) for cell in item.cells))


def _paragraph(item: Read) -> Paragraph:
    if item.level:
        return Paragraph(Kind.HEADING, item.level, item.text)
    kind = _STYLES[item.style] if item.style in _STYLES else Kind(item.style)
    return Paragraph(kind, 0, item.text.replace("\n", ""))


def _table(table: RawTable) -> Grid:
    return Grid(
        tuple(
            Cell(
                cell.row, cell.column, cell.text, cell.rowspan, cell.colspan, _ROLES.get(cell.style) or Role(cell.style)
            )
            for cell in table.cells
        )
    )
