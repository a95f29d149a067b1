"""PDF files: those with tags by their tags; others by the ruled lines of their tables and the text line by line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from generator.errors import InputError
from generator.findings import Position
from generator.limits import refused
from generator.reading import Item, Paragraph, RawCell, RawTable, Reading, Run

_MOST_PAGES = 60
_MOST_CHARACTERS = 20_000  # on a page; a full one of ours has two thousand
_NEAR = 2.0  # points between two rules that are drawn as one
_FOOT = re.compile(r"[-—–－ ]*\d{1,3}[-—–－ ]*\Z")


def read(file: str, content: bytes) -> Reading:
    """The tables and lines of a PDF, in order; InputError where pdfplumber is not installed or cannot read it."""
    try:
        import pdfplumber

        from generator import pdf_tags
    except ImportError:
        raise InputError("读 PDF 要另装一个库。请运行 pip install 'nianbao[pdf]'，或者核对同时输出的 docx。") from None
    try:
        with pdfplumber.open(BytesIO(content)) as document:
            if len(document.pages) > _MOST_PAGES:
                raise refused(file, f"有 {len(document.pages)} 页，不像一份报告，没有读取。请核对是不是选错了文件。")
            items = list(pdf_tags.items(file, document.doc)) if pdf_tags.is_tagged(document.doc) else []
            items = items or [
                item for number, page in enumerate(document.pages, 1) for item in _page(file, number, page)
            ]
    except InputError:
        raise
    except Exception as error:  # pdfminer raises whatever a damaged file makes it raise
        raise refused(file, f"PDF 损坏或者有密码，读不出来（{type(error).__name__}）。请重新输出一份。") from None
    if not items:
        raise refused(file, "PDF 里没有文字，多半是扫描的图片。请核对 docx，或者用带文字的 PDF。")
    return Reading(file, "pdf", tuple(items), flowing=True)


def _page(file: str, number: int, page: Any) -> Iterator[Item]:
    """The items of a page from top to bottom."""
    if len(page.chars) > _MOST_CHARACTERS:
        raise refused(file, f"第 {number} 页的文字太多，不像一份报告，没有读取。请核对是不是选错了文件。")
    tables = page.find_tables({"snap_tolerance": _NEAR, "join_tolerance": _NEAR})
    boxes = [table.bbox for table in tables]

    def outside(thing: dict[str, Any]) -> bool:
        middle = (thing["top"] + thing["bottom"]) / 2 if "top" in thing else 0
        return not any(top <= middle <= bottom for _, top, _, bottom in boxes)

    found: list[tuple[float, Item]] = []
    for count, line in enumerate(page.filter(outside).extract_text_lines(return_chars=False), 1):
        text = line["text"].strip()
        if text and not _FOOT.match(text):
            place = Position(file, number, count, f"第 {number} 页")
            found.append((line["top"], Paragraph((Run(text),), place)))
    for count, table in enumerate(tables, 1):
        where = f"第 {number} 页第 {count} 个表格"
        found.append((table.bbox[1], _table(file, number, page, table, where)))
    yield from (item for _, item in sorted(found, key=lambda pair: pair[0]))


def _table(file: str, number: int, page: Any, table: Any, where: str) -> RawTable:
    rows = _edges([edge for cell in table.cells for edge in (cell[1], cell[3])])
    columns = _edges([edge for cell in table.cells for edge in (cell[0], cell[2])])
    cells: list[RawCell] = []
    for box in table.cells:
        left, top, right, bottom = (_index(edges, edge) for edges, edge in zip((columns, rows) * 2, box, strict=True))
        if right <= left or bottom <= top:
            continue
        text = "".join((page.crop(box).extract_text() or "").split("\n"))
        place = Position(file, number, 100 + len(cells), f"{where}第 {top + 1} 行第 {left + 1} 列")
        cells.append(RawCell(top, left, text.strip(), place, bottom - top, right - left))
    return RawTable(tuple(cells), Position(file, number, 100, where))


def _edges(values: list[float]) -> list[float]:
    """The places of rules, those that are drawn as one only once."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(value)
    return edges


def _index(edges: list[float], value: float) -> int:
    return bisect_left(edges, value - _NEAR)
