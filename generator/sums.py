"""The figures of a block, and for each total the figures that it is the sum of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from generator.form import Block, Figure, Header, keyed_leaves, places
from generator.paths import Path

SIBLINGS = "siblings"
_Keys = tuple[str, ...]


def figures(block: Block) -> Iterator[Figure]:
    """Every figure of a block, row by row."""
    place = places(block)
    columns = list(keyed_leaves(block.columns))
    rows: list[tuple[tuple[str, ...], Header | None]] = list(keyed_leaves(block.rows)) or [((), None)]
    for (row_keys, row), (column_keys, column) in product(rows, columns):
        sums: list[tuple[str, tuple[Path, ...]]] = []
        if column.total_of:
            parts = parts_of(column, column_keys, columns)
            sums.append(("row", tuple(place(row_keys, keys) for keys in parts)))
        if row and row.total_of:
            parts = parts_of(row, row_keys, list(keyed_leaves(block.rows)))
            sums.append(("column", tuple(place(keys, column_keys) for keys in parts)))
        yield Figure(place(row_keys, column_keys), row, column, block, tuple(sums))


def parts_of(
    total: Header, keys: tuple[str, ...], leaves: list[tuple[tuple[str, ...], Header]]
) -> list[tuple[str, ...]]:
    """The key paths of the leaves that a total adds up; no total is part of another."""
    if total.total_of == (SIBLINGS,):
        inside = [(path, leaf) for path, leaf in leaves if path[: len(keys) - 1] == keys[:-1]]
        return [path for path, leaf in inside if leaf.is_number and not leaf.total_of]
    beside = [(path, leaf) for path, leaf in leaves if path[:-1] == keys[:-1]]
    return [path for path, leaf in beside if leaf.key in total.total_of and not leaf.total_of]


def wrong_names(
    keys: tuple[str, ...], leaf: Header, leaves: list[tuple[tuple[str, ...], Header]]
) -> Iterator[tuple[str, str]]:
    """What is wrong with the leaves that a leaf names as its parts or its past, each reason with its mend."""
    known = {o.key for path, o in leaves if o.is_number and not o.total_of and path[:-1] == keys[:-1]}
    unknown = [part for part in leaf.total_of if part not in known and leaf.total_of != (SIBLINGS,)]
    for part in unknown:
        yield f"合计 {leaf.key} 的 total_of 里没有名为 {part} 的行（列）", "核对键的写法"
    if leaf.total_of and not unknown and not parts_of(leaf, keys, leaves):
        yield f"合计 {leaf.key} 没有可以相加的", "核对 total_of"
    beside = {other.key for path, other in leaves if path[:-1] == keys[:-1]} - {leaf.key}
    for key in (*leaf.grows_by, *leaf.shrinks_by):
        if key not in beside:
            yield f"{leaf.key} 的 grows_by、shrinks_by 里没有名为 {key} 的列", "核对键的写法"
    if leaf.carries_from and leaf.carries_from not in {other.key for _, other in leaves}:
        yield f"{leaf.key} 的 carries_from 里没有名为 {leaf.carries_from} 的行", "核对键的写法"
