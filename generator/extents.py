"""Where a scalar ends: what an editor would mark, and what a mend takes away."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Position
from generator.nodes import Mapping, Node, Scalar, Sequence
from generator.source import Source


def scalars(node: Node | None) -> Iterator[Scalar]:
    """Every scalar of a tree in the order of the file, keys included."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping):
        for key, value in node.entries.values():
            yield key
            yield from scalars(value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item)


def raw_length(source: Source, position: Position) -> int:
    """Characters on its line of the scalar that begins at a place, quotes included.

    0 where no scalar begins there, or where it is written in another way than it reads: on several lines, with escapes.
    """
    if position.file != source.file:
        return 0
    rest = source.line(position.line)[position.column - 1 :]
    for scalar in scalars(source.root):
        if (scalar.line, scalar.column) == (position.line, position.column):
            raw = f"{scalar.style}{scalar.text}{scalar.style}"
            return len(raw) if rest.startswith(raw) else 0
    return 0
