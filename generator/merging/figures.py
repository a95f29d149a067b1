"""What a merge makes of figures: each by itself, and totals added up anew where both sides changed what they sum up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from generator.figures import Content, Number, State, Value, total
from generator.nodes import Mapping as Tree
from generator.nodes import Node, Scalar
from generator.paths import Path
from generator.report import Report


class Clash(Enum):
    """Stands for a number that both sides have changed, each in its own way."""

    CLASH = "clash"


CLASH = Clash.CLASH
Merged = Content | None | Clash
_State = tuple[Content | None, str]


@dataclass(frozen=True, slots=True)
class Three:
    """The versions of a report; `base` is None where the file came into being on both sides."""

    base: Report | None
    ours: Report
    theirs: Report

    def states(self, path: Path) -> tuple[_State | None, _State, _State]:
        """A figure with its note in each version."""
        base = _state(self.base.values[path]) if self.base else None
        return base, _state(self.ours.values[path]), _state(self.theirs.values[path])

    def numbers(self) -> dict[Path, Merged]:
        """The number that a merge gives each figure; totals that follow from their parts are added up anew."""
        followers = self.followers()
        merged: dict[Path, Merged] = {}
        for path in sorted(self.ours.template.figures, key=lambda path: len(self.ours.template.figures[path].sums)):
            merged[path] = self._plainly(path)
            if path in followers:
                parts = [merged[part] for part in self.ours.template.figures[path].sums[0][1]]
                numbers = [part for part in parts if not isinstance(part, Clash)]
                if len(numbers) == len(parts):
                    here = self.ours.values[path].position
                    merged[path] = total([Value(number, State.WRITTEN, here) for number in numbers])
        return merged

    def followers(self) -> set[Path]:
        """The totals that both versions leave out or give as their parts add up.

        They say nothing of their own, and what becomes of them follows from what becomes of the parts.
        """
        totals = {path: figure.sums for path, figure in self.ours.template.figures.items() if figure.sums}
        for report in (self.ours, self.theirs):
            written = {path for path in totals if report.values[path].state is State.WRITTEN}
            for path in written:
                number = report.values[path].content
                if any(number != total([report.values[part] for part in parts]) for _, parts in totals[path]):
                    del totals[path]
        return set(totals)

    def recounted(self, numbers: Mapping[Path, Merged]) -> dict[Path, Number]:
        """Those of the merged numbers that are written somewhere, and that a total gets only by adding up anew."""
        found: dict[Path, Number] = {}
        for path, number in numbers.items():
            written = any(report.values[path].state is State.WRITTEN for report in (self.ours, self.theirs))
            if written and isinstance(number, int | Decimal) and number != self._plainly(path):
                found[path] = number
        return found

    def _plainly(self, path: Path) -> Merged:
        """What becomes of a figure by itself."""
        base, ours, theirs = self.states(path)
        if theirs[0] == ours[0] or (base and theirs[0] == base[0]):
            return ours[0]
        return theirs[0] if base and ours[0] == base[0] else CLASH


def _state(value: Value) -> _State:
    return value.content, value.note


def scalar_at(report: Report, path: Path) -> Scalar | None:
    """The number of a figure as it is written; None where it is not written by itself."""
    node: Node | None = report.source.root
    for key in path.parts:
        node = node.get(key) if isinstance(node, Tree) else None
    if isinstance(node, Tree):
        node = node.get("值")
    return node if isinstance(node, Scalar) else None
