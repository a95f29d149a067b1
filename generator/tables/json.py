"""JSON: one array of objects, a line each. A value is a JSON number with every digit, null where it is unknown.

A reader that takes numbers for doubles rounds long ones; Python's `parse_float=Decimal` keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from json import dumps
from pathlib import Path
from typing import Self

from generator.figures import Number, plain_number
from generator.tables import COLUMNS, Row


class Table:
    """A JSON file; the array is closed when the table ends."""

    def __init__(self, file: Path) -> None:
        self.stream = open(file, "w", encoding="utf-8", newline="\n")  # noqa: SIM115
        self.separator = "[\n"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.stream.write("[]\n" if self.separator == "[\n" else "\n]\n")
        self.stream.close()

    def add(self, rows: Iterable[Row]) -> None:
        """Append rows."""
        for row in rows:
            pairs = (f"{_text(name)}: {_text(value)}" for name, value in zip(COLUMNS, row, strict=True))
            self.stream.write(f"{self.separator}{{{', '.join(pairs)}}}")
            self.separator = ",\n"


def _text(value: str | Number | None) -> str:
    return plain_number(value) if isinstance(value, int | Decimal) else dumps(value, ensure_ascii=False)
