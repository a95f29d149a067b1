"""The figures of a block, and for each total the figures that it is the sum of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from generator.form import Block, Figure, Header, keyed_leaves, place
from generator.paths import Path

SIBLINGS = "siblings"
_Keys = tuple[str, ...]


def figures(block: Block) -> Iterator[Figure]:
    """Every figure of a block, row by row."""
    columns = list(keyed_leaves(block.columns))
    rows: list[tuple[tuple[str, ...], Header | None]] = list(keyed_leaves(block.rows)) or [((), None)]
    for (row_keys, row), (column_keys, column) in product(rows, columns):
        sums: list[tuple[str, tuple[Path, ...]]] = []
        if column.total_of:
            parts = parts_of(column, column_keys, columns)
            sums.append(("row", tuple(place(block, row_keys, keys) for keys in parts)))
        if row and row.total_of:
            parts = parts_of(row, row_keys, list(keyed_leaves(block.rows)))
            sums.append(("column", tuple(place(block, keys, column_keys) for keys in parts)))
        yield Figure(place(block, row_keys, column_keys), row, column, block, tuple(sums))


def parts_of(
    total: Header, keys: tuple[str, ...], leaves: list[tuple[tuple[str, ...], Header]]
) -> list[tuple[str, ...]]:
    """The key paths of the leaves that a total adds up; no total is part of another."""
    if total.total_of == (SIBLINGS,):
        inside = [(path, leaf) for path, leaf in leaves if path[: len(keys) - 1] == keys[:-1]]
        return [path for path, leaf in inside if leaf.is_number and not leaf.total_of]
    beside = [(path, leaf) for path, leaf in leaves if path[:-1] == keys[:-1]]
    return [path for path, leaf in beside if leaf.key in total.total_of and not leaf.total_of]
