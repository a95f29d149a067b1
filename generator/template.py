"""A form as a whole: its sections, its figures, the rules it adopts, and what a written path means in it.

Everything is read from template.yaml; a row, a column or a section of a form has no name anywhere in Python.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path as FilePath

from generator.addresses import Address, addresses
from generator.errors import TemplateError
from generator.form import Block, Figure, Narrative, Section
from generator.lexicon import Lexicon
from generator.paths import Path, ends_with, segments

FORM_FILE = "template.yaml"
_FAR = 2199


@dataclass(frozen=True, slots=True)
class RuleUse:
    """A rule that the template adopts, with its arguments as plain data and its line in template.yaml."""

    code: str
    arguments: dict[str, object]
    line: int
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A form, read from `folder`; `figures` are all its numbers in the form's order.

    `title` is the pattern of the title, with | where it may be broken; `lexicon` the form's wording, where it has one.
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
    lexicon: Lexicon | None = None
    _named: list[Address] = field(default_factory=list)
    _initials: dict[str, list[Address]] = field(default_factory=dict)
    _parents: dict[str, list[Address]] = field(default_factory=dict)
    _resolved: dict[str, tuple[Path, ...]] = field(default_factory=dict)
    _marked: set[str] = field(default_factory=set)

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
        if text in self._resolved:
            return self._resolved[text]
        self._addresses()
        wanted = segments(text, self._marked)
        near = self._initials.get(wanted[-1][:1], [])
        found = [address for address in near if address.ends_with(wanted, str.startswith)]
        best = [address for address in found if address.ends_with(wanted, str.__eq__)] or found
        best = [address for address in best if not address.is_group] or best
        if len({address.figures for address in best}) == 1:
            self._resolved[text] = best[0].figures
            return best[0].figures
        above = [a for a in self._parents.get(wanted[-1][:1], []) if ends_with(a.keys[:-1], wanted, str.startswith)]
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

    def _addresses(self) -> list[Address]:
        """Everything that can be named, worked out once, with indexes by the first characters of the last two keys."""
        if not self._named:
            for address in (address for block in self.blocks for address in addresses(block)):
                self._named.append(address)
                self._initials.setdefault(address.keys[-1][0], []).append(address)
                self._parents.setdefault(address.keys[-2][0], []).append(address)
            self._marked.update(key for path in self.figures for key in path.parts if "/" in key or "." in key)
        return self._named


def wrong(file: str, line: int, column: int, reason: str, mend: str) -> TemplateError:
    """The error for a template.yaml that is wrong at a place."""
    return TemplateError(f"{file}:{line}:{column}: 模板有误：{reason}。请{mend}。")
