"""CSV after RFC 4180 in UTF-8, with a byte order mark for Excel if wanted.

A text that a spreadsheet might run as a formula gets an apostrophe before it, and so does one that begins with an
apostrophe; whoever takes one leading apostrophe off has the text back. Numbers are never touched.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from generator.figures import Number, plain_number
from generator.tables import COLUMNS, FORMULA, Row

_GUARDED = (*FORMULA, "'")


class Table:
    """A CSV file with a line of heads."""

    def __init__(self, file: Path, bom: bool = False) -> None:
        self.stream = open(file, "w", encoding="utf-8-sig" if bom else "utf-8", newline="")  # noqa: SIM115
        self.writer = csv.writer(self.stream)
        self.writer.writerow(COLUMNS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.stream.close()

    def add(self, rows: Iterable[Row]) -> None:
        """Append rows; an unknown figure is empty."""
        self.writer.writerows([_safe(cell) for cell in row] for row in rows)


def _safe(cell: str | Number | None) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_GUARDED) else cell
    return "" if cell is None else plain_number(cell)
