"""Rows and other keys that are absent: added as `~`, which says that they are not known, in the form's order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.agency_file import scalar
from generator.mending.patient import Edit, Patient
from generator.nodes import Mapping, Scalar
from generator.paths import Path
from generator.validation import Schema


def edits(patient: Patient) -> Iterator[Edit]:
    """An edit for each absent key whose place is found."""
    absent = [path for finding in patient.findings("S102") for path in finding.paths]
    for path in sorted(absent, key=lambda path: _rank(patient.schema, path)):
        schema, mapping = patient.schema_at(path.parts[:-1]), patient.at(path.parts[:-1])
        if (
            schema is None
            or not isinstance(mapping, Mapping)
            or not mapping.entries.keys() & schema["properties"].keys()
        ):
            continue
        is_flow = patient.text[_start(patient, mapping)] == "{"
        yield (_in_braces if is_flow else _in_lines)(patient, schema, mapping, path.parts[-1])
    yield from _groups(patient)


def _groups(patient: Patient) -> Iterator[Edit]:
    """An edit for each group with nothing below its key, where all rows are absent."""
    for path in (path for finding in patient.findings("S103") for path in finding.paths):
        schema, above = patient.schema_at(path.parts), patient.at(path.parts[:-1])
        entry = above.entries.get(path.parts[-1]) if isinstance(above, Mapping) else None
        if schema is None or entry is None or not isinstance(entry.value, Scalar) or entry.value.text:
            continue
        indent, number = " " * (entry.key.column + 1), entry.key.line + 1
        lines = [line for key, below in _required(schema) for line in _blank_lines(key, below, indent)]
        if lines:
            yield _inserted(patient, number, lines, path.parts[-1])


def _rank(schema: Schema, path: Path) -> list[int]:
    """Where a key stands in the form's order."""
    ranks = []
    node: Any = schema
    for key in path.parts:
        order = list(node.get("properties", {}))
        ranks.append(order.index(key) if key in order else 0)
        node = node.get("properties", {}).get(key, {})
    return ranks


def _neighbours(schema: Schema, mapping: Mapping, name: str) -> tuple[str | None, str | None]:
    """The keys present that come before and after a key in the form's order."""
    order = list(schema["properties"])
    place = order.index(name)
    before = [key for key in order[:place] if key in mapping.entries]
    after = [key for key in order[place:] if key in mapping.entries]
    return before[-1] if before else None, after[0] if after else None


def _in_braces(patient: Patient, schema: Schema, mapping: Mapping, name: str) -> Edit:
    before, after = _neighbours(schema, mapping, name)
    text = f"{scalar(name)}: {_blank_flow(schema['properties'][name])}"
    if after and not before:
        key = mapping.entries[after].key
        start, text = patient.starts[key.line - 1] + key.column - 1, f"{text}, "
    else:
        start = _end_of_entry(patient.text, _start(patient, mapping), list(mapping.entries).index(before or ""))
        text = f", {text}"
    return Edit(start, 0, text, mapping.line, _what(name))


def _end_of_entry(text: str, start: int, number: int) -> int:
    """Where the entry of a number ends in braces that begin at a place: at the comma or the brace after it."""
    depth, place = 0, start
    while place < len(text):
        mark = text[place]
        if mark in "'\"":
            place = text.find(mark, place + 1)
            if place < 0:
                break
        depth += (mark in "{[") - (mark in "}]")
        if (mark == "," and depth == 1) or not depth:
            if not number or not depth:
                return len(text[:place].rstrip())
            number -= 1
        place += 1
    return len(text)


def _in_lines(patient: Patient, schema: Schema, mapping: Mapping, name: str) -> Edit:
    before, after = _neighbours(schema, mapping, name)
    key = mapping.entries[before or after or ""].key
    column = key.column - 1
    number = _last_line(patient.lines, key.line, column) + 1 if before else key.line
    return _inserted(patient, number, list(_blank_lines(name, schema["properties"][name], " " * column)), name)


def _inserted(patient: Patient, number: int, lines: list[str], name: str) -> Edit:
    """Lines put in before the line of a number, or after the last one."""
    text = "\n".join(lines)
    start = patient.starts[min(number, len(patient.starts)) - 1]
    ends_bare = start == len(patient.text) and not patient.text.endswith(("\n", "\r"))
    return Edit(start, 0, f"\n{text}" if ends_bare else f"{text}\n", number, _what(name))


def _last_line(lines: tuple[str, ...], first: int, column: int) -> int:
    """The last line of an entry whose key stands at a line and a column; blank lines after it are not its own."""
    last = first
    for number in range(first + 1, len(lines) + 1):
        line = lines[number - 1]
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip(" "))
        if indent < column or (indent == column and not line.lstrip().startswith("- ")):
            break
        last = number
    return last


def _blank_lines(name: str, schema: Schema, indent: str) -> Iterator[str]:
    below = _required(schema)
    yield f"{indent}{scalar(name)}:" + ("" if below else " ~")
    for key, child in below:
        yield from _blank_lines(key, child, indent + "  ")


def _blank_flow(schema: Schema) -> str:
    below = [f"{scalar(key)}: {_blank_flow(child)}" for key, child in _required(schema)]
    return "{" + ", ".join(below) + "}" if below else "~"


def _required(schema: Schema) -> list[tuple[str, Schema]]:
    """The keys that must be below one that holds nothing but keys; none where a number or a text may stand."""
    if schema.get("type") != "object":
        return []
    return [(key, schema["properties"][key]) for key in schema["properties"] if key in schema.get("required", ())]


def _start(patient: Patient, mapping: Mapping) -> int:
    return patient.starts[mapping.line - 1] + mapping.column - 1


def _what(name: str) -> str:
    return f"补上缺少的“{name}”，写 ~（还不知道）"
