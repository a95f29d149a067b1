"""SQLite: one table, 数字. SQLite has no decimals, so a value is text with every digit, NULL where it is unknown.

sum() takes such text for a number; to compare, cast it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from generator.tables import COLUMNS, VALUE, WHOLE_NUMBERS, Row

_TYPES = (
    f'"{name}" {"INTEGER NOT NULL" if name in WHOLE_NUMBERS else "TEXT" if name == VALUE else "TEXT NOT NULL"}'
    for name in COLUMNS
)
# the file takes its place when it is whole, so a journal would only cost time
_CREATE = f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; CREATE TABLE 数字 ({', '.join(_TYPES)}); BEGIN"
_INSERT = f"INSERT INTO 数字 VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 (question marks alone)


class Table:
    """A database file; `file` must be empty or absent."""

    def __init__(self, file: Path) -> None:
        self.connection = sqlite3.connect(file, isolation_level=None)
        self.connection.executescript(_CREATE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.connection.execute("COMMIT")
        self.connection.close()

    def add(self, rows: Iterable[Row]) -> None:
        """Append rows."""
        self.connection.executemany(_INSERT, map(Row.with_text, rows))
