"""The figures of a report: read by the template, exact, with totals derived. Unknown is never zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Mapping as Dict
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum
from functools import lru_cache
from operator import itemgetter

from generator.findings import Position
from generator.form import YES_NO, Header
from generator.nodes import Node, Scalar
from generator.paths import Path
from generator.shapes import NamedTuple
from generator.template import Template
from generator.validation import is_date

Number = int | Decimal
Content = Number | str  # a word, a date as YYYY-MM-DD or 是 and 否 where a field holds no number
Contents = Sequence[Content | None]
Adder = Callable[[Contents], Number | None]

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
    chosen = itemgetter(*places, 0, 0)  # of one alone it would not give a tuple

    def added(contents: Contents) -> Number | None:
        found = chosen(contents)[:-2]
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

    __slots__ = ("_file", "_made", "_nodes", "_template", "contents", "derived")

    def __init__(self, template: Template, file: str) -> None:
        self._template = template
        self._file = file
        self.contents: list[Content | None] = [None] * len(template.figures)
        self._nodes: list[Node | None] = [None] * len(template.figures)
        self._made: dict[int, Value] = {}
        self.derived: set[int] = set()

    def __getitem__(self, path: Path) -> Value:
        place = self._template.places[path]
        value = self._made.get(place)
        if value is None:
            content, node = self.contents[place], self._nodes[place]
            state = State.DERIVED if place in self.derived else State.UNKNOWN if content is None else State.WRITTEN
            assert node
            value = self._made[place] = Value(content, state, Position(self._file, node.line, node.column))
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

    def put(self, path: Path, value: Value) -> None:
        """Say what a figure is, while they are read."""
        place = self._template.places[path]
        self._made[place] = value
        self.contents[place] = value.content

    def put_counts(self, first: int, contents: Sequence[Content | None], nodes: Sequence[Node]) -> None:
        """Say what the figures from a place on are, each with the node or the key that is its place in the file."""
        self.contents[first : first + len(contents)] = contents
        self._nodes[first : first + len(nodes)] = nodes

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
