"""A form as a whole: its sections, its figures, the rules it adopts, and what a written path means in it.

Everything is read from template.yaml; a row, a column or a section of a form has no name anywhere in Python.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import NamedTuple

from generator.addresses import Address, addresses
from generator.errors import TemplateError
from generator.form import Block, Figure, Narrative, Section
from generator.paths import Path, segments

FORM_FILE = "template.yaml"
_FAR = 2199


@dataclass(frozen=True, slots=True)
class RuleUse:
    """A rule that the template adopts, with its arguments as plain data and its line in template.yaml."""

    code: str
    arguments: dict[str, object]
    line: int
    column: int


class KeyFigure(NamedTuple):
    """A figure, or a sum of figures, that stands for a report in a list of many, and the short head it has there."""

    label: str
    path: str


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A form, read from `folder`; `figures` are all its numbers in the form's order.

    `title` is the pattern of the title, with | where it may be broken.
    """

    id: str
    title: str
    authority: tuple[str, str]
    years: tuple[int, int | None]
    preamble: Narrative | None
    sections: tuple[Section, ...]
    rules: tuple[RuleUse, ...]
    folder: FilePath
    figures: dict[Path, Figure]
    key_figures: tuple[KeyFigure, ...] = ()
    _named: list[Address] = field(default_factory=list)

    @property
    def last_year(self) -> int:
        """The last report year that the form is for, a far one where it is in force."""
        return self.years[1] or _FAR

    @property
    def narratives(self) -> tuple[Narrative, ...]:
        """Every narrative field, in the order of print."""
        own = (self.preamble,) if self.preamble else ()
        return (*own, *(narrative for section in self.sections for narrative in section.narratives))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block of every section, in the order of print."""
        return tuple(block for section in self.sections for block in section.blocks)

    def resolve(self, text: str) -> tuple[Path, ...]:
        """The figures whose sum a written path names: one path, or the leaves of a group.

        A segment is a key or the beginning of one; leading segments may be left out; a missing column means the total.
        LookupError(candidates) where the path names nothing (no candidate) or more than one thing.
        """
        wanted = segments(text, self._keys())
        found = [address for address in self._addresses() if address.ends_with(wanted, str.startswith)]
        best = [address for address in found if address.ends_with(wanted, str.__eq__)] or found
        best = [address for address in best if not address.is_group] or best
        if len({address.figures for address in best}) == 1:
            return best[0].figures
        above = [a for a in self._addresses() if a._replace(keys=a.keys[:-1]).ends_with(wanted, str.startswith)]
        raise LookupError([str(address) for address in best or above])

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
        return wrong(str(self.folder / FORM_FILE), use.line, use.column, reason, mend)

    def names(self) -> list[str]:
        """Every key that a path may end with, for suggestions."""
        return sorted({address.keys[-1] for address in self._addresses()})

    def _keys(self) -> set[str]:
        return {part for path in self.figures for part in path.parts}

    def _addresses(self) -> list[Address]:
        """Everything that can be named, worked out once."""
        if not self._named:
            self._named.extend(address for block in self.blocks for address in addresses(block))
        return self._named


def wrong(file: str, line: int, column: int, reason: str, mend: str) -> TemplateError:
    """The error for a template.yaml that is wrong at a place."""
    return TemplateError(f"{file}:{line}:{column}: 模板有误：{reason}。请{mend}。")
