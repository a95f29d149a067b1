"""Which files are reports, whatever their encoding and however broken they are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from generator.errors import InputError
from generator.files import contents
from generator.resources import known_ids
from generator.shapes import NamedTuple

_UTF_8_BOM = b"\xef\xbb\xbf"
_KEYS = ("格式", "机关", "年度")
_ENOUGH = 2  # of these keys, where the form is not one of ours: a stranger's YAML may well have one
ENDINGS = (".yaml", ".yml")
ROSTER = "名册.yaml"  # begins with the keys of a report, and is none


class Decoded(NamedTuple):
    """A file's text, without a byte order mark, and the encoding as a user would name it."""

    text: str
    encoding: str
    has_mark: bool


def decoded(content: bytes) -> Decoded | None:
    """The text of a file; None where it is no UTF-8 and no other encoding makes a report of it.

    Bytes that are no UTF-8 may be nearly anything in GBK, so a guess counts only where it reads as a report.
    """
    try:
        return Decoded(content.decode("utf-8-sig"), "UTF-8", content.startswith(_UTF_8_BOM))
    except UnicodeDecodeError:
        pass
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for codec, name in (("utf-16", "UTF-16"),) if marked else (("gb18030", "GBK"),):
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if reads_as_report(text):
            return Decoded(text, name, marked)
    return None


def reads_as_report(text: str) -> bool:
    """Whether a text is meant as a report: it names one of our forms, or has the keys that begin every report."""
    form = form_of(text)
    return form in known_ids() or sum(bool(_key(key).search(text)) for key in _KEYS) >= _ENOUGH


def form_of(text: str) -> str:
    """What a text says its form is, however the colon is written; empty where it says nothing."""
    match = re.search(_key("格式").pattern + r"[ \t　]*['\"]?([\w-]+)", text, re.MULTILINE)
    return match[1] if match else ""


def is_report(content: bytes) -> bool:
    """Whether the content of a file is meant as a report, in whatever encoding."""
    read = decoded(content)
    return read is not None and reads_as_report(read.text)


def agency_of(text: str) -> str:
    """The agency that a text names, as far as a glance can tell; empty where it names none."""
    match = re.search(_key("机关").pattern + r"[ \t　]*['\"]?([^\s'\"#\[{]+)", text, re.MULTILINE)
    return match[1] if match else ""


def year_of(text: str) -> int:
    """The year that a text says it is about; 0 where it says none."""
    match = re.search(_key("年度").pattern + r"[ \t　]*['\"]?(\d{4})\b", text, re.MULTILINE)
    return int(match[1]) if match else 0


def is_report_file(file: Path) -> bool:
    """Whether a file is a report; one that cannot be read is, so that somebody says so."""
    if file.name == ROSTER:
        return False
    try:
        return is_report(contents(str(file)))
    except InputError:
        return True


def reports_in(folder: Path) -> Iterator[Path]:
    """The reports in a folder and below it, by name; hidden folders are left out."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.endswith(ENDINGS) and is_report_file(Path(parent, name)):
                yield Path(parent, name)


def _key(key: str) -> re.Pattern[str]:
    return re.compile(rf"^['\"]?{key}['\"]?[ \t　]*[:：]", re.MULTILINE)
