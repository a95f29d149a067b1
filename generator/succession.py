"""What a form says of the one that it replaced: which figures kept their meaning, which did not, which words went out.

Pure data, read from template.yaml; `counterparts` finds out what it means.
"""

from __future__ import annotations

from typing import NamedTuple


class Kept(NamedTuple):
    """Figures that mean the same in both forms: those below `path`, in the older form below `was`, by the same keys.

    A row there that is a group here is the sum of the group. `line` and `column` are its place in template.yaml.
    """

    path: tuple[str, ...]
    was: tuple[str, ...]
    line: int
    column: int


class Lost(NamedTuple):
    """A part of a form that cannot be compared with the other form, named as users know it, and why."""

    name: str
    reason: str


class OldWord(NamedTuple):
    """A label of a row or a column of the older form, and the one that has its place now, empty where nothing has.

    `in_prose` is whether it can mean nothing else in a sentence.
    """

    text: str
    is_column: bool
    now: str
    in_prose: bool


class Succession(NamedTuple):
    """The older form by its id, and what became of it."""

    form: str
    kept: tuple[Kept, ...]
    lost: tuple[Lost, ...]
    words: tuple[OldWord, ...]
