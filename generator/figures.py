"""The figures of a report: read by the template, exact, with totals derived. Unknown is never zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Mapping as Dict
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum
from functools import lru_cache
from operator import itemgetter

from generator.findings import Position
from generator.form import YES_NO, Block, Header, keyed_leaves
from generator.nodes import Mapping, Node, Scalar, is_null
from generator.paths import Path
from generator.shapes import NamedTuple
from generator.source import Source
from generator.template import Template
from generator.validation import is_count, is_date

Number = int | Decimal
Content = Number | str  # a word, a date as YYYY-MM-DD or 是 and 否 where a field holds no number
Contents = Sequence[Content | None]
Adder = Callable[[Contents], Number | None]

_ZERO, _SUM = "zero", "sum"  # what a column that is left out means
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


def adder(template: Template, paths: Iterable[Path]) -> Adder:
    """What adds up these figures, given the contents of all: exact, None as soon as one is unknown."""
    places = [template.places[path] for path in paths]
    chosen = itemgetter(*places, places[0])  # of two and more it gives them all, of one just that

    def added(contents: Contents) -> Number | None:
        found = chosen(contents)[:-1]
        try:
            amount = sum(found)
        except TypeError:  # a word, or an unknown one
            amount = None
        if type(amount) is int:
            return amount
        return sum_of(None if isinstance(number, str) else number for number in found)

    return added


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


Values = Dict[Path, Value]


class Figures(Values):
    """Every figure of a report, by its path and in the form's order.

    `contents` are what they say, one after the other, None where that is unknown; `derived` the places among them of
    sums that were left out. What else is to be said of a figure is made when someone asks for it.
    """

    __slots__ = ("_made", "_nodes", "_source", "_template", "contents", "derived")

    def __init__(self, template: Template, source: Source) -> None:
        self._template = template
        self._source = source
        self.contents: list[Content | None] = [None] * len(template.figures)
        self._nodes: list[Scalar | None] = [None] * len(template.figures)
        self._made: dict[int, Value] = {}
        self.derived: set[int] = set()

    def __getitem__(self, path: Path) -> Value:
        place = self._template.places[path]
        value = self._made.get(place)
        if value is None:
            content, node = self.contents[place], self._nodes[place]
            state = State.DERIVED if place in self.derived else State.UNKNOWN if content is None else State.WRITTEN
            assert node
            value = self._made[place] = Value(content, state, self._source.at(node))
        return value

    def __iter__(self) -> Iterator[Path]:
        return iter(self._template.figures)

    def __len__(self) -> int:
        return len(self.contents)

    @property
    def worded(self) -> list[Path]:
        """The figures of which something is said in words: those with a note, and fields of words."""
        made = self._made
        places = sorted(place for place in made if made[place].note or isinstance(made[place].content, str))
        paths = list(self._template.figures) if places else []
        return [paths[place] for place in places]

    def replaced(self, values: Values) -> Figures:
        """The figures with others in place of some."""
        figures = Figures(self._template, self._source)
        figures._nodes, figures._made = self._nodes, dict(self._made)
        figures.contents, figures.derived = list(self.contents), set(self.derived)
        for path, value in values.items():
            figures.put(path, value)
            figures.derived.discard(self._template.places[path])
        return figures

    def put(self, path: Path, value: Value) -> None:
        """Say what a figure is, while they are read."""
        place = self._template.places[path]
        self._made[place] = value
        self.contents[place] = value.content

    def put_row(self, group: _Group, node: Mapping, key: Scalar | None) -> bool:
        """Read a row of counts as most are written, saying whether it is one; nothing is put where it is not."""
        entries = node.entries
        contents: list[Content | None] = []
        nodes: list[Scalar] = []
        found = 0
        for name, may_lack in group.columns:
            entry = entries.get(name)
            if entry is not None:
                cell = entry[1]
                if type(cell) is not Scalar or cell[1] or not is_count(cell[0]):
                    return False
                found += 1
                contents.append(int(cell[0]))
                nodes.append(cell)
            elif may_lack and key:
                contents.append(0 if may_lack == _ZERO else None)
                nodes.append(key)
            else:
                return False
        if found != len(entries) or not found:
            return False
        self.contents[group.first : group.first + len(contents)] = contents
        self._nodes[group.first : group.first + len(nodes)] = nodes
        return True

    def put_count(self, place: int, node: Node | None) -> bool:
        """Read a count that stands by itself, saying whether it is one."""
        if type(node) is not Scalar or node.style or not is_count(node.text):
            return False
        self.contents[place] = int(node.text)
        self._nodes[place] = node
        return True

    def derive(self) -> None:
        """Fill in the totals that were left out, those first whose parts are known."""
        contents = self.contents
        left = [] if None not in contents else [sums for sums in _sums(self._template) if contents[sums[0]] is None]
        while left:
            waiting = [sums for sums in left if not self._is_summed(*sums)]
            if len(waiting) == len(left):
                return
            left = waiting

    def _is_summed(self, place: int, adders: tuple[Adder, ...]) -> bool:
        for added in adders:
            amount = added(self.contents)
            if amount is not None:
                self.contents[place] = amount
                self.derived.add(place)
                if place in self._made:
                    self._made[place] = self._made[place]._replace(content=amount, state=State.DERIVED)
                return True
        return False


@lru_cache(maxsize=8)
def _sums(template: Template) -> list[tuple[int, tuple[Adder, ...]]]:
    """The place of every total, and what adds up its parts, in one way or more."""
    figures = template.figures.values()
    return [
        (template.places[figure.path], tuple(adder(template, parts) for _, parts in figure.sums))
        for figure in figures
        if figure.sums
    ]


class _Group(NamedTuple):
    """Columns side by side below the same keys: each with `_ZERO` or `_SUM` for one that may be left out."""

    keys: tuple[str, ...]
    first: int
    columns: tuple[tuple[str, str], ...]


class _Row(NamedTuple):
    """A row of the form with the keys down to it, or a field of its own, whose one column is `leaf`.

    `groups` are its columns, empty where they are no counts.
    """

    keys: tuple[str, ...]
    path: Path
    head: Header | None
    columns: tuple[Header, ...]
    leaf: Header | None
    groups: tuple[_Group, ...]


def read(template: Template, source: Source, root: Mapping) -> Figures:
    """Every figure of a form as a source's root gives it."""
    reader = _Reader(template, source)
    for row in _plan(template):
        reader.row(row, root)
    reader.figures.derive()
    return reader.figures


@lru_cache(maxsize=8)
def _plan(template: Template) -> tuple[_Row, ...]:
    """The rows of a form, in the order of print."""
    return tuple(row for block in template.blocks for row in _block_rows(template, block))


def _block_rows(template: Template, block: Block) -> Iterator[_Row]:
    if not block.rows:
        yield _row(template, block.prefix, None, block.columns)
    for keys, head in keyed_leaves(block.rows):
        path = block.prefix + keys
        if block.single_column:
            leaf = block.columns[0].leaves[0] if block.columns[0].label else head
            group = _Group((), template.places[Path(path)], ())
            yield _Row(path, Path(path), head, (), leaf, (group,) if _is_count(leaf) else ())
        else:
            yield _row(template, path, head, block.columns)


def _row(template: Template, keys: tuple[str, ...], head: Header | None, columns: tuple[Header, ...]) -> _Row:
    counts = all(_is_count(leaf) for column in columns for leaf in column.leaves)
    groups = _groups(template, Path(keys), (), columns, bool(head and head.total_of)) if counts else ()
    return _Row(keys, Path(keys), head, columns, None, tuple(groups))


def _groups(
    template: Template, path: Path, below: tuple[str, ...], columns: tuple[Header, ...], is_total: bool
) -> Iterator[_Group]:
    """The columns that stand below the same keys, together; a head without a key lends its place to those below."""
    own = _keyed(columns)
    leaves = [leaf for leaf in own if not leaf.children]
    if leaves:
        may_lack = [
            (leaf.key, _SUM if leaf.total_of else _ZERO if leaf.omitted_is_zero and not is_total else "")
            for leaf in leaves
        ]
        yield _Group(below, template.places[Path((*path.parts, *below, leaves[0].key))], tuple(may_lack))
    for column in own:
        if column.children:
            yield from _groups(template, path, (*below, column.key), column.children, is_total)


def _keyed(columns: tuple[Header, ...]) -> tuple[Header, ...]:
    """Columns with those in place of a head that has no key."""
    return tuple(leaf for column in columns for leaf in ((column,) if column.key else _keyed(column.children)))


def _is_count(leaf: Header) -> bool:
    return leaf.is_number and not leaf.units and not leaf.optional


class _Reader:
    """Reads the rows of a form from the tree of a file: as they mostly are, or else cell by cell."""

    def __init__(self, template: Template, source: Source) -> None:
        self.source = source
        self.figures = Figures(template, source)
        self.doubtful: set[int] = set()  # rows where a column may be meant that seems left out

    def row(self, row: _Row, root: Mapping) -> None:
        key: Scalar | None = None
        node: Node | None = root
        for name in row.keys:
            entry = node.entries.get(name) if type(node) is Mapping else None
            if entry is None:
                node = None
                break
            key, node = entry
        if row.leaf:
            if not (row.groups and self.figures.put_count(row.groups[0].first, node)):
                place = self.source.at(key or root)
                self._cell(node, place, row.path, row.leaf)
        elif not (row.groups and type(node) is Mapping and self._is_plain(row.groups, node, key)):
            self._cells(row.columns, node, self.source.at(key or root), row.path, row.head)

    def _is_plain(self, groups: tuple[_Group, ...], row: Mapping, key: Scalar | None) -> bool:
        """Whether a row has nothing but counts, which are put then."""
        for group in groups:
            above = key
            node: Node = row
            for name in group.keys:
                entry = node.entries.get(name) if type(node) is Mapping else None
                if entry is None:
                    return False
                above, node = entry
            if type(node) is not Mapping or not self.figures.put_row(group, node, above):
                return False
        return True

    def _below(self, node: Node | None, key: str, place: Position) -> tuple[Position, Node | None]:
        entry = node.entries.get(key) if isinstance(node, Mapping) else None
        return (self.source.at(entry.key), entry.value) if entry else (place, None)

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
                self.figures.put(path / column.key, Value(0, State.WRITTEN, self.source.at(node or Mapping(1, 1, {}))))
            else:
                self._column(column, node, place, path / column.key, row)

    def _column(self, column: Header, node: Node | None, place: Position, path: Path, row: Header | None) -> None:
        position, cell = self._below(node, column.key, place)
        left_out = isinstance(node, Mapping) and cell is None and column.omitted_is_zero
        if left_out and not (row and row.total_of) and id(node) not in self.doubtful:
            self.figures.put(path, Value(0, State.WRITTEN, position))
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
        self.figures.put(path, Value(content, state, place, note, unit if content and leaf.units else ""))


def _keys(columns: tuple[Header, ...]) -> set[str]:
    """The keys that a row may have; a head without a key lends it those below."""
    return {key for column in columns for key in ({column.key} if column.key else _keys(column.children))}


def _text(node: Mapping, key: str) -> str:
    text = node.get(key)
    return text.text.strip() if isinstance(text, Scalar) and not is_null(text) else ""


def _word(node: Node | None, leaf: Header) -> str | None:
    """What a node says in a field of words, by its raw text: 0571 keeps its zero, and no date is reckoned with."""
    return word(node.text, leaf) if isinstance(node, Scalar) and not is_null(node) else None
