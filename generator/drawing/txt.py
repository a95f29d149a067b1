"""The text's part of a frame: tables ruled in ASCII, a slot of fixed width per figure."""

from __future__ import annotations

from collections.abc import Mapping

from generator import ruled
from generator.drawing import Drawing, Marks
from generator.layout import block_grid
from generator.paths import Path
from generator.template import Template

_FIGURE = 8  # columns for a figure; a table with a longer one is drawn anew
_NARROW = 4  # columns for a figure in a table of many columns
_MANY = 12


def draw(template: Template, marks: Marks, _members: Mapping[str, bytes], _file: str) -> Drawing:
    """A slot for each table; as a member, the table of the empty form, with the columns of a figure as a constant."""
    sections = {}
    tables: dict[str, str] = {}
    rooms: dict[str, str] = {}

    def mark(path: Path, room: int) -> str:
        return marks.text(f"{path}|{room}")

    for section in template.sections:
        content = marks.text(f"{section.key}/前")
        for block in section.blocks:
            slot = f"表/{len(tables)}"
            room = _NARROW if len(block.leaf_columns) > _MANY else _FIGURE
            rooms[slot] = str(room)
            tables[slot] = "" if block.has_fields else ruled.table(block_grid(template, block), room, mark)
            content += marks.text(slot) + "\n\n"
        if section.blocks:
            content += marks.text(f"{section.key}/注")
        sections[section.key] = content + marks.text(f"{section.key}/后")
    return Drawing(sections, rooms, tables)
