"""What every mend looks at, a report's text with what the check says of it, and what it answers: edits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from generator.check import Result, check_source, open_template
from generator.findings import Finding, Position
from generator.nodes import Mapping, Node
from generator.recognition import form_of
from generator.resources import known_ids, template_ids
from generator.shapes import NamedTuple
from generator.source import LINE_BREAK, read
from generator.validation import Schema

Keys = tuple[str, ...]


class Edit(NamedTuple):
    """Characters to take away at an offset, the text to put there, and what that does, in Chinese.

    A line break in the text becomes the one that the file uses.
    """

    start: int
    length: int
    text: str
    line: int
    what: str


@dataclass(frozen=True)
class Patient:
    """A report's text, and what is wrong with it."""

    text: str
    file: str

    @cached_property
    def result(self) -> Result:
        """The check of the text."""
        return check_source(read(self.text.encode("utf-8"), self.file), previous=None)

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins, and after the last one the end."""
        return [0, *(match.end() for match in LINE_BREAK.finditer(self.text)), len(self.text)]

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines without their ends."""
        return self.result.source.lines

    @cached_property
    def newline(self) -> str:
        """The line end that the file uses, its first one."""
        match = LINE_BREAK.search(self.text)
        return match[0] if match else "\n"

    @cached_property
    def form(self) -> str:
        """The form that the text names, or else the newest one."""
        form = form_of(self.text)
        return form if form in known_ids() else template_ids()[-1]

    @property
    def schema(self) -> Schema:
        """The schema of the form."""
        return open_template(self.form)[1]

    def schema_at(self, keys: Keys) -> Schema | None:
        """What the form says of the value under a chain of keys; None where it has no such key."""
        schema: Schema | None = self.schema
        for key in keys:
            schema = schema.get("properties", {}).get(key) if schema else None
        return schema

    def findings(self, *codes: str) -> list[Finding]:
        """What these rules find in the report itself."""
        return [found for found in self.result.findings if found.code in codes and found.position.file == self.file]

    def offset(self, position: Position) -> int:
        """Where a place is in the text."""
        return self.starts[position.line - 1] + position.column - 1

    def at(self, keys: Keys) -> Node | None:
        """The node under a chain of keys."""
        node = self.result.source.root
        for key in keys:
            node = node.get(key) if isinstance(node, Mapping) else None
        return node

    def edited(self, edits: list[Edit]) -> Patient:
        """The text with edits that do not overlap; those at one place follow one another as they are given."""
        pieces, end = [], 0
        for edit in sorted(edits, key=lambda edit: edit.start):
            pieces += [self.text[end : edit.start], edit.text.replace("\n", self.newline)]
            end = edit.start + edit.length
        return Patient("".join([*pieces, self.text[end:]]), self.file)


def is_prose(lines: tuple[str, ...]) -> bool:
    """Whether the last of these lines belongs to a literal block: the line that it is indented below opens one."""
    indent = len(lines[-1]) - len(lines[-1].lstrip())
    above = (line for line in reversed(lines) if line.strip() and len(line) - len(line.lstrip()) < indent)
    return bool(re.search(r"[:：] *[|>｜][-+]?\s*$", next(above, "")))


class Family(NamedTuple):
    """The keys of a form: any one, quoted or not, as a pattern, and those whose value is text."""

    pattern: str
    texts: set[str]


@lru_cache(maxsize=8)
def family(form: str) -> Family:
    """The keys of a form."""
    keys: dict[str, bool] = {}
    _walk(open_template(form)[1], keys)
    names = "|".join(map(re.escape, sorted(keys, key=len, reverse=True)))
    return Family(rf"['\"]?(?:{names})['\"]?", {key for key, is_text in keys.items() if is_text})


def _walk(node: Any, keys: dict[str, bool]) -> None:
    for key, child in node.get("properties", {}).items():
        keys[key] = keys.get(key, False) or "string" in child.get("type", ())
        for below in (child, child.get("items", {}), child.get("additionalProperties") or {}):
            _walk(below, keys)
