"""Grids as WordprocessingML tables: merged cells, widths in twips, a paragraph style per role."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.escaping import escape
from generator.grid import Cell, Grid, Role
from generator.paths import Path
from generator.shapes import NamedTuple

MARGIN = 11  # twips at either side of a cell
_HEAD_CHARACTER = 210  # twips a character of a head takes
_HINT = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'

Figure = Callable[[Path, int], str]


class Look(NamedTuple):
    """Style ids by role, that of the table; widths of columns and the least height of a row in twips; repeated rows.

    `on_one_page` is whether the rows stay together.
    """

    roles: Mapping[Role, str]
    table: str
    columns: list[int]
    repeated: int
    height: str
    on_one_page: bool = True


def table(grid: Grid, caption: str, look: Look, figure: Figure) -> str:
    """A grid as a `w:tbl`; `figure` gives what stands in the run of a figure, from its path and the room for it."""
    rows = []
    for number, line in enumerate(_with_continuations(grid)):
        repeated = "<w:tblHeader/>" if number < look.repeated else ""
        last = number == grid.height - 1 or not look.on_one_page
        cells = "".join(_cell(cell, number, last, look, figure) for cell in line)
        rows.append(f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{look.height}"/>{repeated}</w:trPr>{cells}</w:tr>')
    columns = "".join(f'<w:gridCol w:w="{column}"/>' for column in look.columns)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{look.table}"/><w:tblW w:w="{sum(look.columns)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCaption w:val="{escape(caption)}"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _with_continuations(grid: Grid) -> list[list[Cell]]:
    """Cells row by row as Word wants them: a cell over several rows comes again in each of them."""
    lines: list[list[Cell]] = [[] for _ in range(grid.height)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            lines[row].append(cell)
    return [sorted(line, key=lambda cell: cell.column) for line in lines]


def _cell(cell: Cell, row: int, last: bool, look: Look, figure: Figure) -> str:
    """A cell, or its continuation in a later row; all rows but the last stay with the next one's page."""
    width = sum(look.columns[cell.column : cell.column + cell.colspan])
    first = row == cell.row
    keep = "" if last else "<w:keepNext/>"
    content = _run(cell, width, figure) if first else ""
    return (
        f"<w:tc>{_properties(cell, width, first)}"
        f'<w:p><w:pPr><w:pStyle w:val="{look.roles[cell.role]}"/>{keep}</w:pPr>{content}</w:p></w:tc>'
    )


def _run(cell: Cell, width: int, figure: Figure) -> str:
    if cell.path:
        return f"<w:r>{figure(cell.path, width - 2 * MARGIN)}</w:r>"
    return f'<w:r>{_HINT}<w:t xml:space="preserve">{escape(cell.text)}</w:t></w:r>' if cell.text else ""


def _properties(cell: Cell, width: int, first: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    merge = "" if cell.rowspan == 1 else '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
    margin = _balance(cell, width) if first and cell.role is Role.COLUMN_HEAD else ""
    return f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{margin}<w:vAlign w:val="center"/></w:tcPr>'


def _balance(cell: Cell, width: int) -> str:
    """Side margins that break a head of four characters in the middle, where it would break after the third."""
    if len(cell.text) != 4 or not 3 * _HEAD_CHARACTER <= width - 2 * MARGIN < 4 * _HEAD_CHARACTER:
        return ""
    side = (width - 2 * _HEAD_CHARACTER) // 2 - _HEAD_CHARACTER // 4
    return f'<w:tcMar><w:left w:w="{side}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tcMar>'
