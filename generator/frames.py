"""Frames: a template's report.docx, report.html.j2 and report.txt.j2, compiled once into bytes and slots.

docxtpl and Jinja run here and nowhere else, once per frame: they render it with a mark in place of everything that
comes from a report, and what they give is split at the marks. The result is plain data, kept in the user's cache
folder; filling it runs no template code, so nothing in a report can ever be run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from generator import archive
from generator.document import heading
from generator.errors import TemplateError
from generator.frame_cache import Frame, Member, cache_folder, load, program, store
from generator.template import FORM_FILE, Template

_MARK = re.compile("\ue000([0-9]+)\ue001")
_CORE = "docProps/core.xml"
_TIMES = re.compile(r"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*(<)")
TEXTS = ("标题", "机关", "年度", "日期", "时间", "草稿标记")
BLOCKS = ("网页标签", "草稿", "前言", "落款")
REQUIRED = ("标题", "草稿", "前言", "落款")


class Drawing(NamedTuple):
    """What a writer adds to a frame: the content of each section, with marks, and its constants."""

    sections: dict[str, str]
    constants: dict[str, str]


class Marks:
    """Hands out marks and knows which slot each stands for."""

    def __init__(self) -> None:
        self.slots: list[str] = []

    def text(self, slot: str) -> str:
        """The mark of a slot as characters, for markup that a writer draws."""
        self.slots.append(slot)
        return f"\ue000{len(self.slots) - 1}\ue001"


class _MisusedError(Exception):
    """A frame did something else with a mark than print it."""


class _Mark:
    """A value of the report as a frame sees it: it can be printed and nothing else."""

    __slots__ = ("_name", "_text")

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._text = text

    def __str__(self) -> str:
        return self._text

    __html__ = __str__

    def _refuse(self, *_: object) -> NoReturn:
        raise _MisusedError(self._name)

    __bool__ = __iter__ = __len__ = __contains__ = __eq__ = __lt__ = __gt__ = __le__ = __ge__ = _refuse
    __add__ = __radd__ = __mul__ = __rmul__ = __mod__ = __getitem__ = __call__ = _refuse
    __hash__ = None  # type: ignore[assignment]


Draw = Callable[[Template, Marks, Mapping[str, bytes]], Drawing]


@lru_cache(maxsize=32)
def compiled(template: Template, file_name: str, draw: Draw, key: str = "") -> Frame:
    """The compiled frame `file_name` of a template, from the cache where it is there.

    `draw` adds the content of the sections and `key` names any option it depends on. TemplateError, with the place,
    for a frame that cannot be compiled.
    """
    path = template.folder / file_name
    try:
        content = path.read_bytes()
    except OSError:
        raise TemplateError(f"{path}: 模板缺少框架文件 {file_name}。请补上。") from None
    digest = sha256(b"\0".join((program(), key.encode(), (template.folder / FORM_FILE).read_bytes(), content)))
    cache = cache_folder() / f"{template.id}-{file_name}-{digest.hexdigest()[:32]}.frame"
    frame = load(cache)
    if frame is None:
        frame = _compile(template, path, content, draw)
        store(cache, frame)
    return frame


def _compile(template: Template, path: Path, content: bytes, draw: Draw) -> Frame:
    marks = Marks()
    context: dict[str, Any] = {name: _Mark(name, marks.text(name)) for name in TEXTS + BLOCKS}
    inner = {section.key: f"各部分/{section.key}" for section in template.sections}
    context["各部分"] = [
        {"标题": heading(section), "序号": section.number, "内容": _Mark(section.key, marks.text(inner[section.key]))}
        for section in template.sections
    ]
    members = _render_docx(path, context) if path.suffix == ".docx" else _render_text(path, content, context)
    drawing = draw(template, marks, members)
    expansions = {inner[key]: markup for key, markup in drawing.sections.items()}
    built = tuple(_split(name, body, marks, expansions) for name, body in members.items())
    _require(path, [slot for name, body in members.items() for slot in _slots(body, marks)], list(inner.values()))
    return Frame(built, drawing.constants)


def _slots(body: bytes, marks: Marks) -> list[str]:
    try:
        return [marks.slots[int(number)] for number in _MARK.findall(body.decode("utf-8"))]
    except UnicodeDecodeError:
        return []


def _require(path: Path, found: list[str], sections: list[str]) -> None:
    for slot in (*REQUIRED, *sections):
        shown = slot.replace("/", "（") + "）的内容" if "/" in slot else slot
        if slot not in found:
            raise TemplateError(f"{path}: 框架里没有{shown}，报告的这一部分会丢失。请补上 {{{{ … }}}}。")
        if slot not in TEXTS and found.count(slot) > 1:
            raise TemplateError(f"{path}: 框架里{shown}印了 {found.count(slot)} 次。请只留一处。")


def _split(name: str, body: bytes, marks: Marks, expansions: Mapping[str, str]) -> Member:
    """Cut a rendered file at its marks; a section's mark is replaced by what the writer drew, cut in its turn."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return Member(name, (body,), (), archive.pack(name, body))
    pieces: list[str] = [""]
    slots: list[str] = []

    def cut(text: str) -> None:
        parts = _MARK.split(text)
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


def _environment(escape: bool) -> Any:
    """A sandbox in which a frame can print, and loop over the sections; filters and tests would act on marks."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(
        undefined=StrictUndefined, autoescape=escape, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.clear()
    environment.tests.clear()
    environment.globals.clear()
    return environment


def _render_text(path: Path, content: bytes, context: dict[str, Any]) -> dict[str, bytes]:
    import jinja2

    try:
        frame = _environment(path.name.endswith(".html.j2")).from_string(content.decode("utf-8"))
        return {"": frame.render(context).encode()}
    except UnicodeDecodeError:
        raise TemplateError(f"{path}: 框架文件不是 UTF-8 编码。请另存为 UTF-8。") from None
    except jinja2.TemplateSyntaxError as error:
        raise _wrong(path, f":{error.lineno}", error) from None
    except Exception as error:
        raise _wrong(path, f":{_line_of(error)}", error) from None


def _render_docx(path: Path, context: dict[str, Any]) -> dict[str, bytes]:
    import zipfile
    from io import BytesIO

    import jinja2
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate

    output = BytesIO()
    try:
        frame = DocxTemplate(path)
        frame.render(context, jinja_env=_environment(True), autoescape=True)
        frame.save(output)
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise TemplateError(f"{path}: 框架不是 Word 文件（.docx），或者已经损坏：{error}。请换一个。") from None
    except (jinja2.TemplateError, _MisusedError, TypeError) as error:
        raise _wrong(path, _paragraph_of(path, error), error) from None
    with zipfile.ZipFile(output) as package:
        members = {name: package.read(name) for name in package.namelist()}
    _check_places(path, members["word/document.xml"].decode("utf-8"))
    if _CORE in members:
        core = _TIMES.sub(rf"\g<1>{context['时间']}\g<2>", members[_CORE].decode("utf-8"))
        members[_CORE] = core.encode()
    return members


def _check_places(path: Path, body: str) -> None:
    """A block replaces a paragraph, a text stands inside one; the other way round Word could not open the result."""
    order = [*TEXTS, *BLOCKS]
    for match in _MARK.finditer(body):
        number = int(match[1])
        block = number >= len(TEXTS)
        inside = re.search(r"<w:t(?: [^>]*)?>[^<]*\Z", body[max(0, match.start() - 2000) : match.start()])
        name = order[number] if number < len(order) else "内容"
        if block and inside:
            raise TemplateError(f"{path}: 框架里的“{name}”是整段的内容。请单独成段，写成 {{{{p {name} }}}}。")
        if not block and not inside:
            raise TemplateError(f"{path}: 框架里的“{name}”是段中的文字。请写成 {{{{ {name} }}}}，不加 p。")


def _wrong(path: Path, place: str, error: Exception) -> TemplateError:
    known = "、".join((*TEXTS, *BLOCKS, "各部分"))
    undefined = re.match(r"'(.+?)' is undefined", str(error))
    if isinstance(error, _MisusedError):
        reason, mend = f"“{error}”来自报告，框架只能印它，不能用它判断、循环或计算", f"写成 {{{{ {error} }}}}"
    elif undefined:
        reason, mend = f"没有“{undefined[1]}”这个名字", f"改为其中之一：{known}"
    else:
        reason, mend = f"框架的写法不对（{error}）", "核对这里的 {{ }} 和 {% %}，不用过滤器和判断"
    return TemplateError(f"{path}{place}: {reason}。请{mend}。")


def _line_of(error: BaseException) -> int:
    trace, line = error.__traceback__, 1
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _paragraph_of(path: Path, error: Exception) -> str:
    """Which paragraph of a Word frame holds what an error speaks of, as far as that can be found."""
    from docx import Document

    undefined = re.match(r"'(.+?)' is undefined", str(error))
    wanted = undefined[1] if undefined else str(error) if isinstance(error, _MisusedError) else "{%"
    document = Document(str(path))
    parts: list[tuple[str, Any]] = [("", document.paragraphs)]
    for section in document.sections:
        parts += [("页眉", section.header.paragraphs), ("页脚", section.footer.paragraphs)]
    for name, paragraphs in parts:
        for number, paragraph in enumerate(paragraphs, 1):
            if wanted in paragraph.text and "{" in paragraph.text:
                return f": {name}第 {number} 段“{paragraph.text.strip()}”"
    return ""
