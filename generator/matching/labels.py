"""A form's labels as keys: which texts its tables print as heads of rows and columns, and what stands under each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.form import Block, Header
from generator.label_keys import key
from generator.paths import Path
from generator.shapes import NamedTuple
from generator.template import Template


class Head(NamedTuple):
    """A leaf of a header tree: the keys it may be printed as, and those of the heads above it, from the outside in."""

    header: Header
    names: frozenset[str]
    above: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class BlockLabels:
    """The labels of one block; `paths[row][column]` is the figure under the heads of both.

    `old` are heads of columns that only the form had which this one replaced.
    """

    block: Block
    number: int
    band: str
    columns: tuple[Head, ...]
    rows: tuple[Head | None, ...]
    heads: frozenset[str]
    row_names: frozenset[str]
    paths: tuple[tuple[Path, ...], ...]
    old: frozenset[str]


def block_labels(template: Template) -> tuple[BlockLabels, ...]:
    """The labels of every block of a form but those of fields, in the order of print."""
    blocks = [block for block in template.blocks if not block.has_fields]
    return tuple(_labels(template, block, number) for number, block in enumerate(blocks))


def _labels(template: Template, block: Block, number: int) -> BlockLabels:
    columns = tuple(leaves(block.columns, ()))
    rows: tuple[Head | None, ...] = tuple(leaves(block.rows, ())) or (None,)
    every = [figure.path for figure in template.figures.values() if figure.block is block]
    width = len(columns)
    paths = tuple(tuple(every[start : start + width]) for start in range(0, len(every), width))
    heads = frozenset(name for head in _all(block.columns) for name in _names(head)) | {key(block.corner)} - {""}
    row_names = frozenset(name for head in _all(block.rows) for name in _names(head))
    words = template.succeeds.words if template.succeeds else ()
    old = frozenset(key(word.text) for word in words if word.is_column) - heads
    return BlockLabels(block, number, key(block.band), columns, rows, heads, row_names, paths, old)


def leaves(tree: tuple[Header, ...], above: tuple[frozenset[str], ...]) -> Iterator[Head]:
    """The leaves of a tree of heads, from left to right, below the heads `above`."""
    for header in tree:
        if header.children:
            yield from leaves(header.children, (*above, _names(header)))
        else:
            yield Head(header, _names(header), above)


def _all(tree: tuple[Header, ...]) -> Iterator[Header]:
    for header in tree:
        yield header
        yield from _all(header.children)


def _names(header: Header) -> frozenset[str]:
    return frozenset(key(text) for text in (header.label, header.key, *header.aliases) if text)
