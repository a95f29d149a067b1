"""Grids as tables ruled in ASCII, because box-drawing characters are of ambiguous width themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.grid import Cell, Grid, Role
from generator.paths import Path
from generator.widths import pad, width, wrap

_HEAD = 8  # columns for a level of row heads
_LABELS = 32  # columns that the row heads of a table share
_FIELDS = 52  # the same where each row is a field
_FEW = 4  # columns of figures up to which heads need not be wrapped

Figure = Callable[[Path, int], str]


def table(grid: Grid, columns_each: int, figure: Figure) -> str:
    """A grid ruled in ASCII; `=` rules off a band, and heads of columns from figures, or stands above a first figure.

    Each figure gets `columns_each` columns or more, and `figure` says what fills those that have no text.
    """
    columns = _column_widths(grid, columns_each)
    edges, lines = _laid_out(grid, columns)
    heights = _row_heights(grid, lines)
    tops = [sum(heights[:number]) + number for number in range(grid.height + 1)]
    canvas = [[" "] * (edges[-1] + 1) for _ in range(tops[-1] + 1)]
    for cell in grid.cells:
        _draw_cell(cell, lines[cell], edges, tops, canvas, figure)
    headed = _has_heads(grid)
    for cell in grid.cells:
        if (cell.role is Role.BAND and headed) or (cell.role is Role.COLUMN_HEAD and _above_figures(cell, grid)):
            _rule(canvas[tops[cell.row + cell.rowspan]], edges[cell.column], edges[cell.column + cell.colspan], "=")
    if not headed:
        first = next(cell for cell in grid.cells if cell.role is Role.FIGURE)
        _rule(canvas[tops[first.row]], edges[first.column], edges[first.column + first.colspan], "=")
    return "\n".join("".join(line).rstrip() for line in canvas)


def _laid_out(grid: Grid, columns: list[int]) -> tuple[list[int], dict[Cell, list[str]]]:
    """Places of the rules between columns, and the lines of each cell; what cannot be broken widens its column."""
    while True:
        edges = [sum(columns[:number]) + 3 * number for number in range(grid.width + 1)]
        lines = {cell: wrap(cell.text, _room(cell, edges)) for cell in grid.cells}
        for cell in grid.cells:
            excess = max(map(width, lines[cell])) - _room(cell, edges)
            if excess > 0:
                columns[cell.column + cell.colspan - 1] += excess
                break
        else:
            return edges, lines


def _room(cell: Cell, edges: list[int]) -> int:
    return edges[cell.column + cell.colspan] - edges[cell.column] - 3


def _column_widths(grid: Grid, each: int) -> list[int]:
    """Columns of figures alike, as wide as they need to be; the columns of row heads share what is left."""
    left = min((cell.column for cell in grid.cells if cell.role is Role.FIGURE), default=0)
    widths = [each] * grid.width
    labels = _LABELS if _has_heads(grid) else _FIELDS
    for column in range(left):
        longest = max(
            (width(cell.text) for cell in grid.cells if cell.column == column and cell.column + cell.colspan == left),
            default=0,
        )
        share = labels - _HEAD * (left - 1) if column == left - 1 else _HEAD
        widths[column] = max(_HEAD, min(share, longest)) if column == left - 1 else share
    return _stretched(grid, widths, left)


def _stretched(grid: Grid, widths: list[int], left: int) -> list[int]:
    """A table with few columns gets columns as wide as their heads."""
    if grid.width - left <= _FEW:
        for cell in grid.cells:
            if cell.role is Role.COLUMN_HEAD and cell.colspan == 1:
                widths[cell.column] = max(widths[cell.column], width(cell.text))
    return widths


def _row_heights(grid: Grid, lines: Mapping[Cell, list[str]]) -> list[int]:
    heights = [1] * grid.height
    for cell in sorted(grid.cells, key=lambda cell: cell.rowspan):
        span = range(cell.row, cell.row + cell.rowspan)
        missing = len(lines[cell]) - sum(heights[row] for row in span) - (cell.rowspan - 1)
        if missing > 0:
            heights[span[-1]] += missing
    return heights


def _has_heads(grid: Grid) -> bool:
    """Whether columns have heads; fields have none."""
    return any(cell.role is Role.COLUMN_HEAD for cell in grid.cells)


def _above_figures(head: Cell, grid: Grid) -> bool:
    return any(
        cell.role is Role.FIGURE and (cell.row, cell.column) == (head.row + head.rowspan, head.column)
        for cell in grid.cells
    )


def _rule(row: list[str], left: int, right: int, mark: str) -> None:
    row[left + 1 : right] = ["+" if there == "+" else mark for there in row[left + 1 : right]]


def _draw_cell(
    cell: Cell, lines: list[str], edges: list[int], tops: list[int], canvas: list[list[str]], figure: Figure
) -> None:
    """Rule a cell's four sides and write its lines; a wide character leaves its second place empty."""
    left, right = edges[cell.column], edges[cell.column + cell.colspan]
    top, bottom = tops[cell.row], tops[cell.row + cell.rowspan]
    for row in (top, bottom):
        _rule(canvas[row], left, right, "-")
        canvas[row][left] = canvas[row][right] = "+"
    for row in range(top + 1, bottom):
        for column in (left, right):
            canvas[row][column] = "+" if canvas[row][column] == "+" else "|"
    room = right - left - 3
    if cell.path and not cell.text:
        _write(canvas[top + 1], left + 2, figure(cell.path, room), room)
        return
    for number, line in enumerate(lines, top + 1):
        _write(canvas[number], left + 2, pad(line, room, cell.role not in (Role.ROW_HEAD, Role.FIGURE)), room)


def _write(row: list[str], start: int, text: str, room: int) -> None:
    row[start : start + room] = [text] + [""] * (room - 1)
