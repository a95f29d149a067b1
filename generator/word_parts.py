"""The parts of a Word frame: read within limits, cut into paragraphs, searched for what fetches or runs something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from generator.errors import InputError
from generator.frame_language import FrameError, Piece
from generator.limits import Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KINDS = {"header": "页眉", "footer": "页脚", "document": "", "core": "文档属性"}
_LINK = re.compile(r"<(?:\w+:)?Relationship\b[^>]*\bTargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_FIELD = re.compile(r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|MACROBUTTON|DATABASE)\b", re.IGNORECASE)
_PROGRAM = re.compile(r"vbaProject|macroEnabled|activeX|oleObject|ms-package|aFChunk", re.IGNORECASE)


def read(file: str, content: bytes) -> dict[str, bytes]:
    """The parts by name; FrameError beyond the limits of files from outside, ValueError for what is no zip."""
    if not content.startswith(b"PK"):
        raise ValueError
    try:
        package = Package(file, content)
        return {name: package.part(name) or b"" for name in package.names()}
    except InputError as error:
        reason, _, mend = str(error).removeprefix(f"{file}：").rstrip("。").rpartition("。请")
        raise FrameError("", 0, reason, mend) from None


def reaching(parts: Mapping[str, bytes]) -> Iterator[FrameError]:
    """What makes Word fetch or run something when it opens the file: links that are no hyperlinks, fields, programs."""
    for name, body in parts.items():
        if not name.endswith((".xml", ".rels")):
            continue
        text = body.decode("utf-8", "replace")
        for link in _LINK.findall(text):
            if not re.search(r"/hyperlink[\"']", link):
                yield FrameError(name, 0, "框架链接了外面的文件", "在 Word 里断开链接，把图片等嵌入文件")
        codes = "".join(re.findall(r"<w:instrText\b[^>]*>([^<]*)", text)) + " ".join(
            re.findall(r'w:instr="([^"]*)', text)
        )
        for field in _FIELD.findall(codes):
            yield FrameError(name, 0, f"框架里有会取别的文件的域 {field}", "删去这个域")
        if (name.endswith(".rels") or name == "[Content_Types].xml") and _PROGRAM.search(text):
            yield FrameError(name, 0, "框架里有宏或者嵌入的程序、文件", "另存为不带宏的 .docx，删去嵌入的对象")


def pieces(parts: Mapping[str, bytes]) -> Iterator[Piece]:
    """The paragraphs of a Word file, and its properties, with places that a user can find in Word."""
    for name, body in parts.items():
        kind = next((kind for kind in _KINDS if re.search(rf"/{kind}\d*\.xml\Z", name)), None)
        if kind is None:
            continue
        root = etree.fromstring(body)
        elements = [element for element in root.iter() if element.tag == f"{_W}p"] if kind != "core" else list(root)
        for number, element in enumerate(elements, 1):
            texts = element.iter(f"{_W}t") if kind != "core" else [element]
            text = "".join(part.text or "" for part in texts)
            parent = element.getparent()
            in_body = kind == "document" and parent is not None and parent.tag == f"{_W}body"
            yield Piece(f"{_KINDS[kind]}第 {number} 段“{text.strip()}”", text, in_body)
