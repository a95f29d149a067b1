"""Excel forms: what is exported comes back exactly, what is filled in comes into the YAML and nothing else changes.

NIANBAO_REPORTS says over how many random reports of all forms together; the gates take 1,000.
"""

from __future__ import annotations

import datetime
import os
import random
import re
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path as FilePath
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from generator import excel_form
from generator.agency_file import scalar
from generator.check import open_template
from generator.errors import InputError
from generator.excel_form import places
from generator.excel_form.places import Place
from generator.findings import Severity
from generator.nodes import plain
from generator.paths import Path
from generator.resources import template_ids
from generator.source import read as read_yaml
from generator.template import Template
from tests.conftest import ROOT, SAMPLES, Run
from tests.excel import TEMPLATE, cell_of, edited, exported, filled, opened, saved, spot_of
from tests.making import BASE, EVERY_FORM, TEMPLATES, agency_yaml, checked, compact_yaml, random_value, some_figures

REPORTS = int(os.environ.get("NIANBAO_REPORTS", "24")) // len(TEMPLATES)  # of each form
NASTY = [
    "=1+1",
    "+86",
    "-甲",
    "@甲",
    "'甲'",
    "0571",
    "TRUE",
    "#N/A",
    "<b>&amp;",
    "𠮷局",
    "_x0041_",
    "2026-01-05",
    "1e5",
]
UNITS = ("元", "万元", "亿元")
LINES = ["公开。", "## 小标题", "", "  缩进两格", "{{ 本年新收 }}件", "行尾有空格  ", "**粗体**", "制\t表", *NASTY]


def _text(source: random.Random) -> str:
    return "\n".join(source.choice(LINES) for _ in range(source.randint(1, 6))) + source.choice(["", "\n", "\n\n"])


def _values(template: Template, source: random.Random, long: bool) -> dict[Path, Any]:
    """Figures that are no totals of every kind; `long` gives amounts more digits than a spreadsheet keeps."""
    values: dict[Path, Any] = some_figures(template, source)
    for path, figure in template.figures.items():
        if figure.leaf.kind == "amount" and not figure.sums and long:
            values[path] = Decimal(f"{source.randrange(10**14)}.{source.randrange(10**20):020}")
        elif figure.block.has_fields and not figure.sums:
            values[path] = random_value(figure.leaf, source)
            if figure.leaf.kind == "text" and source.random() < 0.3:
                values[path] = source.choice(NASTY)
    return values


def random_report(template: Template, seed: int) -> str:
    """A random report as people write it, or as programs do, with notes, particulars, declared numbers, exemptions."""
    source = random.Random(seed)
    values = _values(template, source, long=seed % 3 == 0)
    if seed % 2:
        texts = {narrative.path.parts[-1]: _text(source) for narrative in template.narratives}
        text = agency_yaml(template, values, source.choice(NASTY), **texts)
        text += "落款: {署名: '" + source.choice(["甲", "0571", "=1"]) + "', 盖章: true}\n"
    else:
        as_written = {path: scalar(value) if isinstance(value, str) else value for path, value in values.items()}
        text = compact_yaml(template, as_written, source)
        text = text.replace("统计口径:", "联系方式:\n  电话: 0571-00000000  # 总机\n  邮编: '012345'\n统计口径:")
    if not template.has_signature:
        text = re.sub("(?m)^落款:.*\n", "", text)
    if seed % 4 == 0:
        text = text.replace("统计口径:", "文种: zh-Hant-TW\n统计口径:")
    noted = re.compile(r'("?(?:行政许可|上一年项目数量|注册用户数)"?): (\d+)')
    text = noted.sub(r"\1: {值: \2, 注: 含简易程序=1}", text)
    text = re.sub(r'(?m)("?单位"?): "?元"?$', lambda match: f"{match[1]}: {source.choice(UNITS)}", text)
    facts = f"数据:\n  甲: {source.randrange(99)}\n  乙: {{值: 5.50, 单位: 条, 其中: {{丙: 2, 丁: {{值: 3.50}}}}}}\n"
    return text + (facts + "例外:\n  - {代码: N203, 理由: 无}\n" if seed % 5 else "")


def _plain(text: str) -> Any:
    return plain(read_yaml(text.encode("utf-8"), "").root)


def _told(content: bytes) -> list[str]:
    found = excel_form.findings(filled(content), "表.xlsx")
    return [f"{one.code} {one.position.inside} {one.message}" for one in found]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_comes_back_byte_for_byte(sample: FilePath) -> None:
    text = sample.read_text(encoding="utf-8")
    form = filled(exported(text))
    assert form.remarks == ()
    assert excel_form.yaml(form, "x") == text
    assert excel_form.merged(form, sample.read_bytes(), str(sample)) == sample.read_bytes()


@EVERY_FORM
def test_random_reports_come_back_exactly(template: Template) -> None:
    """Byte for byte into the file they come from, and figure by figure into the file of an empty form."""
    for seed in range(REPORTS):
        text = random_report(template, seed)
        form = filled(exported(text))
        assert (form.remarks, form.changes) == ((), {}), seed
        assert excel_form.yaml(form, "x") == text, seed
        assert excel_form.merged(form, text.encode(), "报告.yaml") == text.encode(), seed
        new = excel_form.yaml(form._replace(text="", before={}), "x")
        assert _said(text) == _said(new), seed


def _said(text: str) -> dict[str, object]:
    """What a form holds of a report, which totals without parts is not."""
    report = excel_form.of(text, "a").report
    own = {path: value for path, value in report.values.items() if not report.template.figures[path].sums}
    texts = {path: said.scalar.text.removesuffix("\n") for path, said in report.narratives.items()}
    return {
        "figures": {path: (value.content, value.unit) for path, value in own.items()},
        "script": report.script,
        "notes": {path: value.note for path, value in own.items() if value.content is not None},
        "texts": {path: said for path, said in texts.items() if said},
        "facts": {keys: fact.content for keys, fact in report.facts.items()},
        "particulars": (report.agency, report.year, report.kind, report.scope, report.contact, report.signature),
        "table notes": report.notes,
    }


@EVERY_FORM
def test_the_form_of_one_report_filled_in_as_another_becomes_the_other(template: Template) -> None:
    for seed in range(max(REPORTS // 3, 2)):
        form, other = (filled(exported(random_report(template, number))) for number in (seed, seed + 1000))
        values = {place: other.values.get(place) for place in form.values}
        values |= {place: value for place, value in form.values.items() if place.keys[0] == "数据"}
        new = excel_form.of(excel_form.yaml(form._replace(values=values), "x"), "a").report
        asked = places.entries(template, new)
        assert {place: value for place, value in places.contents(new, asked).items() if place in values} == {
            place: values[place] for place in values if place in asked
        }, seed


SAMPLE_2019 = (ROOT / "samples" / "zfxxgk-2019" / "shili-wenlv-2020.yaml").read_text(encoding="utf-8")
SAMPLE_WZBB = (ROOT / "samples" / "wzbb" / "shili-county-2025.yaml").read_text(encoding="utf-8")


def _changes(text: str, cells: dict[str, object]) -> list[str]:
    """What filling in cells changes in a file."""
    form = filled(edited(exported(text), cells))
    assert form.remarks == ()
    return [line for line in _diff(text, excel_form.yaml(form, "x")) if line[:1] in "+-"]


def test_changes_are_filled_in_with_their_sign_and_shown_with_it() -> None:
    content = exported(SAMPLE_2019)
    cell = cell_of(opened(content), content, "其他对外管理服务事项·本年增/减")
    assert (cell.value, cell.number_format) == (3, "+0;-0;0")
    assert _changes(SAMPLE_2019, {"行政强制·本年增/减": -2}) == [
        "-    行政强制: {上一年项目数量: 5, 本年增/减: 0, 处理决定数量: 2}",
        "+    行政强制: {上一年项目数量: 5, 本年增/减: -2, 处理决定数量: 2}",
    ]


MONEY = "    政府集中采购: {采购项目数量: 6, 采购总金额: %s}"


@pytest.mark.parametrize(
    ("old", "cells", "new"),
    [
        ("{值: 25.10, 单位: 万元}", {}, ""),
        ("{值: 25.10, 单位: 万元}", {"采购总金额/单位": "元"}, "{值: 25.10, 单位: 元}"),
        ("{值: 25.10, 单位: 万元}", {"采购总金额": 7, "采购总金额/单位": "亿元"}, "{值: 7, 单位: 亿元}"),
        ("{值: 25.10, 单位: 万元}", {"采购总金额": 0, "采购总金额/单位": None}, "0"),
        ("{值: 25.10, 单位: 万元}", {"采购总金额": None}, "{值: ~, 单位: 万元}"),
        ("{值: 25.10, 单位: 万元, 注: 含服务}", {"采购总金额": 7}, "{值: 7, 单位: 万元, 注: 含服务}"),
        ("0", {"采购总金额": 25.1, "采购总金额/单位": "万元"}, "{值: 25.1, 单位: 万元}"),
        ("0", {"采购总金额/注": "没有"}, "{值: 0, 注: 没有}"),
        ("~", {"采购总金额": 7, "采购总金额/单位": "亿元"}, "{值: 7, 单位: 亿元}"),
    ],
)
def test_an_amount_is_filled_in_in_the_unit_that_is_chosen_below_the_table(
    old: str, cells: dict[str, object], new: str
) -> None:
    text = re.sub(r"    政府集中采购: .*", MONEY % old, SAMPLE_2019)
    assert MONEY % old in text
    assert _changes(text, cells) == ([f"-{MONEY % old}", f"+{MONEY % new}"] if new else [])


def test_a_row_that_was_0_takes_an_amount_with_its_unit() -> None:
    text = re.sub(r"    政府集中采购: .*", "    政府集中采购: 0", SAMPLE_2019)
    assert _changes(text, {"采购总金额": 7, "采购总金额/单位": "亿元"})[1:] == [
        "+    政府集中采购: {采购项目数量: 0, 采购总金额: {值: 7, 单位: 亿元}}"
    ]
    assert _changes(text, {"采购项目数量": 2})[1:] == ["+    政府集中采购: {采购项目数量: 2, 采购总金额: 0}"]


def test_no_unit_is_chosen_beforehand() -> None:
    content = excel_form.export(excel_form.empty(open_template("zfxxgk-2019")[0]))
    assert cell_of(opened(content), content, "采购总金额/单位").value is None
    form = filled(edited(content, {"采购总金额": 5, "采购总金额/单位": "亿元"}))
    assert "采购总金额: {值: 5, 单位: 亿元}" in excel_form.yaml(form, "x")


def test_an_amount_without_its_unit_is_told_and_left_for_the_check() -> None:
    text = re.sub(r"    政府集中采购: .*", MONEY % "0", SAMPLE_2019)
    content = exported(text)
    form = edited(content, {"采购总金额": 25.1})
    spot = spot_of(content, "采购总金额/单位")
    label = "二、第二十条第（九）项·政府集中采购·采购总金额"
    assert _told(form) == [
        f"I302 {spot} “{label}”写的是 25.1，没有选单位，报告还不完整。请在表格下面选单位，再导入一次。"
    ]
    new = excel_form.yaml(filled(form), "x")
    assert MONEY % "25.1" in new
    assert [finding.code for finding in checked(new).findings if finding.severity is Severity.ERROR] == ["S104"]


def test_fields_take_words_days_and_choices_and_some_may_stay_empty() -> None:
    content = exported(SAMPLE_WZBB)
    book = opened(content)
    looks = {
        name: cell_of(book, content, name) for name in ("政府网站标识码", "填报日期", "网站类型", "是否提供智能问答")
    }
    assert [(cell.value, cell.number_format) for cell in looks.values()] == [
        ("0123450001", "@"),
        (datetime.datetime(2026, 1, 15), "yyyy-mm-dd"),
        ("政府门户网站", "@"),
        ("是", "@"),
    ]
    lists = {
        address: validation.formula1
        for validation in looks["网站类型"].parent.data_validations.dataValidation
        if validation.type == "list"
        for address in str(validation.sqref).split()
    }
    assert lists[looks["网站类型"].coordinate] == '"政府门户网站,部门网站,专项网站"'
    assert '"是,否"' in lists.values()
    cells = {
        "政府网站标识码": "0000000007",
        "网站类型": "专项网站",
        "是否提供智能问答": "否",
        "填报日期": datetime.datetime(2026, 1, 16),
        "微博·信息发布量": None,
        "微信·名称": None,
        "移动新媒体·其他": "短视频号1个",
        "平均办理时间": 3.25,
        "填报人": None,
        "自然人办件量/注": "含代办",
    }
    assert _changes(SAMPLE_WZBB, cells) == [
        "-  网站类型: 政府门户网站",
        "-  政府网站标识码: 0123450001",
        "+  网站类型: 专项网站",
        "+  政府网站标识码: 0000000007",
        "-    办件量: {自然人办件量: 58217, 法人办件量: 9342}",
        "+    办件量: {自然人办件量: {值: 58217, 注: 含代办}, 法人办件量: 9342}",
        "-    留言办理: {收到留言数量: 912, 办结留言数量: 905, 平均办理时间: 3.6, 公开答复数量: 731}",
        "+    留言办理: {收到留言数量: 912, 办结留言数量: 905, 平均办理时间: 3.25, 公开答复数量: 731}",
        "-    是否提供智能问答: 是",
        "+    是否提供智能问答: 否",
        "-    微博: {名称: 示例县发布, 信息发布量: 812, 关注量: 10345}",
        "-    微信: {名称: 示例县政务, 信息发布量: 1096, 订阅数: 48721}",
        "+    微博: {名称: 示例县发布, 关注量: 10345}",
        "+    微信: {信息发布量: 1096, 订阅数: 48721}",
        "+    其他: 短视频号1个",
        "-  填报人: 赵示例",
        "+  填报人: ~",
        "-  填报日期: 2026-01-15",
        "+  填报日期: 2026-01-16",
    ]


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        ("网站类型", "商业网站", "I301 “网站类型”写的是“商业网站”，只能是：政府门户网站、部门网站、专项网站。"),
        ("是否提供智能问答", "有", "I301 “互动交流·是否提供智能问答”写的是“有”，只能是：是、否。"),
        ("政府网站标识码", 123450001, "I302 “政府网站标识码”的 123450001 是数字，不是文字，开头的 0 可能已经丢了。"),
        ("填报日期", "昨天", "I301 “填报日期”写的是“昨天”，不是日期。"),
        ("网站总访问量", 1.5, "I301 “网站总访问量”写的是 1.5，应当是整数。"),
    ],
)
def test_a_field_is_told_with_its_sheet_and_place(place: str, value: object, told: str) -> None:
    content = exported(SAMPLE_WZBB)
    (found,) = _told(edited(content, {place: value}))
    assert found.startswith(f"{told[:4]} {spot_of(content, place)} "), found
    assert told[5:] in found


def test_a_form_of_prose_has_no_sheet_for_numbers() -> None:
    content = exported((ROOT / "samples" / "fzzf" / "shili-county-2025.yaml").read_text(encoding="utf-8"))
    assert [name for name in opened(content).sheetnames if name == "加注"] == []
    assert not [row for row in opened(content)["填写说明"].iter_rows(values_only=True) if "没有发生的填 0" in str(row)]


def test_a_form_of_ones_own_is_exported_and_imported_too(run: Run, tmp_path: FilePath) -> None:
    """Its folder is named on the command line, or in the nianbao.yaml beside the workbook or the report."""
    assert run("template", "new", "my-form").returncode == 0
    named = ("--templates", "my-form")
    assert run("form", "export", "--template", "my-form", "-o", "表.xlsx", *named).returncode == 0
    assert run("form", "export", "--template", "my-form", "-o", "b.xlsx").returncode == 2
    book = openpyxl.load_workbook(tmp_path / "表.xlsx")
    for row in book["机关情况"].iter_rows():
        if row[0].value in ("机关", "年度"):
            row[1].value = "示例市水务局" if row[0].value == "机关" else 2025
    book.save(tmp_path / "表.xlsx")
    unknown = run("form", "import", "表.xlsx")
    assert (unknown.returncode, "表.xlsx：格式是 my-form，这里没有这个模板" in unknown.stderr) == (2, True)
    assert run("form", "import", "表.xlsx", "-o", "a.yaml", *named).stdout == "a.yaml\n"
    assert "格式: my-form\n" in (tmp_path / "a.yaml").read_text(encoding="utf-8")
    (tmp_path / "nianbao.yaml").write_text("模板: [my-form]\n", encoding="utf-8")
    assert run("form", "import", "表.xlsx", "--into", "a.yaml").returncode == 0
    assert run("form", "export", "a.yaml").stdout == "a.xlsx\n"


def test_the_same_report_gives_the_same_bytes() -> None:
    content = exported(BASE)
    assert content == exported(BASE)
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_filled_in_changes_its_place_and_nothing_else() -> None:
    content = edited(
        exported(BASE),
        {
            "规章·本年制发件数": 5,
            "行政许可": 3985,
            "行政许可/注": "含补登=1",
            "本年新收·自然人": None,
            "属于国家秘密·自然人": 2,
            "未经复议直接起诉·结果维持": 1,
            "机关类型": "政府",
            "联系方式·电话": "0571-1",
            "落款·日期": datetime.datetime(2026, 1, 6),
            "总体情况·概述": "第一段。\n第二段。",
            "总体情况·监督保障": " 前面有空格",
        },
    )
    form = filled(content)
    assert form.remarks == ()
    new = excel_form.yaml(form, "x")
    assert excel_form.merged(form, BASE.encode(), "报告.yaml").decode() == new
    changed = [line for line in _diff(BASE, new) if line[:1] in "+-"]
    assert changed == [
        "-机关类型: 部门",
        "+机关类型: 政府",
        "+联系方式: {电话: 0571-1}",
        "+  概述: |",
        "+    第一段。",
        "+    第二段。",
        "-  监督保障: |",
        "-    未发生责任追究。",
        "+  监督保障: ' 前面有空格'",
        "-    规章: 0",
        "+    规章: {本年制发件数: 5, 本年废止件数: 0, 现行有效件数: 0}",
        "-    行政许可: 3984",
        "+    行政许可: {值: 3985, 注: '含补登=1'}",
        "-  本年新收政府信息公开申请数量: {自然人: 6, 商业企业: 2}",
        "+  本年新收政府信息公开申请数量: {自然人: ~, 商业企业: 2}",
        "-      属于国家秘密: 0",
        "+      属于国家秘密: {自然人: 2}",
        "-    未经复议直接起诉: 0",
        "+    未经复议直接起诉: {结果维持: 1}",
        "-落款: {署名: 示例市水务局, 日期: 2026-01-05}",
        "+落款: {署名: 示例市水务局, 日期: 2026-01-06}",
    ]


def _diff(old: str, new: str) -> list[str]:
    import difflib

    return list(difflib.unified_diff(old.split("\n"), new.split("\n"), lineterm="", n=0))[2:]


def test_an_empty_form_becomes_a_new_file_without_totals_and_with_rows_of_zeros_as_0() -> None:
    content = excel_form.export(excel_form.empty(TEMPLATE))
    cells: dict[str, object] = {"机关": "示例市水务局", "年度": 2025, "机关类型": "部门", "落款·署名": "示例市水务局"}
    figures = {path: 0 for path, figure in TEMPLATE.figures.items() if not figure.sums}
    cells |= {"·".join(path.parts): number for path, number in figures.items()}
    cells["本年新收·自然人"] = cells["予以公开·自然人"] = 2
    cells["行政事业性收费"] = 250.60268
    cells |= {
        "前言": "依据条例编制。",
        "总体情况·主动公开": "一段。\n## 小标题\n又一段。",
        "数据··1": "信息总数",
        "数据··1·值": 7,
    }
    form = filled(edited(content, cells))
    assert form.remarks == ()
    assert excel_form.whose(form) == ("示例市水务局", 2025)
    text = excel_form.yaml(form, "schemas/x.json")
    assert "    一段。\n    ## 小标题\n    又一段。\n" in text
    assert "本年新收政府信息公开申请数量: {自然人: 2}" in text
    assert "      重复申请: 0" in text
    assert "行政事业性收费: 250.60268" in text
    assert "数据:\n" not in text
    assert "数据: {信息总数: {值: 7}}" in text
    assert "总计" not in re.sub(r"#.*", "", text)
    left = [finding.code for finding in checked(text).findings if finding.code in ("A101", "A102", "A103", "S105")]
    assert left == []


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        ("行政许可", "1,479", "I302 “二、第二十条第（五）项·行政许可”写的是“1,479”，读作 1479。请核对。"),
        ("行政许可", "１２", "I302 “二、第二十条第（五）项·行政许可”写的是“１２”，读作 12。请核对。"),
        ("行政许可", "12件", "I302 “二、第二十条第（五）项·行政许可”写的是“12件”，读作 12。请核对。"),
        ("行政许可", "12", "I302 “二、第二十条第（五）项·行政许可”的 12 是文字，读作数字 12。请核对。"),
        ("行政许可", "/", "I301 “二、第二十条第（五）项·行政许可”写的是“/”，不知道是没有发生还是没有数。"),
        ("行政许可", "十二", "I301 “二、第二十条第（五）项·行政许可”写的是“十二”，不是数字。"),
        ("行政许可", 3.5, "I301 “二、第二十条第（五）项·行政许可”写的是 3.5，应当是整数。请改为整数。"),
        ("行政许可", -1, "I301 “二、第二十条第（五）项·行政许可”写的是 -1，不能小于 0。"),
        ("行政许可", 10**15, "I301 “二、第二十条第（五）项·行政许可”写的是 1000000000000000，大得不合常理。"),
        ("行政许可", True, "I301 “二、第二十条第（五）项·行政许可”写的是 TRUE，不是数字。"),
        ("行政许可", datetime.date(2026, 1, 5), "I301 “二、第二十条第（五）项·行政许可”写的是日期 2026-01-05"),
        ("行政许可", "=3+4", "I301 “二、第二十条第（五）项·行政许可”写的是公式 =3+4，还没有算出结果。"),
        ("行政许可", "#REF!", "I301 “二、第二十条第（五）项·行政许可”显示 #REF!，是算式出错的记号。"),
        ("机关类型", "局", "I301 “机关类型”写的是“局”，只能是：部门、政府、乡镇街道、授权组织。请从中选一个。"),
        ("落款·日期", "明天", "I301 “落款·日期”写的是“明天”，不是日期。请写成 2026-01-20 这样。"),
        ("落款·日期", "2026年1月5日", ""),
        ("联系方式·邮编", 12345, "I302 “联系方式·邮编”的 12345 是数字，不是文字，开头的 0 可能已经丢了。请核对。"),
        ("机关", "甲\n乙", "I301 “机关”写了几行。请写在一行里。"),
        ("总体情况·监督保障", "甲_x0007_乙", "I301 “监督保障情况”里面有看不见的控制字符。请删去，或者重新打一遍。"),
    ],
)
def test_a_cell_is_told_with_its_sheet_and_place(place: str, value: object, told: str) -> None:
    content = exported(BASE)
    spot = spot_of(content, place)
    found = _told(edited(content, {place: value}))
    assert [line[:4] for line in found] == ([told[:4]] if told else [])
    for line in found:
        assert line.startswith(f"{told[:4]} {spot} {told[5:]}"), line


def test_a_formula_is_read_by_what_it_shows() -> None:
    content = edited(exported(BASE), {"行政许可": "=3+4"})
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, part in parts.items():
            package.writestr(name, re.sub(rb"(<f>3\+4</f>)<v ?/?>(</v>)?", rb"\1<v>7</v>", part))
    form = filled(stream.getvalue())
    assert [remark.code for remark in form.remarks] == ["I302"]
    assert form.changes == {Place(TEMPLATE.resolve("行政许可")[0].parts): 7}


def test_figures_with_more_digits_than_excel_keeps_come_back_whole() -> None:
    text = BASE.replace("250.60268", "123456789012.34567890123")
    content = exported(text)
    book = opened(content)
    cell = cell_of(book, content, "行政事业性收费")
    assert (cell.value, cell.data_type, cell.number_format) == ("123456789012.34567890123", "s", "@")
    assert filled(content).changes == {}
    assert filled(content).remarks == ()


def test_excels_own_way_of_writing_a_number_is_the_number_that_was_typed() -> None:
    content = edited(exported(BASE), {"行政事业性收费": 250.60267999999999})
    assert filled(content).changes == {}
    amounts = {0.1 + 0.2: Decimal("0.3"), 1234567.1: Decimal("1234567.1"), 1e3: 1000, 0.0001: Decimal("0.0001")}
    for typed, meant in amounts.items():
        changes = filled(edited(content, {"行政事业性收费": typed})).changes
        assert list(changes.values()) == [meant]


def test_a_text_that_looks_like_a_formula_stays_text() -> None:
    content = exported(BASE.replace("本年度主动公开工作有序进行。", '=HYPERLINK("http://x","点")'))
    book = opened(content)
    cell = cell_of(book, content, "总体情况·主动公开")
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    formulas = [one.value for page in book for row in page.iter_rows() for one in row if one.data_type == "f"]
    assert not [text for text in formulas if "HYPERLINK" in text]


def test_only_what_is_to_be_filled_in_is_unlocked_and_no_password_locks_the_rest() -> None:
    content = exported(BASE)
    book = opened(content)
    free = {
        f"{page.title}!{cell.coordinate}"
        for page in book
        for row in page.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    merged = {
        f"{page.title}!{cell}"
        for page in book
        for area in page.merged_cells.ranges
        for line in area.rows
        for cell in map(_name, line)
    }
    inputs = {position.words for position in filled(content).spots.values()}
    assert inputs <= free
    assert free - inputs <= merged
    assert all(page.protection.sheet and not page.protection.password for page in book)
    assert book["nianbao"].sheet_state == "veryHidden"


def _name(place: tuple[int, int]) -> str:
    return f"{openpyxl.utils.get_column_letter(place[1])}{place[0]}"


def test_the_tables_stand_on_their_sheets_exactly_as_printed() -> None:
    from generator.layout import section_grid

    book = opened(exported(BASE))
    for section in TEMPLATE.sections:
        if section.blocks:
            grid = section_grid(TEMPLATE, section)
            page = next(page for page in book if page["A1"].value.endswith(section.key))
            first = next(cell for cell in grid.cells if cell.text)
            tops = [row for row in range(1, page.max_row) if page.cell(row, 1 + first.column).value == first.text]
            areas = {area.coord for area in page.merged_cells.ranges}
            for cell in grid.cells:
                begin = _name((tops[0] + cell.row, cell.column + 1))
                end = _name((tops[0] + cell.row + cell.rowspan - 1, cell.column + cell.colspan))
                assert begin == end or f"{begin}:{end}" in areas
                if not cell.path:
                    assert (page[begin].value or "") == cell.text


def _reshaped(content: bytes, change: Any) -> bytes:
    book = opened(content)
    change(book)
    return saved(book)


def test_a_changed_label_is_told_and_the_figures_are_read_where_they_stand() -> None:
    content = exported(BASE)
    sheet, _, cell = spot_of(content, "行政许可").rpartition("!")
    label = f"A{cell[1:]}"

    def change(book: Workbook) -> None:
        book[sheet][label] = "行政处罚"
        book[sheet]["Z3"] = "记在旁边"

    assert _told(_reshaped(content, change)) == [
        f"I303 {sheet}!Z3 这一格不是要填的，里面的“记在旁边”没有读。请把它写到要填的格里。",
        f"I303 {sheet}!{label} 这一格原来印着“行政许可”，现在是“行政处罚”；仍照原来的读。请核对这一行（列）。",
    ]


def test_a_sheet_that_is_gone_or_not_ours_is_told() -> None:
    content = exported(BASE)
    sheet = spot_of(content, "行政许可").rpartition("!")[0]

    def change(book: Workbook) -> None:
        del book[sheet]
        book.create_sheet("草稿纸")["A1"] = 1

    found = _told(_reshaped(content, change))
    assert any(
        line.endswith(f"工作表“{sheet}”不见了。请用 nianbao form export 重新导出一份，把内容抄过去。") for line in found
    )
    assert any("工作表“草稿纸”不是导出的，没有读。" in line for line in found)


def test_a_total_that_was_typed_over_is_told_and_not_read() -> None:
    content = exported(BASE)
    book = opened(content)
    page = book[spot_of(content, "本年新收·自然人").rpartition("!")[0]]
    total = next(cell for row in page.iter_rows() for cell in row if cell.data_type == "f")
    total.value = 99
    found = _told(saved(book))
    assert found == [
        f"I303 {page.title}!{total.coordinate} 这里原来是公式，现在写着 99，没有读；由程序重新算。请核对。"
    ]


def test_a_form_is_exported_filled_in_and_merged_from_the_command_line(run: Run, tmp_path: FilePath) -> None:
    (tmp_path / "a.yaml").write_text(BASE, encoding="utf-8")
    assert run("form", "export", "a.yaml").stdout == "a.xlsx\n"
    again = run("form", "export", "a.yaml")
    assert (again.returncode, "a.xlsx 已经存在，可能有人填过，没有改动。" in again.stderr) == (2, True)
    same = run("form", "import", "a.xlsx", "--into", "a.yaml")
    assert (same.returncode, same.stdout, same.stderr) == (0, "a.yaml\n", "没有变化，文件没有改动。\n")
    content = (tmp_path / "a.xlsx").read_bytes()
    (tmp_path / "a.xlsx").write_bytes(edited(content, {"行政许可": 3985, "行政处罚": "/"}))
    bad = run("form", "import", "a.xlsx", "--into", "a.yaml")
    assert (bad.returncode, bad.stderr) == (1, "a.xlsx：有 1 处要先改好，没有写文件。\n")
    assert bad.stdout.startswith("a.xlsx:二、主动公开政府信息情况!B14: 错误 I301 ")
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == BASE
    (tmp_path / "a.xlsx").write_bytes(edited(content, {"行政许可": 3985}))
    later = BASE.replace("行政强制: 580", "行政强制: 581  # 补登").replace("\n", "\r\n").encode()
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbf" + later)
    good = run("form", "import", "a.xlsx", "--into", "a.yaml")
    assert (good.returncode, good.stderr) == (0, "改了 1 处。\n")
    assert (tmp_path / "a.yaml").read_bytes() == b"\xef\xbb\xbf" + later.replace(b"3984", b"3985")


def test_an_empty_form_is_exported_and_imported_from_the_command_line(run: Run, tmp_path: FilePath) -> None:
    assert run("form", "export", "--template", "zfxxgk-2021", "-o", "空表.xlsx").stdout == "空表.xlsx\n"
    content = (tmp_path / "空表.xlsx").read_bytes()
    (tmp_path / "表.xlsx").write_bytes(edited(content, {"机关": "示例市水务局", "年度": 2025, "行政许可": 12}))
    done = run("form", "import", "表.xlsx")
    assert (done.returncode, done.stdout) == (0, "示例市水务局-2025.yaml\n")
    assert re.fullmatch(r"还有 \d+ 格没有填，写成了 ~。\n", done.stderr)
    text = (tmp_path / "示例市水务局-2025.yaml").read_text(encoding="utf-8")
    assert "    行政许可: 12  # 本年处理决定数量\n" in text
    assert run("form", "import", "表.xlsx").returncode == 2
    (tmp_path / "b.yaml").write_text(BASE, encoding="utf-8")
    assert run("form", "import", "表.xlsx", "--into", "b.yaml").returncode == 0
    assert (tmp_path / "b.yaml").read_text(encoding="utf-8") == BASE.replace("3984", "12")
    other = BASE.replace("机关: 示例市水务局", "机关: 示例市林业局")
    (tmp_path / "b.yaml").write_text(other, encoding="utf-8")
    refused = run("form", "import", "表.xlsx", "--into", "b.yaml")
    assert (refused.returncode, "机关是“示例市林业局”，表格的是“示例市水务局”，没有并入。" in refused.stderr) == (
        2,
        True,
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "这是旧的 xls（或者 et）格式"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "文件有密码"),
        ("机关,年度\n".encode(), "文件损坏，或者不是 Excel 文件"),
        ({"xl/workbook.xml": b"<workbook/>", "xl/vbaProject.bin": b"x"}, "里面有宏"),
        ({"word/document.xml": b"<x/>"}, "不是 xlsx 表格"),
        ({"xl/workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><workbook/>"}, "里面有 DTD 声明，不是 Excel 写出的文件"),
        ({"xl/workbook.xml": b"<a/>" + b" " * 5_000_000}, "里面的 xl/workbook.xml 大得不合常理"),
        ({"xl/workbook.xml": b"<workbook"}, "文件损坏，读不出来"),
    ],
)
def test_what_is_no_form_is_refused_in_a_line(content: Any, told: str, run: Run, tmp_path: FilePath) -> None:
    file = tmp_path / "a.xlsx"
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            for name, part in content.items():
                package.writestr(name, part)
    done = run("form", "import", "a.xlsx", "-o", "b.yaml")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert f"a.xlsx：{told}" in done.stderr
    assert not (tmp_path / "b.yaml").exists()


def test_any_other_workbook_is_no_form_of_ours(run: Run, tmp_path: FilePath) -> None:
    (tmp_path / "a.xlsx").write_bytes(saved(Workbook()))
    done = run("form", "import", "a.xlsx")
    assert (done.returncode, "不是 nianbao form export 导出的表格，或者隐藏的工作表被删去了" in done.stderr) == (
        2,
        True,
    )


def test_without_openpyxl_the_command_says_what_to_install(run: Run, tmp_path: FilePath) -> None:
    (tmp_path / "openpyxl.py").write_text("raise ModuleNotFoundError(name='openpyxl')\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text(BASE, encoding="utf-8")
    done = run("form", "export", "a.yaml", env={"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"})
    assert (done.returncode, 'pip install "nianbao[form]"' in done.stderr) == (2, True)


def _with_a_row_inserted(content: bytes, sheet: str, above: int) -> bytes:
    """The form after somebody has lifted the protection and put a row in: cells and their names move down."""
    book = opened(content)
    page = book[sheet]
    for area in list(page.merged_cells.ranges):
        page.unmerge_cells(area.coord)
    page.insert_rows(above)
    for defined in book.defined_names.values():
        title, column, row = re.fullmatch(r"'(.+)'!\$([A-Z]+)\$(\d+)", defined.attr_text).groups()
        if title == sheet and int(row) >= above:
            defined.attr_text = f"'{title}'!${column}${int(row) + 1}"
    return saved(book)


def test_where_rows_were_moved_figures_are_read_by_the_names_of_their_cells() -> None:
    content = edited(exported(BASE), {"行政许可": 3985})
    sheet, _, name = spot_of(content, "行政许可").rpartition("!")
    form = filled(_with_a_row_inserted(content, sheet, int(name[1:])))
    assert form.changes == {Place(TEMPLATE.resolve("行政许可")[0].parts): 3985}
    assert [(remark.code, remark.kind) for remark in form.remarks] == [("I303", "moved")]


def test_a_row_that_was_deleted_is_told_and_not_taken_for_another() -> None:
    content = exported(BASE)
    sheet, _, name = spot_of(content, "行政处罚").rpartition("!")
    book = opened(_with_a_row_inserted(content, sheet, 3))
    row = int(name[1:]) + 1
    book[sheet].delete_rows(row)
    for key, defined in book.defined_names.items():
        title, column, number = re.fullmatch(r"'(.+)'!\$([A-Z]+)\$(\d+)", defined.attr_text).groups()
        if title == sheet and int(number) >= row:
            new = f"'{title}'!${column}${int(number) - 1}"
            book.defined_names[key].attr_text = "#REF!" if int(number) == row else new
    form = filled(saved(book))
    place = Place(TEMPLATE.resolve("行政处罚")[0].parts)
    assert place not in form.values
    assert form.values[Place(TEMPLATE.resolve("行政强制")[0].parts)] == 580
    assert ("gone", "行政处罚") in [(remark.kind, remark.text) for remark in form.remarks]


def test_a_value_that_was_cut_and_pasted_counts_where_it_stands() -> None:
    """Cutting takes the name of the cell along, and the labels tell where the figure belongs."""
    content = exported(BASE)
    book = opened(content)
    here, there = (spot_of(content, row) for row in ("行政处罚", "行政强制"))
    names = {defined.attr_text.replace("$", "").replace("'", ""): defined for defined in book.defined_names.values()}
    names[here].attr_text, names[there].attr_text = names[there].attr_text, "#REF!"
    cell_of(book, content, "行政强制").value, cell_of(book, content, "行政处罚").value = 8032, None
    form = filled(saved(book))
    wanted = {"行政强制": 8032, "行政处罚": None}
    assert form.changes == {Place(TEMPLATE.resolve(row)[0].parts): value for row, value in wanted.items()}
    assert form.remarks == ()


@pytest.mark.parametrize("identifier", template_ids())
def test_every_cell_of_every_form_can_be_filled_in(identifier: str) -> None:
    template = open_template(identifier)[0]
    content = excel_form.export(excel_form.empty(template))
    form = filled(content)
    samples = {"count": 7, "amount": 1.5, "signed": -2, "text": "甲", "prose": "一段。\n二段。", "date": "2026-01-05"}
    samples |= {"year": template.years[0], "yesno": "是", "money": 25.1, "number": 3}
    book = opened(content)
    for place, position in form.spots.items():
        entry = form.asked[place]
        sheet, _, name = position.words.rpartition("!")
        asked = re.search(r"写成 ([-\d]+ [:\d]+)", entry.hint)
        book[sheet][name].value = asked[1] if asked else entry.choices[0] if entry.choices else samples[entry.kind]
    form = filled(saved(book))
    assert form.remarks == ()
    text = excel_form.yaml(form, "x")
    again = filled(excel_form.export(excel_form.of(text, "a.yaml")))
    assert {place: again.values.get(place) for place in form.values if place.keys[0] != "数据"} == {
        place: value for place, value in form.values.items() if place.keys[0] != "数据"
    }
    assert excel_form.unfilled(again) == 0
    assert [one for one in checked(text).findings if one.code[0] in "YS"] == []


def test_a_text_that_a_cell_would_cut_off_is_refused() -> None:
    with pytest.raises(InputError, match="“监督保障情况”有 32768 字，Excel 一格最多 32767 字"):
        exported(BASE.replace("未发生责任追究。", "字" * 32768))
    text = BASE.replace("未发生责任追究。", "字" * 32767)
    assert filled(exported(text)).changes == {}


def test_comments_and_odd_layouts_of_an_agency_file_stay_where_something_changes() -> None:
    odd = BASE.replace("行政许可: 3984", "行政许可: {值: 3984, 注: 甲}  # 来自台账").replace(
        "  行政复议: {结果维持: 0, 结果纠正: 1, 其他结果: 0, 尚未审结: 0}",
        "  # 法制科提供\n  行政复议:\n    结果维持: 0  # 一\n    结果纠正: 1\n"
        "    其他结果: 0\n    尚未审结: 0\n    总计: 1  # 核过",
    )
    odd = odd.replace("  监督保障: |\n", "  监督保障: |  # 办公室写\n").replace("年度: 2025", "年度: 2025  # 报告年度")
    assert odd.count("#") > 4
    cells = {"行政许可": 3985, "总体情况·监督保障": "没有追究。", "落款·日期": None, "行政复议·结果维持": 2}
    new = excel_form.yaml(filled(edited(exported(odd), cells)), "x")
    told = [line for line in _diff(odd, new) if line[:1] in "+-"]
    assert [line for line in told if "行政许可" in line or "监督" in line or "追究" in line] == [
        "-    未发生责任追究。",
        "+    没有追究。",
        "-    行政许可: {值: 3984, 注: 甲}  # 来自台账",
        "+    行政许可: {值: 3985, 注: 甲}  # 来自台账",
    ]
    assert "    结果维持: 2  # 一\n" in new
    assert "    总计: 3  # 核过\n" in new
    assert "落款: {署名: 示例市水务局}\n" in new
    assert new.count("#") == odd.count("#")
