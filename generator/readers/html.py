"""Our own HTML pages: paragraphs and headings by element, tables by their spans and classes."""

from __future__ import annotations

from typing import Any

from lxml import html

from generator.grid import Cell, Grid, Role
from generator.readers import Item, Kind, Paragraph

_CLASSES = {"note": Kind.NOTE, "": Kind.BODY}


def read(content: bytes) -> list[Item]:
    """The paragraphs and tables of a page, in order."""
    page: Any = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    items: list[Item] = []
    for element in page.find("body").iter("h1", "h2", "h3", "h4", "h5", "p", "table"):
        if element.tag == "table":
            items.append(_table(element))
        elif element.tag == "h1":
            items.append(Paragraph(Kind.TITLE, 0, element.text_content()))
        elif element.tag == "p":
            items.append(Paragraph(_kind(element), 0, element.text_content()))
        else:
            items.append(Paragraph(Kind.HEADING, int(element.tag[1]) - 1, element.text_content()))
    return items


def _kind(paragraph: Any) -> Kind:
    around = paragraph.getparent().get("class")
    if around in ("draft", "signature"):
        return Kind(around)
    return _CLASSES[paragraph.get("class", "")]


def _text(element: Any) -> str:
    """The text of a cell without its raised marker."""
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _table(table: Any) -> Grid:
    caption = table.find("caption")
    top = int(caption.get("class") == "band")
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(table.iter("tr"), top):
        column = 0
        for element in line.iter("td", "th"):
            while (row, column) in taken:
                column += 1
            rowspan, colspan = int(element.get("rowspan", 1)), int(element.get("colspan", 1))
            cells.append(Cell(row, column, _text(element), rowspan, colspan, Role(element.get("class"))))
            taken.update((row + down, column + right) for down in range(rowspan) for right in range(colspan))
    if top:
        cells.append(Cell(0, 0, caption.text_content(), 1, Grid(tuple(_raised(cells))).width, Role.BAND))
    return Grid(tuple(cells))


def _raised(cells: list[Cell]) -> list[Cell]:
    """Cells one row higher, to measure a table without its band."""
    return [Cell(c.row - 1, c.column, c.text, c.rowspan, c.colspan, c.role) for c in cells]
