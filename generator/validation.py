"""JSON Schema over source trees: a small walk says yes or no, jsonschema says what is wrong.

The walk knows the keywords that nianbao's own schemas use. It is tested against jsonschema on random and mutated data,
so that a file it accepts has no violation; jsonschema is imported for a file that it refuses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Dict
from decimal import Decimal
from functools import lru_cache

from generator.nodes import Mapping, Node, Plain, Scalar, Sequence, plain
from generator.shapes import Any, NamedTuple
from generator.source import Source

Schema = Dict[str, Any]
Accepts = Callable[[Node], bool]

_MOST = 10**15 - 1
is_count = re.compile(r"(?:0|[1-9][0-9]{0,14})\Z").match  # whether the text of a scalar is a number up to _MOST

_UNDERSTOOD = {
    *("$ref", "additionalProperties", "enum", "format", "items", "maximum", "minItems", "minLength", "minProperties"),
    *("minimum", "pattern", "properties", "required", "type", "uniqueItems"),
    *("$schema", "$id", "title", "description", "definitions", "default", "examples"),  # which say nothing of data
}


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


def accepts(schema: Schema, node: Node) -> bool:
    """Whether a source tree satisfies a schema; ValueError for a keyword, on the way, that the walk does not know."""
    return _walk_of(_Same(schema))(node)


class _Same:
    """A schema as a key: the same one, not one that is equal."""

    __slots__ = ("schema",)

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.schema is self.schema

    def __hash__(self) -> int:
        return id(self.schema)


@lru_cache(maxsize=64)
def _walk_of(key: _Same) -> Accepts:
    return _Walks(key.schema).of(key.schema)


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


class _Walks:
    """A schema as functions, one for each of its parts, so that nothing of it is looked up for every node."""

    def __init__(self, root: Schema) -> None:
        self.root = root
        self.definitions: dict[str, Accepts] = {}

    def of(self, schema: Schema) -> Accepts:
        """What says whether a node satisfies a part of the schema."""
        if "$ref" in schema:
            return self._definition(schema["$ref"])
        unknown = schema.keys() - _UNDERSTOOD
        if unknown:
            raise ValueError(f"the walk does not know {sorted(unknown)}")
        mapping, sequence = self._mapping(schema), self._sequence(schema)

        def accept(node: Node) -> bool:
            kind = type(node)
            if kind is Scalar:
                return _accepts_value(schema, node.value)  # type: ignore[union-attr]
            return mapping(node) if kind is Mapping else sequence(node)

        return accept

    def _definition(self, reference: str) -> Accepts:
        """A definition, which may refer to itself."""
        if reference not in self.definitions:
            self.definitions[reference] = lambda node: self.definitions[reference](node)  # noqa: PLW0108 not yet there
            part: Any = self.root
            for name in reference.removeprefix("#/").split("/"):
                part = part[name]
            self.definitions[reference] = self.of(part)
        return self.definitions[reference]

    def _mapping(self, schema: Schema) -> Accepts:
        if not _has_type(schema, "object") or "enum" in schema:
            return _refuse
        least, required = schema.get("minProperties", 0), schema.get("required", ())
        parts = schema.get("properties", {})
        counts = {name for name, part in parts.items() if _takes_counts(part)}
        walks = _OfKeys(self, parts, schema.get("additionalProperties", True))

        def accept(node: Any) -> bool:
            entries = node.entries
            if len(entries) < least:
                return False
            for name in required:
                if name not in entries:
                    return False
            if node.counts and entries.keys() <= counts:
                return True
            for name, (_, value) in entries.items():
                if name in counts and type(value) is Scalar and not value[1] and is_count(value[0]):
                    continue
                if not walks[name](value):
                    return False
            return True

        return accept

    def _sequence(self, schema: Schema) -> Accepts:
        if not _has_type(schema, "array") or "enum" in schema:
            return _refuse
        least, are_unique = schema.get("minItems", 0), schema.get("uniqueItems")
        each = self.of(schema["items"]) if "items" in schema else _accept

        def accept(node: Any) -> bool:
            items = node.items
            if len(items) < least:
                return False
            if are_unique and any(plain(a) == plain(b) for n, a in enumerate(items) for b in items[:n]):
                return False
            return all(map(each, items))

        return accept


class _OfKeys(dict[str, Accepts]):
    """What says so of the value of a key, made when such a key is met: most are counts, which need nobody to say so."""

    def __init__(self, walks: _Walks, parts: Schema, additional: Any) -> None:
        super().__init__()
        self.walks, self.parts = walks, parts
        self.other = _accept if additional is True else _refuse if additional is False else walks.of(additional)

    def __missing__(self, name: str) -> Accepts:
        if name not in self.parts:
            return self.other
        self[name] = walk = self.walks.of(self.parts[name])
        return walk


def _accept(_: Node) -> bool:
    return True


def _refuse(_: Node) -> bool:
    return False


def _takes_counts(schema: Schema) -> bool:
    """Whether a schema accepts every count that `is_count` knows."""
    if not _has_type(schema, "integer") or "$ref" in schema or "enum" in schema or schema.keys() - _UNDERSTOOD:
        return False
    return bool(schema.get("minimum", 0) <= 0 and schema.get("maximum", _MOST) >= _MOST)


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


def walk(schema: Schema, where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Schema]]:
    """Every key that a schema describes, with its own schema; references are not followed."""
    for name, child in schema.get("properties", {}).items():
        yield (*where, name), child
        yield from walk(child, (*where, name))
