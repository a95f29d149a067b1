"""What figures a file shows, in the order in which its tables do: every timed output is held against its report."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?\Z")


def in_docx(content: bytes) -> list[str]:
    """The numbers that fill a cell of a Word file."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        body = file.read("word/document.xml").decode("utf-8")
    cells = re.findall(r"<w:tc\b.*?</w:tc>", body, re.DOTALL)
    return _numbers("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", cell)) for cell in cells)


def in_html(content: bytes) -> list[str]:
    """The numbers that fill a cell of a page."""
    return _numbers(re.findall(r"<td\b[^>]*>(.*?)</td>", content.decode("utf-8"), re.DOTALL))


def in_txt(content: bytes) -> list[str]:
    """The numbers between two rules of a text."""
    return _numbers(cell for line in content.decode("utf-8").splitlines() for cell in line.split("|")[1:-1])


def _numbers(cells: Iterable[str]) -> list[str]:
    return [cell.strip() for cell in cells if _NUMBER.match(cell.strip())]


IN = {"docx": in_docx, "html": in_html, "txt": in_txt}
