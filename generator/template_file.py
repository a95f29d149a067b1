"""Reading template.yaml into a template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator import succession
from generator.errors import Fault, refused
from generator.form import FIELD, WORDS, Block, Header, Narrative, Section, keyed_leaves
from generator.nodes import Mapping, Node, Scalar, Sequence, plain
from generator.paths import Path
from generator.source import Source
from generator.sums import figures, wrong_names
from generator.template import KeyFigure, RuleUse, Template

RESERVED = frozenset({"值", "注", "说明", "表后说明", "数据", "例外", "文种"})
TAKEN = frozenset({"格式", "机关", "年度", "机关类型", "统计口径", "标题", "联系方式", "网站", "落款"}) | RESERVED
MOST_FIGURES = 5_000  # of a form; the largest we know has 200
MOST_COLUMNS = 5_000  # of a table; blocks of many different widths make one of any width
OF_NUMBERS = ("unit", "units", "omitted", "total_of", "carries_from", "grows_by", "shrinks_by", "summed")
OF_WORDS = ("choices", "optional", "summed")
OF_LEAVES = ("kind", "unit", "units", "omitted", "total_of", "grows_by", "shrinks_by", *OF_WORDS)
OF_COLUMNS = ("kind", "unit", "units", "omitted", "grows_by", "shrinks_by")


def build(source: Source, folder: str) -> Template:
    """The template that a template.yaml describes; its source must already satisfy template.schema.json.

    TemplateError, with file, line and column, for what the schema cannot say: doubled or reserved keys, totals of
    nothing, leaves without a key.
    """
    template, faults = read(source, folder)
    if faults:
        raise refused(faults)
    return template


def read(source: Source, folder: str) -> tuple[Template, list[Fault]]:
    """As `build`, with all that is wrong; the template is then good for looking further and for nothing else."""
    reader = _Reader(source, folder)
    return reader.template(), reader.faults


class _Reader:
    def __init__(self, source: Source, folder: str) -> None:
        self.source = source
        self.folder = folder
        self.faults: list[Fault] = []
        self.figures = 0

    def template(self) -> Template:
        root = self.source.root
        data = plain(root)
        assert isinstance(root, Mapping)
        preamble = root.get("preamble")
        first, last = data["years"]["from"], data["years"].get("to")
        if last is not None and last < first:
            years = root.entries["years"].value
            self.fault(years.line, years.column, f"适用年度止于 {last}，早于起始的 {first}", "核对 years")
        unknown = re.sub(r"\{(机关|年度)\}", "", data["title"])
        if re.search(r"[{}]", unknown):
            title = root.entries["title"].value
            self.fault(title.line, title.column, "title 里只能用 {机关} 和 {年度}", "核对花括号里的字")
        sections = tuple(self.section(node, number) for number, node in enumerate(_items(root.get("sections")), 1))
        self.distinct(
            [(section.key, node) for section, node in zip(sections, _items(root.get("sections")), strict=True)]
        )
        if isinstance(preamble, Mapping):
            if self.text(preamble, "key") in TAKEN:
                self.fault(preamble.line, preamble.column, f"“{self.text(preamble, 'key')}”是保留的键", "换一个键")
            below = dict.fromkeys(section.key for section in sections)
            self.distinct([*((key, preamble) for key in below), (self.text(preamble, "key"), preamble)])
        rules = tuple(
            RuleUse(rule["code"], {k: v for k, v in rule.items() if k != "code"}, node.line, node.column)
            for rule, node in zip(data["rules"], _items(root.get("rules")), strict=True)
        )
        template = Template(
            data["id"],
            data["title"],
            (data["authority"]["name"], data["authority"]["number"]),
            (first, last),
            self.narrative(preamble, (), 2) if preamble else None,
            sections,
            rules,
            self.folder,
            {figure.path: figure for section in sections for block in section.blocks for figure in figures(block)},
            succeeds=succession.build(root.get("succeeds")),
            facts=tuple((fact["key"], fact["unit"]) for fact in data.get("facts", ())),
            key_figures=tuple(
                KeyFigure(chosen["label"], str(chosen["path"])) for chosen in data.get("key_figures", ())
            ),
            unverified=data.get("unverified", ""),
            has_signature=data.get("signature", True),
            deadlines=data.get("deadlines", {}),
        )
        if "agency" in data:
            field = template.figures.get(next(iter(self.resolved(template, data["agency"])), Path(())))
            if field is None or field.leaf.kind != "text":
                at = root.entries["agency"].value
                reason = f"agency 里的“{data['agency']}”不是一个填文字的项目"
                self.fault(at.line, at.column, reason, "核对路径")
            else:
                template = template._replace(agency=field.path)
        for chosen, node in zip(template.key_figures, _items(root.get("key_figures")), strict=True):
            paths = self.resolved(template, chosen.path)
            if not paths or not template.figures[paths[0]].leaf.is_number:
                reason = f"key_figures 里的“{chosen.path}”不是一个数字，也不是一组"
                self.fault(node.line, node.column, reason, template.mend(chosen.path, "核对路径"))
        return template

    def resolved(self, template: Template, path: str) -> tuple[Path, ...]:
        """The figures that a path names, none where it names nothing or several things."""
        try:
            return template.resolve(path)
        except LookupError:
            return ()

    def section(self, node: Node, number: int) -> Section:
        data = plain(node)
        assert isinstance(node, Mapping)
        key = self.key(node)
        if key in TAKEN - RESERVED:
            self.fault(node.line, node.column, f"“{key}”是报告里已有的键", "换一个键")
        tables = _items(node.get("tables"))
        narratives = tuple(self.narrative(child, (key,), 2) for child in _items(node.get("narratives")))
        if not narratives and not tables:
            narratives = (self.narrative(node, (), 2)._replace(heading=""),)
        prefixed = len(tables) > 1
        blocks = tuple(self.block(child, (key,), prefixed) for child in tables)
        if tables:
            self.distinct([(block.key, child) for block, child in zip(blocks, tables, strict=True)])
        inside = [
            (n.path.parts[-1], child) for n, child in zip(narratives, _items(node.get("narratives")), strict=False)
        ]
        rest = [header.key for block in blocks for header in _level(block.rows or block.columns) if not prefixed]
        below = dict.fromkeys([block.key for block in blocks] if prefixed else rest)
        self.distinct([*inside, *((key, node) for key in below)])
        widths = tuple(float(width) for width in data.get("widths", ()))
        section = Section(key, number, narratives, blocks, widths, data.get("basis", ""), data.get("description", ""))
        section = section._replace(aliases=tuple(data.get("aliases", ())), has_heading="heading" not in data)
        if not section.has_heading and (narratives or len(_items(self.source.root.get("sections"))) > 1):  # type: ignore[union-attr]
            reason = f"没有标题的部分只能自成一张表，“{key}”另有文字或者别的部分"
            self.fault(node.line, node.column, reason, "删去 heading: none，或者只留下表格")
        place = node.entries.get("widths")
        needed = sum(section.shape) if blocks else 0
        if place and len(widths) != needed:
            reason = f"widths 有 {len(widths)} 个，表格有 {needed} 列"
            self.fault(place.value.line, place.value.column, reason, "每列写一个")
        if blocks and sum(section.shape) > MOST_COLUMNS:
            reason = f"“{key}”的各块合成一张 {sum(section.shape)} 列的表，太宽"
            self.fault(node.line, node.column, reason, "减少列，或者把几块分到几个部分")
        return section

    def narrative(self, node: Node, above: tuple[str, ...], level: int) -> Narrative:
        data = plain(node)
        if above and data["key"] in ("值", "注"):
            self.fault(node.line, node.column, f"“{data['key']}”是保留的键", "换一个键")
        heading = data.get("heading", data["key"])
        return Narrative(
            Path((*above, data["key"])),
            "" if heading == "none" or not above else heading,
            level,
            data.get("optional", False),
            data.get("place") == "after",
            data.get("basis", ""),
            data.get("description", ""),
            data.get("text", ""),
            data.get("text_if_none", ""),
        )

    def block(self, node: Node, above: tuple[str, ...], prefixed: bool) -> Block:
        data = plain(node)
        assert isinstance(node, Mapping)
        key = self.key(node)
        prefix = (*above, key) if prefixed else above
        fields = node.get("fields")
        for name in ("columns", "rows"):
            if (name in data) == (fields is not None):
                reason = f"表 {key} {'写了 fields，又写了' if fields else '缺少'} {name}"
                self.fault(node.line, node.column, reason, "要么写 fields，要么写 columns 和 rows")
        if fields is not None and "corner" in data:
            self.fault(node.line, node.column, f"表 {key} 没有列标题，不能有 corner", "删去它")
        columns = tuple(self.header(child, ()) for child in _items(node.get("columns"))) or (FIELD,)
        forbidden = () if fields else (*OF_COLUMNS, *OF_WORDS)
        rows = tuple(self.header(child, forbidden) for child in _items(fields or node.get("rows")))
        self.figures += max(1, sum(len(row.leaves) for row in rows)) * sum(len(column.leaves) for column in columns)
        if self.figures > MOST_FIGURES:
            self.fault(node.line, node.column, f"数字超过 {MOST_FIGURES} 个，不像一份报告", "核对行和列")
            raise refused(self.faults)
        block = Block(key, data.get("band", ""), data.get("corner", ""), rows, columns, prefix)
        for tree, name in ((columns if not fields else (), "columns"), (rows, "fields" if fields else "rows")):
            self.check_tree(tree, node.get(name) or node)
        return block

    def check_tree(self, tree: tuple[Header, ...], node: Node) -> None:
        leaves = list(keyed_leaves(tree))
        self.check_level(tree)
        if leaves and all(leaf.total_of for _, leaf in leaves):
            self.fault(node.line, node.column, "所有的行（列）都是合计", "至少要有一个不是合计的")
        for path, leaf in leaves:
            for reason, mend in wrong_names(path, leaf, leaves):
                self.fault(leaf.line, leaf.column, reason, mend)

    def check_level(self, tree: tuple[Header, ...]) -> None:
        """Keys that stand at one level of the agency file are distinct; a head without a key lends it those below."""
        level = list(_level(tree))
        self.distinct([(header.key, header) for header in level])
        for header in level:
            self.check_level(header.children)

    def header(self, node: Node, forbidden: tuple[str, ...]) -> Header:
        data = plain(node)
        assert isinstance(node, Mapping)
        key = self.key(node) if "key" in data else ""
        if not key and "label" not in data:
            self.fault(node.line, node.column, "表头既没有 key 也没有 label", "至少写一个")
        elif not key and "children" not in data:
            self.fault(node.line, node.column, f"“{data['label']}”没有下级，要有 key", "补上 key")
        key = key or ("" if "children" in data else data.get("label", "？"))
        for name in (*forbidden, *(OF_LEAVES if "children" in data else ())):
            if name in data:
                self.fault(
                    node.line, node.column, f"{name} 只写在没有下级的{'列' if forbidden else '表头'}上", "删去它"
                )
        self.check_kind(node, data)
        children = tuple(self.header(child, forbidden) for child in _items(node.get("children")))
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
            tuple(data.get("grows_by", ())),
            tuple(data.get("shrinks_by", ())),
            node.line,
            node.column,
            tuple(data.get("aliases", ())),
            tuple(data.get("units", ())),
            tuple(data.get("choices", ())),
            data.get("optional", False),
            data.get("summed", True),
        )

    def check_kind(self, node: Node, data: dict[str, object]) -> None:
        """Words have no unit and no sums, and only a choice has what to choose from."""
        kind = data.get("kind", "count")
        if (kind == "choice") != ("choices" in data):
            reason = "choice 缺少 choices" if kind == "choice" else f"{kind} 没有 choices"
            self.fault(node.line, node.column, reason, "给 choice 写出可选的词，别的类型不写")
        for name in OF_NUMBERS:
            if kind in WORDS and name in data:
                reason = f"{data.get('key', '')} 是文字（{kind}），不能有 {name}"
                self.fault(node.line, node.column, reason, "删去它")

    def text(self, node: Mapping, key: str) -> str:
        scalar = node.get(key)
        return scalar.text if isinstance(scalar, Scalar) else ""

    def key(self, node: Mapping) -> str:
        scalar = node.get("key")
        assert isinstance(scalar, Scalar)
        if scalar.text in RESERVED:
            self.fault(scalar.line, scalar.column, f"“{scalar.text}”是保留的键", "换一个键，印出的文字可以用 label 写")
        return scalar.text

    def distinct(self, keys: Iterable[tuple[str, Node | Header]]) -> None:
        seen: set[str] = set()
        for key, node in keys:
            if key and key in seen:
                self.fault(node.line, node.column, f"键 {key} 重复", "换一个键，同一级的键要各不相同")
            seen.add(key)

    def fault(self, line: int, column: int, reason: str, mend: str) -> None:
        self.faults.append(Fault("M101", self.source.file, line, column, reason, mend))


def _level(tree: tuple[Header, ...]) -> Iterator[Header]:
    for header in tree:
        if header.key:
            yield header
        else:
            yield from _level(header.children)


def _items(node: Node | None) -> list[Node]:
    return node.items if isinstance(node, Sequence) else []
