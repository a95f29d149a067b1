"""A complete agency file to fill in: every row and every column there, unknown, with a comment where it helps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.config import texts
from generator.figures import plain_number
from generator.form import Block, Header, Narrative, Section
from generator.nodes import NULLS, Mapping
from generator.paths import Path
from generator.report import Report
from generator.template import Template

_PLAIN = re.compile(r"[\w（）()《》〔〕·、，。@./+-][\w（）()《》〔〕·、，。@./+ -]*(?<! )\Z")


def write(
    template: Template, agency: str, year: int, schema: str, previous: Report | None = None, with_text: bool = False
) -> str:
    """The YAML of a new report; last year's report lends its agency's particulars and the requests carried over.

    `schema` is the path that editors find the JSON Schema under, relative to the file. With text, the sentences that
    are customary stand there with references to the figures.
    """
    return "\n".join(_Starter(template, agency, year, previous, with_text).lines(schema)) + "\n"


def scalar(text: str) -> str:
    """A text as YAML reads it back: bare where that is safe, else in single quotes."""
    safe = _PLAIN.match(text) and text not in NULLS and not text.startswith(("- ", "-", "@"))
    return text if safe else "'" + text.replace("'", "''") + "'"


class _Starter:
    def __init__(self, template: Template, agency: str, year: int, previous: Report | None, with_text: bool) -> None:
        self.template = template
        self.agency = agency
        self.year = year
        self.previous = previous
        self.with_text = with_text

    def lines(self, schema: str) -> Iterator[str]:
        template, agency, year = self.template, self.agency, self.year
        yield f"# yaml-language-server: $schema={schema}"
        yield f"# 按{template.authority[1]}编制。把 ~ 换成数字或者文字：没有发生的写 0，还不知道的留着 ~。"
        yield "# 总计由程序算出，可以不填；填了就要对得上。没有发生的列可以删去，整行没有发生就写 0，如  重复申请: 0"
        yield "# 写文字时把 ~ 换成 |，从下一行起缩进写，一行是一段，如"
        yield "#   其他需要报告的事项: |"
        yield "#     本年度新收申请{{ 本年新收 }}件。"
        yield "#     ## 小标题（自动编号）"
        yield "# 以 # 开头的行是说明，不会印出来；不要写在文字中间。"
        yield f"格式: {template.id}"
        yield f"机关: {scalar(agency)}"
        yield f"年度: {year}"
        yield from self.particulars()
        if self.with_text and template.facts:
            yield "数据:  # 表里没有、文字里要用的数字"
            yield from (f"  {scalar(key)}: {{值: ~, 单位: {scalar(unit)}}}" for key, unit in template.facts)
        if template.preamble:
            yield from self.narrative(template.preamble, "")
        for section in template.sections:
            yield ""
            yield from self.section(section)
        yield ""
        yield "落款:"
        yield f"  署名: {scalar(agency)}"
        yield f"  日期: ~  # 成文日期，如 {year + 1}-01-20"

    def particulars(self) -> Iterator[str]:
        previous = self.previous
        kind, scope = (previous.kind, previous.scope) if previous else ("", "")
        yield f"机关类型: {scalar(kind) if kind else '~'}  # 部门 | 政府 | 乡镇街道 | 授权组织"
        yield f"统计口径: {scalar(scope or '本机关')}  # 本机关 | 汇总"
        root = previous.source.root if previous else None
        for name in ("联系方式", "网站"):
            own = texts(root.get(name)) if isinstance(root, Mapping) else {}
            if name == "联系方式" and not own:
                yield "# 联系方式: {机构: 办公室, 电话: 0000-00000000}  # 去掉开头的 # 填写，共用的写在 nianbao.yaml 里"
            if own:
                yield f"{name}:"
                yield from (f"  {scalar(key)}: {scalar(value)}" for key, value in own.items())

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
                yield from self.branches(block.columns, indent)
        for narrative in section.narratives:
            if narrative.after_tables:
                yield from self.narrative(narrative, "  ")

    def narrative(self, narrative: Narrative, indent: str) -> Iterator[str]:
        """A field with what it is for in the line above, because a comment beside it would end up in the text."""
        optional = "可以不写" if narrative.optional else ""
        about = "；".join(filter(None, (narrative.description, optional)))
        if about:
            yield f"{indent}# {about}"
        key = scalar(narrative.path.parts[-1])
        if not (self.with_text and narrative.text):
            yield f"{indent}{key}: ~"
            return
        text, if_none = narrative.customary(self.agency, self.year)
        if if_none:
            yield f"{indent}# 全年没有发生的，可以把下面的文字换成："
            yield from (f"{indent}#   {line}" for line in if_none.splitlines())
        yield f"{indent}{key}: |"
        yield from (f"{indent}  {line}" for line in text.splitlines())

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
                yield f"{indent}{scalar(row.key)}: {self.carried(path / row.key, row)}  # {column.label}"
            else:
                yield f"{indent}{scalar(row.key)}: {self.cells(block.columns, path / row.key, row)}{label}"

    def branches(self, columns: tuple[Header, ...], indent: str) -> Iterator[str]:
        for column in columns:
            if not column.children:
                yield f"{indent}{scalar(column.key)}: ~"
            elif not column.key:
                yield from self.branches(column.children, indent)
            elif any(child.children for child in column.children):
                yield f"{indent}{scalar(column.key)}:"
                yield from self.branches(column.children, indent + "  ")
            else:
                yield f"{indent}{scalar(column.key)}: {self.cells(column.children, Path(()), None)}"

    def cells(self, columns: tuple[Header, ...], path: Path, row: Header | None) -> str:
        return "{" + ", ".join(self.entries(columns, path, row)) + "}"

    def entries(self, columns: tuple[Header, ...], path: Path, row: Header | None) -> Iterator[str]:
        for column in columns:
            if column.children and column.key:
                yield f"{scalar(column.key)}: {self.cells(column.children, path / column.key, row)}"
            elif column.children:
                yield from self.entries(column.children, path, row)
            else:
                yield f"{scalar(column.key)}: {self.carried(path / column.key, row)}"

    def carried(self, path: Path, row: Header | None) -> str:
        """Last year's figure of the same column where the row carries one over, else unknown."""
        if not (self.previous and row and row.carries_from):
            return "~"
        before = self.template.carried(self.template.figures[path])
        content = self.previous.values[before].content if before and before in self.previous.values else None
        return "~" if content is None else plain_number(content)
