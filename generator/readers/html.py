"""Web pages: paragraphs and headings by element, tables by their spans, and what the page marks as no content."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from generator.findings import Position
from generator.limits import checked_markup, refused
from generator.reading import MOST_SLOTS, Item, Paragraph, RawCell, RawTable, Reading, Run
from generator.shapes import NamedTuple

_DROPPED = frozenset(
    ["script", "style", "noscript", "template", "iframe", "object", "svg", "select", "button", "textarea", "head"]
)
_ASIDE = frozenset(("nav", "footer", "aside", "header"))
_ASIDE_NAME = re.compile(
    r"(?:^|[-_\s])(?:nav|menu|foot|footer|breadcrumbs?|crumbs?|sidebar|share|advert|ads?|copyright|toolbar|pager)"
    r"(?:[-_\s]|$)",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    "p|div|section|article|main|h[1-6]|[uod]l|li|d[td]|blockquote|table|tr|t[dh]|center|form|fieldset|pre|hr|figure|"
    "figcaption|address|details|summary|header|footer|nav|aside|body|caption|thead|tbody|tfoot"
)
_BOLD = frozenset(("b", "strong"))
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LINE_ENDS = re.compile(r"[\r\n]+")  # all that our own pages fold: their blanks are the report's
_MOST_ROWS = 5_000
_MOST_COLUMNS = 200
_DEPTH = 180

_CODECS = {"gb2312": "gb18030", "gbk": "gb18030", "utf-8": "utf-8-sig"}


def read(file: str, content: bytes) -> Reading:
    """The paragraphs and tables of a page, in order."""
    checked_markup(file, content, doctype=True)
    text, remarks = _decoded(file, content)
    try:
        page: Any = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=False, remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise refused(file, "读不出网页的内容。请用浏览器打开核对，再另存为网页（全部或者仅 HTML）。") from None
    body = page.find("body")
    data = _data(page)
    walker = _Walker(file, _LINE_ENDS if data else _BLANKS)
    if body is not None:
        walker.flow(body, _Context(0 if data else None, len(body.findall(".//h1")) < 2))
    return Reading(file, "html", tuple(walker.items), data, False, remarks)


def _decoded(file: str, content: bytes) -> tuple[str, tuple[tuple[str, Position], ...]]:
    """The text of a page by its own word, else as UTF-8, else as GB 18030."""
    declared = _CHARSET.search(content[:4096])
    names = [declared[1].decode("ascii").lower()] if declared else []
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        names = ["utf-16"]
    for name in (*names, "utf-8-sig", "gb18030"):
        try:
            text = content.decode(_CODECS.get(name, name))
        except (LookupError, UnicodeError):
            continue
        shown = name.removesuffix("-sig")
        said = f"网页说自己是 {names[0]} 编码，按 {shown} 才读得通" if names else f"网页没有写明编码，按 {shown} 读的"
        plain = name in names or (not names and name == "utf-8-sig")
        return re.sub(r"^\s*<\?xml[^>]*\?>", "", text), () if plain else ((said, Position(file, 1, 1)),)
    raise refused(file, "不是 UTF-8，也不是 GBK 编码，读不出来。请用浏览器打开，另存为网页，编码选 UTF-8。")


def _data(page: Any) -> dict[str, Any]:
    """The report that a page of ours carries."""
    for script in page.iter("script"):
        if script.get("id") == "nianbao" and script.get("type") == "application/json":
            try:
                found = json.loads(script.text or "", parse_int=str, parse_float=str)
            except (ValueError, RecursionError):
                return {}
            return found if isinstance(found, dict) else {}
    return {}


class _Context(NamedTuple):
    """What the elements around a text say of it; `titled` tells that h1 is the title, not a level of headings."""

    level: int | None
    titled: bool
    style: str = ""
    aside: bool = False
    group: tuple[int, ...] = ()

    def within(self, element: Any, number: int) -> _Context:
        """The context inside a block."""
        names = f"{element.get('class', '')} {element.get('id', '')}"
        heading = re.fullmatch("h([1-6])", element.tag)
        level = min(int(heading[1]) - self.titled, 4) or None if heading else self.level
        style = "title" if element.tag == "h1" and self.titled else element.get("class") or self.style
        aside = self.aside or (element.tag in _ASIDE and style != "draft") or bool(_ASIDE_NAME.search(names))
        return _Context(level, self.titled, style, aside, (*self.group, number))


class _Walker:
    """Goes through a page in order; a paragraph ends where a block begins or ends, or a line is broken."""

    def __init__(self, file: str, blanks: re.Pattern[str]) -> None:
        self.file = file
        self.blanks = blanks
        self.items: list[Item] = []
        self.runs: list[Run] = []
        self.linked = 0
        self.count = self.tables = 0
        self.line = 1

    def flow(self, element: Any, context: _Context) -> None:
        """Take in what is inside a block."""
        if len(context.group) > _DEPTH:
            raise refused(self.file, "网页的标记套得太深，没有读取。请用浏览器打开，另存一份再试。")
        self.end(context)
        self.line = element.sourceline or self.line
        self.inline(element, context, False, False)
        self.end(context)

    def inline(self, element: Any, context: _Context, bold: bool, link: bool) -> None:
        self.text(element.text, bold, link)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _DROPPED and not _is_hidden(child):
                self.child(child, context, bold, link)
            self.text(child.tail, bold, link)

    def child(self, child: Any, context: _Context, bold: bool, link: bool) -> None:
        if child.tag == "br":
            self.end(context)
        elif child.tag == "table" and _is_data(child):
            self.end(context)
            self.table(child, context)
        elif _BLOCK.fullmatch(child.tag):
            self.count += 1
            self.flow(child, context.within(child, self.count))
        else:
            self.inline(child, context, bold or child.tag in _BOLD, link or child.tag == "a")

    def text(self, text: str | None, bold: bool, link: bool) -> None:
        if text:
            self.runs.append(Run(self.blanks.sub(" ", text), bold))
            self.linked += len(text.strip()) if link else 0

    def end(self, context: _Context) -> None:
        """End the paragraph that is being read, if it has any text."""
        runs, linked = _trimmed(self.runs), self.linked
        self.runs, self.linked = [], 0
        length = sum(len(run.text.strip()) for run in runs)
        if length:
            place = Position(self.file, self.line, 1, f"第 {self.line} 行")
            aside = context.aside or linked >= length
            self.items.append(Paragraph(runs, place, context.level, context.style, aside, context.group))

    def table(self, table: Any, context: _Context) -> None:
        self.tables += 1
        line = table.sourceline or self.line
        place = Position(self.file, line, 1, f"第 {line} 行第 {self.tables} 个表格")
        cells = list(self.cells(table))
        caption = table.find("caption")
        title = "" if caption is None else self.blanks.sub(" ", caption.text_content()).strip()
        if caption is not None and caption.get("class") != "title" and title and cells:
            width = max(cell.column + cell.colspan for cell in cells)
            band = RawCell(0, 0, title, place, 1, width, caption.get("class", ""))
            cells = [band, *(_lower(cell) for cell in cells)]
        self.items.append(RawTable(tuple(cells), place, True, context.group))

    def cells(self, table: Any) -> Iterator[RawCell]:
        taken: set[tuple[int, int]] = set()
        for row, line in enumerate(_rows(table)):
            column = 0
            for count, element in enumerate(line.iterchildren("td", "th"), 1):
                while (row, column) in taken:
                    column += 1
                rows, columns = (_span(element.get(name)) for name in ("rowspan", "colspan"))
                if row > _MOST_ROWS or column > _MOST_COLUMNS or len(taken) + rows * columns > MOST_SLOTS:
                    raise refused(self.file, "网页里有一个表格太大，不像一份报告，没有读取。请核对是不是选错了文件。")
                taken.update((row + down, column + right) for down in range(rows) for right in range(columns))
                where = element.sourceline or table.sourceline or 1
                words = f"第 {where} 行第 {self.tables} 个表格第 {row + 1} 行第 {count} 格"
                text, raised = _cell_text(element, self.blanks)
                place = Position(self.file, where, count, words)
                yield RawCell(row, column, text, place, rows, columns, element.get("class", ""), raised)


def _is_hidden(element: Any) -> bool:
    return bool(_HIDDEN.search(element.get("style", ""))) or element.get("hidden") is not None


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table, not those of tables inside it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _is_data(table: Any) -> bool:
    """Whether a table holds figures, rather than laying out a page."""
    if table.find(".//table") is not None or table.find(".//h1") is not None or table.find(".//h2") is not None:
        return False
    if table.find("caption") is not None or table.find(".//th") is not None:
        return True
    return any(len(list(row.iterchildren("td", "th"))) > 1 for row in _rows(table))


def _span(text: str | None) -> int:
    return min(max(int(text), 1), 10_000) if text and re.fullmatch(r"[0-9]{1,9}", text) else 1


def _lower(cell: RawCell) -> RawCell:
    """A cell one row lower, under a caption that is the table's first row."""
    return RawCell(
        *(cell.row + 1, cell.column, cell.text, cell.position, cell.rowspan, cell.colspan, cell.style, cell.raised)
    )


def _cell_text(element: Any, blanks: re.Pattern[str]) -> tuple[str, str]:
    """The text of a cell, and what is raised in it."""
    raised = "".join(part.text_content() for part in element.iter("sup"))
    pieces: list[str] = []
    _gather(element, pieces, blanks)
    return re.sub(r" *\n\s*", "\n", "".join(pieces)).strip(), raised.strip()


def _gather(element: Any, pieces: list[str], blanks: re.Pattern[str]) -> None:
    pieces.append(blanks.sub(" ", element.text or ""))
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _DROPPED and child.tag != "sup" and not _is_hidden(child):
            edge = "\n" if _BLOCK.fullmatch(child.tag) or child.tag == "br" else ""
            pieces.append(edge)
            _gather(child, pieces, blanks)
            pieces.append(edge)
        pieces.append(blanks.sub(" ", child.tail or ""))


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    """Runs without blanks at the ends of the paragraph, neighbours of one weight joined."""
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1].bold == run.bold:
            joined[-1] = Run(joined[-1].text + run.text, run.bold)
        elif run.text:
            joined.append(run)
    if joined:
        joined[0] = joined[0]._replace(text=joined[0].text.lstrip(" "))
        joined[-1] = joined[-1]._replace(text=joined[-1].text.rstrip(" "))
    return tuple(run for run in joined if run.text)
