"""A YAML file as a tree of nodes with places; nothing is typed before someone asks for a value."""

from __future__ import annotations

import re
from decimal import Decimal

from generator.shapes import Any, NamedTuple

_INTEGER = re.compile(r"(?:0|-?[1-9][0-9]{0,29})\Z")
_DECIMAL = re.compile(r"(?!-0\.0*\Z)-?(?:0|[1-9][0-9]{0,29})\.[0-9]{1,30}\Z")
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}

Plain = None | bool | int | Decimal | str


class Scalar(NamedTuple):
    """A leaf of the file: its text after unquoting, `style` as libyaml names it (`''` is unquoted), and its place."""

    text: str
    style: str
    line: int
    column: int

    @property
    def value(self) -> Plain:
        """The text as YAML 1.2 reads it, numbers exact; an unusual number such as `010` or `1,000` stays text."""
        if self.style:
            return self.text
        if self.text in NULLS:
            return None
        if _INTEGER.match(self.text):
            return int(self.text)
        if _DECIMAL.match(self.text):
            return Decimal(self.text)
        return _BOOLEANS.get(self.text, self.text)


class Entry(NamedTuple):
    """A key of a mapping with its value."""

    key: Scalar
    value: Node


class Mapping(NamedTuple):
    """Keys with their values, in the order of the file; of a doubled key the first stands.

    `counts` are the values where all are numbers of at most 15 digits and stand on one line, else nothing.
    """

    line: int
    column: int
    entries: dict[str, Entry]
    counts: tuple[int, ...] = ()

    def get(self, key: str) -> Node | None:
        """The value under `key`, or None where the key is absent."""
        entry = self.entries.get(key)
        return entry.value if entry else None


class Sequence(NamedTuple):
    """A list."""

    line: int
    column: int
    items: list[Node]


Node = Scalar | Mapping | Sequence


def plain(node: Node | None) -> Any:
    """A node as plain data: dict, list, str, int, Decimal, bool, None."""
    if isinstance(node, Mapping):
        return {key: plain(entry.value) for key, entry in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.value if node else None


def is_null(node: Node | None) -> bool:
    """Whether nothing is written here: no node, `~`, or nothing after the colon."""
    return node is None or (isinstance(node, Scalar) and not node.style and node.text in NULLS)
