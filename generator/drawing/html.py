"""The page's part of a frame: one table per block with `headers` on every figure, a slot per figure."""

from __future__ import annotations

from collections.abc import Mapping

from generator.drawing import Drawing, Marks
from generator.escaping import escape
from generator.form import Block, Header, Section
from generator.grid import Cell
from generator.html_table import Content, table
from generator.layout import block_grid, header_rows
from generator.template import Template

_WIDE = 8  # columns from which a table is given room for its row heads


def draw(template: Template, marks: Marks, _members: Mapping[str, bytes], _file: str) -> Drawing:
    """The tables of the empty form, one per block."""
    return Drawing({section.key: _section(template, section, marks) for section in template.sections}, {}, {})


def _section(template: Template, section: Section, marks: Marks) -> str:
    """What stands between the marks of a section; its tables share one region that scrolls by itself."""
    content = marks.text(f"{section.key}/前")
    if section.blocks:
        tables = [_table(template, section, number, block, marks) for number, block in enumerate(section.blocks, 1)]
        wide = " wide" if sum(section.shape) > _WIDE else ""
        label = f'aria-label="{escape(section.heading)}{template.printing.word("（表）")}"'
        region = f'<section class="tables{wide}" {label} tabindex="0">'
        content += "\n".join(("", region, *tables, "</section>", "")) + marks.text(f"{section.key}/注")
    return content + marks.text(f"{section.key}/后")


def _table(template: Template, section: Section, number: int, block: Block, marks: Marks) -> str:
    def figure(cell: Cell) -> Content:
        path = str(cell.path)
        leaf = template.figures[cell.path].leaf if cell.path else Header("", "")
        words = {} if leaf.is_number else {"data-kind": leaf.kind}
        return Content(marks.text(path), {**words, "data-figure": path, "data-unit": leaf.unit})

    name = f"t{section.number}-{number}"
    return table(block_grid(template, block), name, section.heading, header_rows(block), figure)
