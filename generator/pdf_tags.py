"""Tagged PDF (ISO 32000-1, 14.7): paragraphs, headings and tables as its structure tells; page numbers have no tag."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from generator import label_keys
from generator.findings import Position
from generator.reading import Item, Paragraph, RawCell, RawTable, Run

_STYLES = {"TH": "column-head", "TD": "figure"}
_DEEPEST = 60  # structure elements one in another
Texts = Mapping[tuple[Any, Any], str]  # of marked contents, by their page's object and their number


@dataclass(frozen=True, slots=True)
class _Element:
    """A structure element: its type, attributes, children, the text below it and the page where it begins."""

    kind: str
    attributes: Mapping[str, Any]
    children: tuple[_Element, ...]
    text: str
    page: int

    def below(self, *kinds: str) -> Iterator[_Element]:
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


def is_tagged(document: Any) -> bool:
    """Whether a PDF says what its structure is."""
    return "StructTreeRoot" in document.catalog


def items(file: str, document: Any) -> Iterator[Item]:
    """The paragraphs and tables of a tagged PDF, in order; a blank at the end of a line is lost."""
    resources = PDFResourceManager()
    device = _Texts(resources)
    interpreter = PDFPageInterpreter(resources, device)
    pages = {}
    for number, page in enumerate(PDFPage.create_pages(document), 1):
        pages[page.pageid] = number
        interpreter.process_page(page)
    root = _Tree(device.texts, pages).element(document.catalog["StructTreeRoot"])
    for count, part in enumerate(root.below("P", "Title", "H1", "H2", "H3", "H4", "H5", "H6", "Table"), 1):
        place = Position(file, part.page, count, f"第 {part.page} 页")
        if part.kind == "Table":
            yield _table(part, place)
        elif part.text.strip():
            level = _level(part.text) if part.kind.startswith("H") else 0
            yield Paragraph((Run(part.text),), place, level, "Title" if part.kind == "Title" else "")


def _level(heading: str) -> int:
    """The level that a heading's number tells; its tag may stand higher, because an outline skips no level."""
    return next((level for level in range(1, 5) if label_keys.printed_number(heading, level)), 0)


class _Tree:
    """The structure of a file, with what its marked contents say and the numbers of its pages."""

    def __init__(self, texts: Texts, pages: Mapping[Any, int]) -> None:
        self.texts, self.pages = texts, pages

    def element(self, node: Any, page: Any = None, depth: int = 0) -> _Element:
        """A node; one without a type is a stretch of marked content on its page."""
        node = resolve1(node)
        if isinstance(node, int):
            return _Element("", {}, (), self.texts.get((page, node), ""), self.pages.get(page, 0))
        if not isinstance(node, dict) or depth > _DEEPEST:
            return _Element("", {}, (), "", 0)
        page = node["Pg"].objid if "Pg" in node else page
        if "MCID" in node:
            return self.element(node["MCID"], page, depth)
        children = tuple(self.element(kid, page, depth + 1) for kid in _several(node.get("K", [])))
        attributes: dict[str, Any] = {}
        for given in _several(node.get("A", [])):
            attributes |= resolve1(given)
        kind = node["S"].name if "S" in node else ""
        first = next((child.page for child in children if child.page), self.pages.get(page, 0))
        return _Element(kind, attributes, children, "".join(child.text for child in children), first)


def _several(value: Any) -> list[Any]:
    value = resolve1(value)
    return value if isinstance(value, list) else [value]


def _table(table: _Element, place: Position) -> RawTable:
    cells: list[RawCell] = []
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(table.below("TR")):
        column = 0
        for element in line.below(*_STYLES):
            while (row, column) in taken:
                column += 1
            rowspan, colspan = (int(element.attributes.get(name, 1)) for name in ("RowSpan", "ColSpan"))
            here = Position(place.file, place.line, place.column, f"{place.words}表格第 {row + 1} 行第 {column + 1} 列")
            cells.append(RawCell(row, column, element.text, here, rowspan, colspan, _STYLES[element.kind]))
            taken.update((row + down, column + right) for down in range(rowspan) for right in range(colspan))
    return RawTable(tuple(cells), place)
