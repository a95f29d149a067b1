"""Plain text: prose wrapped at a hundred columns, tables ruled in ASCII, one slot of fixed width per figure."""

from __future__ import annotations

from collections.abc import Iterable

from generator.document import Document, Figure, Line, texts
from generator.form import Block
from generator.frame_cache import Member
from generator.frames import compiled, figure_slots
from generator.widths import width, wrap

FRAME = "report.txt.j2"
COLUMNS = 100
INDENT = "　　"
_FIELD = 35  # columns for what stands in a field


def write(document: Document) -> bytes:
    """The report as UTF-8 text with LF; the same document always gives the same bytes."""
    template = document.report.template
    frame = compiled(template, FRAME)
    values = _values(document)
    for number, (block, member) in enumerate(zip(template.blocks, frame.members[1:], strict=True), 1):
        values[member.name] = _table(document, block, member, number, int(frame.constants[member.name]))
    return frame.members[0].fill(values)


def _table(document: Document, block: Block, member: Member, number: int, usual: int) -> bytes:
    """A filled table; one of fields, or with a figure too long for the usual columns, is drawn anew."""
    if block.has_fields:
        return _drawn(document, block, 0)
    slots = figure_slots(document.report.template, FRAME, number)
    longest = max(map(_columns, slots.chosen(document.figures)))
    if longest > usual:
        return _drawn(document, block, longest)
    return member.fill(dict(slots.filled(document.figures, _right)))


def _drawn(document: Document, block: Block, longest: int) -> bytes:
    from generator import ruled
    from generator.layout import block_grid

    template, figures = document.report.template, document.by_path
    if block.has_fields:
        texts = {path: figure.text + figure.marker for path, figure in figures.items()}
        return ruled.table(block_grid(template, block, texts), _FIELD, lambda _, room: " " * room).encode()
    grid = block_grid(template, block)
    return ruled.table(grid, longest, lambda path, room: _right(figures[path], room).decode()).encode()


def _columns(figure: Figure) -> int:
    return len(figure.text) if not figure.marker and figure.text.isascii() else width(figure.text + figure.marker)


def _right(figure: Figure, room: int) -> bytes:
    if not figure.marker and figure.text.isascii():  # as most are
        return figure.text.rjust(room).encode()
    return (" " * (room - _columns(figure)) + figure.text + figure.marker).encode()


def _values(document: Document) -> dict[str, bytes]:
    """What goes into every slot but the figures; each block ends with the blank line after it."""
    slots = texts(document) | {
        "分行标题": document.title,
        "草稿": _paragraphs((*document.draft, *document.caution), "! "),
        "前言": _paragraphs(document.preface),
        "落款": _signature(document),
    }
    for part in document.parts:
        key = part.section.key
        slots[f"{key}/前"] = _paragraphs(part.before)
        slots[f"{key}/注"] = _paragraphs(part.notes, "")
        slots[f"{key}/后"] = _paragraphs(part.after)
    return {slot: text.encode() for slot, text in slots.items()}


def _paragraphs(lines: Iterable[Line], indent: str = INDENT) -> str:
    return "".join("\n".join(wrap(("" if line.level else indent) + line.text, COLUMNS)) + "\n\n" for line in lines)


def _signature(document: Document) -> str:
    if not document.signature:
        return ""
    lines = filter(None, (document.signature.name, document.date))
    return "\n".join(" " * max(COLUMNS - 4 - width(line), 4) + line for line in lines)
