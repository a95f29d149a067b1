"""The part of a frame for PDF: one table per section as a call of Typst's, a slot per figure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby

from generator.drawing import ROLES, SMALL_ROW_HEAD, TABLE, Drawing, Marks
from generator.errors import Fault, refused
from generator.escaping import typst_literal
from generator.form import Section
from generator.frame_styles import BODY, DRAFT_STYLE, HEADING, NOTE
from generator.grid import Cell, Role
from generator.layout import column_widths, section_grid
from generator.template import Template

_TEXT_WIDTH = 156.0  # mm
_INSETS = 0.4  # mm at both sides of a cell together
_REACHES_OUT = re.compile(
    r"\b(import|include|plugin|eval|read|csv|json|toml|yaml|xml|cbor|image|std|bibliography|embed|attach|theme|syntaxes)\b"
)
_CALLED = (BODY, NOTE, DRAFT_STYLE, SMALL_ROW_HEAD, *ROLES.values(), HEADING)
_CALLED += ("年报落款", "年报内容", "年报表头", TABLE)


def draw(template: Template, marks: Marks, members: Mapping[str, bytes], file: str) -> Drawing:
    """The tables of the empty form, each a function from the height of a row, a slot per figure."""
    text = members[""].decode("utf-8")
    faults = [_reaching(file, text, match) for match in _REACHES_OUT.finditer(text)]
    defined = set(re.findall(r"#let\s+([\w-]+)", text))
    faults += [_undefined(file, name) for name in _CALLED if name not in defined]
    if faults:
        raise refused(faults)
    return Drawing({section.key: _section(template, section, marks) for section in template.sections}, {}, {})


def _reaching(file: str, text: str, match: re.Match[str]) -> Fault:
    line = text.count("\n", 0, match.start()) + 1
    column = match.start() - text.rfind("\n", 0, match.start())
    return Fault("M102", file, line, column, f"PDF 框架不能用 {match[0]} 取别的文件", "删去它")


def _undefined(file: str, name: str) -> Fault:
    return Fault("M103", file, 1, 1, f"框架里没有“{name}”的样子", f"用 #let {name}(…) = … 写出来", f"“{name}”")


def _section(template: Template, section: Section, marks: Marks) -> str:
    before, after = marks.text(f"{section.key}/前"), marks.text(f"{section.key}/后")
    if not section.blocks:
        return f"#年报内容(前: [{before}], 后: [{after}])"
    notes = marks.text(f"{section.key}/注")
    return f"#年报内容(前: [{before}], 表: {_table(template, section, marks)}, 注: [{notes}], 后: [{after}])"


def _table(template: Template, section: Section, marks: Marks) -> str:
    """A function from the height of a row to a section's table; rows without a figure are heads."""
    grid = section_grid(template, section)
    widths = column_widths(section, _TEXT_WIDTH)
    columns = ", ".join(f"{width:.3f}mm" for width in widths)
    names = ROLES | ({Role.ROW_HEAD: SMALL_ROW_HEAD} if section.shape[0] > 1 else {})
    shown = []
    repeated = "true" if len(section.blocks) == 1 else "false"
    for filled, lines in groupby(grid.lines(), lambda line: any(cell.path for cell in line)):
        cells = ",\n".join(_cell(cell, widths, names[cell.role], marks) for line in lines for cell in line)
        shown.append(cells if filled else f"..年报表头({repeated}, (\n{cells},))")
    return f"行高 => {TABLE}(({columns}), 行高,\n" + ",\n".join(shown) + ")"


def _cell(cell: Cell, widths: tuple[float, ...], style: str, marks: Marks) -> str:
    place = f"x: {cell.column}, y: {cell.row}, colspan: {cell.colspan}, rowspan: {cell.rowspan}"
    room = sum(widths[cell.column : cell.column + cell.colspan]) - _INSETS
    content = marks.text(str(cell.path)) if cell.path else typst_literal(cell.text)
    return f"table.cell({place}, {style}({room:.3f}mm, {content}))"
