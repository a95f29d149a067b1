"""Tabs in an indentation: the blanks that the form asks for there, two for each level."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.mending.patient import Edit, Patient, family
from generator.shapes import NamedTuple

_STEP = 2
_OPENS = re.compile(r"\s*(?:#.*)?$")
_PROSE = re.compile(r"\s*[|>][-+]?\s*(?:#.*)?$")


class _Open(NamedTuple):
    """A key that the lines above have left open: its indentation, its name, and whether keys may stand below it."""

    indent: int
    key: str
    holds_keys: bool


def edits(patient: Patient) -> Iterator[Edit]:
    """An edit for each line of which the check says that it begins with a tab."""
    for finding in patient.findings("Y105"):
        number = finding.position.line
        line = patient.lines[number - 1]
        indent = line[: len(line) - len(line.lstrip(" \t　"))]
        columns = _columns(patient, number, line.strip())
        yield Edit(patient.starts[number - 1], len(indent), " " * columns, number, "行首的制表符改成空格")


def _columns(patient: Patient, number: int, line: str) -> int:
    """How far a line is indented: a key as its siblings or below its parent, any other as the text that it goes on."""
    above = patient.lines[: number - 1]
    chain = _chain(above, family(patient.form).pattern)
    key = re.match(rf"({family(patient.form).pattern})[ 　]*[:：]", line)
    for depth in range(len(chain), -1, -1) if key else ():
        schema = patient.schema_at(tuple(one.key for one in chain[:depth]))
        if schema and (not depth or chain[depth - 1].holds_keys) and _bare(key) in schema.get("properties", {}):
            return chain[depth].indent if depth < len(chain) else chain[-1].indent + _STEP if chain else 0
    last = next((other for other in reversed(above) if other.strip()), "")
    opens = re.search(r"[:：]\s*(?:[|>][-+]?)?\s*(?:#.*)?$", last)
    return _indent(last) + (_STEP if opens else 0)


def _chain(lines: tuple[str, ...], pattern: str) -> list[_Open]:
    """The keys from the outermost one down to the last one of the lines."""
    chain: list[_Open] = []
    prose: int | None = None
    for line in lines:
        indent = _indent(line)
        if not line.strip() or line.lstrip().startswith("#") or (prose is not None and indent > prose):
            continue
        match = re.match(rf"({pattern})[ 　]*[:：]", line.strip())
        prose = None
        if match:
            value = line.strip()[match.end() :]
            chain = [one for one in chain if one.indent < indent]
            chain.append(_Open(indent, _bare(match), bool(_OPENS.match(value))))
            prose = indent if _PROSE.match(value) else None
    return chain


def _bare(match: re.Match[str] | None) -> str:
    return match[1].strip("'\"") if match else ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
