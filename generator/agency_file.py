"""An agency file as text: every row and every column of a form in its order, what is known and ~ for what is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.figures import Number, in_unit, plain_number
from generator.form import YES_NO, Block, Header, Narrative, Section
from generator.nodes import NULLS
from generator.paths import Path
from generator.template import Template

_PLAIN = re.compile(r"[\w（）()《》〔〕·、，。@./+-][\w（）()《》〔〕·、，。@./+ -]*(?<! )\Z")
_KINDS = "部门 | 政府 | 乡镇街道 | 授权组织"


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in an agency file. A figure, a text or a year that is missing is unknown, and written as ~.

    `units` are those in which figures are written that may choose one, an empty one an unknown one;
    `facts` are numbers to be declared, by name and unit, `declared` the finished lines of those that are known;
    `open_scope` is the comment beside a 统计口径 that nobody may fill in yet; `if_none` are texts for a year in which
    nothing happened, written as comments above the fields; `intro` are comments at the top; `brief` leaves out columns
    of zeros, fields that may be left out, and the comments that help to fill in a file; without `totals`, they are
    left out, because they follow from their parts.
    """

    agency: str
    year: int
    kind: str = ""
    scope: str = ""
    title: str = ""
    script: str = ""
    contact: Mapping[str, str] = field(default_factory=dict)
    site: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[Path, Number | str] = field(default_factory=dict)
    notes: Mapping[Path, str] = field(default_factory=dict)
    table_notes: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[tuple[str, str], ...] = ()
    declared: tuple[str, ...] = ()
    units: Mapping[Path, str] = field(default_factory=dict)
    open_scope: str = ""
    narratives: Mapping[Path, str] = field(default_factory=dict)
    if_none: Mapping[Path, str] = field(default_factory=dict)
    signature: tuple[str, str] | None = None
    intro: tuple[str, ...] = ()
    brief: bool = False
    totals: bool = True


def write(template: Template, content: Content, schema: str) -> str:
    """The YAML of a report; `schema` is the path that editors find the JSON Schema under, relative to the file."""
    return "\n".join(_Writer(template, content).lines(schema)) + "\n"


def scalar(text: str) -> str:
    """A text as YAML reads it back: bare where that is safe, else in single quotes."""
    safe = _PLAIN.match(text) and text not in NULLS and not text.startswith(("- ", "-", "@"))
    return text if safe else "'" + text.replace("'", "''") + "'"


def literal(text: str, indent: str) -> Iterator[str]:
    """The lines of a narrative under its key."""
    yield from (f"{indent}{line}" for line in text.split("\n"))


class _Writer:
    def __init__(self, template: Template, content: Content) -> None:
        self.template = template
        self.content = content

    def lines(self, schema: str) -> Iterator[str]:
        template, content = self.template, self.content
        yield f"# yaml-language-server: $schema={schema}"
        yield from (f"# {line}" for line in content.intro)
        yield f"格式: {template.id}"
        yield f"机关: {scalar(content.agency) if content.agency else '~'}"
        yield f"年度: {content.year or '~'}"
        yield f"机关类型: {scalar(content.kind) if content.kind else '~'}  # {_KINDS}"
        if content.open_scope:
            yield f"统计口径: ~  # {content.open_scope}"
        else:
            yield f"统计口径: {scalar(content.scope or '本机关')}  # 本机关 | 汇总"
        if content.title:
            yield f"标题: {scalar(content.title)}"
        if content.script:
            yield f"文种: {content.script}"
        if not content.brief and not content.contact:
            yield "# 联系方式: {机构: 办公室, 电话: 0000-00000000}  # 去掉开头的 # 填写，共用的写在 nianbao.yaml 里"
        for name, own in (("联系方式", content.contact), ("网站", content.site)):
            if own:
                yield f"{name}:"
                yield from (f"  {scalar(key)}: {scalar(value)}" for key, value in own.items())
        if content.facts or content.declared:
            yield "数据:  # 表里没有、文字里要用的数字"
            yield from (f"  {scalar(key)}: {{值: ~, 单位: {scalar(unit)}}}" for key, unit in content.facts)
            yield from (f"  {line}" for line in content.declared)
        if template.preamble:
            yield from self.narrative(template.preamble, "")
        for section in template.sections:
            yield ""
            yield from self.section(section)
        yield from self.signature()

    def signature(self) -> Iterator[str]:
        content = self.content
        if not content.signature or not self.template.has_signature:
            return
        name, date = content.signature
        yield ""
        yield "落款:"
        yield f"  署名: {scalar(name) if name else '~'}"
        if date or not content.brief:
            yield f"  日期: {date or f'~  # 成文日期，如 {content.year + 1}-01-20'}"

    def section(self, section: Section) -> Iterator[str]:
        if section.is_prose:
            yield from self.narrative(section.narratives[0], "")
            return
        yield f"{scalar(section.key)}:"
        for narrative in section.narratives:
            if not narrative.after_tables:
                yield from self.narrative(narrative, "  ")
        for block in section.blocks:
            indent = "  "
            if len(section.blocks) > 1:
                yield f"  {scalar(block.key)}:"
                indent = "    "
            if block.rows:
                yield from self.rows(block, block.rows, Path(block.prefix), indent)
            else:
                yield from self.branches(block.columns, Path(block.prefix), indent)
        if section.key in self.content.table_notes:
            yield "  注: |"
            yield from literal(self.content.table_notes[section.key], "    ")
        for narrative in section.narratives:
            if narrative.after_tables:
                yield from self.narrative(narrative, "  ")

    def narrative(self, narrative: Narrative, indent: str) -> Iterator[str]:
        """A field; one to fill in has what it is for in the line above, because a comment beside it would be text."""
        key, text = scalar(narrative.path.parts[-1]), self.content.narratives.get(narrative.path)
        if self.content.brief and narrative.optional and not text:
            return
        optional = "可以不写" if narrative.optional else ""
        about = "；".join(filter(None, (narrative.description, optional)))
        if about and not (text and self.content.brief):
            yield f"{indent}# {about}"
        if not text:
            yield f"{indent}{key}: ~"
            return
        if_none = self.content.if_none.get(narrative.path)
        if if_none:
            yield f"{indent}# 全年没有发生的，可以把下面的文字换成："
            yield from literal(if_none.rstrip("\n"), f"{indent}#   ")
        yield f"{indent}{key}: |"
        yield from literal(text.rstrip("\n"), f"{indent}  ")

    def rows(self, block: Block, rows: tuple[Header, ...], path: Path, indent: str) -> Iterator[str]:
        for row in rows:
            if row.total_of and not self.content.totals:
                continue
            label = f"  # {row.label}" if row.label.removesuffix(row.key) == row.label else ""
            if row.children:
                below = path / row.key if row.key else path
                inside = list(self.rows(block, row.children, below, indent + "  " if row.key else indent))
                if row.key and inside:
                    yield f"{indent}{scalar(row.key)}:{label}"
                yield from inside
            elif block.has_fields:
                yield from self.field(row, path / row.key, indent)
            elif block.single_column:
                column = block.leaf_columns[0]
                yield f"{indent}{scalar(row.key)}: {self.figure(path / row.key)}  # {column.label}"
            else:
                yield f"{indent}{scalar(row.key)}: {self.row(block, row, path / row.key)}{label}"

    def field(self, row: Header, path: Path, indent: str) -> Iterator[str]:
        """A field, and beside it what it takes; one that may be left out is, where nobody fills in the file."""
        if self.content.brief and path not in self.content.figures and (row.optional or row.total_of):
            return
        takes = {"date": "日期，如 2026-01-15", "yesno": " | ".join(YES_NO), "choice": " | ".join(row.choices)}
        about = (
            row.unit,
            takes.get(row.kind),
            "可以不填" if row.optional else "",
            "由程序算出" if row.total_of else "",
        )
        comment = "；".join(filter(None, about))
        hint = f"  # {comment}" if comment and not self.content.brief else ""
        yield f"{indent}{scalar(row.key)}: {self.figure(path)}{hint}"

    def branches(self, columns: tuple[Header, ...], path: Path, indent: str) -> Iterator[str]:
        for column in columns:
            if not column.children:
                yield f"{indent}{scalar(column.key)}: {self.figure(path / column.key)}"
            elif not column.key:
                yield from self.branches(column.children, path, indent)
            elif any(child.children for child in column.children):
                yield f"{indent}{scalar(column.key)}:"
                yield from self.branches(column.children, path / column.key, indent + "  ")
            else:
                yield f"{indent}{scalar(column.key)}: {self.cells(column.children, path / column.key, True)}"

    def row(self, block: Block, row: Header, path: Path) -> str:
        """What stands after the key of a row with several columns."""
        return self.cells(block.columns, path, not row.total_of)

    def cells(self, columns: tuple[Header, ...], path: Path, may_omit: bool) -> str:
        paths = [(leaf, one) for leaf, one in _leaves(columns, path) if self.content.totals or not one.total_of]
        zero = [self.is_zero(leaf) for leaf, _ in paths]
        if self.content.brief and all(zero):
            return "0"
        omitted = {leaf for (leaf, column), none in zip(paths, zero, strict=True) if none and column.omitted_is_zero}
        if not (self.content.brief and may_omit) or len(omitted) == len(paths):
            omitted = set()
        return "{" + ", ".join(self.entries(columns, path, omitted)) + "}"

    def is_zero(self, path: Path) -> bool:
        return self.content.figures.get(path) == 0 and path not in self.content.notes

    def entries(self, columns: tuple[Header, ...], path: Path, omitted: set[Path]) -> Iterator[str]:
        for column in columns:
            below = path / column.key if column.key else path
            if column.children and column.key:
                inner = ", ".join(self.entries(column.children, below, omitted))
                if inner:
                    yield f"{scalar(column.key)}: {{{inner}}}"
            elif column.children:
                yield from self.entries(column.children, path, omitted)
            elif below not in omitted and (self.content.totals or not column.total_of):
                yield f"{scalar(column.key)}: {self.figure(below)}"

    def figure(self, path: Path) -> str:
        """A figure as YAML, with its unit where it may choose one, and with its note where it has one."""
        content, note = self.content.figures.get(path), self.content.notes.get(path)
        leaf = self.template.figures[path].leaf
        if isinstance(content, str):
            return scalar(content)
        parts = {}
        if leaf.units and content != 0:
            unit = self.content.units.get(path, leaf.unit)
            content = in_unit(content, leaf.unit, unit) if content and unit else content
            parts["单位"] = unit or "~"
        if note:
            parts["注"] = scalar(note)
        text = "~" if content is None else plain_number(content)
        return f"{{值: {text}, {', '.join(f'{key}: {part}' for key, part in parts.items())}}}" if parts else text


def _leaves(columns: tuple[Header, ...], path: Path) -> Iterator[tuple[Path, Header]]:
    for column in columns:
        below = path / column.key if column.key else path
        if column.children:
            yield from _leaves(column.children, below)
        else:
            yield below, column
