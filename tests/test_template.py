"""Templates: the shipped form, what a written path means, and templates that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.check import open_template, read_template
from generator.errors import TemplateError
from generator.layout import block_grid, section_grid
from generator.template import Template
from tests.conftest import ROOT
from tests.making import EVERY_FORM, template_folder

TEMPLATE = open_template("zfxxgk-2021")[0]
TEXT = (ROOT / "templates" / "zfxxgk-2021" / "template.yaml").read_text(encoding="utf-8")


def test_the_form_of_2021_has_ten_and_175_and_fifteen_figures() -> None:
    counts = [
        sum(figure.block in section.blocks for figure in TEMPLATE.figures.values()) for section in TEMPLATE.sections
    ]
    assert counts == [0, 10, 175, 15, 0, 0]


def test_its_printed_tables_have_the_size_of_the_notice() -> None:
    sizes = [(g.height, g.width) for s in TEMPLATE.sections if s.blocks for g in [section_grid(TEMPLATE, s)]]
    assert sizes == [(14, 4), (28, 10), (4, 15)]


def test_the_trial_form_of_2019_has_the_figures_and_the_tables_of_the_notice() -> None:
    form = open_template("zfxxgk-2019")[0]
    counts = [sum(figure.block in section.blocks for figure in form.figures.values()) for section in form.sections]
    assert counts == [0, 22, 161, 15, 0, 0]
    sizes = [(g.height, g.width) for s in form.sections if s.blocks for g in [section_grid(form, s)]]
    assert sizes == [(18, 7), (26, 10), (4, 15)]
    spans = {cell.colspan for cell in section_grid(form, form.sections[1]).cells if cell.text == "本年增/减"}
    assert spans == {2, 3}


def test_heads_span_what_is_below_them() -> None:
    grid = block_grid(TEMPLATE, TEMPLATE.blocks[-2])
    spans = {cell.text: (cell.rowspan, cell.colspan) for cell in grid.cells if cell.text}
    assert spans["申请人情况"] == (1, 7)
    assert spans["法人或其他组织"] == (1, 5)
    assert spans["自然人"] == (2, 1)
    assert spans["三、本年度办理结果"] == (22, 1)
    assert spans["（三）不予公开"] == (8, 1)
    assert spans["（一）予以公开"] == (1, 2)
    assert spans["四、结转下年度继续办理"] == (1, 3)


@pytest.mark.parametrize(
    ("written", "count", "last"),
    [
        ("本年新收", 1, "本年新收政府信息公开申请数量·总计"),
        ("不予公开·属于国家秘密·自然人", 1, "不予公开·属于国家秘密·自然人"),
        ("不予公开/属于国家/自然", 1, "不予公开·属于国家秘密·自然人"),
        ("不予公开.属于国家秘密", 1, "不予公开·属于国家秘密·总计"),
        ("不予公开", 8, "属于行政查询事项·总计"),
        ("不予公开·自然人", 8, "属于行政查询事项·自然人"),
        ("本年度办理结果·总计", 1, "本年度办理结果·总计·总计"),
        ("其他处理·其他", 1, "其他处理·其他·总计"),
        ("行政诉讼", 2, "复议后起诉·总计"),
        ("行政复议·结果纠正", 1, "行政复议·结果纠正"),
        ("行政许可", 1, "行政许可"),
        ("行政规范性文件·现行", 1, "行政规范性文件·现行有效件数"),
    ],
)
def test_a_written_path_names_figures(written: str, count: int, last: str) -> None:
    paths = TEMPLATE.resolve(written)
    assert len(paths) == count
    assert str(paths[-1]).endswith(last)


@pytest.mark.parametrize("written", ["自然人", "总计", "其他", "规章", "行政", "", "·", "不予公开·", "没有这一行"])
def test_a_path_that_names_nothing_or_several_things_is_refused(written: str) -> None:
    with pytest.raises(LookupError):
        TEMPLATE.resolve(written)


@EVERY_FORM
def test_every_figure_has_a_short_name_that_leads_back_to_it(template: Template) -> None:
    for path in template.figures:
        assert template.resolve(template.name(path)) == (path,)


@EVERY_FORM
def test_every_table_has_the_widths_of_its_columns(template: Template) -> None:
    for section in template.sections:
        if section.blocks:
            assert len(section.widths) == section_grid(template, section).width
            assert sum(section.widths) == pytest.approx(156, abs=1)  # millimetres of the text


_FAULTS = [
    ("id: zfxxgk-2021\n", "", "缺少“id”"),
    ("title: ", "titel: ", "没有名为“titel”的键"),
    ("years: {from: 2021}", "years: {from: 二〇二一}", "要写四位数字"),
    ("rules:\n", "rules: ~\nx:\n", "还没有填"),
    ("{key: 规章, basis", "{key: 值, basis", "“值”是保留的键"),
    ("{key: 行政规范性文件, basis", "{key: 规章, basis", "键 规章 重复"),
    ("{key: 规章, basis", "{basis", "表头既没有 key 也没有 label"),
    ("{key: 规章, basis", "{label: 规章, basis", "没有下级，要有 key"),
    ("total_of: [自然人, 商业企业,", "total_of: [自然, 商业企业,", "没有名为 自然 的行"),
    ("total_of: [自然人, 商业企业,", "total_of: [siblings, 商业企业,", "没有名为 siblings 的行"),
    ("{key: 规章, basis", "{key: 规章, kind: count, basis", "kind 只写在没有下级的列上"),
    ("- key: 不予公开\n", "- key: 不予公开\n                total_of: siblings\n", "total_of 只写在"),
    ("carries_from: 结转下年度继续办理", "carries_from: 结转", "carries_from 里没有名为 结转 的行"),
    ("years: {from: 2021}", "years: {from: 2021, to: 2019}", "适用年度止于 2019"),
    ("widths: [60, 32, 32, 32]", "widths: [60, 32, 32]", "widths 有 3 个，表格有 4 列"),
    ("- {key: 主动公开, heading", "- {key: 概述, heading", "键 概述 重复"),
    ("  key: 前言", "  key: 机关", "“机关”是保留的键"),
    ("  - key: 存在的主要问题及改进情况", "  - key: 落款", "“落款”是报告里已有的键"),
    ("- {code: A104}", "- {code: A101}", "规则 A101 写了两次"),
    ("- {code: A104}", "- {code: A104, table: 申请}", "规则 A104 不用参数"),
    ("table: 申请, left", "table: 申请表, left", "规则 A103 的 table 不是一张表的键"),
    ("left: [本年新收, 上年结转]", "left: [本年新收, 本年新收]", "规则 A103 把一行写了两次"),
    ("left: [本年新收, 上年结转]", "left: []", "列表是空的"),
    ("aliases: [现行有效件]", "aliases: [现行有效件, 现行有效件]", "有重复"),
    ('title: "{机关}|{年度}年|政府信息公开|工作|年度报告"', 'title: "{机构}报告"', "title 里只能用 {机关} 和 {年度}"),
    ('title: "{机关}|{年度}年|政府信息公开|工作|年度报告"', "title: ''", "还没有填"),
    ("kind: amount", "kind: money", "只能写：count、amount"),
    ("- {code: A102}", "- {code: A199}", "没有规则 A199"),
    ("left: [本年新收,", "left: [本年新手,", "“本年新手”不是表 申请 的一行"),
    ("left: [本年新收, 上年结转], ", "", "规则 A103 缺少 left"),
    ("left: [本年新收,", "left: [行政许可,", "“行政许可”不是表 申请 的一行"),
    ("key: 第二十条第（五）项", "key: 第二十条第（一）项", "键 第二十条第（一）项 重复"),
    ("grows_by: [本年制发件数]", "grows_by: [本年制法件数]", "没有名为 本年制法件数 的列"),
    ("grows_by: [本年制发件数]", "grows_by: [现行有效件数]", "没有名为 现行有效件数 的列"),
    ("{key: 规章, basis", "{key: 规章, grows_by: [甲], basis", "grows_by 只写在没有下级的列上"),
    ("- {code: C205}", "- {code: C201, within: [监督保证], words: [无]}", "within 里没有名为 监督保证 的叙述字段"),
    ("    kinds: [政府]", "    topic: {}\n    kinds: [政府]", "没有名为“topic”的键"),
    ("- {code: C205}", "- {code: C205, words: [无]}", "规则 C205 不用参数"),
    ("- {code: C205}", "- {code: C206}", "规则 C206 缺少 words"),
    ("- {code: C205}", "- {code: C204}", "规则 C204 缺少 within"),
    ("- {code: C205}", "- {code: C202, within: [监督保障], kinds: [政府]}", "规则 C202 缺少 topics"),
    ("- {code: H201}", "- {code: H203, times: 5}", "规则 H203 缺少 least"),
    ("- {code: H201}", "- {code: H203, times: 5, least: 1, share: 90}", "规则 H203 没有参数 share"),
    ("- {code: H201}", "- {code: N101}", "没有规则 N101"),
    ("  - {key: 信息处理费通知金额, unit: 元}", "  - {key: 信息处理费通知金额}", "缺少“unit”"),
    (
        "- {code: C205}",
        "- {code: C203, within: [前言], topics: {费: [费]}, denials: [无], row: 审请人}",
        "“审请人”不是表里的一行",
    ),
    ("  - key: 主动公开政府信息情况", "  - key: 总体情况", "键 总体情况 重复"),
]


@pytest.mark.parametrize(("old", "new", "words"), _FAULTS, ids=[fault[2] for fault in _FAULTS])
def test_a_template_that_is_wrong_stops_with_its_line(old: str, new: str, words: str, tmp_path: Path) -> None:
    line = TEXT[: TEXT.index(old)].count("\n") + 1
    folder = template_folder(tmp_path, TEXT.replace(old, new, 1))
    with pytest.raises(TemplateError) as error:
        read_template(folder)
    assert words in str(error.value)
    assert f"template.yaml:{line}:" in str(error.value)
    assert str(error.value).endswith("。")


def test_no_python_file_names_a_row_or_a_column_of_the_form() -> None:
    keys = {part for path in TEMPLATE.figures for part in path.parts} - {"总计", "其他", "第二十条第（一）项"}
    for file in (ROOT / "generator").rglob("*.py"):
        code = file.read_text(encoding="utf-8")
        if file.parent.name == "rules":
            code = code.split('"""', 2)[2]  # a rule's page gives examples
        assert not [key for key in keys if f'"{key}"' in code], file.name
