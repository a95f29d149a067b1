"""What a form says about its figures: every sum and every balance as two sides that must be equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.figures import Number, add
from generator.paths import Path
from generator.shapes import NamedTuple
from generator.template import Template


class Relation(NamedTuple):
    """Two sets of figures with the same sum."""

    left: tuple[Path, ...]
    right: tuple[Path, ...]

    def holds(self, values: Mapping[Path, Number]) -> bool | None:
        """Whether both sides are equal; None where a figure is unknown."""
        if not all(path in values for path in (*self.left, *self.right)):
            return None
        return _sum(values, self.left) == _sum(values, self.right)


def _sum(values: Mapping[Path, Number], paths: tuple[Path, ...]) -> Number:
    amount: Number = 0
    for path in paths:
        amount = add(amount, values[path])
    return amount


def relations(template: Template) -> list[Relation]:
    """The totals of a form and the balances that its rules name, column by column."""
    sums = [
        Relation(parts, (figure.path,)) for figure in template.figures.values() for _axis, parts in figure.sums if parts
    ]
    return [*sums, *balances(template)]


def balances(template: Template) -> Iterator[Relation]:
    """The balances that the rules of a form name, column by column."""
    for use in template.rules:
        sides = [use.arguments.get(side) for side in ("left", "right")]
        rows = [
            [template.figures[template.resolve(row)[0]] for row in side] for side in sides if isinstance(side, list)
        ]
        if len(rows) < len(sides):
            continue
        columns = [
            figure.column
            for figure in template.figures.values()
            if figure.block is rows[0][0].block and figure.row is rows[0][0].row
        ]
        for column in columns:
            left, right = (
                tuple(
                    figure.path
                    for row in side
                    for figure in template.figures.values()
                    if figure.block is row.block and figure.row is row.row and figure.column is column
                )
                for side in rows
            )
            yield Relation(left, right)
