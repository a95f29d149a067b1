"""Parquet: a value is text with every digit, null where it is unknown, because no decimal type is wide enough for all.

In DuckDB `值::DECIMAL(38, 10)` is a number to compute with.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Self

import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from generator.tables import COLUMNS, VALUE, WHOLE_NUMBERS, Row

_SCHEMA = pa.schema(
    [pa.field(name, pa.int32() if name in WHOLE_NUMBERS else pa.string(), name == VALUE) for name in COLUMNS]
)
_GROUP = 50_000  # rows that are held in memory and written together


class Table:
    """A Parquet file, compressed with zstd."""

    def __init__(self, file: Path) -> None:
        self.writer = ParquetWriter(file, _SCHEMA, compression="zstd")
        self.waiting: list[Row] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.flush()
        self.writer.close()

    def add(self, rows: Iterable[Row]) -> None:
        """Append rows."""
        self.waiting += map(Row.with_text, rows)
        if len(self.waiting) >= _GROUP:
            self.flush()

    def flush(self) -> None:
        """Write the rows that wait."""
        if self.waiting:
            columns = dict(zip(COLUMNS, zip(*self.waiting, strict=True), strict=True))
            self.writer.write_table(pa.table(columns, schema=_SCHEMA))
            self.waiting.clear()
