"""A complete agency file to fill in: every row and every column there, unknown, with a comment where it helps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.figures import plain_number
from generator.form import Block, Header, Narrative, Section
from generator.nodes import NULLS
from generator.paths import Path
from generator.report import Report
from generator.template import Template

_PLAIN = re.compile(r"[\w（）()《》〔〕·、，。@./+-][\w（）()《》〔〕·、，。@./+ -]*(?<! )\Z")


def write(template: Template, agency: str, year: int, schema: str, previous: Report | None = None) -> str:
    """The YAML of a new report; last year's report lends its agency's particulars and the requests carried over.

    `schema` is the path that editors find the JSON Schema under, relative to the file.
    """
    return "\n".join(_Starter(template, previous).lines(agency, year, schema)) + "\n"


def scalar(text: str) -> str:
    """A text as YAML reads it back: bare where that is safe, else in single quotes."""
    safe = _PLAIN.match(text) and text not in NULLS and not text.startswith(("- ", "-", "@"))
    return text if safe else "'" + text.replace("'", "''") + "'"


class _Starter:
    def __init__(self, template: Template, previous: Report | None) -> None:
        self.template = template
        self.previous = previous

    def lines(self, agency: str, year: int, schema: str) -> Iterator[str]:
        previous, template = self.previous, self.template
        yield f"# yaml-language-server: $schema={schema}"
        yield f"# 按{template.authority[1]}编制。把 ~ 换成数字或者文字：没有发生的写 0，还不知道的留着 ~。"
        yield "# 总计由程序算出，可以不填；填了就要对得上。# 后面是说明，不会印出来。"
        yield f"格式: {template.id}"
        yield f"机关: {scalar(agency)}"
        yield f"年度: {year}"
        kind, scope = (previous.kind, previous.scope) if previous else ("", "")
        yield f"机关类型: {scalar(kind) if kind else '~'}  # 部门 | 政府 | 乡镇街道 | 授权组织"
        yield f"统计口径: {scalar(scope or '本机关')}  # 本机关 | 汇总"
        for name, texts in (("联系方式", previous.contact), ("网站", previous.site)) if previous else ():
            if texts:
                yield f"{name}:"
                yield from (f"  {scalar(key)}: {scalar(value)}" for key, value in texts.items())
        if template.preamble:
            yield from self.narrative(template.preamble, "")
        for section in template.sections:
            yield ""
            yield from self.section(section)
        yield ""
        yield "落款:"
        yield f"  署名: {scalar(agency)}"
        yield f"  日期: ~  # 成文日期，如 {year + 1}-01-20"

    def section(self, section: Section) -> Iterator[str]:
        if section.is_prose:
            yield from self.narrative(section.narratives[0], "")
            return
        yield f"{section.key}:"
        for narrative in section.narratives:
            if not narrative.after_tables:
                yield from self.narrative(narrative, "  ")
        for block in section.blocks:
            indent = "  "
            if len(section.blocks) > 1:
                yield f"  {block.key}:"
                indent = "    "
            if block.rows:
                yield from self.rows(block, block.rows, Path(block.prefix), indent)
            else:
                yield from self.branches(block.columns, indent)
        for narrative in section.narratives:
            if narrative.after_tables:
                yield from self.narrative(narrative, "  ")

    def narrative(self, narrative: Narrative, indent: str) -> Iterator[str]:
        key = narrative.path.parts[-1]
        about = f"  # {narrative.description}" if narrative.description else ""
        if narrative.optional:
            yield f"{indent}# {key}: |{about}"
            yield f"{indent}#   （可以不写；要写就删去行首的 # 号）"
        else:
            yield f"{indent}{key}: ~{about}"

    def rows(self, block: Block, rows: tuple[Header, ...], path: Path, indent: str) -> Iterator[str]:
        for row in rows:
            label = f"  # {row.label}" if row.label.removesuffix(row.key) == row.label else ""
            if row.children:
                if row.key:
                    yield f"{indent}{row.key}:{label}"
                below = path / row.key if row.key else path
                yield from self.rows(block, row.children, below, indent + "  " if row.key else indent)
            elif block.single_column:
                column = block.leaf_columns[0]
                yield f"{indent}{row.key}: ~  # {column.label}"
            else:
                yield f"{indent}{row.key}: {self.cells(block.columns, path / row.key, row)}{label}"

    def branches(self, columns: tuple[Header, ...], indent: str) -> Iterator[str]:
        for column in columns:
            if not column.children:
                yield f"{indent}{column.key}: ~"
            elif not column.key:
                yield from self.branches(column.children, indent)
            elif any(child.children for child in column.children):
                yield f"{indent}{column.key}:"
                yield from self.branches(column.children, indent + "  ")
            else:
                yield f"{indent}{column.key}: {self.cells(column.children, Path(()), None)}"

    def cells(self, columns: tuple[Header, ...], path: Path, row: Header | None) -> str:
        return "{" + ", ".join(self.entries(columns, path, row)) + "}"

    def entries(self, columns: tuple[Header, ...], path: Path, row: Header | None) -> Iterator[str]:
        for column in columns:
            if column.children and column.key:
                yield f"{column.key}: {self.cells(column.children, path / column.key, row)}"
            elif column.children:
                yield from self.entries(column.children, path, row)
            else:
                yield f"{column.key}: {self.carried(path / column.key, row)}"

    def carried(self, path: Path, row: Header | None) -> str:
        """Last year's figure where the row carries one over, else unknown."""
        if not (self.previous and row and row.carries_from):
            return "~"
        for figure in self.template.figures.values():
            if figure.row and figure.row.key == row.carries_from and figure.path.parts[-1] == path.parts[-1]:
                content = self.previous.values[figure.path].content if figure.path in self.previous.values else None
                return "~" if content is None else plain_number(content)
        return "~"
