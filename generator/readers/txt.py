"""Plain text in the shapes that reports are kept in: ours, Word's export, tabs between cells, Markdown with pipes."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from generator import label_keys, limits
from generator.findings import Position
from generator.reading import Item, Paragraph, RawCell, RawTable, Reading, Run
from generator.traced import RULE, trace
from generator.widths import wrap

_COLUMNS = 100  # to which our own texts are wrapped
_NOTE = re.compile(r"注\d*：")
_MARKER = re.compile(r"(?<=\d)注\d+\Z")
_HASHES = re.compile(r"(#{1,6})[ \t　]+(?=\S)")
_BOLD = re.compile(r"\*\*(?![\s*])(.+?)(?<!\s)\*\*")
_DIVIDER = re.compile(r"[\s|:+-]*-[\s|:+-]*\Z")
_FIGURE = re.compile(r"\d[\d,\s]*(?:\.\d+)?\Z")
_CONTINUED, _LABEL = 20, 60  # characters of a line that may go on in the cell above it, and of the last such line
_UNPRINTABLE = re.compile("[\0-\x08\x0e-\x1f\x7f]")
_MOST_LINES = 100_000
_MOST_CELLS = 20_000


def read(file: str, content: bytes) -> Reading:
    """The paragraphs and tables of a text, in order."""
    limits.checked_markup(file, content, doctype=True)
    text, remarks = _decoded(file, content)
    lines = _UNPRINTABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    if len(lines) > _MOST_LINES or text.count("\t") + text.count("|") > 5 * _MOST_CELLS:
        raise limits.refused(file, "行数或者格数太多，不像一份报告，没有读取。请核对是不是选错了文件。")
    ours = sum(bool(RULE.match(line.rstrip())) for line in lines) > 1 or _is_wrapped(lines)
    items = _Ours(file, lines).items() if ours else _Foreign(file, lines).items()
    return Reading(file, "txt", tuple(items), {}, False, remarks)


def _decoded(file: str, content: bytes) -> tuple[str, tuple[tuple[str, Position], ...]]:
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for name in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(name)
        except UnicodeError:
            continue
        if "\0" in text:
            break
        remark = () if name == "utf-8-sig" else ((f"文件不是 UTF-8 编码，按 {name} 读的", Position(file, 1, 1)),)
        return text, remark
    raise limits.refused(file, "不是文本文件，或者编码认不出来。请用记事本打开，另存为，编码选 UTF-8。")


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether a text without tables has its paragraphs wrapped as ours are, between blank lines."""
    chunks = [chunk.split("\n") for chunk in re.split(r"\n\s*\n", "\n".join(lines).strip("\n"))]
    several = [chunk for chunk in chunks if len(chunk) > 1 and not chunk[0].startswith("    ")]
    return bool(several) and all("\t" not in chunk[0] and wrap("".join(chunk), _COLUMNS) == chunk for chunk in several)


def _weighed(text: str) -> tuple[Run, ...]:
    """The runs of a text with its stars taken for bold."""
    runs, last = [], 0
    for match in _BOLD.finditer(text):
        runs += [Run(text[last : match.start()]), Run(match[1], True)]
        last = match.end()
    return tuple(run for run in (*runs, Run(text[last:])) if run.text)


class _Ours:
    """Our own texts: paragraphs between blank lines, wrapped; tables ruled in ASCII."""

    def __init__(self, file: str, lines: Sequence[str]) -> None:
        self.file = file
        self.lines = lines
        self.titled = False

    def items(self) -> Iterator[Item]:
        start = 0
        while start < len(self.lines):
            end = start
            while end < len(self.lines) and self.lines[end].strip():
                end += 1
            if end > start:
                yield from self.chunk(start, self.lines[start:end])
            start = end + 1

    def chunk(self, start: int, lines: Sequence[str]) -> Iterator[Item]:
        place = Position(self.file, start + 1, 1)
        if RULE.match(lines[0].rstrip()) and RULE.match(lines[-1].rstrip()):
            try:
                yield self.table(place, [line.rstrip() for line in lines])
                return
            except ValueError:
                pass
        joined = "".join(lines)
        whole = len(lines) == 1 or wrap(joined, _COLUMNS) == list(lines)
        pieces: list[tuple[str, int | None, str]]
        if lines[0].startswith("    "):
            pieces = [(line.strip(), 0, "signature") for line in lines]
        elif lines[0].startswith("! "):
            pieces = [(joined[2:], 0, "draft")]
        else:
            pieces = [self.paragraph(text) for text in ([joined] if whole else lines)]
        for number, (text, level, style) in enumerate(pieces):
            line = start + 1 + (number if len(pieces) > 1 else 0)
            yield Paragraph((Run(text),), Position(self.file, line, 1), level, style)

    def paragraph(self, text: str) -> tuple[str, int | None, str]:
        if not self.titled:
            self.titled = True
            return text, None, "title"
        if text.startswith("　　"):
            return text[2:], 0, "body"
        if _NOTE.match(text):
            return text, 0, "note"
        level = next((level for level in range(1, 5) if label_keys.printed_number(text, level)), None)
        return text, level, "heading" if level else ""

    def table(self, place: Position, lines: list[str]) -> RawTable:
        cells = []
        for cell in trace(lines):
            marker = _MARKER.search(cell.text)
            text = cell.text[: marker.start()] if marker else cell.text
            spot = Position(self.file, place.line + cell.line, cell.column + 1)
            cells.append(
                RawCell(
                    cell.row,
                    cell.column,
                    text,
                    spot,
                    cell.rowspan,
                    cell.colspan,
                    cell.role.value,
                    marker[0] if marker else "",
                )
            )
        return RawTable(tuple(cells), place)


class _Foreign:
    """Any other text: a line is a paragraph, a row or a cell."""

    def __init__(self, file: str, lines: Sequence[str]) -> None:
        self.file = file
        self.lines = lines

    def items(self) -> Iterator[Item]:
        number = 0
        while number < len(self.lines):
            line = self.lines[number]
            if _is_cell(line):
                number, table = self.cells(number)
                yield table
            elif "\t" in line.strip(" 　") and line.strip():
                number, table = self.rows(number, _is_row, lambda text: text.split("\t"))
                yield table
            elif _is_piped(line):
                number, table = self.rows(number, _is_piped, _piped)
                yield table
            else:
                if line.strip():
                    yield self.paragraph(number, line)
                number += 1

    def paragraph(self, number: int, line: str) -> Paragraph:
        text = line.strip()
        place = Position(self.file, number + 1, len(line) - len(line.lstrip()) + 1)
        hashes = _HASHES.match(text)
        level = min(len(hashes[1]) - 1, 4) or None if hashes else None
        style = "title" if hashes and len(hashes[1]) == 1 else ""
        return Paragraph(_weighed(text[hashes.end() :] if hashes else text), place, level, style)

    def rows(
        self, first: int, belongs: Callable[[str], bool], split: Callable[[str], list[str]]
    ) -> tuple[int, RawTable]:
        """A table of a line per row; blank cells keep the columns in place."""
        cells: list[RawCell] = []
        row, last = 0, first
        while last < len(self.lines) and belongs(self.lines[last]):
            if not _DIVIDER.match(self.lines[last]):
                column = 0
                for count, text in enumerate(split(self.lines[last])):
                    place = Position(self.file, last + 1, column + 1)
                    cells.append(RawCell(row, count, re.sub(r"<br\s*/?>", "\n", text).strip().replace("**", ""), place))
                    column += len(text) + 1
                row += 1
            last += 1
        widths = Counter(Counter(cell.row for cell in cells).values()).most_common(1)
        even = bool(widths) and 2 * widths[0][1] > row  # a few rows may have lost a cell
        return last, RawTable(tuple(cells), Position(self.file, first + 1, 1), spans=even)

    def cells(self, first: int) -> tuple[int, RawTable]:
        """A table of a line per cell, each after a tab; a blank line ends a row, two end the table."""
        cells: list[RawCell] = []
        row, column, blanks, number = 0, 0, 0, first
        while number < len(self.lines):
            line = self.lines[number]
            if line.startswith("\t"):
                if blanks and cells:
                    row, column = row + 1, 0
                cells.append(RawCell(row, column, line.strip(), Position(self.file, number + 1, 2)))
                column, blanks = column + 1, 0
            elif not line.strip():
                blanks += 1
            elif cells and blanks < 2 and self.goes_on(number, cells[-1].text):
                old = cells[-1]
                cells[-1] = RawCell(old.row, old.column, f"{old.text}\n{line.strip()}", old.position)
                blanks = 0
            else:
                break
            number += 1
        return number, RawTable(tuple(cells), Position(self.file, first + 1, 1), spans=False)

    def goes_on(self, number: int, above: str) -> bool:
        """Whether a line without a tab goes on in the cell above it, as labels broken by hand do."""
        text = self.lines[number].strip()
        if not above or (_FIGURE.match(above) and text[0] not in ".．、") or len(text) > _LABEL:
            return False
        later = next((line for line in self.lines[number + 1 : number + 3] if line), "")
        return later.startswith("\t") or (len(text) <= _CONTINUED and 0 < len(later.strip()) <= _CONTINUED)


def _is_cell(line: str) -> bool:
    return line.startswith("\t") and "\t" not in line[1:].rstrip(" ") and bool(line.strip())


def _is_row(line: str) -> bool:
    return "\t" in line


def _is_piped(line: str) -> bool:
    text = line.strip()
    return text.count("|") > 1 or (text.startswith("|") and len(text) > 1)


def _piped(line: str) -> list[str]:
    """The cells of a row in Markdown; a bar at either end is no cell's."""
    text = line.strip()
    text = text.removeprefix("|")
    text = text[:-1] if text.endswith("|") and not text.endswith("\\|") else text
    return [cell.replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", text)]
