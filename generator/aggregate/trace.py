"""What a figure of an aggregate is made of: level by level down to the agencies, and to the lines of their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.aggregate import contributions
from generator.collection import Collection, Filed
from generator.figures import Number, Values, plain_number, sum_of, total
from generator.findings import Position
from generator.paths import Path
from generator.roster import Scope, Unit
from generator.shapes import NamedTuple


class Share(NamedTuple):
    """What one unit gives: `depth` levels below the one asked for, at `places` of its file.

    A unit with others below it comes as their sum, without a place, and then its own share. `content` is None where it
    is unknown; `is_counted` is False for a unit that nothing was counted of.
    """

    depth: int
    name: str
    content: Number | None
    places: tuple[Position, ...] = ()
    is_sum: bool = False
    is_counted: bool = True


def shares(collection: Collection, unit: Unit, paths: Iterable[Path]) -> list[Share]:
    """The sum of some figures of a unit, and below it every share in the order of the roster."""
    given = {id(filed): values for filed, values in contributions(collection, unit, paths)}
    return list(_below(collection, unit, given, 0))


_Given = dict[int, Values]


def _below(collection: Collection, unit: Unit, given: _Given, depth: int) -> Iterator[Share]:
    """A unit with others below it: the sum first, its own share, then theirs."""
    parts: list[Share] = []
    if unit.scope is Scope.OWN:
        parts.append(_own(collection.counted.get(unit), f"{unit.name}（本机关）", given, depth + 1))
    for child in unit.below:
        if child.below and child.scope is not Scope.WHOLE:
            parts += _below(collection, child, given, depth + 1)
        elif child.scope is not Scope.NONE:
            parts.append(_own(collection.counted.get(child), child.name, given, depth + 1))
    counted = [part.content for part in parts if part.depth == depth + 1 and part.is_counted]
    yield Share(depth, unit.name or "汇总", sum_of(counted) if counted else None, is_sum=True, is_counted=bool(counted))
    yield from parts


def _own(filed: Filed | None, name: str, given: _Given, depth: int) -> Share:
    if filed is None:
        return Share(depth, name, None, is_counted=False)
    values = list(given[id(filed)].values())
    places = [value.position for value in values if value.content != 0] or [values[0].position]
    return Share(depth, name, total(values), tuple(dict.fromkeys(places)))


def lines(collection: Collection, unit: Unit, paths: tuple[Path, ...], name: str) -> Iterator[str]:
    """The shares as text, indented by level, amounts before places."""
    for share in shares(collection, unit, paths):
        indent = "  " * share.depth
        number = "未知" if share.content is None else plain_number(share.content)
        if share.is_sum and (share.is_counted or not share.depth):
            yield f"{indent}{share.name}{'：' + name if not share.depth else ''} = {number}"
        elif not share.is_counted:
            yield f"{indent}{share.name} 没有计入"
        else:
            yield f"{indent}{share.name} {number}  {'、'.join(map(str, share.places))}"
