"""An agency file changed at single places: everything else stays byte for byte.

ValueError where the file is written in a way that cannot be taken apart, such as a key that begins with `?`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

from generator.agency_file import scalar
from generator.merging.texts import Cut, Part
from generator.nodes import Mapping, Node
from generator.source import read

_COMMENT = re.compile(r"[ \t]+#[^\n]*")
_HEADER = re.compile(r":[ \t]*[|>][+-]?([ \t]+#[^\n]*)?\n")
_ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029\ufeff]")
Order = Callable[[tuple[str, ...]], Sequence[str]]


class Editor:
    """The text of a file; `order` gives the keys that may stand under a chain of keys, in their order."""

    def __init__(self, text: str, order: Order) -> None:
        self.order = order
        self._take(text)

    def _take(self, text: str) -> None:
        self.text = text if text.endswith("\n") or not text else text + "\n"
        source = read(self.text.encode("utf-8"), "")
        if source.faults or not isinstance(source.root, Mapping):
            raise ValueError("not to be read")
        self.root = source.root
        self.cut = Cut(self.text, source)

    def node(self, keys: tuple[str, ...]) -> Node | None:
        """What stands under these keys, None where nothing does."""
        node: Node | None = self.root
        for key in keys:
            node = node.get(key) if isinstance(node, Mapping) else None
        return node

    def reach(self, keys: tuple[str, ...]) -> int:
        """How many of these keys are there."""
        return next((depth for depth in range(len(keys), 0, -1) if self.node(keys[:depth]) is not None), 0)

    def put(self, keys: tuple[str, ...], flow: str, long: str | None = None) -> None:
        """Let `flow`, YAML on one line, stand under these keys; `long` is a text that had better be a block."""
        depth = self.reach(keys)
        if depth < len(keys) and isinstance(self.node(keys[:depth]), Mapping):
            self._insert(keys, depth, flow, long)
            return
        for key in reversed(keys[depth:]):
            flow, long = f"{{{scalar(key)}: {flow}}}", None
        self._replace(keys[:depth], flow, long)

    def remove(self, keys: tuple[str, ...]) -> None:
        """Take a key away with its value, and the key above it where nothing else is left."""
        if self.node(keys) is None:
            return
        above = self.node(keys[:-1])
        assert isinstance(above, Mapping)
        if len(above.entries) == 1 and len(keys) > 1:
            self.remove(keys[:-1])
            return
        found = self._part(keys)
        if found:
            part, at = found
            start = self.text.rfind("\n", 0, at + len(part.head)) + 1
            self._take(self.text[:start] + self.text[at + len(part.text) :])
            return
        left = [name for name in above.entries if name != keys[-1]]
        self._splice(above, "{" + ", ".join(f"{scalar(name)}: {self._raw(above, name)}" for name in left) + "}")

    def _raw(self, mapping: Mapping, name: str) -> str:
        node = mapping.entries[name].value
        return self.text[self.cut.offset(node) : self.cut.end(node)]

    def _splice(self, node: Node, new: str) -> None:
        self._take(self.text[: self.cut.offset(node)] + new + self.text[self.cut.end(node) :])

    def _part(self, keys: tuple[str, ...]) -> tuple[Part, int] | None:
        """The lines of a key with where they begin; None where the key stands within a line."""
        parts, at = self.cut.parts, 0
        for depth, key in enumerate(keys, 1):
            for name, part in parts.items():
                if name == key:
                    break
                at += len(part.text)
            if depth == len(keys):
                return part, at
            if part.parts is None:
                return None
            at += len(part.head) + len(part.value)
            parts = part.parts
        return None

    def _replace(self, keys: tuple[str, ...], flow: str, long: str | None) -> None:
        found = self._part(keys)
        if found is None:
            node = self.node(keys)
            assert node is not None
            self._splice(node, flow)
            return
        part, at = found
        start, end = at + len(part.head), at + len(part.text)
        header = _HEADER.match(part.value)
        remark = (header and header[1]) or ""
        if not remark and not header and part.parts is None:
            remark = (_COMMENT.match(part.tail) or [""])[0]
        indent = len(part.head) - part.head.rfind("\n") - 1
        indent -= len(part.head[part.head.rfind("\n") + 1 :].lstrip(" "))
        self._take(self.text[:start] + _value(flow, long, indent, remark) + self.text[end:])

    def _insert(self, keys: tuple[str, ...], depth: int, flow: str, long: str | None) -> None:
        """Let a key that is not there yet stand after the last one that comes before it."""
        for key in reversed(keys[depth + 1 :]):
            flow, long = f"{{{scalar(key)}: {flow}}}", None
        above = self.node(keys[:depth])
        assert isinstance(above, Mapping)
        known = list(self.order(keys[:depth]))
        before = set(known[: known.index(keys[depth])]) if keys[depth] in known else set(above.entries)
        behind = [name for name in above.entries if name in before]
        found = self._part((*keys[:depth], next(iter(above.entries)))) if above.entries else None
        name = scalar(keys[depth])
        if found is None:
            self._insert_in_line(above, behind, f"{name}: {flow}")
            return
        part, at = self._part((*keys[:depth], behind[-1])) if behind else found  # type: ignore[misc]
        line = part.head[part.head.rfind("\n") + 1 :]
        indent = len(line) - len(line.lstrip(" "))
        place = at + len(part.text) if behind else self.text.rfind("\n", 0, at + len(part.head)) + 1
        new = f"{' ' * indent}{name}{_value(flow, long, indent, '')}"
        self._take(self.text[:place] + new + self.text[place:])

    def _insert_in_line(self, above: Mapping, behind: list[str], entry: str) -> None:
        start = self.cut.offset(above) + 1
        if behind:
            start = self.cut.end(above.entries[behind[-1]].value)
            entry = f", {entry}"
        elif above.entries:
            entry = f"{entry}, "
        self._take(self.text[:start] + entry + self.text[start:])


def quoted(text: str) -> str:
    """A text on one line of YAML."""
    return json.dumps(text, ensure_ascii=False) if "\n" in text or _ODD.search(text) else scalar(text)


def _value(flow: str, long: str | None, indent: int, remark: str) -> str:
    """What stands after a key on lines of its own; a text that begins with blanks or ends oddly is quoted."""
    if long is None or not _can_stand(long):
        return f": {flow}{remark}\n"
    below = "".join(f"{' ' * (indent + 2)}{line}\n" if line else "\n" for line in long.split("\n"))
    return f": |{remark}\n{below}"


def _can_stand(text: str) -> bool:
    """Whether a text can be written as a block and read back the same."""
    lines = text.split("\n")
    odd = lines[0].startswith(" ") or not lines[-1] or any(line and not line.strip() for line in lines)
    return bool(lines[0]) and not odd and not _ODD.search(text)
