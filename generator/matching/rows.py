"""Which row of a raw table is which row of the form: by labels, in the form's order, over all tables of a file."""

from __future__ import annotations

from collections.abc import Sequence

from generator import amounts
from generator.findings import Position
from generator.label_keys import key, likeness
from generator.matching.labels import BlockLabels, Head
from generator.reading import RawTable, Slot
from generator.shapes import NamedTuple

_ALIKE = 0.8
_LEAST_NAME = 4  # characters from which a label may be misread
_MOST_LINES = 3_000


class RawLine(NamedTuple):
    """A row of a raw table: the texts before its figures with their columns, and the heads above it in its table."""

    table: RawTable
    row: int
    slots: dict[int, Slot]
    labels: tuple[tuple[int, str], ...]
    block: int | None  # that of the band or the heads above it

    @property
    def position(self) -> Position:
        """Where the row begins."""
        return next(iter(self.slots.values())).cell.position if self.slots else self.table.position

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands after the labels."""
        last = self.labels[-1][0] if self.labels else -1
        return not any(slot.cell.text for column, slot in self.slots.items() if column > last)


class Matched(NamedTuple):
    """A raw row as one of the form; `label` is the column of its label or -1, `exact` whether it reads the same."""

    line: RawLine
    block: int
    row: int
    label: int
    exact: bool

    @property
    def text(self) -> str:
        """The text of its label."""
        return next((text for column, text in self.line.labels if column == self.label), "")

    @property
    def figures(self) -> str:
        """The cells after its label, as they stand."""
        cells = [slot.cell.text for column, slot in self.line.slots.items() if column > self.label and slot.is_origin]
        return " | ".join(cells).strip(" |")


class Lines(NamedTuple):
    """The rows of all tables: those of figures, and the rows of heads of each table by their number."""

    figures: list[RawLine]
    heads: dict[int, list[tuple[int, dict[int, Slot]]]]  # by id of the table
    known: frozenset[int]  # ids of tables that hold heads or rows of the form


def lines(form: Sequence[BlockLabels], tables: Sequence[RawTable]) -> Lines:
    """Sort the rows of raw tables into heads and figures; a blank row is neither."""
    figures: list[RawLine] = []
    heads: dict[int, list[tuple[int, dict[int, Slot]]]] = {}
    known: set[int] = set()
    for table in tables:
        block: int | None = None
        for number, slots in enumerate(table.rows):
            texts = [slot.cell.text for slot in slots.values() if slot.cell.text]
            keys = {key(text) for text in texts}
            if not texts:
                continue
            band = next((labels.number for labels in form if keys == {labels.band}), None)
            if band is not None:
                block = band
                known.add(id(table))
            elif _is_head(form, slots, keys):
                heads.setdefault(id(table), []).append((number, slots))
                block = _block_of(form, keys, block)
                known.add(id(table))
            else:
                figures.append(RawLine(table, number, slots, _labels(slots), block))
        if len(figures) > _MOST_LINES:
            break
    return Lines(figures, heads, frozenset(known))


def last_run(heads: list[tuple[int, dict[int, Slot]]]) -> list[tuple[int, dict[int, Slot]]]:
    """The last rows of heads that stand directly under one another."""
    run: list[tuple[int, dict[int, Slot]]] = []
    for number, slots in heads:
        run = [*run, (number, slots)] if run and number == run[-1][0] + 1 else [(number, slots)]
    return run


def _is_head(form: Sequence[BlockLabels], slots: dict[int, Slot], keys: set[str]) -> bool:
    """Whether a row holds heads of columns: no figure, and mostly texts that the form prints there."""
    origins = [slot.cell for slot in slots.values() if slot.is_origin and slot.cell.text]
    if any(amounts.is_figure(cell.text) for cell in origins):
        return False
    numbered = any(
        key(cell.text) != "".join(cell.text.split()) and key(cell.text) not in _corners(form) for cell in origins
    )
    for labels in form:
        inside = len(keys & (labels.heads | labels.old))
        rows_only = keys <= labels.row_names and (numbered or not labels.heads >= keys)
        if inside and 2 * inside >= len(keys) and not rows_only and (len(keys) > 1 or not keys <= labels.row_names):
            return True
    return False


def _corners(form: Sequence[BlockLabels]) -> set[str]:
    return {key(labels.block.corner) for labels in form}


def _block_of(form: Sequence[BlockLabels], keys: set[str], before: int | None) -> int | None:
    """The block whose heads these are; the one at hand where several have them."""
    scores = [len(keys & labels.heads) for labels in form]
    best = [labels.number for labels, score in zip(form, scores, strict=True) if score == max(scores)]
    return before if before in best else best[0] if len(best) == 1 else None


def _labels(slots: dict[int, Slot]) -> tuple[tuple[int, str], ...]:
    """The texts before the first figure, each with the last column it covers."""
    found: list[tuple[int, str]] = []
    for column, slot in slots.items():
        text = slot.cell.text
        if text and amounts.is_figure(text):
            break
        if text:
            found.append((column, text))
    return tuple(found)


def matched(
    form: Sequence[BlockLabels], figures: Sequence[RawLine]
) -> tuple[list[Matched], list[Matched], list[RawLine]]:
    """The rows of the form that the raw rows are, further printings of the same rows, and the rows of no form.

    The best pairing keeps the form's order; a row out of order is found by its label alone.
    """
    items = [(labels, number, head) for labels in form for number, head in enumerate(labels.rows)]
    pairs = _alignment(figures, items)
    taken = {id(line): match for line, match in pairs}
    rows = {(match.block, match.row) for match in taken.values()}
    again: list[Matched] = []
    strangers: list[RawLine] = []
    first = list(taken.values())
    for line in figures:
        if id(line) in taken:
            continue
        named = [
            match for labels, number, head in items if (match := _pair(line, labels, number, head)[1]) and match.exact
        ]
        if len(named) == 1 and (named[0].block, named[0].row) not in rows:
            rows.add((named[0].block, named[0].row))
            first.append(named[0]._replace(exact=False))
        elif named:
            again += named
        else:
            strangers.append(line)
    return sorted(first, key=lambda match: (match.block, match.row)), again, strangers


_Item = tuple[BlockLabels, int, Head | None]


def _alignment(figures: Sequence[RawLine], items: Sequence[_Item]) -> list[tuple[RawLine, Matched]]:
    """The pairing in order with the highest score; of equal ones, the earliest."""
    height, width = len(figures), len(items)
    scored = [[_pair(line, *item) for item in items] for line in figures]
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i in range(height - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            score = scored[i][j][0]
            take = score + best[i + 1][j + 1] if score else 0.0
            best[i][j] = max(take, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[RawLine, Matched]] = []
    i = j = 0
    while i < height and j < width:
        score, match = scored[i][j]
        if match and best[i][j] == score + best[i + 1][j + 1]:
            pairs.append((figures[i], match))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            i += 1
    return pairs


def _pair(line: RawLine, labels: BlockLabels, number: int, head: Head | None) -> tuple[float, Matched | None]:
    """How well a raw row fits a row of the form, 0 and None where it does not at all."""
    here = 3.0 if line.block == labels.number else 0.0
    if head is None:
        return _rowless(line, labels, number, here)
    best: tuple[float, Matched | None] = (0.0, None)
    for place, (column, text) in enumerate(line.labels):
        name = key(text)
        score = 0.0
        if name in head.names:
            score = 10.0
        elif (
            len(name) >= _LEAST_NAME
            and name not in labels.row_names
            and max(likeness(name, own) for own in head.names) >= _ALIKE
        ):
            score = 4.0
        if score:
            above = {key(other) for _, other in line.labels[:place]}
            score += here + sum(1.0 for names in head.above if not names.isdisjoint(above))
            score += place * 0.01 - (0.5 if line.is_blank else 0.0)
            if score > best[0]:
                best = score, Matched(line, labels.number, number, column, name in head.names)
    return best


def _rowless(line: RawLine, labels: BlockLabels, number: int, here: float) -> tuple[float, Matched | None]:
    """The one row of a block without heads of rows: nothing but figures, as many as it has columns."""
    cells = [slot for slot in line.slots.values() if slot.is_origin]
    fits = len(cells) == len(labels.columns) and not line.labels
    if not (here or (fits and line.block is None)) or len(line.labels) > 1:
        return 0.0, None
    score = here + (6.0 if fits else 1.0) - (0.5 if line.is_blank else 0.0) - len(line.labels)
    column = line.labels[-1][0] if line.labels else -1
    return max(score, 0.1), Matched(line, labels.number, number, column, fits)
