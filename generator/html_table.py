"""Grids as HTML tables: a caption, spans, and `headers` on every cell, so that screen readers tell a figure's heads."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.escaping import escape
from generator.grid import Cell, Grid, Role
from generator.shapes import NamedTuple

_SCOPES = {Role.COLUMN_HEAD: "col", Role.ROW_HEAD: "row"}


class Content(NamedTuple):
    """What a figure's cell holds, as HTML, with attributes of its own."""

    html: str
    attributes: Mapping[str, str]


def table(grid: Grid, name: str, title: str, top: int, figure: Callable[[Cell], Content]) -> str:
    """A block's grid as a table whose ids begin with `name`.

    The caption is the band if there is one, else `title`, which is for screen readers; `top` are the rows of heads, the
    band included; `figure` fills the cells that have a path.
    """
    bands = [cell.text for cell in grid.cells if cell.role is Role.BAND]
    heads = [cell for cell in grid.cells if cell.role in (Role.COLUMN_HEAD, Role.ROW_HEAD) and cell.text]
    identifiers = {(cell.row, cell.column): f"{name}-h{count}" for count, cell in enumerate(heads, 1)}
    rows = [
        "<tr>" + "".join(_cell(cell, heads, identifiers, figure) for cell in line) + "</tr>"
        for line in grid.lines()[len(bands) :]
    ]
    top -= len(bands)
    caption = f'<caption id="{name}" class="{"band" if bands else "title"}">{escape((*bands, title)[0])}</caption>'
    head = ("<thead>", *rows[:top], "</thead>") if top else ()
    return "\n".join((f"<table>\n{caption}", *head, "<tbody>", *rows[top:], "</tbody>\n</table>"))


def _cell(
    cell: Cell, heads: list[Cell], identifiers: Mapping[tuple[int, int], str], figure: Callable[[Cell], Content]
) -> str:
    identifier = identifiers.get((cell.row, cell.column))
    content = figure(cell) if cell.path else Content(escape(cell.text), {})
    attributes = {
        "class": " ".join(filter(None, (cell.role.value, content.attributes.get("class")))),
        "id": identifier,
        "scope": _SCOPES.get(cell.role) if identifier else None,
        "headers": " ".join(identifiers[head.row, head.column] for head in heads if _speaks_of(head, cell)),
        "rowspan": cell.rowspan if cell.rowspan > 1 else None,
        "colspan": cell.colspan if cell.colspan > 1 else None,
        **{name: value for name, value in content.attributes.items() if name != "class"},
    }
    shown = "".join(f' {name}="{escape(str(value))}"' for name, value in attributes.items() if value)
    tag = "th" if identifier else "td"
    return f"<{tag}{shown}>{content.html}</{tag}>"


def _speaks_of(head: Cell, cell: Cell) -> bool:
    """Whether a head is a head of a cell, or of a head below or beside it (WCAG H43)."""
    if head.role is Role.COLUMN_HEAD:
        return (
            head.row < cell.row
            and head.column <= cell.column < head.column + head.colspan
            and cell.role is not Role.ROW_HEAD
        )
    beside = head.column < cell.column and head.row <= cell.row < head.row + head.rowspan
    return beside and cell.role in (Role.ROW_HEAD, Role.FIGURE)
