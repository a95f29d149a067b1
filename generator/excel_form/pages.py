"""Reading workbooks, .xlsx, through openpyxl: sheets, names and cells as plain data; nothing is computed."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import time, timedelta
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils import column_index_from_string

from generator.excel_form.formulas import Spot
from generator.excel_form.kinds import Raw
from generator.limits import refused

_TARGET = re.compile(r"\$?(?:'((?:[^']|'')+)'|([^'!$]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::.*)?\Z")
_MOST_ROWS = 1_000  # of the hidden sheet


class Pages:
    """A workbook that came from outside: its sheets, its names, its cells; InputError where it cannot be read.

    The parts of the package must have been looked at. Formulas are never computed here.
    """

    def __init__(self, file: str, content: bytes) -> None:
        self._file, self._content = file, content
        self._book = self._open(values=False)
        self._values: Workbook | None = None
        self.titles = [page.title for page in self._book.worksheets]
        self.names = dict(self._names())

    def _open(self, *, values: bool) -> Workbook:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on what openpyxl leaves out
            try:
                return load_workbook(BytesIO(self._content), data_only=values, keep_links=False)
            except Exception:  # whatever a damaged file makes openpyxl raise
                raise refused(self._file, "文件损坏，读不出来。请用 Excel 或者 WPS 打开，另存为 xlsx 再试。") from None

    def _names(self) -> Iterator[tuple[str, Spot]]:
        for name, defined in self._book.defined_names.items():
            match = _TARGET.match(defined.attr_text or "")
            if match:
                title = (match[1] or match[2]).replace("''", "'")
                if title in self.titles:
                    yield name, Spot(title, int(match[4]) - 1, column_index_from_string(match[3]) - 1)

    def rows(self, title: str) -> list[tuple[str, ...]]:
        """The rows of a sheet of texts, empty where there is no such sheet."""
        if title not in self.titles:
            return []
        page = self._book[title]
        lines = page.iter_rows(max_row=min(page.max_row, _MOST_ROWS), max_col=2, values_only=True)
        return [tuple("" if value is None else str(value) for value in line) for line in lines]

    def cell(self, spot: Spot) -> Raw:
        """What stands in a cell, a formula as such."""
        return _raw(self._book, spot)

    def value(self, spot: Spot) -> Raw:
        """What a cell showed when the workbook was saved, a formula by what it gave."""
        if self._values is None:
            self._values = self._open(values=True)
        return _raw(self._values, spot)

    def texts(self, title: str, rows: int, columns: int) -> list[Spot]:
        """The cells of the upper left of a sheet in which something stands."""
        page = self._book[title]
        lines = page.iter_rows(max_row=min(rows, page.max_row), max_col=min(columns, page.max_column))
        return [Spot(title, cell.row - 1, cell.column - 1) for line in lines for cell in line if cell.value is not None]


def _raw(book: Workbook, spot: Spot) -> Raw:
    if spot.sheet not in book.sheetnames:
        return Raw(None)
    cell = book[spot.sheet].cell(spot.row + 1, spot.column + 1)
    value: Any = cell.value
    if cell.data_type == "f":
        return Raw(None, formula=str(getattr(value, "text", value)))
    if isinstance(value, time | timedelta):
        return Raw(str(value))
    return Raw(value, error=cell.data_type == "e")
