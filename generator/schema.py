"""The JSON Schema of a form: what an editor completes and explains, and what every agency file is held against.

Draft-07 without `oneOf`, `$ref` or snippets, because yaml-language-server completes and words those badly.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

from generator.form import YES_NO, Block, Header, Narrative, Section
from generator.printing import SCRIPTS
from generator.resources import schema_file
from generator.schema_parts import ANY_LINES, ONE_LINE, TEXT, about, choice, exceptions, facts, mapping, signature, text
from generator.template import Template

UNSETTLED = "口径以主管部门通知为准。"
REFERENCES = (
    "{{ 数字的名字 }} 引用表中或者“数据”里的数字，可以相加、相减，可以接 |占比(总计)、|同比、|元、|千分位、|大写。"
)
MOST = 10**15 - 1  # no agency counts so far; a longer number is a slip of the keyboard
_KINDS = {"count": "integer", "amount": "number", "signed": "integer"}
_WORDS = {
    "text": "一行文字",
    "yesno": "写“是”或者“否”",
    "date": "日期，写成 2026-01-15",
    "choice": "从给出的词里选一个",
}

Schema = dict[str, Any]


@lru_cache(maxsize=8)
def read(name: str) -> Schema:
    """A schema that ships with nianbao, by its name before `.schema.json`."""
    return json.loads(FilePath(schema_file(name)).read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def contact_keys() -> tuple[str, ...]:
    """The keys of 联系方式."""
    return tuple(read("nianbao")["properties"]["联系方式"]["properties"])


def dump(template: Template) -> str:
    """The generated schema as the text that is committed under schemas/."""
    return json.dumps(generate(template), ensure_ascii=False, indent=1) + "\n"


def generate(template: Template) -> Schema:
    """The schema of an agency file of this form."""
    shared = read("nianbao")["properties"]
    first = template.years[0]
    properties: Schema = {
        "格式": {
            **about("格式", f"报告采用的格式：{template.authority[1]}。"),
            "type": "string",
            "enum": [template.id],
        },
        "机关": text("机关", "编制报告的机关，写规范全称或者规范简称。"),
        "年度": {
            **about("年度", "报告的年度，不是发布的年度；四位数字。"),
            "type": "integer",
            "minimum": first,
            "maximum": template.last_year,
        },
        "机关类型": choice(
            "机关类型", "编制机关属于哪一类，决定适用哪些要求。", ["部门", "政府", "乡镇街道", "授权组织"]
        ),
        "统计口径": choice("统计口径", "本机关：只统计本机关；汇总：统计本级政府和所属各机关。", ["本机关", "汇总"]),
        "标题": text("标题", f"一般不写，默认为“{template.title.replace('|', '')}”。"),
        "文种": choice(
            "文种", "标题和表格印成哪一种字，文字是另一种写的就转换；不写是简体，文字照原样。", list(SCRIPTS)
        ),
        "联系方式": shared["联系方式"],
        "网站": shared["网站"],
        "数据": facts(),
        "例外": exceptions(),
    }
    required = ["格式", "机关", "年度", "机关类型", "统计口径"]
    if template.preamble:
        properties[template.preamble.path.parts[0]] = _narrative(template.preamble)
        if not template.preamble.optional:
            required.append(template.preamble.path.parts[0])
    for section in template.sections:
        properties[section.key] = _section(section)
        if not (section.is_prose and section.narratives[0].optional):
            required.append(section.key)
    if template.has_signature:
        properties["落款"] = signature()
    description = f"按{template.authority[1]}编制的报告。数字必须齐全：没有发生的写 0，还不知道的写 ~。"
    description += f"未经核对：{template.unverified}。" if template.unverified else ""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"{template.authority[0]}（{template.id}）",
        "description": description,
        **mapping(properties, required),
    }


def _basis(basis: str) -> str:
    return f"依据：{basis}。" if basis else UNSETTLED


def _narrative(narrative: Narrative) -> Schema:
    key = narrative.path.parts[-1]
    lead = narrative.description or ("表格之后的文字" if narrative.after_tables else "标题和表格之间的文字")
    basis = f"依据：{narrative.basis}。" if narrative.basis else ""
    optional = "可以不写。" if narrative.optional else ""
    markup = "一行是一段；## 是小标题，自动编号；**加粗**。"
    schema: Schema = text(narrative.heading or key, f"{lead}。{basis}{optional}{markup}{REFERENCES}", ANY_LINES)
    lines = [line for text in narrative.customary("本机关", "本") for line in text.splitlines()]
    if lines:
        schema["examples"] = [line for line in lines if not line.startswith("#")]
    return {**schema, "type": [*TEXT, "null"]} if narrative.optional else schema


def _section(section: Section) -> Schema:
    if section.is_prose:
        return {**_narrative(section.narratives[0]), "title": section.key}
    before = [n for n in section.narratives if not n.after_tables]
    after = [n for n in section.narratives if n.after_tables]
    properties: Schema = {n.path.parts[-1]: _narrative(n) for n in before}
    required = [n.path.parts[-1] for n in section.narratives if not n.optional]
    for block in section.blocks:
        if len(section.blocks) == 1:
            table = _table(block)
            properties |= table["properties"]
            required += table.get("required", [])
        else:
            properties[block.key] = {
                **about(block.band or block.key, f"表中“{block.band or block.key}”一栏。"),
                **_table(block),
            }
            required.append(block.key)
    properties |= {n.path.parts[-1]: _narrative(n) for n in after}
    if section.blocks:
        properties["注"] = text("注", "印在表格下面的说明。", ANY_LINES)
    lead = section.description or ("这一部分的文字和表格" if section.blocks else "这一部分的文字")
    return {**about(section.key, f"{lead}。"), **mapping(properties, required)}


def _table(block: Block) -> Schema:
    if block.rows:
        properties, required = _rows(block.rows, block)
    else:
        properties, required = _columns(block.columns, None)
    return mapping(properties, required)


def _rows(rows: tuple[Header, ...], block: Block) -> tuple[Schema, list[str]]:
    properties: Schema = {}
    required: list[str] = []
    for row in rows:
        if not row.key:
            below, needed = _rows(row.children, block)
            properties |= below
            required += needed
            continue
        if row.children:
            below, needed = _rows(row.children, block)
            properties[row.key] = {
                **about(row.label, f"“{row.label}”一组。{_basis(row.basis)}"),
                **mapping(below, needed),
            }
            if any(leaf for leaf in row.leaves if not (leaf.optional or leaf.total_of)):
                required.append(row.key)
            continue
        properties[row.key] = _field(row) if block.has_fields else _row(row, block)
        if not (row.total_of or row.optional):
            required.append(row.key)
    return properties, required


def _field(row: Header) -> Schema:
    """A field by its kind; null is allowed where it may stay empty."""
    if row.is_number:
        cell = _cell(row, row.total_of != ())
        types = cell["type"]
        null = ["null"] if row.optional and "null" not in types else []
        return {**cell, "type": [*types, *null], "description": cell["description"] + _may_stay_empty(row)}
    null = ["null"] if row.optional else []
    schema: Schema = {**about(row.label, f"{_WORDS[row.kind]}。{_basis(row.basis)}{_may_stay_empty(row)}")}
    if row.kind == "text":
        return {**schema, "type": [*TEXT, *null], "pattern": ONE_LINE}
    if row.kind == "date":
        return {**schema, "type": ["string", *null], "format": "date"}
    choices = YES_NO if row.kind == "yesno" else row.choices
    return {**schema, "type": [*TEXT, *null], "enum": [*choices, *([None] if row.optional else [])]}


def _may_stay_empty(row: Header) -> str:
    return "可以不填。" if row.optional else ""


def _row(row: Header, block: Block) -> Schema:
    if block.single_column:
        return {
            **_cell(block.leaf_columns[0], row.total_of != ()),
            **about(row.label, _unit(block.leaf_columns[0]) + _basis(row.basis)),
        }
    properties, required = _columns(block.columns, row)
    hint = "由程序算出，可以不写；写了就要对得上。" if row.total_of else "整行都是零时可以只写 0。"
    types = ["object", "integer", "null"] if row.total_of else ["object", "integer"]
    return {
        **about(row.label, f"{_basis(row.basis)}{hint}"),
        **mapping(properties, required),
        "type": types,
        "minProperties": 1,
        "minimum": 0,
        "maximum": 0,
    }


def _columns(columns: tuple[Header, ...], row: Header | None) -> tuple[Schema, list[str]]:
    """Keys of a column tree; a branch whose children hold figures is written like a row."""
    properties: Schema = {}
    required: list[str] = []
    for column in columns:
        if column.key and not column.children:
            properties[column.key] = _cell(column, bool(column.total_of or (row and row.total_of)))
            if not (column.total_of or column.omitted_is_zero or (row and row.total_of)):
                required.append(column.key)
            continue
        below, needed = _columns(column.children, row)
        if not column.key:
            properties |= below
            required += needed
            continue
        branch = {
            **about(column.label, f"“{column.label}”的各列。{_basis(column.basis)}"),
            **mapping(below, needed),
        }
        if not any(child.children for child in column.children):
            branch |= {"type": ["object", "integer"], "minProperties": 1, "minimum": 0, "maximum": 0}
            branch["description"] += "全部是零时可以只写 0。"
        properties[column.key] = branch
        required.append(column.key)
    return properties, required


def _unit(column: Header) -> str:
    return f"单位：{column.unit}。" if column.unit else ""


def _cell(column: Header, total: bool) -> Schema:
    hint = "由程序算出，可以不写；写了就要对得上。" if total else "不写即为 0。" if column.omitted_is_zero else ""
    number, signed = _KINDS[column.kind], column.kind == "signed"
    hint += "增加写正数，如 3；减少写负数，如 -3；印出时带正负号。" if signed else ""
    hint += "表头没有规定单位，要写明，如 {值: 25.1, 单位: 万元}；没有的写 0。" if column.units else ""
    least, unit = -MOST if signed else 0, "" if column.units else _unit(column)
    parts = {"值": {**about("值", f"数字本身。{unit}"), "type": number, "minimum": least, "maximum": MOST}}
    if column.units:
        parts["单位"] = choice("单位", "金额的单位，和数字印在一起。", list(column.units))
    parts["注"] = text("注", "印在表格下面的注，如 含自然失效29件。")
    return {
        **about(column.label, f"{unit}{_basis(column.basis)}{hint}"),
        **mapping(parts, [name for name in parts if name != "注"]),
        "type": [number, "object", "null"] if total else [number, "object"],
        "minimum": least,
        "maximum": 0 if column.units else MOST,
    }
