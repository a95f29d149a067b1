"""PDF by Typst: PDF/A-2a and PDF/UA-1, so tagged, bookmarked, its fonts embedded, and no character without a glyph.

The frame holds the look; this module gives it a report's texts as string literals, in which nothing can be run.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from generator.document import Document, Figure, Line, texts
from generator.errors import Fault, OutputError, refused
from generator.escaping import typst_literal, typst_text
from generator.frame_language import BLOCKS, PART_BLOCK
from generator.frame_styles import BODY, DRAFT_STYLE, HEADING, NOTE
from generator.frames import compiled, figure_slots
from generator.resources import frame_file

FRAME = "report.typ.j2"
FONTS = "NIANBAO_FONTS"  # folders with fonts besides the system's, as in PATH
STANDARDS = ["a-2a", "ua-1"]
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_TAG = re.compile(r"\{\{\s*([\w.]+)\s*\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def write(document: Document) -> bytes:
    """The report as a PDF file; the same document and fonts give the same bytes.

    OutputError where Typst is not installed or no font shows a character of the report.
    """
    template = document.report.template
    member = compiled(template, FRAME).members[0]
    values = _values(document)
    values.update(figure_slots(template, FRAME).filled(document.figures, _figure))
    return _typeset(document, member.fill(values))


def _figure(figure: Figure, _: int) -> bytes:
    return f"{typst_literal(figure.text)}, {typst_literal(figure.marker)}".encode()


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


def _values(document: Document) -> dict[str, bytes]:
    """What goes into every slot but the figures; texts stand between quotation marks of the frame's."""
    slots = {slot: typst_text(text) for slot, text in texts(document).items()} | {
        "分行标题": typst_text("\n".join(document.title_lines)),
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
        runs = "".join(
            f"#strong({typst_literal(text)})" if bold else f"#{typst_literal(text)}" for text, bold in line.runs
        )
        call = f"{HEADING}({line.level}, {depth})" if line.level else style
        paragraph = f"#{call}[{runs}]\n"
        shown.append(f"#[#set par(justify: false)\n{paragraph}]\n" if line.is_stiff and not line.level else paragraph)
    return "".join(shown)


def _signature(document: Document) -> str:
    if not document.signature:
        return ""
    sealed = "true" if document.signature.sealed else "false"
    return f"#年报落款({typst_literal(document.signature.name)}, {typst_literal(document.date)}, {sealed})"
