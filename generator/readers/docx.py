"""Our own .docx files: paragraphs by the names of their styles, tables with their merged cells."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

from lxml import etree

from generator.grid import Cell, Grid, Role
from generator.readers import Item, Kind, Paragraph

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KINDS = {
    "Title": Kind.TITLE,
    "年报正文": Kind.BODY,
    "年报注": Kind.NOTE,
    "年报草稿": Kind.DRAFT,
    "年报署名": Kind.SIGNATURE,
    "年报日期": Kind.SIGNATURE,
}
_ROLES = {
    "表格通栏": Role.BAND,
    "表格角": Role.CORNER,
    "表格列头": Role.COLUMN_HEAD,
    "表格行头": Role.ROW_HEAD,
    "表格行头小": Role.ROW_HEAD,
    "表格数字": Role.FIGURE,
}


def read(content: bytes) -> list[Item]:
    """The paragraphs and tables of a Word file, in order."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        styles = _style_names(etree.fromstring(package.read("word/styles.xml"), _parser()))
        body = etree.fromstring(package.read("word/document.xml"), _parser()).find(f"{_W}body")
    items: list[Item] = []
    for element in body if body is not None else ():
        if element.tag == f"{_W}p":
            items.append(_paragraph(element, styles))
        elif element.tag == f"{_W}tbl":
            items.append(_table(element, styles))
        elif element.tag != f"{_W}sectPr":
            raise ValueError(f"nianbao writes no {element.tag}")
    return items


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _style_names(styles: Any) -> dict[str, str]:
    return {style.get(f"{_W}styleId"): style.find(f"{_W}name").get(f"{_W}val") for style in styles.iter(f"{_W}style")}


def _style(paragraph: Any, styles: dict[str, str]) -> str:
    return styles[paragraph.find(f"{_W}pPr/{_W}pStyle").get(f"{_W}val")]


def _text(paragraph: Any) -> str:
    """The text of a paragraph without raised runs, which are markers of notes."""
    runs = [run for run in paragraph.iter(f"{_W}r") if run.find(f"{_W}rPr/{_W}vertAlign") is None]
    return "".join(text.text or "" for run in runs for text in run.iter(f"{_W}t"))


def _paragraph(element: Any, styles: dict[str, str]) -> Paragraph:
    name = _style(element, styles)
    if name.startswith("heading "):
        return Paragraph(Kind.HEADING, int(name.removeprefix("heading ")), _text(element))
    return Paragraph(_KINDS[name], 0, _text(element))


def _table(table: Any, styles: dict[str, str]) -> Grid:
    cells: list[Cell] = []
    open_cells: dict[int, int] = {}
    for row, line in enumerate(table.iter(f"{_W}tr")):
        column = 0
        for element in line.iter(f"{_W}tc"):
            span = element.find(f"{_W}tcPr/{_W}gridSpan")
            colspan = int(span.get(f"{_W}val")) if span is not None else 1
            merge = element.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val") != "restart":
                number = open_cells[column]
                first = cells[number]
                cells[number] = Cell(
                    first.row, first.column, first.text, row - first.row + 1, first.colspan, first.role
                )
            else:
                paragraph = element.find(f"{_W}p")
                open_cells[column] = len(cells)
                cells.append(Cell(row, column, _text(paragraph), 1, colspan, _ROLES[_style(paragraph, styles)]))
            column += colspan
    return Grid(tuple(cells))
