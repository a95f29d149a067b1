"""Our own PDF files: paragraphs, headings and tables by their tags; page numbers are artifacts and left out.

Tags tell heads from figures, but not which head is which, nor a note from a paragraph: every head of a table is read
as a column's, every paragraph but title and headings as body text.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from generator.grid import Cell, Grid, Role
from generator.readers import Item, Kind, Paragraph

_NUMBERS = ("[一二三四五六七八九十]+、", "（[一二三四五六七八九十]+）", r"[0-9]+\.", "（[0-9]+）")
_MARKER = re.compile(r"注[0-9]+\Z")
_ROLES = {"TH": Role.COLUMN_HEAD, "TD": Role.FIGURE}


Texts = Mapping[tuple[Any, Any], str]  # of marked contents, by their page's object and their number


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element of a tagged PDF (ISO 32000-1, 14.7): its type, attributes, children and the text below it."""

    kind: str
    attributes: Mapping[str, Any]
    children: tuple[Element, ...]
    text: str

    def below(self, *kinds: str) -> Iterator[Element]:
        """The nearest elements of some types below this one, in order."""
        for child in self.children:
            if child.kind in kinds:
                yield child
            else:
                yield from child.below(*kinds)


class _Texts(PDFTextDevice):
    """Gathers the texts of marked contents; where a stretch says what it stands for (ActualText), that is its text."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.texts: dict[tuple[Any, Any], str] = defaultdict(str)
        self._page: Any = None
        self._open: list[tuple[Any, bool]] = []

    def begin_page(self, page: Any, _: Any) -> None:
        self._page, self._open = page.pageid, []

    def begin_tag(self, _: Any, props: Any = None) -> None:
        around, spoken = self._open[-1] if self._open else (None, False)
        given = props if isinstance(props, dict) else {}
        content = given.get("MCID", around)
        if "ActualText" in given and not spoken:
            self.texts[self._page, content] += decode_text(given["ActualText"])
            spoken = True
        self._open.append((content, spoken))

    def end_tag(self) -> None:
        self._open.pop()

    def render_string(self, textstate: Any, seq: Any, *_: Any) -> None:
        content, spoken = self._open[-1] if self._open else (None, False)
        if not spoken:
            codes = [code for part in seq if isinstance(part, bytes) for code in textstate.font.decode(part)]
            self.texts[self._page, content] += "".join(map(textstate.font.to_unichr, codes))


def read(content: bytes) -> list[Item]:
    """The paragraphs and tables of a tagged PDF, in order, without blanks: a line's end leaves none."""
    document = PDFDocument(PDFParser(io.BytesIO(content)))
    resources = PDFResourceManager()
    device = _Texts(resources)
    interpreter = PDFPageInterpreter(resources, device)
    for page in PDFPage.create_pages(document):
        interpreter.process_page(page)
    return list(_items(_element(document.catalog["StructTreeRoot"], None, device.texts)))


def _element(node: Any, page: Any, texts: Texts) -> Element:
    """A node of the structure tree; a leaf without a type is a stretch of marked content on its page."""
    node = resolve1(node)
    if isinstance(node, int):
        return Element("", {}, (), "".join(texts.get((page, node), "").split()))
    page = node["Pg"].objid if "Pg" in node else page
    if "MCID" in node:
        return _element(node["MCID"], page, texts)
    kids = resolve1(node.get("K", []))
    children = tuple(_element(kid, page, texts) for kid in (kids if isinstance(kids, list) else [kids]))
    attributes: dict[str, Any] = {}
    given = resolve1(node.get("A", []))
    for one in given if isinstance(given, list) else [given]:
        attributes |= resolve1(one)
    kind = node["S"].name if "S" in node else ""
    return Element(kind, attributes, children, "".join(child.text for child in children))


def _items(element: Element) -> Iterator[Item]:
    for part in element.below("P", "Title", "H1", "H2", "H3", "H4", "Table"):
        if part.kind == "Table":
            yield _table(part)
        elif part.kind == "Title":
            yield Paragraph(Kind.TITLE, 0, part.text)
        elif part.kind == "P":
            yield Paragraph(Kind.BODY, 0, part.text)
        else:
            yield Paragraph(Kind.HEADING, _level(part.text), part.text)


def _level(heading: str) -> int:
    """The level that a heading's number tells; its tag may stand higher, because an outline skips no level."""
    return next((level for level, number in enumerate(_NUMBERS, 1) if re.match(number, heading)), 0)


def _table(table: Element) -> Grid:
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(table.below("TR")):
        column = 0
        for element in line.below(*_ROLES):
            while (row, column) in taken:
                column += 1
            rowspan, colspan = (int(element.attributes.get(name, 1)) for name in ("RowSpan", "ColSpan"))
            text = _MARKER.sub("", element.text) if element.kind == "TD" else element.text
            cells.append(Cell(row, column, text, rowspan, colspan, _ROLES[element.kind]))
            taken.update((row + down, column + right) for down in range(rowspan) for right in range(colspan))
    return Grid(tuple(cells))
