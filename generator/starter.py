"""A complete agency file to fill in: every row and every column there, known or not, with a comment where it helps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field

from generator.config import texts
from generator.figures import Number, plain_number
from generator.form import Block, Header, Narrative, Section
from generator.nodes import NULLS, Mapping
from generator.paths import Path
from generator.report import Report
from generator.template import Template

_PLAIN = re.compile(r"[\w（）()《》〔〕·、，。@./+-][\w（）()《》〔〕·、，。@./+ -]*(?<! )\Z")


@dataclass(frozen=True, slots=True)
class Content:
    """What is known of a report before anybody fills it in; all that is left out stays `~`.

    `remarks` are lines of comment under the head, `facts` the finished lines below 数据, and `kept_open` is the comment
    that stands beside a 统计口径 which nobody may fill in yet.
    """

    agency: str
    year: int
    kind: str = ""
    scope: str = "本机关"
    values: Dict[Path, Number] = field(default_factory=dict)
    particulars: Dict[str, Dict[str, str]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    kept_open: str = ""


def write(template: Template, content: Content, schema: str) -> str:
    """The YAML of a new report; `schema` is where editors find the JSON Schema, relative to the file."""
    return "\n".join(_Starter(template, content).lines(schema)) + "\n"


def after(previous: Report | None, template: Template, agency: str, year: int) -> Content:
    """What last year's report lends this year's: its agency's particulars and the requests carried over."""
    if previous is None:
        return Content(agency, year)
    root = previous.source.root
    own = {name: texts(root.get(name)) if isinstance(root, Mapping) else {} for name in ("联系方式", "网站")}
    carried = dict(_carried(template, previous))
    return Content(agency, year, previous.kind, previous.scope or "本机关", carried, own)


def _carried(template: Template, previous: Report) -> Iterator[tuple[Path, Number]]:
    """The figures of the rows that carry last year's over, each from the same column of last year."""
    last = {(id(f.block), f.row.key, id(f.column)): path for path, f in template.figures.items() if f.row}
    for path, figure in template.figures.items():
        if figure.row and figure.row.carries_from:
            source = last[id(figure.block), figure.row.carries_from, id(figure.column)]
            content = previous.values[source].content if source in previous.values else None
            if content is not None:
                yield path, content


def scalar(text: str) -> str:
    """A text as YAML reads it back: bare where that is safe, else in single quotes."""
    safe = _PLAIN.match(text) and text not in NULLS and not text.startswith(("- ", "-", "@"))
    return text if safe else "'" + text.replace("'", "''") + "'"


class _Starter:
    def __init__(self, template: Template, content: Content) -> None:
        self.template = template
        self.content = content

    def lines(self, schema: str) -> Iterator[str]:
        template, content = self.template, self.content
        yield f"# yaml-language-server: $schema={schema}"
        yield f"# 按{template.authority[1]}编制。把 ~ 换成数字或者文字：没有发生的写 0，还不知道的留着 ~。"
        yield "# 总计由程序算出，可以不填；填了就要对得上。没有发生的列可以删去，整行没有发生就写 0，如  重复申请: 0"
        yield "# 写文字时把 ~ 换成 |，从下一行起缩进写，一行是一段，如"
        yield "#   其他需要报告的事项: |"
        yield "#     本年度新收申请{{ 本年新收 }}件。"
        yield "#     ## 小标题（自动编号）"
        yield "# 以 # 开头的行是说明，不会印出来；不要写在文字中间。"
        yield from (f"# {remark}" for remark in content.remarks)
        yield f"格式: {template.id}"
        yield f"机关: {_or_open(content.agency)}"
        yield f"年度: {content.year}"
        yield f"机关类型: {_or_open(content.kind)}  # 部门 | 政府 | 乡镇街道 | 授权组织"
        open_scope = f"~  # {content.kept_open}"
        yield f"统计口径: {open_scope if content.kept_open else f'{scalar(content.scope)}  # 本机关 | 汇总'}"
        for name, own in content.particulars.items():
            if own:
                yield f"{name}:"
                yield from (f"  {scalar(key)}: {scalar(value)}" for key, value in own.items())
        yield from _under("数据", content.facts)
        if template.preamble:
            yield from self.narrative(template.preamble, "")
        for section in template.sections:
            yield ""
            yield from self.section(section)
        yield ""
        yield "落款:"
        yield f"  署名: {_or_open(content.agency)}"
        yield f"  日期: ~  # 成文日期，如 {content.year + 1}-01-20"

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
        for narrative in section.narratives:
            if narrative.after_tables:
                yield from self.narrative(narrative, "  ")

    def narrative(self, narrative: Narrative, indent: str) -> Iterator[str]:
        """A field with what it is for in the line above, because a comment beside it would end up in the text."""
        optional = "可以不写" if narrative.optional else ""
        about = "；".join(filter(None, (narrative.description, optional)))
        if about:
            yield f"{indent}# {about}"
        yield f"{indent}{scalar(narrative.path.parts[-1])}: ~"

    def rows(self, block: Block, rows: tuple[Header, ...], path: Path, indent: str) -> Iterator[str]:
        for row in rows:
            label = f"  # {row.label}" if row.label.removesuffix(row.key) == row.label else ""
            if row.children:
                if row.key:
                    yield f"{indent}{scalar(row.key)}:{label}"
                below = path / row.key if row.key else path
                yield from self.rows(block, row.children, below, indent + "  " if row.key else indent)
            elif block.single_column:
                column = block.leaf_columns[0]
                yield f"{indent}{scalar(row.key)}: {self.figure(path / row.key)}  # {column.label}"
            else:
                yield f"{indent}{scalar(row.key)}: {self.cells(block.columns, path / row.key)}{label}"

    def branches(self, columns: tuple[Header, ...], path: Path, indent: str) -> Iterator[str]:
        for column in columns:
            below = path / column.key if column.key else path
            if not column.children:
                yield f"{indent}{scalar(column.key)}: {self.figure(below)}"
            elif not column.key:
                yield from self.branches(column.children, below, indent)
            elif any(child.children for child in column.children):
                yield f"{indent}{scalar(column.key)}:"
                yield from self.branches(column.children, below, indent + "  ")
            else:
                yield f"{indent}{scalar(column.key)}: {self.cells(column.children, below)}"

    def cells(self, columns: tuple[Header, ...], path: Path) -> str:
        return "{" + ", ".join(self.entries(columns, path)) + "}"

    def entries(self, columns: tuple[Header, ...], path: Path) -> Iterator[str]:
        for column in columns:
            if column.children and column.key:
                yield f"{scalar(column.key)}: {self.cells(column.children, path / column.key)}"
            elif column.children:
                yield from self.entries(column.children, path)
            else:
                yield f"{scalar(column.key)}: {self.figure(path / column.key)}"

    def figure(self, path: Path) -> str:
        content = self.content.values.get(path)
        return "~" if content is None else plain_number(content)


def _or_open(text: str) -> str:
    return scalar(text) if text else "~"


def _under(key: str, lines: Iterable[str]) -> Iterator[str]:
    lines = list(lines)
    if lines:
        yield f"{key}:"
        yield from (f"  {line}" for line in lines)
