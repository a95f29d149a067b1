"""Reports on both sides of a change of form: only what kept its meaning is compared, and the rest is said."""

from __future__ import annotations

from pathlib import Path as FilePath
from random import Random

import pytest

from generator import diff, importer, readers, trend, writers
from generator.check import check_source, open_template, read_template
from generator.counterparts import counterparts
from generator.diff import Kind
from generator.errors import InputError, TemplateError
from generator.paths import Path
from generator.source import read
from generator.template import Template
from tests.conftest import ROOT, Run
from tests.making import (
    EVERY_TABLE,
    agency_yaml,
    balanced,
    checked,
    printed,
    some_figures,
    template_folder,
    with_totals,
)

OLD, NEW = (open_template(identifier)[0] for identifier in ("zfxxgk-2019", "zfxxgk-2021"))
LAST, THIS = ROOT / "samples/zfxxgk-2019/shili-wenlv-2020.yaml", ROOT / "samples/zfxxgk-2021/shili-wenlv-2021.yaml"
REQUESTS, CASES = "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况"
DECISIONS = {"行政许可": "第二十条第（五）项", "行政处罚": "第二十条第（六）项", "行政强制": "第二十条第（六）项"}
OTHER = (REQUESTS, "本年度办理结果", "其他处理")
COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
BELOW = ["申请人无正当理由逾期不补正", "申请人逾期未按收费通知要求缴纳费用", "其他"]


def _meant() -> dict[Path, tuple[Path, tuple[Path, ...]]]:
    """By the path of a change: the older figure, and the newer ones that it is compared with, as the notices say."""
    found = {
        path: (path, (path,)) for path in OLD.figures if path.parts[0] in (REQUESTS, CASES) and path in NEW.figures
    }
    for row, block in DECISIONS.items():
        path = Path(("主动公开政府信息情况", block, row))
        found[path] = (path / "处理决定数量", (path,))
    for column in COLUMNS:
        old = Path((*OTHER, column))
        found[old] = (old, tuple(Path((*OTHER, row, column)) for row in BELOW))
    return found


def test_a_hundred_random_pairs_of_years_differ_in_what_kept_its_meaning_and_in_nothing_else() -> None:
    random = Random(2021)
    for number in range(100):
        before, after = some_figures(OLD, random), some_figures(NEW, random)
        for path in before.keys() & after.keys():
            if random.random() < 0.7:
                after[path] = before[path]
        old, new = checked(agency_yaml(OLD, before)), checked(agency_yaml(NEW, after))
        was, becomes = with_totals(OLD, before), with_totals(NEW, after)
        expected = {}
        for path, (one, many) in _meant().items():
            parts = [becomes[part] for part in many]
            now = None if None in parts else sum(parts)  # type: ignore[arg-type]
            if was[one] != now:
                expected[path] = was[one], now
        for earlier, later, turned in ((old, new, False), (new, old, True)):
            found = diff.compare(earlier, later).of_kind(Kind.FIGURE)
            names = {path: _meant()[path][0] if turned else path for path in expected}
            wanted = {names[path]: pair[::-1] if turned else pair for path, pair in expected.items()}
            assert {change.path: (change.old, change.new) for change in found} == wanted, (number, turned)


def test_what_cannot_be_compared_is_said_with_the_reason() -> None:
    remarks = diff.compare(checked(LAST.read_bytes()), checked(THIS.read_bytes())).remarks
    assert "只比较意思没有变的 179 个数字；另有 19 个只在原来的格式里，7 个只在现在的格式里" in remarks[0]
    told = "".join(remarks[1:])
    for word in ("对外公开", "现行有效", "项目数量", "收费金额", "政府集中采购", "各行之和"):
        assert word in told
    assert len(_meant()) == 179


def test_a_sum_of_rows_is_told_as_such_in_every_format() -> None:
    from generator import changes
    from generator.versions import Review

    found = diff.compare(checked(LAST.read_bytes()), checked(THIS.read_bytes()))
    for name in changes.FORMATS:
        text = changes.module(name).write(Review("旧", "新", (found,)))
        assert "三、（六）其他处理·自然人（各行之和）" in text, name
        assert "不能比较" in text, name


def _findings(text: str, code: str) -> list[str]:
    result = check_source(read(text.encode(), "报告.yaml"), previous=str(LAST))
    return [finding.message for finding in result.findings if finding.code == code]


def test_requests_carried_over_are_held_against_the_older_form() -> None:
    text = THIS.read_text(encoding="utf-8")
    assert _findings(text, "H201") == []
    changed = text.replace("上年结转政府信息公开申请数量: {自然人: 2}", "上年结转政府信息公开申请数量: {自然人: 3}")
    assert "是 2（" in _findings(changed, "H201")[0]


def test_a_stock_that_the_older_form_did_not_count_is_not_held_against_it_and_that_is_said() -> None:
    text = THIS.read_text(encoding="utf-8").replace("现行有效件数: 18", "现行有效件数: 99")
    assert _findings(text, "H202") == []
    assert "规范性文件" in _findings(text, "H101")[0]


def test_a_jump_is_seen_in_what_kept_its_meaning_alone() -> None:
    text = THIS.read_text(encoding="utf-8").replace("行政许可: 1204", "行政许可: 99999")
    assert "上年是 1126" in _findings(text, "H203")[0]
    text = THIS.read_text(encoding="utf-8").replace("现行有效件数: 18", "现行有效件数: 99999")
    assert _findings(text, "H203") == []


@pytest.mark.parametrize(
    ("reference", "shown"),
    [("行政许可|同比", "增长6.93%"), ("其他处理|同比", "增长100%"), ("主动公开信息条数|同比", "增长4.81%")],
)
def test_growth_is_worked_out_across_forms(reference: str, shown: str) -> None:
    result = check_source(read(THIS.read_bytes(), "报告.yaml"), previous=str(LAST))
    assert result.report
    assert result.report.quote(reference).text == shown


@pytest.mark.parametrize("reference", ["行政规范性文件·现行有效|同比", "其他处理·其他|同比", "行政事业性收费|同比"])
def test_growth_of_what_has_no_counterpart_is_an_error(reference: str) -> None:
    text = THIS.read_text(encoding="utf-8").replace("没有发生需要", f"{{{{ {reference} }}}}，没有发生需要")
    assert "上年的报告里没有" in _findings(text, "N111")[0]


def test_a_new_report_takes_over_what_the_older_form_carries(run: Run, tmp_path: FilePath) -> None:
    assert run("new", "示例市文化和旅游局", "2021", "--from", LAST, "-o", "n.yaml").returncode == 0
    text = (tmp_path / "n.yaml").read_text(encoding="utf-8")
    assert "格式: zfxxgk-2021\n" in text
    assert "上年结转政府信息公开申请数量: {自然人: 2, 商业企业: 0" in text


def test_figures_of_years_with_another_form_stand_in_a_trend_where_they_mean_the_same(run: Run) -> None:
    names = ["行政许可", "其他处理", "行政规范性文件·现行有效", "对外公开总数量"]
    reports = [checked(file.read_bytes()).report for file in (LAST, THIS)]
    rows = trend.series([report for report in reports if report], ["行政许可", "其他处理", "行政规范性文件·现行有效"])
    assert [[str(point) for point in one.points] for one in rows] == [["1126", "1204"], ["1", "2"], ["没有", "18"]]
    only_old = trend.series([report for report in reports if report], ["规范性文件·对外公开"])
    assert [str(point) for point in only_old[0].points] == ["21", "没有"]
    done = run("trend", LAST, THIS, "--figure", names[0])
    assert "zfxxgk-2019" in done.stderr
    assert "不能比较 政府集中采购" in done.stderr
    every = run("trend", LAST, THIS).stdout
    assert "三、（六）其他处理·总计（各行之和）" in every


# --- which form a published report has


def _document(template: Template, seed: int, year: int) -> str:
    values = balanced(template, lambda: Random(seed).randint(0, 99))
    return agency_yaml(template, values).replace(f'"年度": {template.years[0]}', f'"年度": {year}')


@EVERY_TABLE
@pytest.mark.parametrize("name", ["docx", "html", "txt"])
def test_a_report_is_recognised_by_its_tables_whatever_its_year(template: Template, name: str) -> None:
    document = printed(checked(_document(template, 3, template.years[0])))
    content = writers.module(name).write(document)
    other = {"2019": "2031", "2021": "2020"}.get(str(template.years[0]), "2031")
    for text in (content, content.replace(str(template.years[0]).encode(), other.encode())):
        imported = importer.import_reading(None, readers.module(name).read(f"a.{name}", text))
        assert imported.template is template
        assert not [one for one in imported.findings if "看不出是" in one.message]


def test_the_form_of_2019_is_not_read_as_that_of_2021() -> None:
    content = writers.module("txt").write(printed(checked(LAST.read_bytes())))
    with pytest.raises(InputError, match="zfxxgk-2019（国办公开办函〔2019〕60号）"):
        importer.import_reading(NEW, readers.module("txt").read("a.txt", content))


def test_where_the_form_cannot_be_told_that_is_said_and_an_option_decides(run: Run, tmp_path: FilePath) -> None:
    page = writers.module("txt").write(printed(checked(LAST.read_bytes()))).decode()
    begin, end = page.index("二、主动公开"), page.index("四、政府信息公开行政复议")
    (tmp_path / "a.txt").write_text((page[:begin] + page[end:]).replace("60号", "某号"), encoding="utf-8")
    done = run("import", "a.txt", "-o", "-")
    assert "看不出是 zfxxgk-2021 还是 zfxxgk-2019 的格式" in done.stderr
    assert "格式: zfxxgk-2021\n" in done.stdout
    done = run("import", "a.txt", "-o", "-", "--form", "zfxxgk-2019")
    assert "看不出是" not in done.stderr
    assert "格式: zfxxgk-2019\n" in done.stdout


def test_an_import_keeps_signs_and_the_unit_that_the_report_names() -> None:
    for name in ("docx", "html", "txt"):
        content = writers.module(name).write(printed(checked(LAST.read_bytes())))
        text = importer.yaml(OLD, importer.import_reading(None, readers.module(name).read("a", content)), "x")
        assert "本年增/减: -2" in text
        assert "本年增/减: 3" in text
        assert "采购总金额: {值: 186.35, 单位: 万元}" in text


@pytest.mark.parametrize(
    ("cell", "number"),
    [("减3", -3), ("增加3项", 3), ("－3", -3), ("−3", -3), ("+3", 3), ("3", 3), ("0", 0), ("减少", None)],
)
def test_a_change_is_read_however_it_is_signed(cell: str, number: int | None) -> None:
    page = writers.module("html").write(printed(checked(LAST.read_bytes()))).decode().split("<script")[0]
    assert page.count(">+6<") == 1
    imported = importer.import_reading(
        None, readers.module("html").read("a", page.replace(">+6<", f">{cell}<").encode())
    )
    path = Path(("主动公开政府信息情况", "第二十条第（六）项", "行政处罚", "本年增/减"))
    assert imported.content.figures.get(path) == number


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("5, 单位: 亿元", "5亿元"),
        ("25.10, 单位: 万元", "25.10万元"),
        ("10, 单位: 元", "10元"),
        ("0.5, 单位: 亿元", "0.5亿元"),
    ],
)
def test_an_amount_is_printed_with_the_digits_that_were_written(written: str, shown: str) -> None:
    text = LAST.read_text(encoding="utf-8").replace("186.35, 单位: 万元", written)
    assert f">{shown}<" in writers.module("html").write(printed(checked(text))).decode()


def test_an_amount_without_a_unit_stays_open() -> None:
    page = writers.module("html").write(printed(checked(LAST.read_bytes()))).decode().split("<script")[0]
    changed = page.replace(">186.35万元<", ">251000<")
    imported = importer.import_reading(None, readers.module("html").read("a", changed.encode()))
    assert "采购总金额: {值: 251000, 单位: ~}" in importer.yaml(OLD, imported, "x")
    assert "没有写明单位" in "".join(finding.message for finding in imported.findings)


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("{值: 186.35, 单位: 万元}", "186.35", "S104", "请写成“{值: 数字, 单位: 元}”的样子"),
        ("{值: 186.35, 单位: 万元}", "186万元", "S105", "数字和单位要分开写"),
        ("{值: 186.35, 单位: 万元}", "{值: 186.35}", "S102", "缺少“单位”"),
        ("{值: 186.35, 单位: 万元}", "{值: 186.35, 单位: 美元}", "S107", "元、万元、亿元"),
        ("{值: 186.35, 单位: 万元}", "{值: 186.35, 单位: ~}", "S103", "“单位”还没有填"),
        ("{值: 186.35, 单位: 万元}", "{值: -1, 单位: 万元}", "S106", "不能小于 0"),
        ("本年增/减: 3", "本年增/减: +3", "S105", "请改为 3"),
        ("本年增/减: 3", "本年增/减: 减3", "S105", "要写数字"),
        ("上一年项目数量: 14", "上一年项目数量: -14", "S106", "不能小于 0"),
    ],
)
def test_a_change_or_an_amount_that_is_written_wrong_comes_with_a_mend(
    old: str, new: str, code: str, words: str
) -> None:
    text = LAST.read_text(encoding="utf-8")
    assert text.count(old) == 1
    found = [finding for finding in checked(text.replace(old, new)).findings if finding.code == code]
    assert len(found) == 1
    assert words in found[0].message


# --- templates that say what is not so


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("行政许可·处理决定数量}", "行政许可·处理决定}", "下面没有同样的数字"),
        (
            "- {path: 收到和处理政府信息公开申请情况}",
            "- {path: 收到申请情况}",
            "“收到申请情况”和“收到申请情况”下面没有",
        ),
    ],
)
def test_a_succession_that_names_what_is_not_there_is_refused_with_its_line(
    old: str, new: str, words: str, tmp_path: FilePath
) -> None:
    text = (ROOT / "templates" / NEW.id / "template.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    template = read_template(template_folder(tmp_path, text.replace(old, new)))[0]
    with pytest.raises(TemplateError, match=r"template.yaml:\d+:\d+: 模板有误") as refused:
        counterparts(OLD, template)
    assert words in str(refused.value)


def test_a_form_may_lie_over_the_frame_that_it_shares(tmp_path: FilePath) -> None:
    from generator.check import check_with

    folder = template_folder(tmp_path, name=OLD.id)
    (folder / "report.txt.j2").write_text(
        "{{ 草稿 }}自己的框架 {{ 分行标题 }}\n{{ 前言 }}\n{% for 部分 in 各部分 %}\n"
        "{{ 部分.标题 }}\n{{ 部分.内容 }}\n{% endfor %}\n{{ 落款 }}",
        encoding="utf-8",
    )
    document = printed(check_with(read(LAST.read_bytes(), "a.yaml"), *read_template(folder)))
    assert "自己的框架 " in writers.module("txt").write(document).decode()
    assert writers.module("html").write(document) == writers.module("html").write(printed(checked(LAST.read_bytes())))


def test_a_report_of_the_year_before_is_left_out_of_a_sum_for_its_year(run: Run, tmp_path: FilePath) -> None:
    folder = tmp_path / "报送"
    folder.mkdir()
    for file in (LAST, THIS):
        (folder / file.name).write_bytes(file.read_bytes())
    roster = "年度: 2021\n机关: 示例市\n下级: [示例市文化和旅游局]\n"
    (tmp_path / "名册.yaml").write_text(roster, encoding="utf-8")
    done = run("aggregate", "报送", "--roster", "名册.yaml", "-o", "汇总.yaml")
    assert "是 2020 年度的，汇总的是 2021 年度" in done.stdout + done.stderr
    assert "行政许可: 1204" in (tmp_path / "汇总.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("sentence", "code", "figure"),
    [
        ("全年新制作规范性文件5件。", "N201", "规范性文件·本年新制作数量"),
        ("规范性文件对外公开总数21件。", "N202", "规范性文件·对外公开总数量"),
        ("作出行政许可决定1000件。", "N201", "行政许可·处理决定数量"),
        ("新收政府信息公开申请30件。", "N201", "本年新收"),
    ],
)
def test_prose_is_held_against_the_figures_that_its_own_form_has(sentence: str, code: str, figure: str) -> None:
    text = LAST.read_text(encoding="utf-8")
    place = "规范性文件都在印发当日公开，并附上解读。"
    assert text.count(place) == 1
    found = [one for one in checked(text.replace(place, sentence)).findings if one.code == code]
    assert len(found) == 1
    assert figure in found[0].message
