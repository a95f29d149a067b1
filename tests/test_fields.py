"""Forms made of fields, and forms of prose alone: what is written is what is read back, in every format."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import diff, importer, readers, schema, words, writers
from generator.check import check_file, open_template, read_template
from generator.document import compose
from generator.errors import TemplateError
from generator.expressions import ExpressionError
from generator.figures import State
from generator.form import Header
from generator.layout import block_grid
from generator.paths import Path as FigurePath
from generator.report import Report
from generator.validation import violations
from tests import strict
from tests.conftest import ROOT, Run
from tests.making import agency_yaml, checked, expected, printed, random_value, template_folder

WZBB, FZZF = open_template("wzbb")[0], open_template("fzzf")[0]
COUNTY = ROOT / "samples" / "wzbb" / "shili-county-2025.yaml"
SEISMOLOGY = ROOT / "samples" / "wzbb" / "shili-seismology-2025.yaml"
FORM = """id: wzbb
title: "{机关}{年度}年表"
authority: {name: 办法, number: 一号}
years: {from: 2020}
sections:
  - key: 表
    tables:
      - key: 表
        fields:
%s
rules: []
"""


def _report(path: Path) -> Report:
    report = check_file(str(path)).report
    assert report
    return report


def _read_back(document_format: str, report: Report, content: bytes) -> dict[object, object]:
    reading = readers.module(document_format).read(f"报告.{document_format}", content)
    return dict(importer.import_reading(report.template, reading).content.figures)


def test_a_field_spans_the_heads_that_are_not_its_own() -> None:
    spans = {
        (cell.text, cell.row): (cell.rowspan, cell.colspan)
        for cell in block_grid(WZBB, WZBB.blocks[0]).cells
        if cell.text
    }
    assert spans["填报单位", 0] == (1, 3)
    assert spans["信息发布（单位：条）", 10] == (4, 1)
    assert spans["解读信息发布", 16] == (4, 1)
    assert spans["总数（单位：条）", 16] == (1, 1)


@pytest.mark.parametrize("name", [name for name in writers.FORMATS if name != "pdf"])
@settings(max_examples=12)
@given(seed=st.integers(0, 10**6))
def test_random_fields_are_read_back_the_same(name: str, seed: int) -> None:
    report = _random_report(seed)
    assert _said(_printed_and_read(name, report)) == _said(_known(report))


@settings(max_examples=2)
@given(seed=st.integers(0, 10**6))
def test_random_fields_are_read_back_the_same_from_pdf(seed: int) -> None:
    report = _random_report(seed)
    assert _said(_printed_and_read("pdf", report)) == _said(_known(report))


@given(seed=st.integers(0, 10**6))
@settings(max_examples=12)
def test_a_field_says_what_was_written(seed: int) -> None:
    values = _random_values(seed)
    report = checked(agency_yaml(WZBB, values)).report
    assert report
    assert {path: report.values[path].content for path in values} == values


def _random_values(seed: int) -> dict[FigurePath, object]:
    random = Random(seed)
    values = {path: random_value(figure.leaf, random) for path, figure in WZBB.figures.items() if not figure.sums}
    values[WZBB.resolve("填报单位")[0]] = "示例机关"  # the agency that the report names
    return values


def _random_report(seed: int) -> Report:
    report = checked(agency_yaml(WZBB, _random_values(seed))).report
    assert report
    return report


def _printed_and_read(name: str, report: Report) -> dict[FigurePath, object]:
    """The figures that a format's file gives back; the file also holds every paragraph and cell in its place."""
    document = compose(report)
    content = writers.module(name).write(document)
    assert strict.items(name, content) == expected(document, name)
    return _read_back(name, report, content)


def _known(report: Report) -> dict[FigurePath, object]:
    return {path: value.content for path, value in report.values.items() if value.content is not None}


def _said(figures: dict[FigurePath, object]) -> dict[FigurePath, object]:
    return {path: _plain(value) for path, value in figures.items()}


def _plain(value: object) -> object:
    """A line of words that was broken may have lost a blank."""
    return "".join(value.split()) if isinstance(value, str) else value


@pytest.mark.parametrize("name", writers.FORMATS)
@settings(max_examples=2)
@given(seed=st.integers(0, 10**6))
def test_random_prose_of_a_form_without_figures_is_read_back_the_same(name: str, seed: int) -> None:
    random = Random(seed)
    texts = {
        narrative.path.parts[-1]: "\n".join(
            "".join(random.choices(("依法行政，", "逐项公布。", "全年", "整改到位"), k=random.randrange(3, 60)))
            for _ in range(random.randrange(1, 4))
        )
        for narrative in FZZF.narratives
    }
    result = checked(agency_yaml(FZZF, {}, **texts))
    document = printed(result)
    content = writers.module(name).write(document)
    assert strict.items(name, content) == expected(document, name)


def test_what_may_stay_empty_is_empty_and_nothing_else_is() -> None:
    report = _report(SEISMOLOGY)
    states = {path: value.state for path, value in report.values.items() if value.content is None}
    assert set(states.values()) == {State.EMPTY}
    assert all(report.template.figures[path].leaf.optional for path in states)
    text = SEISMOLOGY.read_text(encoding="utf-8").replace("填报人: 吴示例", "填报人: ~")
    unknown = checked(text).report
    assert unknown
    assert unknown.values[WZBB.resolve("填报人")[0]].state is State.UNKNOWN


def test_words_keep_the_characters_that_were_typed() -> None:
    text = COUNTY.read_text(encoding="utf-8").replace("0123-4567890", "0123").replace("赵示例", "1e3")
    report = checked(text).report
    assert report
    assert report.values[WZBB.resolve("联系电话")[0]].content == "0123"
    assert report.values[WZBB.resolve("填报人")[0]].content == "1e3"


def test_a_change_of_words_is_told_as_one(tmp_path: Path) -> None:
    text = COUNTY.read_text(encoding="utf-8")
    new = text.replace("是否提供智能问答: 是", "是否提供智能问答: 否").replace(
        "网站总访问量: 2415977", "网站总访问量: 2415978"
    )
    changes = diff.compare(checked(text), checked(new)).changes
    told = [(change.place, change.old, change.new, change.difference) for change in changes]
    assert told == [("网站总访问量", 2415977, 2415978, 1), ("互动交流·是否提供智能问答", "是", "否", None)]


def test_words_can_be_quoted_and_not_reckoned_with() -> None:
    report = _report(COUNTY)
    assert report.quote("网站名称").text == "示例县人民政府门户网站"
    assert report.quote("填报日期").text == "2026年1月15日"
    assert report.quote("办件量·总数").text == "67559"
    with pytest.raises(ExpressionError, match="不是数字"):
        report.quote("网站名称 + 办件量·总数")


def test_the_history_and_the_trend_of_words_are_declined_by_name(run: Run, tmp_path: Path) -> None:
    shutil.copy(COUNTY, tmp_path / "县.yaml")
    done = run("trend", "县.yaml", "--figure", "网站名称")
    assert (done.returncode, done.stderr) == (2, "nianbao：“网站名称”填的是文字，不是数字。请换一个数字。\n")


def test_only_numbers_are_added_up(run: Run, tmp_path: Path) -> None:
    for number, name in enumerate(("甲局", "乙局")):
        text = SEISMOLOGY.read_text(encoding="utf-8").replace("示例省地震局", f"示例{name}")
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    done = run("aggregate", "0.yaml", "1.yaml", "--agency", "示例省人民政府", "-o", "sum.yaml")
    assert done.returncode in (0, 1), done.stderr
    values = _report(tmp_path / "sum.yaml").values
    found = {
        name: values[WZBB.resolve(name)[0]].content for name in ("网站总访问量", "平均办理时间", "网站名称", "关注量")
    }
    assert found == {"网站总访问量": 386120, "平均办理时间": None, "网站名称": None, "关注量": None}


def test_every_command_copes_with_a_form_without_figures(run: Run, tmp_path: Path) -> None:
    for year in (2024, 2025):
        text = (ROOT / "samples" / "fzzf" / "shili-forestry-2025.yaml").read_text(encoding="utf-8")
        (tmp_path / f"林业局-{year}.yaml").write_text(
            text.replace("2026-02", f"{year + 1}-02").replace("年度: 2025", f"年度: {year}"), encoding="utf-8"
        )
    one, other = "林业局-2024.yaml", "林业局-2025.yaml"
    for arguments in (
        ("figures", one, "-o", "t.csv"),
        ("diff", one, other),
        ("trend", one, other),
        ("check", one, other),
        ("render", ".", "-o", "out", "--format", "html"),
        ("aggregate", one, "--agency", "示例市人民政府", "-o", "sum.yaml"),
        ("textconv", one),
        ("fix", one),
        ("bind", one),
    ):
        done = run(*arguments)
        assert done.returncode in (0, 1), (arguments, done.stdout, done.stderr)


def test_figures_of_words_are_rows_with_their_kind(run: Run, tmp_path: Path) -> None:
    shutil.copy(COUNTY, tmp_path / "县.yaml")
    assert run("figures", "县.yaml", "-o", "t.json").returncode == 0
    rows = {row["路径"].split("·", 1)[1]: row for row in json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))}
    assert (rows["网站名称"]["值"], rows["网站名称"]["类型"]) == ("示例县人民政府门户网站", "文字")
    assert (rows["填报日期"]["值"], rows["填报日期"]["类型"]) == ("2026-01-15", "日期")
    assert (rows["移动新媒体·其他"]["值"], rows["移动新媒体·其他"]["状态"]) == (None, "不填")
    assert rows["网站总访问量"]["值"] == 2415977


def test_a_form_nobody_has_verified_says_so_in_every_format() -> None:
    document = printed(checked(COUNTY.read_text(encoding="utf-8")))
    for name in writers.FORMATS:
        found = strict.items(name, writers.module(name).write(document))
        assert any(isinstance(item, strict.Paragraph) and item.text.startswith("未经核对") for item in found), name
    assert not document.draft


@pytest.mark.parametrize(
    ("kind", "printed", "means"),
    [
        ("yesno", "☑是 □否", "是"),
        ("yesno", "□是 √否", "否"),
        ("yesno", "是√ 否□", "是"),
        ("yesno", "是 否", None),
        ("yesno", "有", "是"),
        ("date", "2026年1月5日", "2026-01-05"),
        ("date", "2026/1/5", "2026-01-05"),
        ("date", "2026年2月30日", None),
        ("text", "０５７１ ", "０５７１"),
        ("text", "/", None),
    ],
)
def test_a_cell_is_read_as_people_fill_it_in(kind: str, printed: str, means: str | None) -> None:
    assert words.read(printed, Header("项目", "项目", kind=kind)) == means


def test_a_form_printed_with_two_fields_in_a_row_is_read() -> None:
    page = (
        "<h1>政府网站工作年度报表（2025年度）</h1><table>"
        "<tr><td>填报单位</td><td>示例县人民政府办公室</td><td>网站名称：</td><td>示例县门户</td></tr>"
        "<tr><td rowspan=2>信息发布(单位：条)</td><td>总数</td><td>12</td><td rowspan=2></td></tr>"
        "<tr><td>概况类信息更新量</td><td>5条</td></tr>"
        "<tr><td>填报日期</td><td colspan=3>2026年1月15日</td></tr></table>"
    )
    reading = readers.module("html").read("p.html", page.encode())
    found = importer.import_reading(WZBB, reading).content
    assert (found.agency, found.year) == ("示例县人民政府办公室", 2025)
    assert {str(path).split("·", 1)[1]: value for path, value in found.figures.items()} == {
        "填报单位": "示例县人民政府办公室",
        "网站名称": "示例县门户",
        "信息发布·总数": 12,
        "信息发布·概况类信息更新量": 5,
        "填报日期": "2026-01-15",
    }


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ("          - {key: 甲, kind: choice}", "choice 缺少 choices"),
        ("          - {key: 甲, kind: text, choices: [一, 二]}", "text 没有 choices"),
        ("          - {key: 甲, kind: text, unit: 件}", "不能有 unit"),
        ("          - {key: 甲, children: [{key: 乙}], kind: text}", "kind"),
        ("        corner: 角\n          - {key: 甲}", ""),
        ("          - {key: 甲}\n        rows: []", "写了 fields，又写了 rows"),
        ("          - {key: 甲}\n        corner: 角", "不能有 corner"),
        ("          - {key: 甲, kind: 文字}", "text"),
    ],
)
def test_a_template_of_fields_that_is_wrong_is_refused_with_its_place(fields: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"template\.yaml:\d+:\d+") as error:
        read_template(template_folder(tmp_path / "templates" / "wzbb", FORM % fields, "wzbb"))
    assert reason in str(error.value)


def test_the_schema_of_a_field_says_what_it_takes() -> None:
    found = schema.generate(WZBB)["properties"]["政府网站工作年度报表"]["properties"]
    assert found["网站类型"]["enum"] == ["政府门户网站", "部门网站", "专项网站"]
    assert found["填报日期"]["format"] == "date"
    assert found["移动新媒体"]["properties"]["微博"].get("required") is None
    assert violations(schema.generate(WZBB), check_file(str(COUNTY)).source) == ()


def test_a_decimal_stays_exact() -> None:
    assert _report(COUNTY).values[WZBB.resolve("平均办理时间")[0]].content == Decimal("3.6")
