"""The generated schemas, and the small walk that stands in for jsonschema on clean files."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from generator import rules, schema
from generator.check import inspect, open_template
from generator.nodes import Scalar, plain
from generator.resources import template_ids
from generator.source import read
from generator.template import Template
from generator.validation import accepts
from tests.conftest import ROOT
from tests.making import EVERY_FORM, agency_yaml, balanced, varied

SCHEMA = schema.generate(open_template("zfxxgk-2021")[0])


@pytest.mark.parametrize("identifier", template_ids())
def test_the_committed_schema_is_what_its_template_generates(identifier: str) -> None:
    committed = (ROOT / "schemas" / f"{identifier}.schema.json").read_text(encoding="utf-8")
    assert committed == schema.dump(open_template(identifier)[0])


def _all(node: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, child in node.get("properties", {}).items():
        yield key, child
        yield from _all(child)
    for name in ("additionalProperties", "items"):
        if isinstance(node.get(name), dict):
            yield name, node[name]
            yield from _all(node[name])


@pytest.mark.parametrize("identifier", template_ids())
def test_every_key_has_a_title_and_a_description_and_no_object_takes_strangers(identifier: str) -> None:
    for key, node in _all(schema.generate(open_template(identifier)[0])):
        assert node["title"], key
        assert node["description"], key
        assert "oneOf" not in node
        assert "properties" not in node or node["additionalProperties"] is False, key


def _is_understood(schema: dict[str, Any]) -> bool:
    try:
        accepts(schema, Scalar("", "", 1, 1))
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("name", [*template_ids(), "nianbao", "roster", "template", "prose"])
def test_the_walk_knows_every_keyword_of_the_schemas_for_what_is_read(name: str) -> None:
    root = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    definitions = {"definitions": root.get("definitions", {})}
    parts = [*_all({"properties": {"": root, **definitions["definitions"]}})]
    assert len(parts) > 1
    assert [key for key, part in parts if not _is_understood(part | definitions)] == []
    assert not _is_understood(root | {"maxLength": 3})


def test_a_figure_names_its_unit_and_the_article_it_rests_on() -> None:
    requests = SCHEMA["properties"]["收到和处理政府信息公开申请情况"]["properties"]
    secret = requests["本年度办理结果"]["properties"]["不予公开"]["properties"]["属于国家秘密"]
    assert "条例第十四条" in secret["description"]
    assert "单位：件" in secret["properties"]["自然人"]["description"]
    assert "口径以主管部门通知为准" in requests["结转下年度继续办理"]["description"]
    assert secret["type"] == ["object", "integer"]
    assert secret["maximum"] == 0


def test_examples_can_be_taken_over_as_they_stand() -> None:
    """An editor offers them behind the colon, where YAML must read them as text."""
    examples = [text for _, node in _all(SCHEMA) for text in node.get("examples", ()) if "{{" in text]
    assert len(examples) > 5
    for text in examples:
        assert plain(read(f"前言: {text}\n".encode(), "a.yaml").root) == {"前言": text}


def test_every_rule_that_a_template_may_adopt_can_be_weighed_in_nianbao_yaml() -> None:
    assert set(schema.read("nianbao")["properties"]["规则"]["properties"]) == rules.WEIGHED


def test_every_schema_is_a_schema() -> None:
    for file in (ROOT / "schemas").glob("*.schema.json"):
        Draft7Validator.check_schema(schema.read(file.name.removesuffix(".schema.json")))


_STRANGE: list[Any] = [
    None,
    True,
    0,
    1,
    -1,
    5,
    Decimal("0.5"),
    "",
    "  ",
    "x",
    "2026-02-30",
    "2026-02-28",
    [],
    {},
    [1],
    {"值": 1},
]


def _mutated(data: Any, source: random.Random) -> Any:
    """A copy of the data with one place changed: a value replaced, a key dropped, renamed or added."""
    data = copy.deepcopy(data)
    place = data
    while True:
        key = source.choice(list(place) if isinstance(place, dict) else range(len(place)))
        if not isinstance(place[key], dict | list) or not place[key] or source.random() < 0.2:
            break
        place = place[key]
    change = source.choice(["replace", "replace", "drop", "rename", "add"])
    if change == "replace" or isinstance(place, list):
        place[key] = source.choice(_STRANGE)
    elif change == "add":
        place[source.choice(["自然人", "注", "值", "例外", "陌生"])] = source.choice(_STRANGE)
    else:
        value = place.pop(key)
        if change == "rename":
            place[key + "们"] = value
    return data


def _yaml(value: Any) -> str:
    import json

    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {_yaml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_yaml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return (
        "~"
        if value is None
        else str(value)
        if isinstance(value, int | Decimal)
        else json.dumps(value, ensure_ascii=False)
    )


@EVERY_FORM
def test_the_walk_and_jsonschema_agree_on_mutated_reports_and_every_refusal_has_a_finding(template: Template) -> None:
    source = random.Random(11)
    form = schema.generate(template)
    validator = Draft7Validator(form, format_checker=FormatChecker(["date"]))
    figures = varied(template, balanced(template, lambda: source.choice([0, 1, 30])), source, 9)
    base = plain(read(agency_yaml(template, figures).encode(), "a.yaml").root)
    base |= {
        "例外": [{"代码": "A101", "理由": "已核实"}],
        "数据": {"甲": {"值": 3, "其中": {"乙": 3}}},
        "联系方式": {"电话": "1"},
    }
    verdicts = []
    for _ in range(600):
        data = _mutated(base, source)
        root = read(_yaml(data).encode(), "a.yaml").root
        assert root is not None
        assert plain(root) == data
        verdicts.append(validator.is_valid(data))
        assert accepts(form, root) == verdicts[-1], data
        assert bool(inspect(read(_yaml(data).encode(), "a.yaml"), form)) != verdicts[-1], data
    assert 30 < sum(verdicts) < 570
