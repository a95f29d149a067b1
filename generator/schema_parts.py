"""The parts of a schema that every form has, and what schemas of reports are put together from."""

from __future__ import annotations

from typing import Any

TEXT = ["string", "number", "boolean"]
ONE_LINE = "^[^\\n]*\\S[^\\n]*\\n?$"
ANY_LINES = "\\S"

Schema = dict[str, Any]


def about(title: str, description: str) -> Schema:
    """What an editor shows of a key."""
    return {"title": title, "description": description}


def mapping(properties: Schema, required: list[str]) -> Schema:
    """A mapping with these keys and no others."""
    schema: Schema = {"type": "object", "additionalProperties": False}
    if required:
        schema["required"] = required
    return {**schema, "properties": properties}


def text(title: str, description: str, pattern: str = ONE_LINE) -> Schema:
    """A key that holds a text."""
    return {**about(title, description), "type": TEXT, "pattern": pattern}


def choice(title: str, description: str, choices: list[str]) -> Schema:
    """A key that holds one of several words."""
    return {**about(title, description), "type": "string", "enum": choices}


def facts() -> Schema:
    """Declared numbers, three levels of parts deep."""
    value = {**about("值", "数字本身。"), "type": "number"}
    unit = text("单位", "如 条、件、元。")
    fact: Schema = {**about("数", "一个数字。"), "type": "number"}
    for _ in range(3):
        parts = {**about("其中", "各部分，加起来应当等于“值”。"), "type": "object", "additionalProperties": fact}
        cell = mapping({"值": value, "单位": unit, "其中": parts}, ["值"])
        fact = {**about("数", "一个数字，或者 {值, 单位, 其中}。"), **cell, "type": ["number", "object"]}
    return {
        **about("数据", "表格里没有、文字里要用的数字，按名称写。"),
        "type": "object",
        "additionalProperties": fact,
    }


def exceptions() -> Schema:
    """Findings that the author accepts."""
    item = mapping(
        {
            "代码": {**about("代码", "要接受的问题的编号，如 A101。"), "type": "string", "pattern": "^[A-Z][0-9]{3}$"},
            "位置": text("位置", "问题所在的数字，如 不予公开·属于国家秘密。"),
            "理由": text("理由", "为什么可以接受。"),
        },
        ["代码", "理由"],
    )
    return {
        **about("例外", "检查发现而经核实可以接受的问题，每条都要写理由。"),
        "type": "array",
        "items": {**about("一条例外", "代码、位置和理由。"), **item},
    }


def signature() -> Schema:
    """Name and day at the end of a report."""
    return {
        **about("落款", "印在文末右侧的署名和日期。"),
        **mapping(
            {
                "署名": text("署名", "默认同“机关”。"),
                "日期": {**about("日期", "成文日期，写成 2026-01-05。"), "type": "string", "format": "date"},
                "盖章": {**about("盖章", "纸质件是否加盖印章，true 或 false。"), "type": "boolean"},
            },
            [],
        ),
    }
