"""Readers against writers: whatever is written is read back the same, for random forms as for the shipped one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path as FilePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import writers
from generator.check import check_file, check_with, read_template
from generator.grid import Grid, Role
from generator.nodes import Mapping
from generator.source import read
from tests import strict
from tests.conftest import SAMPLES
from tests.making import agency_yaml, expected, printed, template_folder


@pytest.mark.parametrize("name", writers.FORMATS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_read_back_whole_and_in_order(sample: FilePath, name: str) -> None:
    document = printed(check_file(str(sample)))
    found = strict.items(name, writers.module(name).write(document))
    assert found == expected(document, name)


_WORD = st.text("甲乙丙丁戊己庚辛壬癸（）“”、·Ab+1 ", min_size=1, max_size=24).map(str.strip).filter(bool)


@st.composite
def _tree(draw: st.DrawFn, depth: int, prefix: str) -> list[dict[str, object]]:
    heads: list[dict[str, object]] = []
    for number in range(draw(st.integers(1, 3))):
        head: dict[str, object] = {"key": f"{prefix}{number}", "label": draw(_WORD)}
        if depth > 1 and draw(st.booleans()):
            head["children"] = draw(_tree(depth - 1, f"{prefix}{number}"))
            if draw(st.booleans()):
                del head["key"]
        heads.append(head)
    return heads


@st.composite
def _forms(draw: st.DrawFn) -> str:
    """A template.yaml as JSON, which is YAML."""
    import json

    sections = []
    for section in range(draw(st.integers(1, 2))):
        blocks = []
        for block in range(draw(st.integers(1, 3))):
            rows = draw(_tree(3, "行")) if draw(st.booleans()) else []
            table: dict[str, object] = {"key": f"块{block}", "columns": draw(_tree(3, "列")), "rows": rows}
            if rows and draw(st.booleans()):
                table["corner"] = draw(_WORD)
            if draw(st.booleans()):
                table["band"] = draw(_WORD)
            blocks.append(table)
        sections.append({"key": f"部分{section}", "tables": blocks})
    form = {
        "id": "random",
        "title": "{机关}{年度}年报告",
        "authority": {"name": "某通知", "number": "某号"},
        "years": {"from": 2021},
        "sections": sections,
        "rules": [],
    }
    return json.dumps(form, ensure_ascii=False)


_Items = list[strict.Item]


def _filled_and_read_back(form: str, data: st.DataObject, names: Iterable[str]) -> Iterator[tuple[str, _Items, _Items]]:
    """Each format with what is read back from an empty and a filled form, and what was written."""
    numbers = st.integers(0, 10**9)
    with tempfile.TemporaryDirectory() as folder:
        template, schema, checks = read_template(template_folder(FilePath(folder), form))
        for values in (dict.fromkeys(template.figures), {path: data.draw(numbers) for path in template.figures}):
            source = read(agency_yaml(template, values).encode(), "报告.yaml")
            assert isinstance(source.root, Mapping)
            document = printed(check_with(source, template, schema, checks))
            for name in names:
                yield name, strict.items(name, writers.module(name).write(document)), expected(document, name)


def _without_heads(items: Iterable[strict.Item]) -> list[strict.Item]:
    """Items with every cell of a table told alike: the heads of some random tables are more than Typst can tag."""
    return [
        Grid(tuple(cell._replace(role=Role.FIGURE) for cell in item.cells)) if isinstance(item, Grid) else item
        for item in items
    ]


@settings(max_examples=150)
@given(form=_forms(), data=st.data())
def test_empty_and_filled_grids_of_random_forms_are_read_back_the_same(form: str, data: st.DataObject) -> None:
    for name, found, wanted in _filled_and_read_back(form, data, sorted(set(writers.FORMATS) - {"pdf"})):
        assert found == wanted, name


@settings(max_examples=20)
@given(form=_forms(), data=st.data())
def test_grids_of_random_forms_are_read_back_the_same_from_pdf(form: str, data: st.DataObject) -> None:
    for _, found, wanted in _filled_and_read_back(form, data, ["pdf"]):
        assert _without_heads(found) == _without_heads(wanted)
