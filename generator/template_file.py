"""Reading template.yaml into a template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path as FilePath

from generator.errors import TemplateError
from generator.form import Block, Figure, Header, Narrative, Section, keyed_leaves, place
from generator.nodes import Mapping, Node, Scalar, Sequence, plain
from generator.paths import Path
from generator.source import Source
from generator.template import RuleUse, Template

RESERVED = frozenset({"值", "注", "说明", "表后说明", "数据", "例外", "文种"})


def build(source: Source, folder: FilePath) -> Template:
    """The template that a template.yaml describes; its source must already satisfy template.schema.json.

    TemplateError, with file, line and column, for what the schema cannot say: doubled or reserved keys, totals of
    nothing, leaves without a key.
    """
    return _Reader(source, folder).template()


class _Reader:
    def __init__(self, source: Source, folder: FilePath) -> None:
        self.source = source
        self.folder = folder

    def template(self) -> Template:
        root = self.source.root
        data = plain(root)
        assert isinstance(root, Mapping)
        preamble = root.get("preamble")
        sections = tuple(self.section(node, number) for number, node in enumerate(_items(root.get("sections")), 1))
        self.distinct(
            [(section.key, node) for section, node in zip(sections, _items(root.get("sections")), strict=True)]
        )
        rules = tuple(
            RuleUse(rule["code"], {k: v for k, v in rule.items() if k != "code"}, node.line, node.column)
            for rule, node in zip(data["rules"], _items(root.get("rules")), strict=True)
        )
        return Template(
            data["id"],
            data["title"],
            (data["authority"]["name"], data["authority"]["number"]),
            (data["years"]["from"], data["years"].get("to")),
            self.narrative(preamble, (), 1) if preamble else None,
            sections,
            rules,
            self.folder,
            {figure.path: figure for section in sections for block in section.blocks for figure in _figures(block)},
        )

    def section(self, node: Node, number: int) -> Section:
        data = plain(node)
        assert isinstance(node, Mapping)
        key = self.key(node)
        tables = _items(node.get("tables"))
        narratives = tuple(self.narrative(child, (key,), 2) for child in _items(node.get("narratives")))
        if not narratives and not tables:
            narratives = (replace(self.narrative(node, (), 2), heading=""),)
        prefixed = len(tables) > 1
        blocks = tuple(self.block(child, (key,), prefixed) for child in tables)
        if tables:
            self.distinct([(block.key, child) for block, child in zip(blocks, tables, strict=True)])
        widths = tuple(float(width) for width in data.get("widths", ()))
        return Section(key, number, narratives, blocks, widths, data.get("basis", ""), data.get("description", ""))

    def narrative(self, node: Node, above: tuple[str, ...], level: int) -> Narrative:
        data = plain(node)
        heading = data.get("heading", data["key"])
        return Narrative(
            Path((*above, data["key"])),
            "" if heading == "none" or not above else heading,
            level,
            data.get("optional", False),
            data.get("place") == "after",
            data.get("basis", ""),
            data.get("description", ""),
        )

    def block(self, node: Node, above: tuple[str, ...], prefixed: bool) -> Block:
        data = plain(node)
        assert isinstance(node, Mapping)
        columns = tuple(self.header(child) for child in _items(node.get("columns")))
        rows = tuple(self.header(child) for child in _items(node.get("rows")))
        key = self.key(node)
        prefix = (*above, key) if prefixed else above
        block = Block(key, data.get("band", ""), data.get("corner", ""), rows, columns, prefix)
        for tree, name in ((columns, "columns"), (rows, "rows")):
            self.check_tree(tree, node.get(name) or node)
        return block

    def check_tree(self, tree: tuple[Header, ...], node: Node) -> None:
        leaves = list(keyed_leaves(tree))
        seen: set[tuple[str, ...]] = set()
        for keys, leaf in leaves:
            if not leaf.key:
                raise self.error(leaf.line, leaf.column, f"“{leaf.label}”没有下级，要有 key", "补上 key")
            if keys in seen:
                raise self.error(leaf.line, leaf.column, f"键 {leaf.key} 重复", "同一级的键要各不相同")
            seen.add(keys)
        if leaves and all(leaf.total_of for _, leaf in leaves):
            raise self.error(node.line, node.column, "所有的行（列）都是合计", "至少要有一个不是合计的")
        self.check_totals(tree, {leaf.key for _, leaf in leaves if not leaf.total_of})

    def check_totals(self, tree: tuple[Header, ...], keys: set[str]) -> None:
        for header in tree:
            for part in header.total_of:
                if part != "siblings" and part not in keys:
                    raise self.error(
                        header.line,
                        header.column,
                        f"合计 {header.key} 的 total_of 里没有名为 {part} 的行（列）",
                        "核对键的写法",
                    )
            if header.total_of and header.children:
                raise self.error(
                    header.line, header.column, f"合计 {header.key} 不能有下级", "去掉 children 或 total_of"
                )
            self.check_totals(header.children, keys)

    def header(self, node: Node) -> Header:
        data = plain(node)
        assert isinstance(node, Mapping)
        key = self.key(node) if "key" in data else ""
        if not key and "label" not in data:
            raise self.error(node.line, node.column, "表头既没有 key 也没有 label", "至少写一个")
        children = tuple(self.header(child) for child in _items(node.get("children")))
        self.distinct([(child.key, below) for child, below in zip(children, _items(node.get("children")), strict=True)])
        total_of = data.get("total_of", ())
        return Header(
            key,
            data.get("label", key),
            children,
            data.get("kind", "count"),
            data.get("unit", ""),
            data.get("basis", ""),
            "omitted" in data,
            (total_of,) if isinstance(total_of, str) else tuple(total_of),
            data.get("carries_from", ""),
            tuple(data.get("aliases", ())),
            node.line,
            node.column,
        )

    def key(self, node: Mapping) -> str:
        scalar = node.get("key")
        assert isinstance(scalar, Scalar)
        if scalar.text in RESERVED:
            raise self.error(
                scalar.line, scalar.column, f"“{scalar.text}”是保留的键", "换一个键，印出的文字可以用 label 写"
            )
        return scalar.text

    def distinct(self, keys: list[tuple[str, Node]]) -> None:
        seen: set[str] = set()
        for key, node in keys:
            if key and key in seen:
                raise self.error(node.line, node.column, f"键 {key} 重复", "同一级的键要各不相同")
            seen.add(key)

    def error(self, line: int, column: int, reason: str, mend: str) -> TemplateError:
        return TemplateError(f"{self.source.file}:{line}:{column}: 模板有误：{reason}。请{mend}。")


def _items(node: Node | None) -> list[Node]:
    return node.items if isinstance(node, Sequence) else []


def _figures(block: Block) -> Iterator[Figure]:
    columns = list(keyed_leaves(block.columns))
    rows: list[tuple[tuple[str, ...], Header | None]] = list(keyed_leaves(block.rows)) or [((), None)]
    for (row_keys, row), (column_keys, column) in product(rows, columns):
        sums: list[tuple[str, tuple[Path, ...]]] = []
        if column.total_of:
            parts = _parts(column, column_keys, columns)
            sums.append(("row", tuple(place(block, row_keys, keys) for keys in parts)))
        if row and row.total_of:
            parts = _parts(row, row_keys, list(keyed_leaves(block.rows)))
            sums.append(("column", tuple(place(block, keys, column_keys) for keys in parts)))
        yield Figure(place(block, row_keys, column_keys), row, column, block, tuple(sums))


def _parts(total: Header, keys: tuple[str, ...], leaves: list[tuple[tuple[str, ...], Header]]) -> list[tuple[str, ...]]:
    """The key paths of the leaves that a total adds up; no total is part of another."""
    if total.total_of == ("siblings",):
        return [path for path, leaf in leaves if path[: len(keys) - 1] == keys[:-1] and not leaf.total_of]
    return [path for path, leaf in leaves if leaf.key in total.total_of and not leaf.total_of]
