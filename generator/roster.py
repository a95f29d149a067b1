"""名册.yaml: who must hand in a report, and who adds up whom, in as many levels as there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from generator.findings import Position
from generator.nodes import Mapping, Node, Scalar, Sequence
from generator.source import Source


class Scope(Enum):
    """What the figures of a report count, as 统计口径 and 报送 say it; NONE is a unit that hands in nothing itself."""

    OWN = "本机关"
    WHOLE = "汇总"
    NONE = "不报"


@dataclass(eq=False, slots=True)
class Unit:
    """An agency of a roster with those below it; `scope` is what its own report is to count."""

    name: str
    scope: Scope
    position: Position
    above: Unit | None = None
    below: list[Unit] = field(default_factory=list)

    def chain(self) -> Iterator[Unit]:
        """The unit itself, the one above it, and so on up to the root."""
        unit: Unit | None = self
        while unit:
            yield unit
            unit = unit.above

    def tree(self) -> Iterator[Unit]:
        """The unit itself and all below it, in the order of the roster."""
        yield self
        for unit in self.below:
            yield from unit.tree()

    def enter(self, unit: Unit) -> None:
        """Put a unit below this one."""
        unit.above = self
        self.below.append(unit)


@dataclass(frozen=True, slots=True, eq=False)
class Roster:
    """Who must report for one year; `is_open` where there is no file and every agency that turns up belongs to it.

    `form` is empty where the year decides; `doubled` are units whose name stands above already.
    """

    root: Unit
    year: int
    form: str
    units: dict[str, Unit]
    doubled: tuple[Unit, ...] = ()
    is_open: bool = False

    def admit(self, agency: str, scope: Scope, position: Position) -> Unit:
        """The unit of an agency in an open roster, entered below the root when it first turns up.

        Where nobody has written that the root's own figures do not count, they do.
        """
        if agency == self.root.name:
            self.root.scope = Scope.OWN if scope is Scope.OWN else self.root.scope
            return self.root
        if agency not in self.units:
            self.units[agency] = Unit(agency, scope, position)
            self.root.enter(self.units[agency])
        return self.units[agency]


def opened(agency: str, year: int, form: str) -> Roster:
    """The roster where nobody has written one: whoever has handed in a report."""
    return Roster(Unit(agency, Scope.NONE, Position("", 1, 1)), year, form, {}, is_open=True)


def build(source: Source) -> Roster:
    """The roster that a source holds, which must satisfy roster.schema.json."""
    top = source.root
    assert isinstance(top, Mapping)
    year = top.get("年度")
    root = _unit(source, top, Scope.NONE)
    units: dict[str, Unit] = {}
    doubled = [unit for unit in root.tree() if units.setdefault(unit.name, unit) is not unit]
    for unit in doubled:
        unit.scope = Scope.NONE  # its report counts where it stands first
    value = year.value if isinstance(year, Scalar) else 0
    return Roster(root, value if isinstance(value, int) else 0, _text(top, "格式"), units, tuple(doubled))


def _unit(source: Source, node: Node, default: Scope) -> Unit:
    if isinstance(node, Scalar):
        return Unit(node.text.strip(), default, source.at(node))
    assert isinstance(node, Mapping)
    name = node.get("机关")
    assert isinstance(name, Scalar)
    unit = Unit(name.text.strip(), Scope(_text(node, "报送") or default.value), source.at(name))
    below = node.get("下级")
    for child in below.items if isinstance(below, Sequence) else ():
        unit.enter(_unit(source, child, Scope.OWN))
    return unit


def _text(node: Mapping, key: str) -> str:
    value = node.get(key)
    return value.text.strip() if isinstance(value, Scalar) else ""
