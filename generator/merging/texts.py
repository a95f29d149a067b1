"""A YAML file cut into parts that give it back whole: each key with the comments above it, its value, and what follows.

Only what an agency file is made of is cut: block mappings, key by key. Flow mappings, lists and scalars are leaves; the
entries of a flow mapping can be had by `flow_entries`. ValueError where a file is written in a way that this does not
know, such as a key that begins with `?`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from generator.nodes import Mapping, Node, Scalar, Sequence, is_null
from generator.source import Source

_QUOTED = {"'": re.compile(r"'(?:[^']|'')*'", re.DOTALL), '"': re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)}
_COLON = re.compile(r"[ \t]*:")
_BETWEEN = re.compile(r"(?:[\s,]|(?<=\s)#[^\n]*)*")


@dataclass(frozen=True, slots=True)
class Part:
    """A key with all that belongs to it; `head`, `value` and `tail` joined are its text.

    `head` is what stands above the key, and the key; `value` begins with the colon; `tail` ends the line. Of a block
    mapping, `value` ends with the key's own line, and `parts` follow instead of a tail.
    """

    node: Node
    head: str
    value: str
    tail: str
    parts: dict[str, Part] | None = None

    @property
    def text(self) -> str:
        """The part as it stands in the file."""
        below = "".join(part.text for part in self.parts.values()) if self.parts else ""
        return self.head + self.value + below + self.tail


class Cut:
    """A file's text with its tree, cut into `parts`; `rest` is what stands after the last one."""

    def __init__(self, text: str, source: Source) -> None:
        self.text = text
        self.starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        if not isinstance(source.root, Mapping) or text[self.offset(source.root) : self.offset(source.root) + 1] == "{":
            raise ValueError("not a block mapping")
        self.parts, end = self._block(source.root, 0)
        self.rest = text[end:]

    def offset(self, node: Node) -> int:
        """Where a node begins in the text."""
        return self.starts[node.line - 1] + node.column - 1

    def end(self, node: Node) -> int:
        """Where a node ends in the text."""
        start = self.offset(node)
        if isinstance(node, Scalar):
            return self._scalar_end(node, start)
        if isinstance(node, Mapping):
            last = max((self.end(entry.value) for entry in node.entries.values()), default=start + 1)
            closing = "}"
        else:
            last = max((self.end(item) for item in node.items), default=start + 1)
            closing = "]"
        return self._closed(last, closing) if self.text[start] in "{[" else last

    def flow_entries(self, node: Mapping) -> dict[str, tuple[int, int]]:
        """Where the value of each key of a mapping begins and ends in the text."""
        return {name: (self.offset(entry.value), self.end(entry.value)) for name, entry in node.entries.items()}

    def _block(self, node: Mapping, start: int) -> tuple[dict[str, Part], int]:
        parts: dict[str, Part] = {}
        for name, (key, value) in node.entries.items():
            key_end = self._scalar_end(key, self.offset(key))
            if not _COLON.match(self.text, key_end) or self.offset(key) < start:
                raise ValueError(f"cannot cut at {key.line}")
            head = self.text[start:key_end]
            if isinstance(value, Mapping) and value.line > key.line and self.text[self.offset(value)] != "{":
                opening = self._line_end(key_end)
                below, end = self._block(value, opening)
                parts[name] = Part(value, head, self.text[key_end:opening], "", below)
            else:
                last = max(self.end(value), _end_of(_COLON, self.text, key_end))
                end = self._line_end(last)
                parts[name] = Part(value, head, self.text[key_end:last], self.text[last:end])
            start = end
        return parts, start

    def _line_end(self, offset: int) -> int:
        """The beginning of the next line."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end + 1

    def _closed(self, offset: int, mark: str) -> int:
        match = _BETWEEN.match(self.text, offset)
        end = match.end() if match else offset
        if self.text[end : end + 1] != mark:
            raise ValueError(f"no {mark} at {end}")
        return end + 1

    def _scalar_end(self, node: Scalar, start: int) -> int:
        if node.style in _QUOTED:
            return _end_of(_QUOTED[node.style], self.text, start)
        if node.style:
            return self._literal_end(start)
        if self.text.startswith(node.text, start):
            return start + len(node.text)
        return _end_of(re.compile(r"\s+".join(map(re.escape, node.text.split()))), self.text, start)

    def _literal_end(self, start: int) -> int:
        """The end of the last line of a literal or folded text: those that are indented as its first, or blank."""
        header = self.text.find("\n", start)
        if header < 0:
            return len(self.text)
        if re.match(r"[|>][+-]?\d", self.text[start:header]):
            raise ValueError("an indent of its own")
        end, indent = header, 0
        for line in _lines(self.text, header + 1):
            deep = len(line) - len(line.lstrip(" "))
            if line.strip():
                indent = indent or deep
                if deep < indent or not deep:
                    break
                end = header + len(line) + 1
            header += len(line) + 1
        return end


def _lines(text: str, start: int) -> Iterator[str]:
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield text[start:end]
        start = end + 1


def _end_of(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    if not match:
        raise ValueError(f"cannot read on at {start}")
    return match.end()


def literal_lines(value: str) -> tuple[str, list[str]]:
    """The header of a literal text with its colon, and its lines without their indent."""
    header, *lines = value.split("\n")
    indent = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), 0)
    return header, [line[indent:] if line.strip() else "" for line in lines]


def literal_indent(value: str) -> str:
    """The blanks before the first line of a literal text."""
    line = next((line for line in value.split("\n")[1:] if line.strip()), "")
    return line[: len(line) - len(line.lstrip(" "))]


def item_texts(cut: Cut, node: Sequence) -> list[str]:
    """The items of a list as written."""
    return [cut.text[cut.offset(item) : cut.end(item)] for item in node.items]


def is_row(part: Part) -> bool:
    """Whether a value is a bare 0, or keys without a comment among them."""
    if isinstance(part.node, Scalar):
        return not part.node.style and part.node.text == "0"
    return isinstance(part.node, Mapping) and "#" not in part.text.removeprefix(part.head)[: -len(part.tail) or None]


def entries_of(part: Part | None) -> dict[str, Node]:
    """The keys of a value; none of anything but a mapping."""
    node = part and part.node
    return {name: entry.value for name, entry in node.entries.items()} if isinstance(node, Mapping) else {}


def old_lines(part: Part | None) -> list[str]:
    """The lines of what a field said before: of a literal text, or of any other."""
    if part is None or is_null(part.node):
        return []
    if isinstance(part.node, Scalar) and part.node.style == "|":
        return literal_lines(part.value)[1]
    return part.node.text.split("\n") if isinstance(part.node, Scalar) else []
