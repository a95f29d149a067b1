"""Plain text: prose wrapped at a hundred columns, tables ruled in ASCII, one slot of fixed width per figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial

from generator.document import Document, Line
from generator.form import Block
from generator.frame_cache import Frame
from generator.frames import Drawing, Marks, compiled
from generator.grid import Cell, Grid, Role
from generator.layout import block_grid
from generator.template import Template
from generator.widths import pad, width, wrap

FRAME = "report.txt.j2"
COLUMNS = 100
INDENT = "　　"
_FIGURE = 8  # columns for a figure; wider ones have the frame compiled anew
_NARROW = 4  # columns for a figure in a table of many columns
_MANY = 12
_HEAD = 8  # least columns for a level of row heads
_LABELS = 32  # columns that the row heads of a table share


def write(document: Document) -> bytes:
    """The report as UTF-8 text with LF; the same document always gives the same bytes."""
    template = document.report.template
    frame = _frame(template, tuple(_figure_columns(document, block) for block in template.blocks))
    member = frame.members[0]
    values = _values(document)
    for slot in member.slots:
        if slot not in values:
            path, _, columns = slot.rpartition("|")
            text, marker = document.named[path]
            values[slot] = (" " * (int(columns) - width(text + marker)) + text + marker).encode()
    return member.fill(values)


def _figure_columns(document: Document, block: Block) -> int:
    """Columns that each figure of a block gets: the usual number, or as many as its longest figure needs."""
    usual = _NARROW if len(block.leaf_columns) > _MANY else _FIGURE
    figures = (
        document.figures[path] for path, figure in document.report.template.figures.items() if figure.block is block
    )
    return max((usual, *(len(text) + 2 * len(marker) for text, marker in figures)))


@lru_cache(maxsize=64)
def _frame(template: Template, columns: tuple[int, ...]) -> Frame:
    return compiled(template, FRAME, partial(draw, columns=columns), ",".join(map(str, columns)))


def draw(template: Template, marks: Marks, _: Mapping[str, bytes], columns: tuple[int, ...]) -> Drawing:
    """The tables of the empty form; `columns` says how wide the figures of each block are."""
    sections = {}
    wide = iter(columns)
    for section in template.sections:
        content = marks.text(f"{section.key}/前")
        for block in section.blocks:
            content += table(block_grid(template, block), marks, next(wide)) + "\n\n"
        if section.blocks:
            content += marks.text(f"{section.key}/注")
        sections[section.key] = content + marks.text(f"{section.key}/后")
    return Drawing(sections, {})


def table(grid: Grid, marks: Marks, figure: int) -> str:
    """A grid ruled in ASCII, with marks for its figures; `=` rules off a band, and heads of columns from figures."""
    columns = _column_widths(grid, figure)
    edges, lines = _laid_out(grid, columns)
    heights = _row_heights(grid, lines)
    tops = [sum(heights[:number]) + number for number in range(grid.height + 1)]
    canvas = [[" "] * (edges[-1] + 1) for _ in range(tops[-1] + 1)]
    for cell in grid.cells:
        _draw_cell(cell, lines[cell], edges, tops, canvas, marks)
    for cell in grid.cells:
        if cell.role is Role.BAND or (cell.role is Role.COLUMN_HEAD and _above_figures(cell, grid)):
            _rule(canvas[tops[cell.row + cell.rowspan]], edges[cell.column], edges[cell.column + cell.colspan], "=")
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


def _column_widths(grid: Grid, figure: int) -> list[int]:
    """Columns of figures alike, as wide as they need to be; the columns of row heads share what is left."""
    left = min((cell.column for cell in grid.cells if cell.role is Role.FIGURE), default=0)
    widths = [figure] * grid.width
    for column in range(left):
        longest = max(
            (width(cell.text) for cell in grid.cells if cell.column == column and cell.column + cell.colspan == left),
            default=0,
        )
        share = _LABELS - _HEAD * (left - 1) if column == left - 1 else _HEAD
        widths[column] = max(_HEAD, min(share, longest)) if column == left - 1 else share
    return _stretched(grid, widths, left)


def _stretched(grid: Grid, widths: list[int], left: int) -> list[int]:
    """A table with few columns gets columns as wide as their heads."""
    if grid.width - left <= 4:
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


def _above_figures(head: Cell, grid: Grid) -> bool:
    return any(
        cell.role is Role.FIGURE and (cell.row, cell.column) == (head.row + head.rowspan, head.column)
        for cell in grid.cells
    )


def _rule(row: list[str], left: int, right: int, mark: str) -> None:
    row[left + 1 : right] = ["+" if there == "+" else mark for there in row[left + 1 : right]]


def _draw_cell(
    cell: Cell, lines: list[str], edges: list[int], tops: list[int], canvas: list[list[str]], marks: Marks
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
    if cell.path:
        _write(canvas[top + 1], left + 2, marks.text(f"{cell.path}|{room}"), room)
        return
    for number, line in enumerate(lines, top + 1):
        _write(canvas[number], left + 2, pad(line, room, cell.role is not Role.ROW_HEAD), room)


def _write(row: list[str], start: int, text: str, room: int) -> None:
    row[start : start + room] = [text] + [""] * (room - 1)


def _values(document: Document) -> dict[str, bytes]:
    """What goes into every slot but the figures; each block ends with the blank line after it."""
    report, signature = document.report, document.signature
    texts = {
        "标题": document.title,
        "机关": report.agency,
        "年度": str(report.year),
        "日期": document.date,
        "时间": signature.date if signature else "",
        "草稿标记": "",
        "网页标签": "",
        "草稿": _paragraphs(document.draft, "! "),
        "前言": _paragraphs(document.preface),
        "落款": _signature(document),
    }
    for part in document.parts:
        key = part.section.key
        texts[f"{key}/前"] = _paragraphs(part.before)
        texts[f"{key}/注"] = _paragraphs(part.notes, "")
        texts[f"{key}/后"] = _paragraphs(part.after)
    return {slot: text.encode() for slot, text in texts.items()}


def _paragraphs(lines: Iterable[Line], indent: str = INDENT) -> str:
    return "".join("\n".join(wrap(("" if line.level else indent) + line.text, COLUMNS)) + "\n\n" for line in lines)


def _signature(document: Document) -> str:
    if not document.signature:
        return ""
    lines = filter(None, (document.signature.name, document.date))
    return "\n".join(" " * max(COLUMNS - 4 - width(line), 0) + line for line in lines)
