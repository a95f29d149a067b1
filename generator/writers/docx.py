"""Word files: the frame's styles by name, one drawn table per section, one slot per figure.

Layout follows GB/T 9704-2012 by analogy; what a style can say is said in the frame, so that it can be changed in Word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator import archive
from generator.document import Document, Figure, Line, texts
from generator.escaping import escape
from generator.frame_styles import AGENCY, BODY, DATE, DRAFT_STYLE, HEADINGS, NOTE
from generator.frames import compiled, figure_slots

FRAME = "report.docx"
_HINT = '<w:rFonts w:hint="eastAsia"/>'
_USUAL = f'<w:rPr>{_HINT}</w:rPr><w:t xml:space="preserve">%b</w:t>'.encode()  # the run of most figures
_CHARACTER = 315  # twips a character takes across the page: 三号 condensed to 28 a line
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
    frame = compiled(document.report.template, FRAME)
    values = _values(document, frame.constants)
    size = int(frame.constants["字号"])
    members = []
    for number, member in enumerate(frame.members):
        if not member.ready:
            slots = figure_slots(document.report.template, FRAME, number)
            values.update(slots.filled(document.figures, _figure, size))
        members.append(member.ready or archive.pack(member.name, member.fill(values)))
    return archive.join(members)


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


def _figure(figure: Figure, room: int, usual: int) -> bytes:
    """A figure's run in so many twips: smaller the more digits it has, with its note's marker raised."""
    text, marker, is_words = figure
    if not marker and text.isdigit() and len(text) * usual * 5 <= room:  # as most are
        return _USUAL % text.encode()
    size = 0 if is_words else _fitting(len(text) + 2 * len(marker), room, usual)
    sized = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    properties = f"<w:rPr>{_HINT}{sized}</w:rPr>"
    run = f'{properties}<w:t xml:space="preserve">{escape(text)}</w:t>' if text else properties
    if marker:
        raised = f'<w:rPr>{_HINT}{sized}<w:vertAlign w:val="superscript"/></w:rPr>'
        run += f"</w:r><w:r>{raised}<w:t>{marker}</w:t>"
    return run.encode()


def _fitting(characters: int, room: int, base: int) -> int:
    """The size in half-points at which so many digits stay on one line; 0 where the style's own size does."""
    if characters * base * 10 <= room * 2:
        return 0
    return max(_LEAST_SIZE, room * 2 // (characters * 10))


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
