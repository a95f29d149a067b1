"""The figures of a report: read by the template, exact, with totals derived. Unknown is never zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum

from generator.findings import Position
from generator.form import YES_NO, Figure, Header
from generator.nodes import Mapping, Node, Scalar, is_null
from generator.paths import Path
from generator.shapes import NamedTuple
from generator.source import Source
from generator.template import Template
from generator.validation import is_date

Number = int | Decimal
Content = Number | str  # a word, a date as YYYY-MM-DD or 是 and 否 where a field holds no number

_EXACT = Context(prec=200)  # figures have at most 60 digits
MONEY = {"元": 0, "千元": 3, "万元": 4, "百万元": 6, "亿元": 8}  # units of money by their power of ten


class State(Enum):
    """How a figure came to be known, or that it is not."""

    WRITTEN = "written"
    DERIVED = "derived"
    UNKNOWN = "unknown"
    EMPTY = "empty"  # the form lets it stay so, and its author left it so


class Value(NamedTuple):
    """What a figure says, None where that is unknown; `position` is where it is or ought to be written.

    `unit` is the one that the report names beside it, where its column lets it; the number is in the column's own.
    """

    content: Content | None
    state: State
    position: Position
    note: str = ""
    unit: str = ""

    @property
    def number(self) -> Number | None:
        """The number that it is; None for one that is unknown, and for words."""
        return None if isinstance(self.content, str) else self.content


def total(values: Iterable[Value]) -> Number | None:
    """The sum of figures; None as soon as one is unknown."""
    return sum_of(value.number for value in values)


def sum_of(numbers: Iterable[Number | None]) -> Number | None:
    """The sum of numbers; None as soon as one is unknown."""
    amount: Number = 0
    for number in numbers:
        if number is None:
            return None
        amount = add(amount, number)
    return amount


def add(one: Number, other: Number) -> Number:
    """The exact sum; Decimal's own + rounds at 28 digits."""
    if isinstance(one, int) and isinstance(other, int):
        return one + other
    return _EXACT.add(Decimal(one), Decimal(other))


def subtract(one: Number, other: Number) -> Number:
    """The exact difference; even the sign of Decimal rounds."""
    return add(one, -other if isinstance(other, int) else other.copy_negate())


def percent(part: Number, whole: Number) -> Decimal:
    """A part in percent of a whole other than 0, to one decimal."""
    share = _EXACT.divide(_EXACT.multiply(Decimal(part), 100), _EXACT.abs(Decimal(whole)))
    return share.quantize(Decimal("0.1"), ROUND_HALF_UP, _EXACT)


def plain_number(number: Number) -> str:
    """A number as it is printed: digits, and the decimals that were written."""
    return str(number) if isinstance(number, int) else format(number, "f")


def printed(leaf: Header, value: Value, word: Callable[[str], str] = str) -> str:
    """A figure as its cell prints it: changes with their sign, money with its unit where the head fixes none.

    `word` gives units and words that the form offers as they are printed.
    """
    content = value.content
    if content is None or isinstance(content, str):
        text = content or ""
        return text if leaf.kind == "text" else printed_date(text) if leaf.kind == "date" else word(text)
    if value.unit:
        return plain_number(in_unit(content, leaf.unit, value.unit)) + word(value.unit)
    return ("+" if leaf.kind == "signed" and content > 0 else "") + plain_number(content)


def in_unit(number: Number, unit: str, other: str) -> Number:
    """An amount of money in another unit, exact, with the digits that were written."""
    power = MONEY[unit] - MONEY[other]
    if isinstance(number, Decimal):
        return number.scaleb(power, _EXACT)
    whole, rest = divmod(number, 10 ** max(-power, 0))
    return Decimal(number).scaleb(power, _EXACT).normalize(_EXACT) if rest else whole * 10 ** max(power, 0)


def written(content: Content) -> str:
    """A figure as it is written: words as they are."""
    return content if isinstance(content, str) else plain_number(content)


def printed_date(date: str) -> str:
    """2026-01-05 as 2026年1月5日 (GB/T 9704-2012 7.3.5.4); empty for an empty date."""
    if not date:
        return ""
    year, month, day = date.split("-") if date.count("-") == 2 else (date, "", "")
    return f"{year}年{month.lstrip('0')}月{day.lstrip('0')}日" if month.isdecimal() and day.isdecimal() else date


def word(text: str, leaf: Header) -> str | None:
    """What a text says in a field that holds no number; None where it is not what the field is for."""
    text = text.strip()
    known = {"yesno": YES_NO, "choice": leaf.choices}.get(leaf.kind, (text,))
    return text if text and text in known and (leaf.kind != "date" or is_date(text)) else None


def number(node: Node | None) -> Number | None:
    """The number of a node; None where it holds none."""
    value = node.value if isinstance(node, Scalar) else None
    return value if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def read(template: Template, source: Source, root: Mapping) -> dict[Path, Value]:
    """Every figure of a form as a source's root gives it, in the form's order."""
    return _Reader(template, source, root).values


class _Reader:
    """Walks the trees of the form and the file together; `values` is complete when the constructor returns."""

    def __init__(self, template: Template, source: Source, root: Mapping) -> None:
        self.source = source
        self.read: dict[Path, Value] = {}
        self.doubtful: set[int] = set()  # rows where a column may be meant that seems left out
        for block in template.blocks:
            place, node = self._enter(root, block.prefix)
            if block.rows:
                known = None if block.single_column else _keys(block.columns)
                self._rows(block.rows, node, place, Path(block.prefix), block.columns, known)
            else:
                self._cells(block.columns, node, place, Path(block.prefix), None)
        figures = template.figures.values()
        self._derive([figure for figure in figures if figure.sums and self.read[figure.path].content is None])
        self.values = {path: self.read[path] for path in template.figures}

    def _enter(self, root: Mapping, keys: tuple[str, ...]) -> tuple[Position, Node | None]:
        place = self.source.at(root)
        found: Node | None = root
        for key in keys:
            place, found = self._below(found, key, place)
        return place, found

    def _below(self, node: Node | None, key: str, place: Position) -> tuple[Position, Node | None]:
        entry = node.entries.get(key) if isinstance(node, Mapping) else None
        return (self.source.at(entry.key), entry.value) if entry else (place, None)

    def _rows(
        self,
        rows: tuple[Header, ...],
        node: Node | None,
        place: Position,
        path: Path,
        columns: tuple[Header, ...],
        known: set[str] | None,
    ) -> None:
        """Read rows and those below them; `known` are the keys that each may have, None for a bare number."""
        for row in rows:
            if not row.key:
                self._rows(row.children, node, place, path, columns, known)
                continue
            below = self._below(node, row.key, place)
            if row.children:
                self._rows(row.children, below[1], below[0], path / row.key, columns, known)
            elif known is None:
                leaf = columns[0].leaves[0] if columns[0].label else row
                self._cell(below[1], below[0], path / row.key, leaf)
            else:
                self._cells(columns, below[1], below[0], path / row.key, row, known)

    def _cells(
        self,
        columns: tuple[Header, ...],
        node: Node | None,
        place: Position,
        path: Path,
        row: Header | None,
        known: set[str] | None = None,
    ) -> None:
        known = known or _keys(columns)
        zeros = isinstance(node, Scalar) and type(node.value) is int and node.value == 0
        if isinstance(node, Mapping) and not (node.entries and node.entries.keys() <= known):
            self.doubtful.add(id(node))
        for column in columns:
            if not column.key:
                self._cells(column.children, node, place, path, row, known)
            elif column.children:
                position, below = self._below(node, column.key, place)
                self._cells(column.children, node if zeros else below, position, path / column.key, row)
            elif zeros:
                self.read[path / column.key] = Value(0, State.WRITTEN, self.source.at(node or Mapping(1, 1, {})))
            else:
                self._column(column, node, place, path / column.key, row)

    def _column(self, column: Header, node: Node | None, place: Position, path: Path, row: Header | None) -> None:
        position, cell = self._below(node, column.key, place)
        left_out = isinstance(node, Mapping) and cell is None and column.omitted_is_zero
        if left_out and not (row and row.total_of) and id(node) not in self.doubtful:
            self.read[path] = Value(0, State.WRITTEN, position)
        else:
            self._cell(cell, position, path, column)

    def _cell(self, node: Node | None, place: Position, path: Path, leaf: Header) -> None:
        note = unit = ""
        if leaf.is_number and isinstance(node, Mapping):
            note, unit, node = _text(node, "注"), _text(node, "单位"), node.get("值")
        content = number(node) if leaf.is_number else _word(node, leaf)
        if node is not None and content is not None:
            place = self.source.at(node)
        if leaf.units and content and not isinstance(content, str):
            content = in_unit(content, unit, leaf.unit) if unit in leaf.units else None
        empty = leaf.optional and (node is None or is_null(node))
        state = State.EMPTY if empty else State.UNKNOWN if content is None else State.WRITTEN
        self.read[path] = Value(content, state, place, note, unit if content and leaf.units else "")

    def _derive(self, figures: list[Figure]) -> None:
        """Fill in the totals that were left out, those first whose parts are known."""
        left = figures
        while True:
            waiting = [figure for figure in left if not self._sum(figure)]
            if len(waiting) == len(left):
                return
            left = waiting

    def _sum(self, figure: Figure) -> bool:
        for _, parts in figure.sums:
            amount = total([self.read[part] for part in parts])
            if amount is not None:
                old = self.read[figure.path]
                self.read[figure.path] = old._replace(content=amount, state=State.DERIVED)
                return True
        return False


def _keys(columns: tuple[Header, ...]) -> set[str]:
    """The keys that a row may have; a head without a key lends it those below."""
    return {key for column in columns for key in ({column.key} if column.key else _keys(column.children))}


def _text(node: Mapping, key: str) -> str:
    text = node.get(key)
    return text.text.strip() if isinstance(text, Scalar) and not is_null(text) else ""


def _word(node: Node | None, leaf: Header) -> str | None:
    """What a node says in a field of words, by its raw text: 0571 keeps its zero, and no date is reckoned with."""
    return word(node.text, leaf) if isinstance(node, Scalar) and not is_null(node) else None
