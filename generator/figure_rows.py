"""Reading the figures of a report: a row at a time where it is written as most are, or else cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.figures import Content, Figures, State, Value, in_unit, number, word
from generator.findings import Position
from generator.form import Block, Header, keyed_leaves
from generator.nodes import Mapping, Node, Scalar, is_null
from generator.paths import Path
from generator.shapes import NamedTuple
from generator.source import Source
from generator.template import Template
from generator.validation import is_count

_ZERO, _SUM = "zero", "sum"  # what a column that is left out means


class _Group(NamedTuple):
    """Columns side by side below the same keys: each with `_ZERO` or `_SUM` for one that may be left out."""

    keys: tuple[str, ...]
    first: int
    columns: tuple[tuple[str, str], ...]
    names: tuple[str, ...]


class _Row(NamedTuple):
    """A row of the form with the keys down to it, or a field of its own, whose one column is `leaf`.

    `groups` are its columns, empty where they are no counts.
    """

    keys: tuple[str, ...]
    path: Path
    head: Header | None
    columns: tuple[Header, ...]
    leaf: Header | None
    groups: tuple[_Group, ...]


def read(template: Template, source: Source, root: Mapping) -> Figures:
    """Every figure of a form as a source's root gives it."""
    reader = _Reader(template, source)
    for row in _plan(template):
        reader.row(row, root)
    reader.figures.derive()
    return reader.figures


@lru_cache(maxsize=8)
def _plan(template: Template) -> tuple[_Row, ...]:
    """The rows of a form, in the order of print."""
    return tuple(row for block in template.blocks for row in _block_rows(template, block))


def _block_rows(template: Template, block: Block) -> Iterator[_Row]:
    if not block.rows:
        yield _row(template, block.prefix, None, block.columns)
    for keys, head in keyed_leaves(block.rows):
        path = block.prefix + keys
        if block.single_column:
            leaf = block.columns[0].leaves[0] if block.columns[0].label else head
            group = _Group((), template.places[Path(path)], (), ())
            yield _Row(path, Path(path), head, (), leaf, (group,) if _is_count(leaf) else ())
        else:
            yield _row(template, path, head, block.columns)


def _row(template: Template, keys: tuple[str, ...], head: Header | None, columns: tuple[Header, ...]) -> _Row:
    counts = all(_is_count(leaf) for column in columns for leaf in column.leaves)
    groups = _groups(template, Path(keys), (), columns, bool(head and head.total_of)) if counts else ()
    return _Row(keys, Path(keys), head, columns, None, tuple(groups))


def _groups(
    template: Template, path: Path, below: tuple[str, ...], columns: tuple[Header, ...], is_total: bool
) -> Iterator[_Group]:
    """The columns that stand below the same keys, together; a head without a key lends its place to those below.

    A row with columns and groups of columns side by side is read cell by cell all the same: its columns are fewer than
    its keys.
    """
    own = _keyed(columns)
    leaves = [leaf for leaf in own if not leaf.children]
    if leaves:
        may_lack = [
            (leaf.key, _SUM if leaf.total_of else _ZERO if leaf.omitted_is_zero and not is_total else "")
            for leaf in leaves
        ]
        names = tuple(leaf.key for leaf in leaves)
        yield _Group(below, template.places[Path((*path.parts, *below, names[0]))], tuple(may_lack), names)
    for column in own:
        if column.children:
            yield from _groups(template, path, (*below, column.key), column.children, is_total)


def _keyed(columns: tuple[Header, ...]) -> tuple[Header, ...]:
    """Columns with those in place of a head that has no key."""
    return tuple(leaf for column in columns for leaf in ((column,) if column.key else _keyed(column.children)))


def _is_count(leaf: Header) -> bool:
    return leaf.is_number and not leaf.units and not leaf.optional


class _Reader:
    """Reads the rows of a form from the tree of a file: as they mostly are, or else cell by cell."""

    def __init__(self, template: Template, source: Source) -> None:
        self.source = source
        self.figures = Figures(template, source.file)
        self.doubtful: set[int] = set()  # rows where a column may be meant that seems left out

    def row(self, row: _Row, root: Mapping) -> None:
        key: Scalar | None = None
        node: Node | None = root
        for name in row.keys:
            entry = node.entries.get(name) if type(node) is Mapping else None
            if entry is None:
                node = None
                break
            key, node = entry
        if row.leaf:
            if not (row.groups and self._is_count(row.groups[0].first, node)):
                place = self.source.at(key or root)
                self._cell(node, place, row.path, row.leaf)
        elif not (row.groups and type(node) is Mapping and self._is_plain(row.groups, node, key)):
            self._cells(row.columns, node, self.source.at(key or root), row.path, row.head)

    def _is_count(self, place: int, node: Node | None) -> bool:
        """Whether a figure of its own is a count, which is put then."""
        if type(node) is not Scalar or node.style or not is_count(node.text):
            return False
        self.figures.put_counts(place, (int(node.text),), (node,))
        return True

    def _is_plain(self, groups: tuple[_Group, ...], row: Mapping, key: Scalar | None) -> bool:
        """Whether a row has nothing but counts, which are put then."""
        for group in groups:
            above = key
            node: Node = row
            for name in group.keys:
                entry = node.entries.get(name) if type(node) is Mapping else None
                if entry is None:
                    return False
                above, node = entry
            if type(node) is not Mapping or not _is_row(self.figures, group, node, above):
                return False
        return True

    def _below(self, node: Node | None, key: str, place: Position) -> tuple[Position, Node | None]:
        entry = node.entries.get(key) if isinstance(node, Mapping) else None
        return (self.source.at(entry.key), entry.value) if entry else (place, None)

    def _cells(
        self,
        columns: tuple[Header, ...],
        node: Node | None,
        place: Position,
        path: Path,
        row: Header | None,
        known: set[str] | None = None,
    ) -> None:
        known = known or _keys(columns)
        zeros = isinstance(node, Scalar) and type(node.value) is int and node.value == 0
        if isinstance(node, Mapping) and not (node.entries and node.entries.keys() <= known):
            self.doubtful.add(id(node))
        for column in columns:
            if not column.key:
                self._cells(column.children, node, place, path, row, known)
            elif column.children:
                position, below = self._below(node, column.key, place)
                self._cells(column.children, node if zeros else below, position, path / column.key, row)
            elif zeros:
                self.figures.put(path / column.key, Value(0, State.WRITTEN, self.source.at(node or Mapping(1, 1, {}))))
            else:
                self._column(column, node, place, path / column.key, row)

    def _column(self, column: Header, node: Node | None, place: Position, path: Path, row: Header | None) -> None:
        position, cell = self._below(node, column.key, place)
        left_out = isinstance(node, Mapping) and cell is None and column.omitted_is_zero
        if left_out and not (row and row.total_of) and id(node) not in self.doubtful:
            self.figures.put(path, Value(0, State.WRITTEN, position))
        else:
            self._cell(cell, position, path, column)

    def _cell(self, node: Node | None, place: Position, path: Path, leaf: Header) -> None:
        note = unit = ""
        if leaf.is_number and isinstance(node, Mapping):
            note, unit, node = _text(node, "注"), _text(node, "单位"), node.get("值")
        content = number(node) if leaf.is_number else _word(node, leaf)
        if node is not None and content is not None:
            place = self.source.at(node)
        if leaf.units and content and not isinstance(content, str):
            content = in_unit(content, unit, leaf.unit) if unit in leaf.units else None
        empty = leaf.optional and (node is None or is_null(node))
        state = State.EMPTY if empty else State.UNKNOWN if content is None else State.WRITTEN
        self.figures.put(path, Value(content, state, place, note, unit if content and leaf.units else ""))


def _is_row(figures: Figures, group: _Group, node: Mapping, key: Scalar | None) -> bool:
    """Read a row of counts as most are written, saying whether it is one; nothing is put where it is not."""
    entries = node.entries
    if node.counts and tuple(entries) == group.names:
        figures.put_counts(group.first, node.counts, [cell for _, cell in entries.values()])
        return True
    contents: list[Content | None] = []
    nodes: list[Scalar] = []
    found = 0
    for name, may_lack in group.columns:
        entry = entries.get(name)
        if entry is not None:
            cell = entry[1]
            if type(cell) is not Scalar or cell[1] or not is_count(cell[0]):
                return False
            found += 1
            contents.append(int(cell[0]))
            nodes.append(cell)
        elif may_lack and key:
            contents.append(0 if may_lack == _ZERO else None)
            nodes.append(key)
        else:
            return False
    if found != len(entries) or not found:
        return False
    figures.put_counts(group.first, contents, nodes)
    return True


def _keys(columns: tuple[Header, ...]) -> set[str]:
    """The keys that a row may have; a head without a key lends it those below."""
    return {key for column in columns for key in ({column.key} if column.key else _keys(column.children))}


def _text(node: Mapping, key: str) -> str:
    text = node.get(key)
    return text.text.strip() if isinstance(text, Scalar) and not is_null(text) else ""


def _word(node: Node | None, leaf: Header) -> str | None:
    """What a node says in a field of words, by its raw text: 0571 keeps its zero, and no date is reckoned with."""
    return word(node.text, leaf) if isinstance(node, Scalar) and not is_null(node) else None
