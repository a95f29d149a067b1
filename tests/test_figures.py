"""Figures are the same however their rows are written, and each is found where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import yaml

from generator.figures import State
from generator.nodes import Mapping, Node, Scalar, plain
from generator.source import Source, read
from generator.template import Template
from tests.making import EVERY_TABLE, agency_yaml, balanced, checked

_LINE = "{{{}}}"
_STYLES = (_LINE, _LINE, "{{ {} }}", "{{{}}}  # 已核对", "block", "over two lines", "quoted")


def _written(tree: dict[str, Any], random: Random, indent: str = "") -> Iterator[str]:
    """The lines of an agency file, each row of figures in a style of its own."""
    for key, value in tree.items():
        style = random.choice(_STYLES)
        if not isinstance(value, dict):
            yield f"{indent}{key}: {value}"
        elif any(isinstance(held, (dict, str)) for held in value.values()) or style == "block":
            yield f"{indent}{key}:"
            yield from _written(value, random, f"{indent}  ")
        elif style == "over two lines":
            cells = ",\n".join(f"{indent}  {name}: {held}" for name, held in value.items())
            yield f"{indent}{key}: {{{cells}}}"
        else:
            mark = '"' if style == "quoted" else ""
            row = ", ".join(f"{mark}{name}{mark}: {held}" for name, held in value.items())
            yield f"{indent}{key}: {_LINE.format(row) if mark else style.format(row)}"


@EVERY_TABLE
def test_a_figure_is_the_same_however_its_row_is_written(template: Template) -> None:
    for seed in range(30):
        random = Random(seed)
        expected = balanced(template, lambda: random.choice((0, random.randrange(99), 10**8)))  # noqa: B023
        left_out = {path for path, figure in template.figures.items() if figure.sums and random.random() < 0.3}
        given = {path: number for path, number in expected.items() if path not in left_out}
        result = checked("\n".join(_written(yaml.safe_load(agency_yaml(template, given)), random)) + "\n")
        assert result.report, result.findings
        for path, value in result.report.values.items():
            if path == template.agency:  # filled with its name
                continue
            assert value.content == expected[path], (seed, path)
            line = result.source.line(value.position.line)[value.position.column - 1 :]
            if path in left_out:
                assert value.state is State.DERIVED, (seed, path)
            elif isinstance(expected[path], int):
                assert value.state is State.WRITTEN
                assert line.startswith(str(expected[path])), (seed, path, line)


_LINES = (
    "甲: {乙: 1, 丙: 20}",
    "甲: {乙: 1, 丙: 20} ",
    "丁: |",
    "  甲: {乙: 1}",
    "  戊: {己: 0, 庚: 7}",
    "    辛: {壬: 3}",
    "癸: {子: 1,",
    "  丑: 2}",
    "寅: >-",
    "卯: '一行",
    "  辰: {巳: 4}'",
    '午: "未: {申: 5}"',
    "# 酉: {戌: 6}",
    "亥: [1, {甲: 2}]",
    "天:",
    "  - 地: {玄: 8}",
    "  - {黄: 9}",
    "宇: {宙: 010}",
    "洪: {荒: 1_0, 日: 007}",
    "月: {盈: 2, 昃: ~}",
    "辰宿: {列张: 3, 列张: 4}",
)


def test_a_row_of_numbers_is_read_as_any_yaml_wherever_it_stands() -> None:
    """Lines in any order make files, some of them no YAML at all; those that are say what PyYAML says."""
    random, sound, rows = Random(1), 0, 0
    for _ in range(4000):
        chosen = random.sample(_LINES, random.randrange(2, 9))
        end = random.choice(("\n", "\r\n"))
        source = read(end.join((*chosen, "")).encode(), "a.yaml")
        loaded = _loaded("\n".join((*chosen, "")))
        if loaded is None or any(fault.kind == "duplicate" for fault in source.faults):
            assert source.faults, chosen
            continue
        assert not [fault for fault in source.faults if fault.kind == "syntax"], chosen
        assert plain(source.root) == loaded, chosen
        sound += 1
        rows += sum(_are_in_place(source, source.root))
    assert sound > 300
    assert rows > 1000


def _loaded(text: str) -> Any:
    """What PyYAML says, numbers as YAML 1.2 has them; None where it is no YAML."""
    try:
        data = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError:
        return None
    return data


class _Loader(yaml.SafeLoader):
    pass


def _number(_: yaml.SafeLoader, node: yaml.ScalarNode) -> int | str:
    text = str(node.value)
    return int(text) if text == "0" or (text.isdecimal() and text[0] != "0") else text


_Loader.add_constructor("tag:yaml.org,2002:int", _number)


def _are_in_place(source: Source, node: Node | None) -> Iterator[bool]:
    """Every plain scalar stands where it says that it does."""
    if isinstance(node, Scalar):
        if not node.style:
            assert source.line(node.line)[node.column - 1 :].startswith(node.text), (node, source.lines)
            yield True
    elif isinstance(node, Mapping):
        for key, value in node.entries.values():
            yield from _are_in_place(source, key)
            yield from _are_in_place(source, value)
    elif node:
        for item in node.items:
            yield from _are_in_place(source, item)
