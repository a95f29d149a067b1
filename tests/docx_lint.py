"""Faults in a .docx that its readers repair in silence, seen from the structure alone; schema validators miss most."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from lxml import etree
from lxml.etree import _Element as Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STYLES = "word/styles.xml"
_STYLED = {f"{_W}pStyle": "paragraph", f"{_W}rStyle": "character", f"{_W}tblStyle": "table"}
_CONTAINERS = [_W + name for name in ("body", "tc", "hdr", "ftr", "txbxContent", "footnote", "endnote", "comment")]
_BLOCKS = [_W + name for name in ("p", "tbl", "sdt")]


def faults(content: bytes) -> list[str]:
    """What is wrong with a Word file, each fault with its place; nothing for a sound one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            broken = package.testzip()
            members = [] if broken else [(info.filename, package.read(info)) for info in package.infolist()]
    except (zipfile.BadZipFile, zlib.error) as error:
        return [f"not a zip archive: {error}"]
    if broken is not None:
        return [f"{broken}: the checksum is wrong"]
    found = [f"{name}: twice in the archive" for name in _repeated(name.lower() for name, _ in members)]
    parts: dict[str, Element] = {}
    for name, data in members:
        try:
            if name.endswith((".xml", ".rels")):
                parts[name] = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            found.append(f"{name}: not well-formed: {error}")
    found += [f"no {name}" for name in ("[Content_Types].xml", "word/document.xml", _STYLES) if name not in parts]
    return found + [f"{name}: {fault}" for name, root in parts.items() for fault in _part(root, parts.get(_STYLES))]


def _part(root: Element, styles: Element | None) -> Iterator[str]:
    for table in root.iter(f"{_W}tbl"):
        for fault in _table(table):
            yield f"{_place(table)}: {fault}"
    for element, fault in (*_blocks(root), *_texts(root), *_fields(root), *_names(root, styles)):
        yield f"{_place(element)}: {fault}"
    for tag, key in ((_DOC_PR, "id"), (f"{_W}bookmarkStart", f"{_W}id"), (f"{_W}style", f"{_W}styleId")):
        yield from (f"{key} {value} twice" for value in _repeated(item.get(key, "") for item in root.iter(tag)))


def _place(element: Element) -> str:
    return element.getroottree().getpath(element)


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def _number(element: Element, path: str, default: int) -> int:
    found = element.find("/".join(_W + step for step in path.split("/")))
    value = "" if found is None else found.get(f"{_W}val", "")
    return int(value) if value.isdecimal() else default


def _table(table: Element) -> Iterator[str]:
    """Rows fill the grid, merged cells go on from the row above, and heads that repeat are the first rows."""
    columns = len(table.findall(f"{_W}tblGrid/{_W}gridCol"))
    rows = table.findall(f"{_W}tr")
    heads = [row.find(f"{_W}trPr/{_W}tblHeader") is not None for row in rows]
    if not rows:
        yield "no row"
    if any(later and not earlier for earlier, later in pairwise(heads)):
        yield "a head that repeats under a row that does not"
    merged: set[tuple[int, int]] = set()
    for number, row in enumerate(rows, 1):
        cells = row.findall(f"{_W}tc")
        if not cells:
            yield f"row {number}: no cell"
        column, above, merged = _number(row, "trPr/gridBefore", 0), merged, set()
        for cell in cells:
            span, merge = _number(cell, "tcPr/gridSpan", 1), cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None:
                merged.add((column, span))
                if merge.get(f"{_W}val") != "restart" and (column, span) not in above:
                    yield f"row {number}: a merged cell goes on from no cell above"
            column += span
        if (width := column + _number(row, "trPr/gridAfter", 0)) != columns:
            yield f"row {number}: {width} columns in a grid of {columns}"


def _blocks(root: Element) -> Iterator[tuple[Element, str]]:
    """Cells and notes end with a paragraph, tables stand apart, and paragraphs hold none."""
    for container in root.iter(*_CONTAINERS):
        blocks = list(container.iterchildren(*_BLOCKS))
        if not blocks:
            yield container, "no paragraph"
        elif blocks[-1].tag == f"{_W}tbl" and container.tag != f"{_W}body":
            yield container, "a table comes last"
        for first, second in pairwise(blocks):
            if first.tag == second.tag == f"{_W}tbl":
                yield second, "touches the table before, and is joined to it"
    for block in root.iterfind(f".//{_W}p/{_W}p"):
        yield block, "a paragraph in a paragraph"
    for section in root.iterfind(f"{_W}body/{_W}sectPr"):
        if section.getnext() is not None:
            yield section, "the section does not come last"


def _texts(root: Element) -> Iterator[tuple[Element, str]]:
    """Blanks at an edge are kept, and lines are broken by elements."""
    for text in root.iter(f"{_W}t", f"{_W}delText", f"{_W}instrText"):
        value = text.text or ""
        if value != value.strip(" \t\r\n") and text.get(_SPACE) != "preserve":
            yield text, "blanks at an edge without xml:space"
        if "\n" in value or "\r" in value:
            yield text, "a line break in text is printed as a blank"


def _fields(root: Element) -> Iterator[tuple[Element, str]]:
    """Every field is begun, separated at most once, and ended."""
    marks = "".join(mark.get(f"{_W}fldCharType", "?")[0] for mark in root.iter(f"{_W}fldChar"))
    while (rest := re.sub("bs?e", "", marks)) != marks:
        marks = rest
    if marks:
        yield root, "a field without its beginning or its end"


def _names(root: Element, styles: Element | None) -> Iterator[tuple[Element, str]]:
    """Styles that are used exist, with the type of their use."""
    known = {(style.get(f"{_W}type"), style.get(f"{_W}styleId")) for style in styles} if styles is not None else set()
    for element in root.iter(*_STYLED):
        if (_STYLED[str(element.tag)], element.get(f"{_W}val")) not in known:
            yield element, f"no {_STYLED[str(element.tag)]} style {element.get(f'{_W}val')}"
