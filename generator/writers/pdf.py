"""PDF by Typst: PDF/A-2a and PDF/UA-1, so tagged, bookmarked, its fonts embedded, and no character without a glyph.

The frame holds the look; this module gives it a report's texts as string literals, in which nothing can be run.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from generator.document import Document, Figure, Line, texts
from generator.errors import Fault, OutputError, refused
from generator.form import Section
from generator.frame_language import BLOCKS, BODY, DRAFT_STYLE, NOTE, PART_BLOCK, ROLES, SMALL_ROW_HEAD
from generator.frames import Drawing, Marks, compiled, figure_slots
from generator.grid import Cell, Role
from generator.layout import column_widths, section_grid
from generator.resources import frame_file
from generator.template import Template

FRAME = "report.typ.j2"
FONTS = "NIANBAO_FONTS"  # folders with fonts besides the system's, as in PATH
STANDARDS = ["a-2a", "ua-1"]
HEADING = "年报小标题"
_TEXT_WIDTH = 156.0  # mm
_INSETS = 0.4  # mm at both sides of a cell together
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_REACHES_OUT = re.compile(
    r"\b(import|include|plugin|eval|read|csv|json|toml|yaml|xml|cbor|image|std|bibliography|embed|attach|theme|syntaxes)\b"
)
_TAG = re.compile(r"\{\{\s*([\w.]+)\s*\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_CALLED = (BODY, NOTE, DRAFT_STYLE, SMALL_ROW_HEAD, *ROLES.values(), HEADING)
_CALLED += ("年报落款", "年报内容", "年报表头", "年报表格")


def write(document: Document) -> bytes:
    """The report as a PDF file; the same document and fonts give the same bytes.

    OutputError where Typst is not installed or no font shows a character of the report.
    """
    template = document.report.template
    member = compiled(template, FRAME, draw).members[0]
    values = _values(document)
    values.update(figure_slots(template, FRAME, draw).filled(document.figures, _figure))
    return _typeset(document, member.fill(values))


def _figure(figure: Figure, _: int) -> bytes:
    return f"{_literal(figure.text)}, {_literal(figure.marker)}".encode()


def draw(template: Template, marks: Marks, members: Mapping[str, bytes]) -> Drawing:
    """The tables of the empty form as Typst calls, a slot per figure."""
    text = members[""].decode("utf-8")
    file = str(frame_file(template.folder, FRAME))
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


def _typeset(document: Document, source: bytes) -> bytes:
    try:
        import typst
    except ImportError:
        raise OutputError(
            '输出 PDF 要用 typst，这里没有安装。请运行 pip install "nianbao[pdf]"，或者去掉 --format 里的 pdf。'
        ) from None
    compiler = _compiler()
    try:
        try:
            made = compiler.compile(source, format="pdf", pdf_standards=STANDARDS, sys_inputs={})
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # Typst breaks down over the heads of some rare tables
                raise
            made = compiler.compile(source, format="pdf", pdf_standards=STANDARDS, sys_inputs={"heads": "plain"})
    except typst.TypstError as error:
        glyph = _NO_GLYPH.search(error.message)
        if glyph:
            raise OutputError(
                f"《{document.title}》的 PDF 没有输出：这台机器没有能显示“{glyph[1]}”的字体。请安装有这个字的中文字体"
                f"（如思源宋体 Noto Serif CJK SC），或者用环境变量 {FONTS} 指出字体所在的文件夹，或者先不要 PDF。"
            ) from None
        frame = str(frame_file(document.report.template.folder, FRAME))
        raise refused(_wrong(frame, error)) from None
    assert isinstance(made, bytes)
    return made


def proof(file: str, text: str) -> Iterator[Fault]:
    """What Typst finds wrong with a frame that says nothing else wrong; nothing where Typst is not installed."""
    try:
        import typst
    except ImportError:
        return
    try:
        _compiler().compile(_TAG.sub(_stand_in, text).encode(), format="svg")
    except typst.TypstError as error:
        yield from _wrong(file, error)


def _stand_in(tag: re.Match[str]) -> str:
    """Something for a name of the frame to print, on as many lines."""
    name = tag[1].partition(".")[2] or tag[1] if tag[1] else ""
    value = {"时间": '"2025-01-01T00:00:00Z"', "文种": '"zh-CN"', "序号": "1"}.get(name, '"甲"')
    return "\n" * tag[0].count("\n") + (value if name and name not in (*BLOCKS, PART_BLOCK) else "")


def _wrong(file: str, error: Any) -> Iterator[Fault]:
    """What Typst says, each thing with its place."""
    said = re.findall(r"^error: (.*)\n(?:.*?┌─ [^\n]*?:(\d+):(\d+)\n)?", error.diagnostic, re.MULTILINE)
    for message, line, column in said or [(error.message, "", "")]:
        place = (int(line), int(column) + 1) if line else (1, 1)
        yield Fault("M102", file, *place, f"PDF 框架的写法不对：{message}", "改正")


@lru_cache(maxsize=1)
def _compiler() -> Any:
    """A compiler that has searched the fonts once; the only folder that it may look into is gone."""
    from tempfile import TemporaryDirectory

    import typst

    folders = [path for path in os.environ.get(FONTS, "").split(os.pathsep) if path]
    fonts = typst.Fonts(font_paths=folders, include_embedded_fonts=False)
    with TemporaryDirectory() as empty:
        return typst.Compiler(root=empty, font_paths=fonts)


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
    return f"行高 => 年报表格(({columns}), 行高,\n" + ",\n".join(shown) + ")"


def _cell(cell: Cell, widths: tuple[float, ...], style: str, marks: Marks) -> str:
    place = f"x: {cell.column}, y: {cell.row}, colspan: {cell.colspan}, rowspan: {cell.rowspan}"
    room = sum(widths[cell.column : cell.column + cell.colspan]) - _INSETS
    content = marks.text(str(cell.path)) if cell.path else _literal(cell.text)
    return f"table.cell({place}, {style}({room:.3f}mm, {content}))"


def _values(document: Document) -> dict[str, bytes]:
    """What goes into every slot but the figures; texts stand between quotation marks of the frame's."""
    slots = {slot: escaped(text) for slot, text in texts(document).items()} | {
        "分行标题": escaped("\n".join(document.title_lines)),
        "草稿": _paragraphs((*document.draft, *document.caution), DRAFT_STYLE),
        "前言": _paragraphs(document.preface, BODY, 0),
        "落款": _signature(document),
    }
    for part in document.parts:
        key = part.section.key
        slots[f"{key}/前"] = _paragraphs(part.before)
        slots[f"{key}/注"] = _paragraphs(part.notes, NOTE)
        slots[f"{key}/后"] = _paragraphs(part.after, BODY, [1, *_outline(part.before, 1)][-1])
    return {slot: text.encode() for slot, text in slots.items()}


def escaped(text: str) -> str:
    """A text as it stands in a string literal of Typst."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _literal(text: str) -> str:
    return f'"{escaped(text)}"'


def _outline(lines: Iterable[Line], above: int) -> list[int]:
    """The level in the outline at each line: no more than one below the one before it, as PDF/UA wants it."""
    levels = []
    for line in lines:
        above = min(line.level or above, above + 1)
        levels.append(above)
    return levels


def _paragraphs(lines: Sequence[Line], style: str = BODY, above: int = 1) -> str:
    """Paragraphs in a style, and headings: the level they look like, and that in the outline after `above`."""
    shown = []
    for line, depth in zip(lines, _outline(lines, above), strict=True):
        runs = "".join(f"#strong({_literal(text)})" if bold else f"#{_literal(text)}" for text, bold in line.runs)
        call = f"{HEADING}({line.level}, {depth})" if line.level else style
        paragraph = f"#{call}[{runs}]\n"
        shown.append(f"#[#set par(justify: false)\n{paragraph}]\n" if line.is_stiff and not line.level else paragraph)
    return "".join(shown)


def _signature(document: Document) -> str:
    if not document.signature:
        return ""
    sealed = "true" if document.signature.sealed else "false"
    return f"#年报落款({_literal(document.signature.name)}, {_literal(document.date)}, {sealed})"
