"""Sums that grow report by report: exact, and unknown as soon as one that is added is unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.figures import Number, State, Value, add, sum_of
from generator.findings import Position
from generator.form import Figure
from generator.paths import Path
from generator.report import Fact
from generator.template import Template


class Tally:
    """Every figure of a form over the reports added so far."""

    def __init__(self) -> None:
        self._is_empty = True  # no report is no zero
        self._known: dict[Path, Number] = {}
        self._unknown: Counter[Path] = Counter()
        self._empty: set[Path] = set()

    def add(self, values: Mapping[Path, Value]) -> None:
        """Add the figures of one report."""
        self._is_empty = False
        for path, value in values.items():
            if value.state is State.UNKNOWN:
                self._unknown[path] += 1
            elif value.state is State.EMPTY:
                self._empty.add(path)
            elif value.number:
                self._known[path] = add(self._known.get(path, 0), value.number)

    def figures(self, template: Template) -> dict[Path, Number | None]:
        """Every figure of the form: totals from their parts, from the reports' own totals where a part is unknown.

        None for what is unknown, as all is where no report was added, and for what no sum tells: words, averages.
        """
        return {path: self._figure(template, figure) for path, figure in template.figures.items()}

    def _figure(self, template: Template, figure: Figure) -> Number | None:
        if not (figure.leaf.is_number and figure.leaf.summed):
            return None
        for _, parts in figure.sums:
            amount = sum_of(self._figure(template, template.figures[part]) for part in parts)
            if amount is not None:
                return amount
        left_empty = figure.path in self._empty and figure.path not in self._known
        is_unknown = self._is_empty or self._unknown[figure.path] or left_empty
        return None if is_unknown else self._known.get(figure.path, 0)


@dataclass(slots=True)
class Declared:
    """A declared number over all reports: where each unit first stands, and which reports know the number."""

    content: Number | None = 0
    units: dict[str, Position] = field(default_factory=dict)
    agencies: list[str] = field(default_factory=list)


class Declarations:
    """The declared numbers of the reports added so far, by their names."""

    def __init__(self) -> None:
        self.named: dict[tuple[str, ...], Declared] = {}

    def add(self, facts: Mapping[tuple[str, ...], Fact], agency: str) -> None:
        """Add the declared numbers of one report."""
        for keys, fact in facts.items():
            declared = self.named.setdefault(keys, Declared())
            known = declared.content is not None and fact.content is not None
            declared.content = add(declared.content, fact.content) if known else None  # type: ignore[arg-type]
            declared.units.setdefault(fact.unit, fact.position)
            declared.agencies.append(agency)
