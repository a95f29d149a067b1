"""The input formats by name, and what tells a file's format. To add one is to write its module and a line here.

A module has `read(file, content)`, which gives a `Reading`: what the file says, in order, each thing with its place.
InputError where the file is broken, hostile or too large.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from types import ModuleType

from generator import limits
from generator.errors import InputError
from generator.limits import STANDARD_INPUT
from generator.reading import Reading

SUFFIXES = {
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".txt": "txt",
    ".md": "txt",
    ".doc": "office",
    ".wps": "office",
    ".odt": "office",
    ".rtf": "office",
    ".pdf": "pdf",
}
_MOST_ITEMS = 5_000  # paragraphs and tables; the longest report met has two hundred


def module(name: str) -> ModuleType:
    """The reader of a format."""
    return import_module(f"generator.readers.{name}")


def read(file: str, format: str = "") -> Reading:
    """Read a file, `-` being standard input; `format` is a suffix without its dot, needed where the name has none."""
    content = limits.content(file)
    reading: Reading = module(_format(file, format, content)).read(file, content)
    if len(reading.items) > _MOST_ITEMS:
        raise limits.refused(file, f"有 {len(reading.items)} 段，不像一份报告，没有读取。请核对是不是选错了文件。")
    return reading


def _format(file: str, format: str, content: bytes) -> str:
    suffix = f".{format.lower().lstrip('.')}" if format else PurePath(file).suffix.lower()
    if not suffix and file == STANDARD_INPUT:
        return _guessed(content)
    if suffix == ".xlsx":
        raise InputError(f"{file}：是 Excel 表格。nianbao form export 导出的，请用 nianbao form import 读。")
    if suffix not in SUFFIXES:
        known = "、".join(name.lstrip(".") for name in SUFFIXES)
        raise InputError(f"{file}：不认识的文件类型“{suffix}”。可以读：{known}；用 --format 写明是哪一种。")
    name = SUFFIXES[suffix]
    if name != "pdf" and content.startswith(b"%PDF"):
        raise limits.refused(
            file, "这是 PDF，不是扩展名说的那一种。请核对文件；PDF 只能用 nianbao verify 核对，不能导入。"
        )
    if name == "docx" and content.startswith(b"\xd0\xcf\x11\xe0"):
        return "office"  # an old Word file under the new name
    if name == "office" and content.startswith(b"PK\3\4") and b"word/document.xml" in content:
        return "docx"
    return name


def _guessed(content: bytes) -> str:
    """The format of standard input by its first bytes."""
    if content.startswith(b"PK\3\4"):
        return "docx"
    if content.startswith(b"%PDF"):
        return "pdf"
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "office"
    head = content[:4096].lstrip().lower()
    return "html" if head.startswith((b"<!doctype", b"<html", b"<?xml")) or b"<body" in head else "txt"
