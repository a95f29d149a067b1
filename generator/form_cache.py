"""A form as plain data, kept between runs, so that its template need not be read and held against its schema again."""

from __future__ import annotations

import marshal
import os
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial

from generator import cache
from generator.form import Block, Figure, Header, Narrative, Section
from generator.lexicon import LANGUAGE_FILE, WORDS_FILE, Entry, Language, Lexicon, Role, Topic, Word
from generator.paths import Path
from generator.printing import Printing
from generator.resources import data_dir, schema_file, state, template_ids
from generator.shapes import Any
from generator.succession import Kept, Lost, OldWord, Succession
from generator.template import KeyFigure, RuleUse, Template
from generator.validation import Schema

_KINDS: tuple[Any, ...] = (
    *(Path, Header, Figure, Block, Narrative, Section, RuleUse, KeyFigure, Template),
    *(Succession, Kept, Lost, OldWord, Printing),
    *(Entry, Language, Lexicon, Role, Topic, Word, Decimal, re.Pattern),
)
_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}
_FIELDS: dict[Any, Callable[[Any], tuple[Any, ...]]] = {
    Role: lambda role: (role.value,),
    Decimal: lambda number: (str(number),),
    re.Pattern: lambda pattern: (pattern.pattern, int(pattern.flags & ~re.UNICODE)),  # as it was written
}


def key(folder: str) -> bytes:
    """All that the form in a folder is made of: its files, words that it may share, the schemas, the program."""
    shipped = data_dir("templates")
    words = [os.path.join(shipped, name, WORDS_FILE) for name in template_ids()]
    own = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".yaml")]
    schemas = map(schema_file, ("nianbao", "prose", "template"))
    files = (*own, os.path.join(shipped, LANGUAGE_FILE), *filter(os.path.isfile, words), *schemas)
    return b"\0".join((cache.program(), *map(state, files)))


def store(name: str, made_of: bytes, template: Template, schema: Schema) -> None:
    """Keep a form with the names resolved so far; one that holds what is no plain data is read anew each time."""
    rows = _Rows()
    root = rows.plain(template._replace(folder=""))
    try:
        cache.write(name, made_of, marshal.dumps([rows.rows, root, rows.plain(template.resolved), schema]))
    except ValueError:
        return


def load(name: str, made_of: bytes, folder: str) -> tuple[Template, Schema] | None:
    """The form that was kept, as the one in a folder; None where there is none."""
    body = cache.read(name, made_of)
    if body is None:
        return None
    rows, root, resolved, schema = marshal.loads(body)  # noqa: S302 plain data, whole by its checksum
    value = _made(rows)
    template: Template = value(root)._replace(folder=folder)
    template.resolved.update(value(resolved))
    return template, schema


class _Rows:
    """Records as rows of plain data, parts first: the kind, which parts are or hold records, the parts.

    (..., 7) stands for the record of row 7.
    """

    def __init__(self) -> None:
        self.rows: list[tuple[Any, ...]] = []
        self.numbers: dict[int, int] = {}
        self.known: dict[str, int] = {}

    def plain(self, value: Any) -> Any:
        kind = _NUMBERS.get(type(value))
        if kind is not None:
            if id(value) not in self.numbers:
                fields = _FIELDS.get(type(value), tuple)(value)
                parts = tuple(map(self.plain, fields))
                holding = tuple(place for place, part in enumerate(parts) if part != fields[place])
                self.numbers[id(value)] = self.number((kind, holding, parts))
            return ..., self.numbers[id(value)]
        if isinstance(value, dict):
            return {self.plain(name): self.plain(held) for name, held in value.items()}
        return type(value)(map(self.plain, value)) if isinstance(value, (tuple, list)) else value

    def number(self, row: tuple[Any, ...]) -> int:
        """The number of a row; equal records are one."""
        name = repr(row)
        if name not in self.known:
            self.known[name] = len(self.rows)
            self.rows.append(row)
        return self.known[name]


def _made(rows: Iterable[tuple[Any, ...]]) -> Callable[[Any], Any]:
    """What gives back the value that stood for plain data, with the records of the rows."""
    records: list[Any] = []

    def value(plain: Any) -> Any:
        kind = type(plain)
        if kind is tuple:
            return records[plain[1]] if plain and plain[0] is ... else tuple(map(value, plain))
        if kind is dict:
            return {value(name): value(held) for name, held in plain.items()}
        return list(map(value, plain)) if kind is list else plain

    makers = [*map(_maker, _KINDS)]
    for kind, holding, parts in rows:
        whole = list(parts)
        for place in holding:
            whole[place] = value(parts[place])
        records.append(makers[kind](whole))
    return value


def _maker(kind: Any) -> Callable[[Iterable[Any]], Any]:
    """What makes a record of its parts; all of them are there, so a named tuple need not be called by its fields."""
    if issubclass(kind, tuple):
        return partial(tuple.__new__, kind)
    make = re.compile if kind is re.Pattern else kind
    return lambda parts: make(*parts)
