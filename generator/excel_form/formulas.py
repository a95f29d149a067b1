"""What a form computes by itself: totals, balances and how much is left to fill in, as formulas with their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.figures import Number, plain_number, subtract, sum_of
from generator.paths import Path
from generator.relations import Relation
from generator.shapes import NamedTuple

MISSING, EQUAL, DIFFERENCE = "未填全", "相符", "差"


class Spot(NamedTuple):
    """A cell of a workbook by its sheet's title, its row and its column, counted from 0."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """The cell as spreadsheets name it: E7."""
        return f"{letters(self.column)}{self.row + 1}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


class Formula(NamedTuple):
    """A formula without its equals sign, and what it gives for the report as it is."""

    text: str
    value: Number | str


def letters(column: int) -> str:
    """The letters of a column counted from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def reference(spot: Spot) -> str:
    """A cell as formulas of any sheet name it."""
    return f"{_quoted(spot.sheet)}!${letters(spot.column)}${spot.row + 1}"


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"


def total(parts: Iterable[Spot], home: str, value: Number | None, written: Number | None) -> Formula:
    """The sum of cells; where one is empty or no number, the total that was written by hand, or nothing."""
    spots = list(parts)
    cells = _ranges(spots, home)
    fallback = '""' if written is None else _literal(written)
    return Formula(f"IF(COUNT({cells})={len(spots)},SUM({cells}),{fallback})", "" if value is None else value)


def balance(relation: Relation, spots: Mapping[Path, Spot], home: str, values: Mapping[Path, Number]) -> Formula:
    """Whether both sides of a balance are equal, and by how much the left is more."""
    left, right = ([spots[path] for path in side] for side in relation)
    cells = [_ranges(side, home) for side in (left, right)]
    difference = f"ROUND(SUM({cells[0]})-SUM({cells[1]}),8)"
    known = f"COUNT({cells[0]},{cells[1]})={len(left) + len(right)}"
    text = f'IF({known},IF({difference}=0,"{EQUAL}","{DIFFERENCE} "&{difference}),"{MISSING}")'
    if relation.holds(values) is None:
        return Formula(text, MISSING)
    sides = [sum_of(values[path] for path in side) or 0 for side in relation]
    less = subtract(sides[0], sides[1])
    return Formula(text, f"{DIFFERENCE} {plain_number(less)}" if less else EQUAL)


def left_over(spots: Sequence[Spot], home: str, filled: int) -> Formula:
    """How many of these cells are still empty."""
    return Formula(f"{len(spots)}-COUNTA({_ranges(spots, home)})", len(spots) - filled)


def unequal(spots: Sequence[Spot], home: str, values: Iterable[str]) -> Formula:
    """How many of the cells of balances tell a difference."""
    mark = f'"{DIFFERENCE} *"'
    text = "+".join(f"COUNTIF({part},{mark})" for part in _parts(spots, home))
    return Formula(text, sum(value.startswith(DIFFERENCE) for value in values))


def same(spot: Spot, home: str, value: Number | str) -> Formula:
    """What stands in another cell, a number or a text; nothing where it is empty."""
    cell = _ranges([spot], home)
    return Formula(f'IF({cell}="","",{cell})', value)


def ranges(spots: Sequence[Spot]) -> list[str]:
    """Cells of one sheet as ranges."""
    return _parts(spots, spots[0].sheet)


def _literal(number: Number) -> str:
    text = plain_number(number)
    return text if len(text) <= 15 else f'"{text}"'


def _ranges(spots: Sequence[Spot], home: str) -> str:
    return ",".join(_parts(spots, home))


def _parts(spots: Sequence[Spot], home: str) -> list[str]:
    """Cells as ranges, side by side ones joined first, then those one below the other."""
    runs: list[tuple[str, int, int, int]] = []
    for spot in sorted(set(spots)):
        if runs and runs[-1][:2] == spot[:2] and runs[-1][3] == spot.column - 1:
            runs[-1] = (*runs[-1][:3], spot.column)
        else:
            runs.append((spot.sheet, spot.row, spot.column, spot.column))
    boxes: list[tuple[str, int, int, int, int]] = []
    for sheet, row, first, last in runs:
        above = next((box for box in boxes if box[0] == sheet and box[2:] == (row - 1, first, last)), None)
        if above:
            boxes[boxes.index(above)] = (sheet, above[1], row, first, last)
        else:
            boxes.append((sheet, row, row, first, last))
    return [_range(box, home) for box in boxes]


def _range(box: tuple[str, int, int, int, int], home: str) -> str:
    sheet, top, bottom, first, last = box
    begin, end = f"{letters(first)}{top + 1}", f"{letters(last)}{bottom + 1}"
    text = begin if begin == end else f"{begin}:{end}"
    return text if sheet == home else f"{_quoted(sheet)}!{text}"
