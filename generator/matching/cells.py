"""The cells of one raw row as the figures of one row of a form: every way in which they can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import comb

from generator.amounts import splits
from generator.matching.columns import Columns
from generator.matching.rows import Matched
from generator.reading import RawCell, Slot
from generator.shapes import NamedTuple

_MOST_SPLITS = 50_000
_DIGITS = re.compile(r"[\d ]+\Z", re.ASCII)


class Option(NamedTuple):
    """One reading of a row, a text and a cell for each column of the form.

    `start` is the raw column where the figures begin, None where cells can only be counted. `merged` are columns whose
    cell covers others too, so that nobody knows whose figure it holds. `joined` tells that one cell held them all.
    """

    texts: tuple[str, ...]
    cells: tuple[RawCell | None, ...]
    start: int | None = None
    merged: frozenset[int] = frozenset()
    joined: bool = False


_Place = tuple[int, Slot | None]


Sum = tuple[tuple[int, ...], int]  # columns whose figures add up to that of another


def options(one: Matched, columns: Columns, width: int, sums: Sequence[Sum] = ()) -> list[Option]:
    """Every reading of a row into `width` columns; none where its cells are too few or too many.

    Of the ways to cut run-together digits, only those that satisfy the `sums` within the row.
    """
    after = list(_after(one))
    cells = list({id(slot.cell): slot.cell for _, slot in after if slot and slot.is_origin}.values())
    written = [cell for cell in cells if cell.text]
    alone = len(written) == 1 and (sums or len(cells) < width)  # beside blank cells, with no sum to tell, it is one
    if alone and width > 1 and _is_joined(written[0].text, width):
        return list(_split(written[0], width, sums))
    found: list[Option] = []
    size = len(columns.leaves)
    for offset in range(len(after) - size + 1):
        window = after[offset : offset + size]
        inside = {id(slot.cell) for _, slot in window if slot}
        if written and any(slot is None for _, slot in window):
            continue  # a row that has lost a cell, nobody knows which
        if all(id(cell) in inside for cell in written):
            option = _option(columns.leaves, window, one.line.row, width)
            if option.texts not in [other.texts for other in found]:
                found.append(option._replace(start=after[offset][0] if one.line.table.spans else None))
    return found or list(_counted(columns, cells, written, width))


def _after(one: Matched) -> Iterator[_Place]:
    """The places after the label of a row; a hole in the table is a blank one."""
    slots = one.line.slots
    if not one.line.table.spans:
        yield from ((column, slot) for column, slot in slots.items() if column > one.label)
        return
    last = max((max(row) for row in one.line.table.rows if row), default=-1)
    yield from ((column, slots.get(column)) for column in range(one.label + 1, last + 1))


def _option(leaves: Sequence[int | None], window: Sequence[_Place], row: int, width: int) -> Option:
    texts: list[str] = [""] * width
    cells: list[RawCell | None] = [None] * width
    merged: set[int] = set()
    owner: dict[int, int | None] = {}
    for leaf, (_, slot) in zip(leaves, window, strict=True):
        if slot is None:
            continue
        cell = slot.cell
        if cell.text and owner.setdefault(id(cell), leaf) != leaf:
            merged |= {number for number in (leaf, owner[id(cell)]) if number is not None}
        if leaf is None:
            continue
        if cell.text and (cell.rowspan > 1 or cell.row != row or (texts[leaf] and texts[leaf] != cell.text)):
            merged.add(leaf)
        texts[leaf] = texts[leaf] or cell.text
        cells[leaf] = cell if cell.text or cells[leaf] is None else cells[leaf]
    return Option(tuple(texts), tuple(cells), merged=frozenset(merged))


def _counted(columns: Columns, cells: list[RawCell], written: list[RawCell], width: int) -> Iterator[Option]:
    """A row whose cells are as many as the columns, wherever they stand."""
    leaves = list(dict.fromkeys(columns.leaves)) if None not in columns.leaves else []
    for row in (cells, written):
        if len(row) == len(leaves) and not any(cell.rowspan > 1 for cell in row):
            texts, places = [""] * width, list[RawCell | None]([None] * width)
            for leaf, cell in zip(leaves, row, strict=True):
                assert leaf is not None
                texts[leaf], places[leaf] = cell.text, cell
            yield Option(tuple(texts), tuple(places))
            return


def _is_joined(text: str, width: int) -> bool:
    return bool(_DIGITS.match(text)) and len(text.replace(" ", "")) >= width


def _split(cell: RawCell, width: int, sums: Sequence[Sum]) -> Iterator[Option]:
    """Every way to cut one cell into the figures of a row; none where there are too many."""
    words = cell.text.split()
    if len(words) == width:
        yield Option(tuple(words), (cell,) * width, joined=True)
        return
    digits = "".join(words)
    if comb(len(digits) - 1, width - 1) <= _MOST_SPLITS:
        for numbers in splits(digits, width):
            if any(sum(numbers[part] for part in parts) != numbers[total] for parts, total in sums):
                continue
            yield Option(tuple(map(str, numbers)), (cell,) * width, joined=True)
