"""Word files: the frame's styles by name, one drawn table per section, one slot per figure.

Layout follows GB/T 9704-2012 by analogy; what a style can say is said in the frame, so that it can be changed in Word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from generator import archive, word_table
from generator.document import Document, Figure, Line, texts
from generator.errors import Fault, refused
from generator.escaping import escape
from generator.form import Section
from generator.frame_language import BODY, DRAFT_STYLE, NOTE, ROLES, SMALL_ROW_HEAD
from generator.frames import Drawing, Marks, compiled, figure_slots
from generator.grid import Role
from generator.layout import column_widths, header_rows, section_grid
from generator.resources import frame_file
from generator.template import Template

FRAME = "report.docx"
AGENCY, DATE, TABLE = "年报署名", "年报日期", "年报表格"
HEADINGS = {2: "heading 2", 3: "heading 3", 4: "heading 4"}
_STYLES = (BODY, NOTE, DRAFT_STYLE, AGENCY, DATE, TABLE, SMALL_ROW_HEAD, *HEADINGS.values(), *ROLES.values())
_HINT = '<w:rFonts w:hint="eastAsia"/>'
_USUAL = f'<w:rPr>{_HINT}</w:rPr><w:t xml:space="preserve">%b</w:t>'.encode()  # the run of most figures
_CHARACTER = 315  # twips a character takes across the page: 三号 condensed to 28 a line
_MANY_ROWS = 20  # rows of a table that fills most of a page
_MOST_ROWS = 40  # rows that fit on a page
_LEAST_HEIGHT = "330"  # of the rows of a table over several pages
_IN_A_LINE = 28  # characters
_ROW_HEIGHTS = {
    2: "320",
    3: "300",
    4: "270",
}  # by lines before the table, so that it keeps its heading's page; else 360
_LEAST_SIZE = 12  # half-points below which a figure is not shrunk
_INDENT = 632  # two characters


def write(document: Document) -> bytes:
    """The report as a .docx file; the same document always gives the same bytes."""
    frame = compiled(document.report.template, FRAME, draw)
    values = _values(document, frame.constants)
    size = int(frame.constants["字号"])
    members = []
    for number, member in enumerate(frame.members):
        if not member.ready:
            slots = figure_slots(document.report.template, FRAME, draw, number)
            values.update(slots.filled(document.figures, _figure, size))
        members.append(member.ready or archive.pack(member.name, member.fill(values)))
    return archive.join(members)


def draw(template: Template, marks: Marks, members: Mapping[str, bytes]) -> Drawing:
    """Tables of the empty form, with the frame's own style ids and width of the text block."""
    sheet = members.get("word/styles.xml", b"").decode("utf-8")
    styles = _style_ids(template, sheet)
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


def _style_ids(template: Template, styles: str) -> dict[str, str]:
    """Ids by name: Word writes ids of its own for its styles, their names stay."""
    found: dict[str, str] = {}
    for match in re.finditer(
        r"<w:style\b[^>]*w:styleId=\"([^\"]+)\"[^>]*>.*?<w:name w:val=\"([^\"]+)\"", styles, re.DOTALL
    ):
        found[match[2]] = match[1]
    missing = [name for name in _STYLES if name not in found]
    if missing:
        raise refused(_styleless(str(frame_file(template.folder, FRAME)), name) for name in missing)
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
    return word_table.table(grid, section.heading, look, lambda path, width: marks.text(f"{path}|{width}"))


def _values(document: Document, constants: Mapping[str, str]) -> dict[str, bytes]:
    """What goes into every slot but the figures."""
    slots = {slot: escape(text) for slot, text in texts(document).items()} | {
        "分行标题": '</w:t><w:br/><w:t xml:space="preserve">'.join(map(escape, document.title_lines)),
        "草稿": _paragraphs((*document.draft, *document.caution), constants, DRAFT_STYLE),
        "前言": _paragraphs(document.preface, constants),
        "落款": _signature(document, constants),
    }
    for part in document.parts:
        key, lead_in = part.section.key, _lead_in(part.before)
        slots[f"{key}/前"] = _paragraphs(
            part.before, constants, BODY, bool(part.section.blocks) and lead_in <= max(_ROW_HEIGHTS)
        )
        slots[f"{key}/行高"] = _ROW_HEIGHTS.get(lead_in, "360")
        slots[f"{key}/注"] = _paragraphs(part.notes, constants, NOTE)
        slots[f"{key}/后"] = _paragraphs(part.after, constants)
    return {slot: text.encode() for slot, text in slots.items()}


def _lead_in(before: Sequence[Line]) -> int:
    """Lines that the text between a heading and its table takes, by estimate."""
    return sum(-(-(len(line.text) + 2) // _IN_A_LINE) for line in before)


def _figure(figure: Figure, width: int, usual: int) -> bytes:
    """A figure's run in a cell of so many twips: smaller the more digits it has, with its note's marker raised."""
    text, marker, is_words = figure
    if not marker and text.isdigit() and len(text) * usual * 5 <= width - 2 * word_table.MARGIN:  # as most are
        return _USUAL % text.encode()
    size = 0 if is_words else _fitting(len(text) + 2 * len(marker), width - 2 * word_table.MARGIN, usual)
    sized = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    properties = f"<w:rPr>{_HINT}{sized}</w:rPr>"
    run = f'{properties}<w:t xml:space="preserve">{escape(text)}</w:t>' if text else properties
    if marker:
        raised = f'<w:rPr>{_HINT}{sized}<w:vertAlign w:val="superscript"/></w:rPr>'
        run += f"</w:r><w:r>{raised}<w:t>{marker}</w:t>"
    return run.encode()


def _fitting(characters: int, width: int, base: int) -> int:
    """The size in half-points at which so many digits stay on one line; 0 where the style's own size does."""
    if characters * base * 10 <= width * 2:
        return 0
    return max(_LEAST_SIZE, width * 2 // (characters * 10))


def _paragraphs(
    lines: Sequence[Line], constants: Mapping[str, str], style: str = BODY, before_table: bool = False
) -> str:
    """Paragraphs in a style; the last one before a table stays on its page."""
    last = len(lines) - 1
    made = [
        _paragraph(
            constants[HEADINGS[line.level] if line.level else style],
            _runs(line),
            ("<w:keepNext/>" if before_table and number == last else "")
            + ('<w:jc w:val="left"/>' if line.is_stiff and not line.level else ""),
        )
        for number, line in enumerate(lines)
    ]
    return "".join(made)


def _paragraph(style: str, runs: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def _runs(line: Line) -> str:
    made = [
        f'<w:r><w:rPr>{_HINT}{"<w:b/>" if bold else ""}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
        for text, bold in line.runs
        if text
    ]
    return "".join(made)


def _signature(document: Document, constants: Mapping[str, str]) -> str:
    """Agency and date at the right, anchored from the left: GB/T 9704-2012 7.3.5.1 with a seal, 7.3.5.2 without."""
    if not document.signature:
        return ""
    agency, date = document.signature.name, document.date
    width = int(constants["宽"])
    agency_width = len(agency) * _CHARACTER
    date_width = round(sum(0.5 if c.isdigit() else 1.1 for c in date) * _CHARACTER)
    if document.signature.sealed:
        below = width - 4 * _CHARACTER - date_width
        left = below + (date_width - agency_width) // 2
    elif date_width <= agency_width:
        left = width - _INDENT - agency_width
        below = left + 2 * _CHARACTER
    else:
        below = width - _INDENT - date_width
        left = below - 2 * _CHARACTER
    lines = [(constants[AGENCY], agency, max(left, 0), 0)]
    if date:
        lines.append((constants[DATE], date, max(below, 0), -400))
    return "".join(
        _paragraph(
            style,
            _runs(Line(0, ((text, False),))),
            f'<w:ind w:left="{indent}" w:right="{right}" w:firstLineChars="0" w:firstLine="0"/>',
        )
        for style, text, indent, right in lines
    )
