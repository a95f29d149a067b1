"""An Excel workbook: 数字, and further sheets where there are more rows than a sheet holds.

A value is a number with the decimals that were written, shown as such; one with more digits than Excel keeps is text.
Texts are stored as texts, so that none of them is ever run as a formula, and are marked as such for whoever edits one.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from generator.figures import Number, plain_number
from generator.tables import COLUMNS, FORMULA, WHOLE_NUMBERS, Row

_MOST_ROWS = 1_048_576
_MOST_DIGITS = 15
_WIDTHS = {"机关": 26, "章节": 26, "行": 40, "列": 26, "路径": 60, "注": 26, "文件": 30}


class Table:
    """A workbook that is written when the table ends."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.book = Workbook(write_only=True)
        self.sheet: Any = None
        self.room = 0

    def __enter__(self) -> Self:
        self.open_sheet()
        return self

    def __exit__(self, *error: object) -> None:
        self.sheet.auto_filter.ref = f"A1:{chr(ord('A') + len(COLUMNS) - 1)}1"
        self.book.save(self.file)

    def add(self, rows: Iterable[Row]) -> None:
        """Append rows; an unknown figure is an empty cell."""
        for row in rows:
            if not self.room:
                self.open_sheet()
            self.sheet.append([self.cell(name, value) for name, value in zip(COLUMNS, row, strict=True)])
            self.room -= 1

    def open_sheet(self) -> None:
        """Begin a sheet with its line of heads."""
        number = len(self.book.worksheets)
        self.sheet = self.book.create_sheet(f"数字{number + 1}" if number else "数字")
        self.sheet.freeze_panes = "A2"
        for column, name in enumerate(COLUMNS):
            self.sheet.column_dimensions[chr(ord("A") + column)].width = _WIDTHS.get(name, 12)
        heads = [WriteOnlyCell(self.sheet, name) for name in COLUMNS]
        for head in heads:
            head.font = Font(bold=True)
        self.sheet.append(heads)
        self.room = _MOST_ROWS - 1

    def cell(self, name: str, value: str | Number | None) -> object:
        """What stands in a cell: a bare value where nothing special is to be said of it."""
        if name in WHOLE_NUMBERS or value in (None, ""):
            return value
        if isinstance(value, str):
            return self.text(value) if value.startswith(FORMULA) else value
        text = plain_number(value)
        digits = text.lstrip("-").replace(".", "").lstrip("0")
        if len(digits) > _MOST_DIGITS:
            return self.text(text)
        if "." not in text:
            return value
        cell = WriteOnlyCell(self.sheet, value)  # type: ignore[arg-type]  # openpyxl takes Decimal
        cell.number_format = f"0.{'0' * len(text.partition('.')[2])}"
        return cell

    def text(self, text: str) -> object:
        """A cell that is text whatever it looks like."""
        cell = WriteOnlyCell(self.sheet, text)
        cell.data_type = "s"
        cell.quotePrefix = True
        return cell
