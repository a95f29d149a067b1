"""Which figures of two forms mean the same, so that reports of both can be compared, and what cannot be.

A form says so of the one that it replaced; two printings of one form, and forms that say nothing of each other, are
compared in the figures of the same path.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import lru_cache

from generator.figures import State, Value, total
from generator.form import keyed_leaves, places
from generator.paths import Path
from generator.shapes import NamedTuple
from generator.succession import Kept, Lost, Succession
from generator.template import FORM_FILE, Template, wrong


class Pair(NamedTuple):
    """Figures of an older and of a newer form whose sums mean the same; one of both is a single figure.

    `path` names them in the newer form: a figure, or a group of rows at a column.
    """

    old: tuple[Path, ...]
    new: tuple[Path, ...]
    path: Path


class Counterparts(NamedTuple):
    """What can be compared of two forms, in the order of the newer one, and what cannot be, and why.

    `related` is whether one form says what it kept of the other; `before` has the pair of each newer figure.
    """

    pairs: tuple[Pair, ...]
    lost: tuple[Lost, ...]
    related: bool
    before: dict[Path, Pair]

    @property
    def reasons(self) -> list[str]:
        """What cannot be compared, and why, in words."""
        return [f"{lost.name}：{lost.reason}" for lost in self.lost]

    def of(self, paths: tuple[Path, ...]) -> tuple[Path, ...] | None:
        """The older form's figures whose sum means what the sum of these newer ones does; None where none do."""
        found: list[Path] = []
        left = set(paths)
        for path in paths:
            pair = self.before.get(path)
            if pair is None or not (left >= set(pair.new) or path not in left):
                return None
            if path in left:
                left -= set(pair.new)
                found += pair.old
        return tuple(found)


@lru_cache(maxsize=32)
def counterparts(old: Template, new: Template) -> Counterparts:
    """What can be compared of two forms; TemplateError where one says of the other what is not so."""
    if new.succeeds and new.succeeds.form == old.id != new.id:
        pairs = tuple(_kept(old, new, new.succeeds))
        return _counterparts(pairs, new.succeeds)
    if old.succeeds and old.succeeds.form == new.id != old.id:
        turned = [Pair(pair.new, pair.old, pair.path) for pair in _kept(new, old, old.succeeds)]
        order = {path: number for number, path in enumerate(new.figures)}
        pairs = tuple(sorted(turned, key=lambda pair: order[pair.new[0]]))
        return _counterparts(pairs, old.succeeds)
    common = tuple(Pair((path,), (path,), path) for path in new.figures if path in old.figures)
    return _counterparts(common, None)


def summed(values: Mapping[Path, Value], paths: tuple[Path, ...]) -> Value:
    """The sum of some figures of a report, its place that of the first; a single one is itself."""
    if len(paths) == 1:
        return values[paths[0]]
    parts = [values[path] for path in paths]
    content = total(parts)
    return Value(content, State.UNKNOWN if content is None else State.DERIVED, parts[0].position)


def _counterparts(pairs: tuple[Pair, ...], succession: Succession | None) -> Counterparts:
    lost = succession.lost if succession else ()
    return Counterparts(pairs, lost, succession is not None, {path: pair for pair in pairs for path in pair.new})


def _kept(old: Template, new: Template, succession: Succession) -> Iterator[Pair]:
    """The pairs that a form names of the one that it replaced, in its own order."""
    found: dict[Path, Pair] = {}
    for kept in succession.kept:
        pairs = list(_below(old, new, kept))
        if not pairs:
            reason = f"succeeds 的“{Path(kept.path)}”和“{Path(kept.was)}”下面没有同样的数字"
            raise wrong(os.path.join(new.folder, FORM_FILE), kept.line, kept.column, reason, "核对路径")
        found.update((pair.new[0], pair) for pair in pairs)
    yield from (found[path] for path in new.figures if path in found)


def _below(old: Template, new: Template, kept: Kept) -> Iterator[Pair]:
    """The figures below a path of the newer form with those of the same keys below a path of the older one."""
    groups = _groups(new)
    olds = {path.parts[len(kept.was) :]: path for path in old.figures if path.parts[: len(kept.was)] == kept.was}
    for rest, path in olds.items():
        here = Path((*kept.path, *rest))
        if here in new.figures:
            yield Pair((path,), (here,), here)
        elif here in groups:
            yield Pair((path,), groups[here], here)
    older = _groups(old)
    for path in new.figures:
        there = Path((*kept.was, *path.parts[len(kept.path) :]))
        if path.parts[: len(kept.path)] == kept.path and there in older:
            yield Pair(older[there], (path,), path)


def _groups(template: Template) -> dict[Path, tuple[Path, ...]]:
    """The groups of rows of a form by their keys and those of a column, with the figures that they add up to."""
    found: dict[Path, list[Path]] = {}
    for block in template.blocks:
        place = places(block)
        for row, leaf in keyed_leaves(block.rows):
            for column, _ in () if leaf.total_of else keyed_leaves(block.columns):
                for end in range(1, len(row)):
                    found.setdefault(place(row[:end], column), []).append(place(row, column))
    return {path: tuple(parts) for path, parts in found.items()}
