"""What has been handed in for an aggregate: each file with what becomes of it, and what nobody has handed in.

A file is kept as a short record, never with its report, so that a country's files need little memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import PurePath

from generator.figures import Number, Value
from generator.findings import Finding, Position
from generator.form import Figure
from generator.paths import Path
from generator.roster import Roster, Scope, Unit
from generator.shapes import NamedTuple
from generator.tally import Declarations, Tally
from generator.template import Template


class Verdict(Enum):
    """What becomes of a file."""

    COUNTED = auto()  # its figures are in the sum
    WRITTEN_SUM = auto()  # a level's own 汇总, held against the sum of what is below
    FAILING = auto()
    TWICE = auto()
    OTHER_SCOPE = auto()
    OTHER_YEAR = auto()
    OTHER_FORM = auto()
    STRANGER = auto()


_IN_ORDER = (Verdict.COUNTED, Verdict.WRITTEN_SUM)
_FATES = {
    Verdict.FAILING: "检查没有通过",
    Verdict.TWICE: "报送了不止一份",
    Verdict.OTHER_SCOPE: "统计口径和名册不一样",
    Verdict.OTHER_YEAR: "是别的年度的",
    Verdict.OTHER_FORM: "是别的格式",
    Verdict.STRANGER: "不在名册里",
}


@dataclass(eq=False, slots=True)
class Filed:
    """A file that was handed in; `places` has the position of each key of its head that is there.

    `errors` counts the errors of its check, `first` is the first of them.
    """

    file: str
    agency: str
    year: int
    form: str
    scope: Scope
    places: dict[str, Position]
    errors: int
    first: Finding | None
    verdict: Verdict = Verdict.COUNTED
    unit: Unit | None = None

    def at(self, key: str) -> Position:
        """Where a key of the head has its value; the start of the file where it is absent."""
        return self.places.get(key, Position(self.file, 1, 1))

    @property
    def slot(self) -> tuple[int, Scope]:
        """What may be handed in once: a unit's own report, and the sum it has written."""
        return id(self.unit), self.scope


class Difference(NamedTuple):
    """A figure of a written sum that is not what the reports below add up to, with the amounts of each of them."""

    figure: Figure
    expected: Number
    written: Value
    amounts: tuple[tuple[Filed, Value], ...]


class Proof(NamedTuple):
    """A written sum held against the reports below it; `gaps` are the units that are not in their sum."""

    filed: Filed
    unit: Unit
    differences: tuple[Difference, ...]
    gaps: tuple[Unit, ...]


@dataclass(slots=True, eq=False)
class Collection:
    """All that was handed in, by the order of the files, and the sums of every unit that has others below it."""

    template: Template
    roster: Roster
    filed: list[Filed] = field(default_factory=list)
    counted: dict[Unit, Filed] = field(default_factory=dict)
    tallies: dict[Unit, Tally] = field(default_factory=dict)
    declared: Declarations = field(default_factory=Declarations)
    proofs: list[Proof] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)  # files that cannot be read, with the reason

    @property
    def lacks(self) -> list[str]:
        """Whom or what the sum lacks, each with the reason."""
        fates = {filed.unit: filed for filed in self.filed if filed.unit and filed.verdict not in _IN_ORDER}
        units = [f"{unit.name}：{_fate(fates.get(unit))}" for unit in self.gaps(self.roster.root)]
        nameless = [filed for filed in self.select(Verdict.FAILING) if filed.unit is None]
        files = [f"{PurePath(filed.file).as_posix()}：{_fate(filed)}" for filed in nameless]
        return [*units, *files, *(f"{PurePath(file).as_posix()}：读不了" for file, _ in self.unread)]

    def gaps(self, unit: Unit) -> Iterator[Unit]:
        """The units that the sum of this one lacks: those whose report belongs into it and is not counted."""
        if unit.scope is Scope.OWN and unit not in self.counted:
            yield unit
        for child in unit.below:
            if child.scope is not Scope.WHOLE:
                yield from self.gaps(child)
            elif child not in self.counted:
                yield child

    def sources(self, unit: Unit) -> Iterator[Filed]:
        """The files whose figures the sum of a unit is made of."""
        if unit.scope is Scope.OWN and unit in self.counted:
            yield self.counted[unit]
        for child in unit.below:
            if child.scope is not Scope.WHOLE:
                yield from self.sources(child)
            elif child in self.counted:
                yield self.counted[child]

    def select(self, *verdicts: Verdict) -> Iterator[Filed]:
        """The files of which this has become."""
        return (filed for filed in self.filed if filed.verdict in verdicts)

    def figures(self, unit: Unit) -> dict[Path, Number | None]:
        """Every figure of a unit's sum."""
        return self.tallies.setdefault(unit, Tally()).figures(self.template)


def _fate(filed: Filed | None) -> str:
    """Why an agency's figures are not in the sum."""
    return f"{_FATES[filed.verdict]}（{PurePath(filed.file).name}）" if filed else "没有报送"
