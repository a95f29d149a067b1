"""What a written path can name in a block: a figure, a row at its total, a group of rows at a column."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.form import Block, Header, keyed_leaves, places
from generator.paths import Path, ends_with
from generator.shapes import NamedTuple

_Leaves = list[tuple[tuple[str, ...], Header]]


class Address(NamedTuple):
    """The keys that name something, the figures whose sum it is, and whether it is a group rather than one row."""

    keys: tuple[str, ...]
    figures: tuple[Path, ...]
    is_group: bool

    def ends_with(self, wanted: tuple[str, ...], matches: Callable[[str, str], bool]) -> bool:
        """Whether the last keys match the wanted segments one by one."""
        return ends_with(self.keys, wanted, matches)

    def __str__(self) -> str:
        return str(Path(self.keys[1:]))


def addresses(block: Block) -> Iterator[Address]:
    """Everything that can be named in a block; the section's own key comes first in each address."""
    place, single = places(block), block.single_column
    if not block.rows:
        for keys, leaves in _heads(block.columns):
            totals = [path for path, leaf in leaves if leaf.total_of] or [path for path, _ in leaves]
            figures = tuple(place((), path) for path in totals)
            yield Address(block.prefix + keys, figures, _is_group(keys, leaves))
        return
    columns = list(keyed_leaves(block.columns))
    default = [path for path, leaf in columns if leaf.total_of] or ([columns[0][0]] if len(columns) == 1 else [])
    for keys, leaves in _heads(block.rows):
        group = _is_group(keys, leaves)
        if group and block.has_fields:
            continue  # no sum means anything of fields of several units
        rows = [path for path, leaf in leaves if not (group and leaf.total_of)]
        if default:
            yield Address(block.prefix + keys, tuple(place(row, default[-1]) for row in rows), group)
        for path, _ in () if single else columns:
            yield Address(block.prefix + keys + path, tuple(place(row, path) for row in rows), group)


def _is_group(keys: tuple[str, ...], leaves: _Leaves) -> bool:
    return [path for path, _ in leaves] != [keys]


def _heads(headers: tuple[Header, ...]) -> Iterator[tuple[tuple[str, ...], _Leaves]]:
    """Each keyed head with the leaves below it, both by the keys that lead to them."""
    for header in headers:
        own = (header.key,) if header.key else ()
        if own:
            yield own, list(keyed_leaves((header,)))
        for keys, leaves in _heads(header.children):
            yield own + keys, [(own + path, leaf) for path, leaf in leaves]
