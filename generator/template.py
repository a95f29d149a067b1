"""A form as a whole: its sections, its figures, the rules it adopts, and what a written path means in it.

Everything is read from template.yaml; a row, a column or a section of a form has no name anywhere in Python.
"""

from __future__ import annotations

import os
from functools import cached_property, lru_cache

from generator.addresses import Address, addresses
from generator.errors import Fault, TemplateError, refused
from generator.form import Block, Figure, Narrative, Section
from generator.label_keys import simplified
from generator.lexicon import Lexicon
from generator.paths import Path, ends_with, segments
from generator.printing import SIMPLIFIED, Printing
from generator.shapes import NamedTuple
from generator.succession import Succession

FORM_FILE = "template.yaml"
_FAR = 2199


class RuleUse(NamedTuple):
    """A rule that the template adopts, with its arguments as plain data and its line in template.yaml."""

    code: str
    arguments: dict[str, object]
    line: int
    column: int


class _Index(NamedTuple):
    """What can be named, by the first characters of the last key and of the key above it."""

    by_last: dict[str, list[Address]]
    by_parent: dict[str, list[Address]]


class KeyFigure(NamedTuple):
    """A figure, or a sum of figures, that stands for a report in a list of many, and the short head it has there."""

    label: str
    path: str


class _Definition(NamedTuple):
    id: str
    title: str
    authority: tuple[str, str]
    years: tuple[int, int | None]
    preamble: Narrative | None
    sections: tuple[Section, ...]
    rules: tuple[RuleUse, ...]
    folder: str
    figures: dict[Path, Figure]
    facts: tuple[tuple[str, str], ...] = ()
    lexicon: Lexicon | None = None
    key_figures: tuple[KeyFigure, ...] = ()
    succeeds: Succession | None = None
    unverified: str = ""
    has_signature: bool = True
    agency: Path | None = None
    deadlines: dict[str, str] = {}  # noqa: RUF012 nobody writes into it
    printing: Printing = SIMPLIFIED


class Template(_Definition):
    """A form, read from `folder`; `figures` are all its numbers in the form's order.

    `title` is the pattern of the title, with | where it may be broken; `facts` are the numbers, by name and unit, that
    stand in no table but in the customary texts; `lexicon` is the form's wording, where it has one; `succeeds` tells of
    the form that it replaced; `unverified` says what of the form nobody has held against its source yet; `agency` is
    the field that prints the agency's name, where the title does not; `deadlines` are the last days of publication,
    MM-DD, by 机关类型 or 统计口径, 其他 for all others; `printing` is for the script of its labels.
    """

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @cached_property
    def resolved(self) -> dict[tuple[str, tuple[Path, ...]], tuple[Path, ...]]:
        """The names resolved so far, as `resolve` is given them."""
        return {}

    @property
    def last_year(self) -> int:
        """The last report year that the form is for, a far one where it is in force."""
        return self.years[1] or _FAR

    @cached_property
    def figure_names(self) -> dict[Path, str]:
        """The path of every figure in full, as text."""
        return {path: str(path) for path in self.figures}

    @cached_property
    def places(self) -> dict[Path, int]:
        """The place of every figure among all, from 0."""
        return {path: place for place, path in enumerate(self.figures)}

    @property
    def narratives(self) -> tuple[Narrative, ...]:
        """Every narrative field, in the order of print."""
        own = (self.preamble,) if self.preamble else ()
        return (*own, *(narrative for section in self.sections for narrative in section.narratives))

    def has_narrative(self, path: Path) -> bool:
        """Whether the form has a narrative field of this path."""
        return any(narrative.path == path for narrative in self.narratives)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block of every section, in the order of print."""
        return tuple(block for section in self.sections for block in section.blocks)

    def resolve(self, text: str, parts: tuple[Path, ...] = ()) -> tuple[Path, ...]:
        """The figures whose sum a written path names, in either script: one path, or the leaves of a group.

        A segment is a key or the beginning of one; leading segments may be left out; a missing column means the total.
        Of several totals with one name, the one that `parts` belong to is meant.
        LookupError(candidates) where the path names nothing (no candidate) or more than one thing.
        """
        known = self.resolved.get((text, parts))
        if known is None:
            found = self._resolve(simplified(text), parts)
            if isinstance(found, list):
                raise LookupError([*found])
            known = self.resolved[text, parts] = found
        return known

    def names_figures(self, text: str) -> bool:
        """Whether a written path names a figure or a group of them."""
        try:
            return bool(self.resolve(text))
        except LookupError:
            return False

    @lru_cache(maxsize=4096)  # noqa: B019 templates stay; names of declared numbers, which mean nothing here, recur
    def _resolve(self, text: str, parts: tuple[Path, ...]) -> tuple[Path, ...] | list[str]:
        """The figures that a name means, or else the candidates."""
        wanted = segments(text, self._marked)
        near = self._index.by_last.get(wanted[-1][:1], [])
        found = [address for address in near if address.ends_with(wanted, str.startswith)]
        best = [address for address in found if address.ends_with(wanted, str.__eq__)] or found
        best = [address for address in best if not address.is_group] or best
        if len({address.figures for address in best}) == 1:
            return best[0].figures
        wholes = {address.figures for address in found if parts and self._adds_up(address.figures, parts)}
        if len(wholes) == 1:
            return wholes.pop()
        above = self._index.by_parent.get(wanted[-1][:1], [])
        above = [a for a in above if ends_with(a.keys[:-1], wanted, str.startswith)]
        return [str(address) for address in best or above]

    def name(self, path: Path) -> str:
        """The shortest path that names a figure and nothing else, column included."""
        least = 1 if self.figures[path].block.single_column else 2
        for size in range(least, len(path.parts)):
            text = str(Path(path.parts[-size:]))
            try:
                if self.resolve(text) == (path,):
                    return text
            except LookupError:
                continue
        return str(path)

    def error(self, use: RuleUse, reason: str, mend: str) -> TemplateError:
        """The error that a rule raises when the template gives it arguments it cannot work with."""
        return wrong(os.path.join(self.folder, FORM_FILE), use.line, use.column, reason, mend)

    def names(self) -> list[str]:
        """Every key that a path may end with, for suggestions."""
        return sorted({address.keys[-1] for address in self._addresses})

    def mend(self, name: str, otherwise: str) -> str:
        """What to do about a path that names nothing, with the key most like its last one, where one is near."""
        from difflib import get_close_matches

        near = get_close_matches(segments(name, self._marked)[-1], self.names(), 1, 0.5)
        return f"{otherwise}，是不是“{near[0]}”" if near else otherwise

    def carried(self, figure: Figure) -> Path | None:
        """The figure of last year's report that this one repeats, in the same column; None for all others."""
        row = figure.row.carries_from if figure.row else ""
        for other in self.figures.values() if row else ():
            if other.block is figure.block and other.column is figure.column and other.row and other.row.key == row:
                return other.path
        return None

    def _adds_up(self, whole: tuple[Path, ...], parts: tuple[Path, ...]) -> bool:
        return len(whole) == 1 and any(set(parts) <= set(below) for _, below in self.figures[whole[0]].sums)

    @cached_property
    def _marked(self) -> set[str]:
        """The keys that hold a mark with which a written path is divided."""
        return {key for path in self.figures for key in path.parts if "/" in key or "." in key}

    @cached_property
    def _addresses(self) -> list[Address]:
        """Everything that can be named."""
        return [address for block in self.blocks for address in addresses(block)]

    @cached_property
    def _index(self) -> _Index:
        index = _Index({}, {})
        for address in self._addresses:
            index.by_last.setdefault(address.keys[-1][0], []).append(address)
            index.by_parent.setdefault(address.keys[-2][0], []).append(address)
        return index


def wrong(file: str, line: int, column: int, reason: str, mend: str) -> TemplateError:
    """The error for a template.yaml that is wrong at a place."""
    return refused([Fault("M101", file, line, column, reason, mend)])
