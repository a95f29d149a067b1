"""Word's part of a frame: one table per section, a slot per figure with the twips that it has room for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from generator import word_table
from generator.drawing import ROLES, SMALL_ROW_HEAD, TABLE, Drawing, Marks
from generator.errors import Fault, refused
from generator.form import Section
from generator.frame_styles import AGENCY, BODY, DATE, DRAFT_STYLE, HEADINGS, NOTE
from generator.grid import Role
from generator.layout import column_widths, header_rows, section_grid
from generator.template import Template

_STYLES = (BODY, NOTE, DRAFT_STYLE, AGENCY, DATE, TABLE, SMALL_ROW_HEAD, *HEADINGS.values(), *ROLES.values())
_MANY_ROWS = 20  # rows of a table that fills most of a page
_MOST_ROWS = 40  # rows that fit on a page
_LEAST_HEIGHT = "330"  # of the rows of a table over several pages


def draw(template: Template, marks: Marks, members: Mapping[str, bytes], file: str) -> Drawing:
    """Tables of the empty form, with the frame's own style ids and width of the text block."""
    sheet = members.get("word/styles.xml", b"").decode("utf-8")
    styles = _style_ids(file, sheet)
    constants = {name: styles[name] for name in _STYLES}
    constants["宽"] = str(_text_width(members["word/document.xml"].decode("utf-8")))
    constants["字号"] = _size(sheet, styles[ROLES[Role.FIGURE]])
    sections = {
        section.key: marks.text(f"{section.key}/前")
        + (_table(template, section, marks, constants) + marks.text(f"{section.key}/注") if section.blocks else "")
        + marks.text(f"{section.key}/后")
        for section in template.sections
    }
    return Drawing(sections, constants, {})


def _style_ids(file: str, styles: str) -> dict[str, str]:
    """Ids by name: Word writes ids of its own for its styles, their names stay."""
    found: dict[str, str] = {}
    for match in re.finditer(
        r"<w:style\b[^>]*w:styleId=\"([^\"]+)\"[^>]*>.*?<w:name w:val=\"([^\"]+)\"", styles, re.DOTALL
    ):
        found[match[2]] = match[1]
    missing = [name for name in _STYLES if name not in found]
    if missing:
        raise refused(_styleless(file, name) for name in missing)
    return found


def _styleless(file: str, name: str) -> Fault:
    return Fault("M103", file, 1, 1, f"框架里没有样式“{name}”", "在 Word 里新建这个名字的样式", f"样式“{name}”")


def _text_width(body: str) -> int:
    """Twips between the margins of the last section."""
    page = re.findall(r"<w:pgSz\b[^>]*w:w=\"(\d+)\"", body)
    left, right = (re.findall(rf"<w:pgMar\b[^>]*w:{side}=\"(\d+)\"", body) for side in ("left", "right"))
    return int(page[-1]) - int(left[-1]) - int(right[-1]) if page and left and right else 8845


def _size(styles: str, identifier: str) -> str:
    """Half-points of a paragraph style's own size."""
    style = re.search(rf"<w:style\b[^>]*w:styleId=\"{re.escape(identifier)}\".*?</w:style>", styles, re.DOTALL)
    size = re.search(r"<w:sz w:val=\"(\d+)\"", style[0]) if style else None
    return size[1] if size else "21"


def _table(template: Template, section: Section, marks: Marks, constants: Mapping[str, str]) -> str:
    grid = section_grid(template, section)
    width = int(constants["宽"])
    edges = [round(sum(column_widths(section, width)[:count])) for count in range(grid.width + 1)]
    roles = {role: constants[name] for role, name in ROLES.items()}
    if section.shape[0] > 1:
        roles[Role.ROW_HEAD] = constants[SMALL_ROW_HEAD]
    repeated = header_rows(section.blocks[0]) if len(section.blocks) == 1 else 0
    on_one_page = grid.height <= _MOST_ROWS
    height = "454" if grid.height <= _MANY_ROWS else marks.text(f"{section.key}/行高") if on_one_page else _LEAST_HEIGHT
    columns = [right - left for left, right in pairwise(edges)]
    look = word_table.Look(roles, constants[TABLE], columns, repeated, height, on_one_page)
    return word_table.table(grid, section.heading, look, lambda path, room: marks.text(f"{path}|{room}"))
