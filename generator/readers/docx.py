"""Word files: paragraphs with the levels that their styles give them, tables with their merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from generator.findings import Position
from generator.limits import Package, refused
from generator.reading import MOST_SLOTS, Item, Paragraph, RawCell, RawTable, Reading, Run

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_PARTS = ("word/document.xml", "word/document2.xml")
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])\Z", re.IGNORECASE)
_BODY = re.compile(r"年报")  # what our own frame calls its styles for text that is no heading
_WRAPPERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_GONE = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "delText", "instrText", "txbxContent", "pict"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_SPACES = re.compile(r"[ \t]*\n[ \t]*")


def read(file: str, content: bytes) -> Reading:
    """The paragraphs and tables of a Word file, in order."""
    package = Package(file, content)
    main = next((part for name in _PARTS if (part := package.part(name)) is not None), None)
    if main is None:
        raise package.broken()
    styles = package.part("word/styles.xml")
    walker = _Walker(file, _Styles(_tree(file, styles) if styles else None))
    body = _tree(file, main.replace(_STRICT, _W[1:-1].encode())).find(f"{_W}body")
    return Reading(file, "docx", tuple(walker.items(body) if body is not None else ()))


def _tree(file: str, content: bytes) -> Any:
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except (etree.XMLSyntaxError, ValueError):
        raise refused(
            file, "里面的 XML 有错，Word 也打不开，读不出来。请用 Word 或者 WPS 打开修复，另存为 docx 再试。"
        ) from None


class _Styles:
    """Names and outline levels of the paragraph styles, inherited ones included."""

    def __init__(self, root: Any) -> None:
        self.names: dict[str, str] = {}
        self.levels: dict[str, int] = {}
        self.bases: dict[str, str] = {}
        for style in root.iter(f"{_W}style") if root is not None else ():
            identifier = style.get(f"{_W}styleId", "")
            self.names[identifier] = _value(style, "name")
            self.bases[identifier] = _value(style, "basedOn")
            level = _value(style, "pPr", "outlineLvl")
            named = _HEADING.match(self.names[identifier])
            if named:
                self.levels[identifier] = int(named[1])
            elif level.isdecimal() and int(level) < 9:
                self.levels[identifier] = int(level) + 1

    def level(self, identifier: str) -> int | None:
        """The heading level of a style, 0 for one of ours that is none, None for any other."""
        seen: set[str] = set()
        while identifier and identifier not in seen:
            if identifier in self.levels:
                return min(self.levels[identifier], 4)
            if _BODY.match(self.names.get(identifier, "")):
                return 0
            seen.add(identifier)
            identifier = self.bases.get(identifier, "")
        return None


def _value(element: Any, *names: str) -> str:
    """The `w:val` of a descendant, empty where there is none."""
    for name in names:
        element = element.find(f"{_W}{name}") if element is not None else None
    return "" if element is None else str(element.get(f"{_W}val") or "")


class _Walker:
    """Goes through a body in order, counting paragraphs and tables for their places."""

    def __init__(self, file: str, styles: _Styles) -> None:
        self.file = file
        self.styles = styles
        self.order = self.paragraphs = self.tables = 0

    def items(self, parent: Any) -> Iterator[Item]:
        for element in parent:
            if element.tag == f"{_W}p":
                yield self.paragraph(element)
                for box in _boxes(element):
                    yield from self.items(box)
            elif element.tag == f"{_W}tbl":
                yield self.table(element)
            elif element.tag in _WRAPPERS:
                yield from self.items(element)

    def paragraph(self, element: Any) -> Paragraph:
        self.order += 1
        self.paragraphs += 1
        identifier = _value(element, "pPr", "pStyle")
        level = self.styles.level(identifier)
        own = _value(element, "pPr", "outlineLvl")
        if level is None and own.isdecimal() and int(own) < 9:
            level = min(int(own) + 1, 4)
        place = Position(self.file, self.order, 1, f"第 {self.paragraphs} 段")
        runs = tuple(Run(text, bold) for text, bold, _ in _runs(element))
        return Paragraph(runs, place, level, self.styles.names.get(identifier, ""))

    def table(self, table: Any) -> RawTable:
        """A table; the texts of nested tables are left to the cells that hold them."""
        self.order += 1
        self.tables += 1
        where = f"第 {self.tables} 个表格"
        cells: list[RawCell] = []
        above: dict[int, int] = {}
        slots = 0
        for row, line in enumerate(_lines(table, "tr")):
            column = _number(_value(line, "trPr", "gridBefore"), 0)
            for count, element in enumerate(_lines(line, "tc"), 1):
                span = max(_number(_value(element, "tcPr", "gridSpan"), 1), 1)
                slots += span
                if slots > MOST_SLOTS:
                    raise refused(self.file, f"{where}太大，不像一份报告，没有读取。请核对是不是选错了文件。")
                merge = element.find(f"{_W}tcPr/{_W}vMerge")
                first = cells[above[column]] if column in above else None
                if merge is not None and merge.get(f"{_W}val") != "restart" and first and _joins(first, row, span):
                    cells[above[column]] = _longer(first, row)
                else:
                    above[column] = len(cells)
                    place = Position(self.file, self.order, len(cells) + 1, f"{where}第 {row + 1} 行第 {count} 格")
                    cells.append(self.cell(element, row, column, span, place))
                column += span
        return RawTable(tuple(cells), Position(self.file, self.order, 1, where))

    def cell(self, element: Any, row: int, column: int, span: int, place: Position) -> RawCell:
        texts, raised, style = [], "", ""
        for paragraph in element.iter(f"{_W}p"):
            style = style or self.styles.names.get(_value(paragraph, "pPr", "pStyle"), "")
            runs = list(_runs(paragraph))
            texts.append("".join(text for text, _, up in runs if not up))
            raised += "".join(text for text, _, up in runs if up)
        text = _SPACES.sub("\n", "\n".join(filter(None, texts)))
        return RawCell(row, column, text, place, 1, span, style, raised)


def _joins(first: RawCell, row: int, span: int) -> bool:
    """Whether a continuation belongs to the cell above it."""
    return first.row + first.rowspan == row and first.colspan == span


def _longer(cell: RawCell, row: int) -> RawCell:
    return RawCell(
        *(cell.row, cell.column, cell.text, cell.position, row - cell.row + 1, cell.colspan, cell.style, cell.raised)
    )


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 6 else default


def _lines(parent: Any, name: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, looking through content controls and the like."""
    for element in parent:
        if element.tag == f"{_W}{name}":
            yield element
        elif element.tag in _WRAPPERS:
            yield from _lines(element, name)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The contents of text boxes, once each."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            yield box


def _runs(paragraph: Any) -> Iterator[tuple[str, bool, bool]]:
    """Texts of a paragraph with whether they are bold and raised; what is deleted or in a text box is left out."""
    for run in _inside(paragraph):
        properties = run.find(f"{_W}rPr")
        bold = properties is not None and _is_on(properties.find(f"{_W}b"))
        raised = properties is not None and _value(properties, "vertAlign") == "superscript"
        if properties is not None and _is_on(properties.find(f"{_W}vanish")):
            continue
        text = "".join(child.text or "" if child.tag == f"{_W}t" else _BREAKS.get(child.tag, "") for child in run)
        if text:
            yield text, bold, raised


def _inside(parent: Any) -> Iterator[Any]:
    for element in parent:
        if element.tag == f"{_W}r":
            yield element
        elif element.tag not in _GONE and element.tag not in (_FALLBACK, f"{_W}p", f"{_W}tbl", f"{_W}pPr"):
            yield from _inside(element)


def _is_on(element: Any) -> bool:
    return element is not None and element.get(f"{_W}val", "true") not in ("0", "false", "off")
