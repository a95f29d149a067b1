"""Comparing reports: exactly what differs, told in the form's words, in every format."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path as FilePath
from random import Random

import jsonschema
import pytest
from lxml import html as page

from generator import changes, diff, schema
from generator.check import Result, check_with, open_template, read_template
from generator.diff import Comparison, Kind
from generator.paths import Path
from generator.prose import NEW, OLD, SAME, align, pieces
from generator.recognition import is_report
from generator.source import read
from generator.template import Template
from generator.versions import Review
from generator.widths import width
from tests.conftest import ROOT, Run
from tests.making import (
    BASE,
    EVERY_TABLE,
    TABULAR,
    checked,
    compact_yaml,
    of_its_kind,
    replaced,
    some_figures,
    template_folder,
    with_totals,
)

TEMPLATE = open_template("zfxxgk-2021")[0]


def compared(old: str, new: str) -> Comparison:
    return diff.compare(checked(old, "旧.yaml"), checked(new, "新.yaml"))


@EVERY_TABLE
def test_a_thousand_random_pairs_differ_in_exactly_the_cells_that_differ(template: Template) -> None:
    random = Random(2021)
    for number in range(1000 // len(TABULAR)):
        before = some_figures(template, random)
        after = dict(before)
        for path in random.sample(list(after), random.choice((0, 1, 2, 10, len(after) // 3))):
            other = of_its_kind(template.figures[path], random.choice((0, 1, 7, 10**6, None)), random)
            after[path] = random.choice((other, other, before[path]))
        found = compared(compact_yaml(template, before, random), compact_yaml(template, after, random))
        was, becomes = with_totals(template, before), with_totals(template, after)
        expected = {path: (was[path], becomes[path]) for path in template.figures if was[path] != becomes[path]}
        figures = found.of_kind(Kind.FIGURE)
        assert {change.path: (change.old, change.new) for change in figures} == expected, number
        assert [change.path for change in figures] == [path for path in template.figures if path in expected], number
        assert [change.derived for change in figures] == [bool(template.figures[path].sums) for path in expected]
        assert found.changes == tuple(figures), number


@pytest.mark.parametrize(
    ("edit", "place", "old", "new"),
    [
        (("属于国家秘密: 0", "属于国家秘密: {自然人: 2}"), "三、（三）不予公开·1.属于国家秘密·自然人", 0, 2),
        (("行政许可: 3984", "行政许可: 3999"), "二、第二十条第（五）项·行政许可", 3984, 3999),
        (("行政强制: 580", "行政强制: ~"), "二、第二十条第（六）项·行政强制", 580, None),
        (("250.60268", "250.6027"), "二、第二十条第（八）项·行政事业性收费", Decimal("250.60268"), Decimal("250.6027")),
        (("结果纠正: 1", "结果纠正: 3"), "四、行政复议·结果纠正", 1, 3),
        (("其他: 0\n  结转", "其他: {其他: 1}\n  结转"), "三、（六）其他处理·3.其他·其他", 0, 1),
        (("上年结转政府信息公开申请数量: {自然人: 1}", "上年结转政府信息公开申请数量: {自然人: 3}"),
         "三、二、上年结转政府信息公开申请数量·自然人", 1, 3),
    ],
)  # fmt: skip
def test_a_figure_is_named_as_the_form_prints_it(edit: tuple[str, str], place: str, old: object, new: object) -> None:
    first = compared(BASE, replaced(BASE, edit)).changes[0]
    assert (first.place, first.old, first.new, first.derived) == (place, old, new, False)
    line = replaced(BASE, edit).split("\n")[first.position.line - 1]
    assert edit[1].split(":")[0].strip() in line


def test_labels_tell_every_figure_and_field_from_every_other() -> None:
    from generator.labels import labels

    found = labels(TEMPLATE)
    assert len(set(found.values())) == len(found) == 200 + len(TEMPLATE.narratives)


def test_difference_and_percent_are_exact() -> None:
    big = "9" * 29
    found = compared(replaced(BASE, ("250.60268", f"{big}.1")), replaced(BASE, ("250.60268", f"{big}.2"))).changes[0]
    assert (found.difference, found.percent) == (Decimal("0.1"), Decimal("0.0"))
    found = compared(BASE, replaced(BASE, ("行政强制: 580", "行政强制: 581"))).changes[0]
    assert (found.difference, found.percent) == (1, Decimal("0.2"))
    found = compared(BASE, replaced(BASE, ("重复申请: 0", "重复申请: {其他: 1}"))).changes[0]
    assert (found.difference, found.percent) == (1, None)
    assert found.exceeds(Decimal(1000))


def test_writing_the_same_another_way_changes_nothing() -> None:
    other = replaced(
        BASE,
        ("结转下年度继续办理: {自然人: 1}", "结转下年度继续办理:\n    自然人: 1\n    总计: 1"),
        ("规章: 0", "规章: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}  # 没有"),
        ("250.60268", "250.602680"),
        ("    规范管理。", "\n    规范管理。  "),
    )
    found = compared(BASE, other)
    assert (found.changes, found.appeared, found.disappeared, found.status) == ((), (), (), "same")


def test_notes_fields_and_declared_numbers_are_compared_too() -> None:
    old = replaced(BASE, ("机关类型: 部门", "机关类型: 部门\n联系方式: {电话: 0571-1}\n数据: {条数: 5}"))
    new = replaced(
        old,
        ("0571-1}", "0571-2, 邮编: '010000'}"),
        ("{条数: 5}", "{条数: {值: 5, 单位: 条}}"),
        ("行政许可: 3984", "行政许可: {值: 3984, 注: 含变更}"),
        ("  第二十条第（一）项:", "  注: 口径有变化\n  第二十条第（一）项:"),
        ("日期: 2026-01-05", "日期: 2026-01-06"),
    )
    found = [(change.kind, change.place, change.old, change.new) for change in compared(old, new).changes]
    assert found == [
        (Kind.FIELD, "联系方式·电话", "0571-1", "0571-2"),
        (Kind.FIELD, "联系方式·邮编", None, "010000"),
        (Kind.NOTE, "二、第二十条第（五）项·行政许可·注", None, "含变更"),
        (Kind.NOTE, "二、主动公开政府信息情况·注", None, "口径有变化"),
        (Kind.FIELD, "数据·条数·单位", None, "条"),
        (Kind.FIELD, "落款·日期", "2026-01-05", "2026-01-06"),
    ]


def test_prose_is_compared_by_paragraph_and_told_in_readable_pieces() -> None:
    one = ("公开信息1,234条。", "公开信息1,235条。")
    old = replaced(
        BASE, ("    本年度主动公开工作有序进行。", "    公开信息1,234条。\n    增设专栏2个。\n    第三段不变。")
    )
    new = replaced(
        old,
        one,
        ("    增设专栏2个。\n", ""),
        ("第三段不变。", "第三段不变。\n    新的一段。"),
    )
    found = compared(old, new).changes
    assert [(change.place, change.old, change.new) for change in found] == [
        ("一、（一）主动公开情况 第1段", "公开信息1,234条。", "公开信息1,235条。"),
        ("一、（一）主动公开情况 第2段", "增设专栏2个。", None),
        ("一、（一）主动公开情况 第3段", None, "新的一段。"),
    ]
    assert [new.split("\n")[change.position.line - 1].strip() for change in (found[0], found[2])] == [
        "公开信息1,235条。",
        "新的一段。",
    ]
    assert pieces(*one) == (
        (SAME, "公开信息"),
        (OLD, "1,234"),
        (NEW, "1,235"),
        (SAME, "条。"),
    )


def test_pieces_give_both_texts_back_and_never_split_a_number() -> None:
    random = Random(7)
    alphabet = ["公开", "信息", "12", "3.5%", "，", "。", "{{ 本年新收 }}", "网站", " ", "A股", "1,234", "第二段"]
    for _ in range(500):
        old = "".join(random.choices(alphabet, k=random.randrange(1, 40)))
        words = re.findall(r".", old)
        for _ in range(random.randrange(4)):
            words.insert(random.randrange(len(words) + 1), random.choice(alphabet))
        new = "".join(words)
        found = pieces(old, new)
        assert "".join(piece.text for piece in found if piece.kind != NEW) == old
        assert "".join(piece.text for piece in found if piece.kind != OLD) == new
        for text, kind in ((old, NEW), (new, OLD)):
            cuts, place = set(), 0
            for piece in found:
                if piece.kind != kind:
                    place += len(piece.text)
                    cuts.add(place)
            assert not any(text[cut - 1].isdigit() and text[cut].isdigit() for cut in cuts if 0 < cut < len(text))


def test_a_long_text_that_was_rewritten_is_matched_by_sentences() -> None:
    sentences = [f"第{number}项工作已经完成，共办理{number * 37}件，比上年有所增加。" for number in range(60)]
    other = [*sentences[:30], "中间插入了完全不同的一句。", *sentences[30:]]
    other[5] = other[5].replace("完成", "办结")
    found = pieces("".join(sentences), "".join(other))
    assert [piece for piece in found if piece.kind != SAME] == [
        (OLD, "完成"),
        (NEW, "办结"),
        (NEW, "中间插入了完全不同的一句。"),
    ]


def test_paragraphs_keep_their_partners_when_one_is_put_between() -> None:
    assert list(align(["甲乙丙丁戊", "己庚辛壬癸"], ["全新的话", "甲乙丙丁子", "己庚辛壬丑"])) == [
        (None, 0),
        (0, 1),
        (1, 2),
    ]


def test_findings_come_go_and_stay_whatever_line_they_stand_on() -> None:
    wrong = replaced(BASE, ("予以公开: {自然人: 4, 商业企业: 1}", "予以公开: {自然人: 5, 商业企业: 1}"))
    worse = replaced(
        wrong, ("予以公开: {自然人: 5,", "予以公开: {自然人: 9,"), ("前言: |", "# 一行\n# 又一行\n前言: |")
    )
    found = compared(BASE, wrong)
    assert [finding.code for finding in found.appeared] == ["A103"]
    assert [finding.code for finding in compared(wrong, BASE).disappeared] == ["A103"]
    found = compared(wrong, worse)
    assert (found.appeared, found.disappeared) == ((), ())
    assert [finding.code for finding in found.remaining] == ["A103"]
    accepted = replaced(wrong, ("机关类型: 部门", "机关类型: 部门\n例外: [{代码: A103, 理由: 跨年}]"))
    found = compared(wrong, accepted)
    assert [finding.accepted for finding in found.appeared] == ["跨年"]
    assert [finding.accepted for finding in found.disappeared] == [None]


def test_a_file_that_does_not_load_is_reported_not_hidden() -> None:
    found = compared(BASE, replaced(BASE, ("机关: 示例市水务局", "机关: [示例市水务局")))
    assert found.changes == ()
    assert "现在的文件读不出来" in found.remarks[0]
    assert found.appeared[0].code.startswith("Y")
    assert found.disappeared == ()
    for name in changes.FORMATS:
        assert found.appeared[0].code in changes.module(name).write(Review("旧", "新", (found,)))


def test_reports_of_different_forms_are_compared_in_what_they_share(tmp_path: FilePath) -> None:
    text = (ROOT / "templates" / "zfxxgk-2021" / "template.yaml").read_text(encoding="utf-8")
    text = text.replace("id: zfxxgk-2021", "id: other").replace("{key: 行政强制, basis", "{key: 强制执行, basis")
    text = text.replace("{key: 监督保障, heading", "{key: 监督, heading").replace("监督保障]", "监督]")
    template, form, checks = read_template(template_folder(tmp_path, text))
    other = replaced(
        BASE, ("行政强制: 580", "强制执行: 1"), ("行政许可: 3984", "行政许可: 1"), ("格式: zfxxgk-2021", "格式: other")
    )
    other = other.replace("  监督保障: |", "  监督: |")
    new = check_with(read(other.encode(), "新.yaml"), template, form, checks)
    found = diff.compare(checked(BASE), new)
    assert [change.path.parts[-1] for change in found.changes] == ["格式", "行政许可"]
    assert "只比较两种格式都有的 199 个数字；另有 1 个只在原来的格式里，1 个只在现在的格式里" in found.remarks[0]


def _review() -> Review:
    new = replaced(
        BASE,
        ("行政许可: 3984", "行政许可: {值: 5976, 注: '含<变更>|登记'}"),
        ("予以公开: {自然人: 4, 商业企业: 1}", "予以公开: {自然人: 5, 商业企业: ~}"),
        ("主动公开工作有序进行", "主动公开工作<平稳>有序进行，共12条"),
    )
    added = checked(BASE.replace("示例市水务局", "示例市林业局"), "林业局.yaml")
    return Review("main", "HEAD", (compared(BASE, new), diff.compare(None, added), diff.compare(added, None)))


def test_text_is_as_wide_as_the_window_and_coloured_only_when_asked() -> None:
    write = changes.module("text").write
    for columns in (40, 60, 100):
        plain = write(_review(), columns=columns)
        assert "\x1b" not in plain
        assert all(width(line) <= columns for line in plain.split("\n")), columns
        coloured = write(_review(), True, columns)
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
        assert coloured.count("\x1b[0m") * 2 == coloured.count("\x1b[")
    assert re.search(r"三、（一）予以公开·自然人 +4 -> +5 +\+1  \+25\.0%\n", write(_review()))
    assert re.search(r"三、（一）予以公开·总计 +5 -> 未填  合计\n", write(_review()))
    assert "一、（一）主动公开情况：本年度主动公开工作{+<平稳>+}有序进行{+，共12条+}。" in write(_review())
    assert not re.search(r"[✓•¥─│]", write(_review()))


def test_markdown_shows_a_table_and_escapes_what_authors_write() -> None:
    text = changes.module("md").write(_review())
    assert "| 二、第二十条第（五）项·行政许可 | 3984 | **5976** | +1992 | +50.0% |" in text
    assert "| 三、（一）予以公开·商业企业 | 1 | **未填** |  |  |" in text
    assert "<ins>&lt;平稳&gt;</ins>" in text
    assert "含&lt;变更&gt;\\|登记" in text


def test_the_page_colours_changed_cells_and_tells_the_old_figure_in_text_and_on_hover() -> None:
    text = changes.module("html").write(_review())
    tree = page.document_fromstring(text.encode("utf-8"), parser=page.HTMLParser(encoding="utf-8"))
    cells = tree.xpath("//td[contains(@class,'changed')]")
    shown = {(cell.get("title"), cell.findtext("del"), cell.findtext("ins")) for cell in cells}
    assert {("原来 3984", "3984", "5976"), ("原来 1", "1", "未填")} <= shown
    assert len(cells) == len(_review().comparisons[0].of_kind(Kind.FIGURE))
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert "<平稳>" not in text
    assert not tree.xpath("//script|//link|//img|//@src")
    assert "prefers-color-scheme: dark" in text
    identifiers = tree.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    for cell in tree.xpath("//td[@headers]"):
        assert set(cell.get("headers").split()) <= set(identifiers)


def test_json_is_as_its_schema_says() -> None:
    data = json.loads(changes.module("json").write(_review()))
    validator = jsonschema.Draft7Validator(schema.read("diff"))
    assert list(validator.iter_errors(data)) == []
    first = next(change for change in data["changes"] if change["kind"] == "figure")
    assert first == {
        "kind": "figure",
        "path": "主动公开政府信息情况·第二十条第（五）项·行政许可",
        "place": "二、第二十条第（五）项·行政许可",
        "old": "3984",
        "new": "5976",
        "difference": "1992",
        "percent": "50.0",
        "derived": False,
        "file": "新.yaml",
        "line": 25,
    }
    unknown = [change for change in data["changes"] if change["new"] is None]
    assert {change["old"] for change in unknown} >= {"1"}
    assert [file["status"] for file in data["files"]] == ["changed", "added", "removed"]


def _write(folder: FilePath, name: str, text: str) -> FilePath:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_two_files_two_folders_and_the_exit_code(run: Run, tmp_path: FilePath) -> None:
    new = replaced(BASE, ("行政许可: 3984", "行政许可: 5976"))
    _write(tmp_path, "甲/水务.yaml", BASE)
    _write(tmp_path, "乙/水务-新.yaml", new)
    _write(tmp_path, "乙/other.yaml", "a: 1\n")
    for arguments in (["甲/水务.yaml", "乙/水务-新.yaml"], ["甲", "乙"]):
        done = run("diff", *arguments)
        assert done.returncode == 0, done.stderr
        assert "3984 -> 5976  +1992  +50.0%" in done.stdout
        assert done.stdout.endswith("共 1 份报告：数字 1 处。\n")
    both = ["diff", "甲", "乙"]
    assert run(*both, "--threshold", "50%").returncode == 1
    assert run(*both, "--threshold", "50.1").returncode == 0
    assert run(*both, "--fail-on", "change").returncode == 1
    assert run(*both, "--fail-on", "error,finding").returncode == 0
    _write(tmp_path, "乙/水务-新.yaml", replaced(new, ("结转下年度继续办理: {自然人: 1}", "结转下年度继续办理: 0")))
    assert run(*both, "--fail-on", "error").returncode == 1
    assert run(*both, "--format", "html", "-o", "变化.html").stdout == "变化.html\n"
    assert (tmp_path / "变化.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["甲", "水务.yaml"], "一个是文件，一个是文件夹"),
        (["水务.yaml", "甲", "--format", "pdf"], "没有样式 pdf"),
        (["水务.yaml", "水务.yaml", "--threshold", "很多"], "要写百分比，如 50%"),
        (["水务.yaml", "水务.yaml", "--fail-on", "all"], "--fail-on 没有 all"),
        (["水务.yaml", "水务.yaml", "--fail-on", "threshold"], "要和 --threshold 一起用"),
        (["main...HEAD"], "不在 git 仓库里"),
    ],
)
def test_a_wrong_comparison_is_told_in_chinese(arguments: list[str], words: str, run: Run, tmp_path: FilePath) -> None:
    _write(tmp_path, "水务.yaml", BASE)
    _write(tmp_path, "甲/水务.yaml", BASE)
    done = run("diff", *arguments, env={"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)})
    assert done.returncode == 2
    assert words in done.stderr


def test_without_git_it_says_what_to_install(run: Run, tmp_path: FilePath) -> None:
    done = run("diff", "main", env={"PATH": str(tmp_path)})
    assert (done.returncode, done.stdout) == (2, "")
    assert "没有找到 git。请先安装" in done.stderr


@pytest.mark.parametrize(
    ("content", "ours"),
    [
        (BASE.encode(), True),
        (BASE.encode("gb18030"), True),
        (BASE.encode("utf-16"), True),
        ("格式: 还没写完\n机关: 示例市水务局\n".encode("utf-8-sig"), True),
        ("# 格式: 只是注释\non: push\n".encode(), False),
        (b"on: push\n", False),
        ("  说明: 格式如下".encode(), False),
    ],
)
def test_reports_are_told_from_other_yaml_files(content: bytes, ours: bool) -> None:
    assert is_report(content) is ours


def test_a_path_of_another_form_is_shown_as_it_is_written() -> None:
    from generator.labels import label

    assert label(TEMPLATE, Path(("没有", "这个"))) == "没有·这个"
    assert isinstance(checked(BASE), Result)
