"""JSON Schema over source trees: a small walk says yes or no, jsonschema says what is wrong.

The walk knows the keywords that nianbao's own schemas use. It is tested against jsonschema on random and mutated data,
so that a file it accepts has no violation; jsonschema is imported for a file that it refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Dict
from decimal import Decimal
from functools import lru_cache

from generator.nodes import Mapping, Node, Plain, Scalar, Sequence, plain
from generator.shapes import Any, NamedTuple
from generator.source import Source

Schema = Dict[str, Any]

_KNOWN = {
    *("$ref", "additionalProperties", "enum", "format", "items", "maximum", "minItems", "minLength", "minProperties"),
    *("minimum", "pattern", "properties", "required", "type", "uniqueItems"),
}
_SILENT = {"$schema", "$id", "title", "description", "definitions", "default", "examples"}


class Violation(NamedTuple):
    """One broken keyword of a schema. `node` is what breaks it and `key` the key it stands under, if any.

    `name` is the missing or unknown key for `required` and `additionalProperties`; `where` the keys down to the node.
    """

    keyword: str
    node: Node
    key: Scalar | None
    name: str
    schema: Schema
    where: tuple[str, ...]


def accepts(schema: Schema, node: Node, root: Schema | None = None) -> bool:
    """Whether a source tree satisfies a schema; ValueError for a keyword that the walk does not know."""
    root = root or schema
    if "$ref" in schema:
        return accepts(_definition(root, schema["$ref"]), node, root)
    _require_known(schema)
    if isinstance(node, Scalar):
        return _accepts_value(schema, node.value)
    if isinstance(node, Mapping):
        return _accepts_mapping(schema, node, root)
    return _accepts_sequence(schema, node, root)


def violations(schema: Schema, source: Source) -> tuple[Violation, ...]:
    """Everything in a source that breaks a schema, nothing where the walk accepts it."""
    if source.root is None or accepts(schema, source.root):
        return ()
    from jsonschema import Draft7Validator, FormatChecker

    validator = Draft7Validator(dict(schema), format_checker=FormatChecker(["date"]))
    found: list[Violation] = []
    for error in validator.iter_errors(plain(source.root)):
        where = tuple(str(part) for part in error.absolute_path)
        node, key = _locate(source.root, tuple(error.absolute_path))
        keyword = str(error.validator)
        found += (Violation(keyword, node, key, name, error.schema, where) for name in _names(error))
    return tuple(found)


def _names(error: Any) -> list[str]:
    """The keys that a violation speaks of; jsonschema reports each absent key by itself."""
    if error.validator == "additionalProperties":
        return [key for key in error.instance if key not in error.schema.get("properties", {})]
    if error.validator == "required":
        return [key for key in error.validator_value if error.message.startswith(f"{key!r} ")]
    return [""]


def _locate(node: Node, where: tuple[str | int, ...]) -> tuple[Node, Scalar | None]:
    key: Scalar | None = None
    for part in where:
        if isinstance(node, Mapping):
            key, node = node.entries[str(part)]
        elif isinstance(node, Sequence):
            key, node = None, node.items[int(part)]
    return node, key


def _accepts_mapping(schema: Schema, node: Mapping, root: Schema) -> bool:
    if not _has_type(schema, "object") or "enum" in schema:
        return False
    entries = node.entries
    if len(entries) < schema.get("minProperties", 0):
        return False
    for name in schema.get("required", ()):
        if name not in entries:
            return False
    properties = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    for name, entry in entries.items():
        known = properties.get(name)
        if known is None:
            if others is False or (others is not True and not accepts(others, entry.value, root)):
                return False
        elif not accepts(known, entry.value, root):
            return False
    return True


def _accepts_sequence(schema: Schema, node: Sequence, root: Schema) -> bool:
    if not _has_type(schema, "array") or "enum" in schema or len(node.items) < schema.get("minItems", 0):
        return False
    if schema.get("uniqueItems") and any(
        plain(a) == plain(b) for n, a in enumerate(node.items) for b in node.items[:n]
    ):
        return False
    items = schema.get("items")
    return items is None or all(accepts(items, item, root) for item in node.items)


def _accepts_value(schema: Schema, value: Plain) -> bool:
    if "type" in schema and not any(_has_type(schema, name) for name in _types(value)):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if isinstance(value, str):
        return _accepts_text(schema, value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))
    return True


def _accepts_text(schema: Schema, value: str) -> bool:
    if len(value) < schema.get("minLength", 0):
        return False
    if "pattern" in schema and not _pattern(schema["pattern"]).search(value):
        return False
    return schema.get("format") != "date" or is_date(value)


def is_date(text: str) -> bool:
    """Whether a text is a day of the calendar as YYYY-MM-DD."""
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})\Z", text, re.ASCII)
    if not match or match[1] == "0000":
        return False
    year, month, day = map(int, match.groups())
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= month <= 12 and 1 <= day <= (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _types(value: Plain) -> tuple[str, ...]:
    if value is None:
        return ("null",)
    if isinstance(value, bool):
        return ("boolean",)
    if isinstance(value, int):
        return ("integer", "number")
    return ("number",) if isinstance(value, Decimal) else ("string",)


def _has_type(schema: Schema, name: str) -> bool:
    types = schema.get("type", name)
    return name == types if isinstance(types, str) else name in types


@lru_cache(maxsize=256)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _definition(root: Schema, reference: str) -> Schema:
    node: Any = root
    for part in reference.removeprefix("#/").split("/"):
        node = node[part]
    return node  # type: ignore[no-any-return]


def _require_known(schema: Schema) -> None:
    unknown = schema.keys() - _KNOWN - _SILENT
    if unknown:
        raise ValueError(f"the walk does not know {sorted(unknown)}")


def walk(schema: Schema, where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Schema]]:
    """Every key that a schema describes, with its own schema; references are not followed."""
    for name, child in schema.get("properties", {}).items():
        yield (*where, name), child
        yield from walk(child, (*where, name))
