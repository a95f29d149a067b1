"""Compiling frames: report.docx and report.html.j2, .txt.j2, .typ.j2 become bytes and slots.

docxtpl and Jinja run here and nowhere else, once per frame: they render it with a mark in place of everything that
comes from a report, and what they give is split at the marks.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from importlib import import_module

from generator import archive
from generator.drawing import Drawing, Marks
from generator.errors import Fault, TemplateError, refused
from generator.frame_cache import Frame, Member
from generator.frame_language import (
    BLOCKS,
    MARK,
    PART_BLOCK,
    PART_TEXTS,
    PARTS,
    REQUIRED,
    TEXTS,
    FrameError,
    Piece,
    errors,
)
from generator.labels import heading
from generator.printing import Printing
from generator.shapes import Any
from generator.template import Template

_CORE = "docProps/core.xml"
_TIMES = re.compile(r"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*(<)")
_QUOTED = ".typ.j2"  # frames of a language in which a text is a string literal


def compile_frame(template: Template, path: str, content: bytes) -> Frame:
    """The frame in a file with this content; TemplateError, with all faults and their places, where it is wrong."""
    marks = Marks()
    shown = '"{}"'.format if path.endswith(_QUOTED) else str
    context: dict[str, Any] = {name: shown(marks.text(name)) for name in TEXTS}
    context |= {name: marks.text(name) for name in BLOCKS}
    inner = {section.key: f"{PARTS}/{section.key}" for section in template.sections}
    context[PARTS] = [
        {"标题": shown(heading(section)), "序号": section.number, PART_BLOCK: marks.text(inner[section.key])}
        for section in template.sections
    ]
    render = _render_docx if path.endswith(".docx") else _render_text
    members = render(path, content, context)
    faults = list(_unrendered(path, members))
    if template.printing.frame:
        members = {name: _renamed(body, template.printing) for name, body in members.items()}
    faults += _missing(path, members, marks, list(inner.values()))
    try:
        kind = os.path.basename(path).split(".")[1]
        drawing: Drawing = import_module(f"generator.drawing.{kind}").draw(template, marks, members, path)
    except TemplateError as error:
        faults += error.faults
    if faults:
        raise refused(faults)
    expansions = {inner[key]: markup for key, markup in drawing.sections.items()}
    own = {name: markup.encode() for name, markup in drawing.members.items()}
    built = tuple(_split(name, body, marks, expansions) for name, body in (members | own).items())
    return Frame(built, drawing.constants)


def _renamed(body: bytes, printing: Printing) -> bytes:
    """A rendered file with the names that a script uses: quoted as a whole, or Latin words by themselves."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return body
    quoted = "|".join(map(re.escape, printing.frame))
    latin = "|".join(re.escape(name) for name in printing.frame if name.isascii())
    found = re.compile(rf'(?<=")(?:{quoted})(?=")|(?<![\w"-])(?:{latin})(?![\w"-])')
    return found.sub(lambda match: printing.frame[match[0]], text).encode()


def _unrendered(path: str, members: Mapping[str, bytes]) -> Iterator[Fault]:
    """No tag is left in a place that docxtpl does not render, such as a property that it does not know."""
    for name, body in members.items():
        for tag in re.findall(rb"\{\{[^{}<]*\}\}", body):
            reason = f"{name} 里的 {tag.decode('utf-8', 'replace')} 印不出来"
            yield Fault("M102", path, 1, 1, reason, "删去它", name)


def _slots(body: bytes, marks: Marks) -> list[str]:
    try:
        return [marks.slots[int(number)] for number in MARK.findall(body.decode("utf-8"))]
    except UnicodeDecodeError:
        return []


def _missing(path: str, members: Mapping[str, bytes], marks: Marks, sections: list[str]) -> Iterator[Fault]:
    """Every part of a report is printed, and no block twice."""
    found = [slot for body in members.values() for slot in _slots(body, marks)]
    looped = [slot for slot in sections if slot in found]
    for slot in (*REQUIRED, *(sections if looped else sections[:1])):
        name = f"{PARTS}的{PART_BLOCK}" if slot in sections and not looped else slot.replace("/", "·")
        mark = f"{{{{ {slot} }}}}" if slot in REQUIRED else f"{{{{ 部分.{PART_BLOCK} }}}}，放在 {PARTS} 的循环里"
        if slot not in found:
            reason = f"框架里没有{name}，报告的这一部分会丢失"
            yield Fault("M103", path, 1, 1, reason, f"补上 {mark}", "全文")
        if slot not in TEXTS and found.count(slot) > 1:
            yield Fault("M103", path, 1, 1, f"框架里{name}印了 {found.count(slot)} 次", "只留一处", "全文")


def _split(name: str, body: bytes, marks: Marks, expansions: Mapping[str, str]) -> Member:
    """Cut a rendered file at its marks; a section's mark is replaced by what was drawn for it, cut in its turn."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return Member(name, (body,), (), archive.pack(name, body))
    pieces: list[str] = [""]
    slots: list[str] = []

    def cut(text: str) -> None:
        parts = MARK.split(text)
        pieces[-1] += parts[0]
        for number, literal in zip(parts[1::2], parts[2::2], strict=True):
            slot = marks.slots[int(number)]
            if slot in expansions:
                cut(expansions[slot])
                pieces[-1] += literal
            else:
                slots.append(slot)
                pieces.append(literal)

    cut(text)
    ready = None if slots else archive.pack(name, body)
    return Member(name, tuple(piece.encode() for piece in pieces), tuple(slots), ready)


def _check_tree(tree: Any) -> None:
    """FrameError where a Jinja syntax tree does more than print names and loop over the parts.

    Whatever way a tag came into the frame, in a field, a footnote, or in pieces that docxtpl joins, it ends up here.
    """
    from jinja2 import nodes

    for node in tree.find_all(nodes.Node):
        plainly = isinstance(node, nodes.Template | nodes.Output | nodes.TemplateData | nodes.Name)
        loop = isinstance(node, nodes.For) and isinstance(node.iter, nodes.Name) and node.iter.name == PARTS
        if loop and isinstance(node, nodes.For):
            plainly = node.test is None and not node.else_ and not node.recursive
        if isinstance(node, nodes.Getattr):
            plainly = isinstance(node.node, nodes.Name) and node.attr in (*PART_TEXTS, PART_BLOCK)
        if not plainly:
            raise FrameError(
                "", 0, f"框架里有不能用的写法（第 {node.lineno} 行附近）：只能印名字和循环“{PARTS}”", "删去它"
            )


def _environment(escape: bool) -> Any:
    """Jinja that compiles what `frame_language` lets through and nothing else, sandboxed all the same."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    class PrintOnly(SandboxedEnvironment):
        def compile(self, source: Any, *arguments: Any, **more: Any) -> Any:
            tree = self.parse(source) if isinstance(source, str) else source
            _check_tree(tree)
            return super().compile(tree, *arguments, **more)

    return PrintOnly(
        undefined=StrictUndefined, autoescape=escape, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True
    )


def _render_text(path: str, content: bytes, context: dict[str, Any]) -> dict[str, bytes]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refused([FrameError("", 0, "框架文件不是 UTF-8 编码", "另存为 UTF-8").fault(path)]) from None
    faults = [error.fault(path, text) for error in errors([Piece("", text)], word=False)]
    if faults:
        raise refused(faults)
    import jinja2

    try:
        return {"": _environment(path.endswith(".html.j2")).from_string(text).render(context).encode()}
    except FrameError as error:
        raise refused([error.fault(path)]) from None
    except jinja2.TemplateError:
        raise refused([FrameError("", 0, "框架的写法不对", "核对 {{ }} 和 {% %}").fault(path)]) from None


def _render_docx(path: str, content: bytes, context: dict[str, Any]) -> dict[str, bytes]:
    import zipfile
    from io import BytesIO

    import jinja2
    from docxtpl import DocxTemplate
    from lxml import etree

    from generator import word_parts

    try:
        parts = word_parts.read(path, content)
        said = (*errors(word_parts.pieces(parts), word=True), *word_parts.reaching(parts))
        faults = [error.fault(path) for error in said]
        if faults:
            raise refused([fault._replace(line=number) for number, fault in enumerate(faults, 1)])
        output = BytesIO()
        frame = DocxTemplate(BytesIO(content))
        frame.render(context, jinja_env=_environment(True), autoescape=True)
        frame.save(output)
    except FrameError as error:
        raise refused([error.fault(path)]) from None
    except jinja2.TemplateError:
        reason = "框架的写法不对，可能有一个标记的花括号分在两段里"
        raise refused([FrameError("", 0, reason, "核对 {{ }} 和 {% %}").fault(path)]) from None
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, etree.XMLSyntaxError):
        reason = "框架不是 Word 文件（.docx），或者已经损坏"
        raise refused([FrameError("", 0, reason, "换一个").fault(path)]) from None
    with zipfile.ZipFile(output) as package:
        members = {name: package.read(name) for name in package.namelist()}
    if _CORE in members:
        members[_CORE] = _TIMES.sub(rf"\g<1>{context['时间']}\g<2>", members[_CORE].decode("utf-8")).encode()
    return members
