"""From header trees to grids: spans come from walking the trees, and from nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

from generator.form import Block, Header, Section
from generator.grid import Cell, Grid, Role
from generator.paths import Path
from generator.template import Template


def block_grid(template: Template, block: Block, texts: Mapping[Path, str] | None = None) -> Grid:
    """One block as a table of its own; a figure prints its entry in `texts`, or nothing."""
    return Grid(tuple(_block_cells(template, block, texts or {}, _label_columns(block), len(block.leaf_columns), 0)))


def section_grid(template: Template, section: Section, texts: Mapping[Path, str] | None = None) -> Grid:
    """A section's blocks stacked into one table whose columns all blocks share."""
    labels, figures = section.shape
    cells: list[Cell] = []
    for block in section.blocks:
        top = max((cell.row + cell.rowspan for cell in cells), default=0)
        rowless = not block.rows
        wide = figures + labels if rowless else figures
        if wide % len(block.leaf_columns):
            wide = figures
        cells += _block_cells(template, block, texts or {}, labels + figures - wide, wide, top)
    return Grid(tuple(cells))


def column_widths(section: Section, total: float) -> tuple[float, ...]:
    """Widths of the columns of a section's table, adding up to `total`, in its unit.

    In the template's proportions where it gives them; else the heads of rows take two fifths.
    """
    labels, figures = section.shape
    shares = section.widths
    if len(shares) != labels + figures:
        head = 0.4 * figures / max(labels, 1) / 0.6
        shares = (head,) * labels + (1.0,) * figures
    return tuple(total * share / sum(shares) for share in shares)


def header_rows(block: Block) -> int:
    """Rows of a block above its first figure, band included."""
    return bool(block.band) + _depth(block)


def _depth(block: Block) -> int:
    """Rows that the heads of columns take; fields have none."""
    return 0 if block.has_fields else max(column.depth for column in block.columns)


def _label_columns(block: Block) -> int:
    return max((row.depth for row in block.rows), default=0)


def _block_cells(
    template: Template, block: Block, texts: Mapping[Path, str], labels: int, width: int, top: int
) -> list[Cell]:
    """Cells of a block whose row heads take `labels` columns and whose figures share the `width` columns after them."""
    cells: list[Cell] = []
    depth = _depth(block)
    if block.band:
        cells.append(Cell(top, 0, block.band, 1, labels + width, Role.BAND))
        top += 1
    if labels and depth:
        cells.append(Cell(top, 0, block.corner, depth, labels, Role.CORNER))
    span = width // len(block.leaf_columns)
    left = labels
    for header in block.columns if depth else ():
        left = _column_heads(header, top, left, depth, span, cells)
    top += depth
    if block.rows:
        bottom = top
        for header in block.rows:
            bottom = _row_heads(header, bottom, 0, labels, cells)
    elif labels:
        cells.append(Cell(top, 0, "", 1, labels, Role.ROW_HEAD))
    figures = [figure for figure in template.figures.values() if figure.block is block]
    across = len(block.leaf_columns)
    for number, figure in enumerate(figures):
        row, column = divmod(number, across)
        text = texts.get(figure.path, "")
        cells.append(Cell(top + row, labels + column * span, text, 1, span, Role.FIGURE, figure.path))
    return cells


def _column_heads(header: Header, row: int, column: int, depth: int, span: int, cells: list[Cell]) -> int:
    """Place a head and what is below it; the column after them is returned."""
    height = 1 if header.children else depth
    cells.append(Cell(row, column, header.label, height, len(header.leaves) * span, Role.COLUMN_HEAD))
    if not header.children:
        return column + span
    for child in header.children:
        column = _column_heads(child, row + 1, column, depth - 1, span, cells)
    return column


def _row_heads(header: Header, row: int, column: int, width: int, cells: list[Cell]) -> int:
    """Place a head and what is beside it; the row after them is returned."""
    across = 1 if header.children else width
    cells.append(Cell(row, column, header.label, len(header.leaves), across, Role.ROW_HEAD))
    if not header.children:
        return row + 1
    for child in header.children:
        row = _row_heads(child, row, column + 1, width - 1, cells)
    return row
