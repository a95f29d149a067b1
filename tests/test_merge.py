"""Merging reports: disjoint edits are both there, true conflicts are told in the form's words, nothing else changes."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path as FilePath
from random import Random

import pytest

from generator import merging
from generator.check import open_template, report_in
from generator.merging import Outcome
from generator.merging.texts import Cut
from generator.source import read
from generator.template import Template
from tests.conftest import OF_2021, SAMPLES, Run
from tests.making import BASE, EVERY_TABLE, TABULAR, compact_yaml, of_its_kind, replaced, some_figures, with_totals

TEMPLATE = open_template("zfxxgk-2021")[0]
TITLED = [narrative for narrative in TEMPLATE.narratives if not narrative.optional]


def merged(base: str, ours: str, theirs: str) -> Outcome:
    outcome = merging.merge(base.encode(), ours.encode(), theirs.encode())
    assert outcome is not None
    return outcome


@EVERY_TABLE
def test_two_disjoint_edits_of_a_thousand_random_reports_give_what_both_would(template: Template) -> None:
    titled = [narrative for narrative in template.narratives if not narrative.optional]
    random = Random(711)
    leaves = [path for path, figure in template.figures.items() if not figure.sums]
    prose = "甲段文字在这里。\n乙段也有文字。\n丙段结束。"
    for number in range(1000 // len(TABULAR)):
        base, layout = some_figures(template, random), random.random()
        paths = random.sample(leaves, random.choice((2, 6, 20)))
        edits = [
            {path: of_its_kind(template.figures[path], random.choice((0, 1, 77, 12345, None)), random) for path in side}
            for side in (paths[::2], paths[1::2])
        ]
        fields = random.sample([narrative.path.parts[-1] for narrative in titled], min(3, len(titled)))
        texts = (prose, prose.replace("甲段文字", "甲段的文字"), prose.replace("丙段结束。", "丙段完。\n丁段。"))
        files = [
            compact_yaml(
                template, _written(template, values, number % 3 == 0), Random(layout), **dict.fromkeys(fields, text)
            )
            for values, text in zip((base, base | edits[0], base | edits[1]), texts, strict=True)
        ]
        outcome = merged(*files)
        assert outcome.conflicts == (), number
        found = report_in(read(outcome.content, ""))
        assert found is not None
        figures = with_totals(template, base | edits[0] | edits[1])
        assert {path: value.content for path, value in found.values.items()} == figures, number
        for narrative in titled:
            edited = narrative.path.parts[-1] in fields
            expected = "甲段的文字在这里。\n乙段也有文字。\n丙段完。\n丁段。\n" if edited else "第一段。\n第二段。\n"
            assert found.narratives[narrative.path].scalar.text == expected, (number, narrative.path)


def _written(template: Template, values: dict, totals: bool) -> dict:
    """The figures in the form's order, those totals too that are known, where they are to be written."""
    full = with_totals(template, values) if totals else values
    return {path: full[path] for path in template.figures if path in values or full.get(path) is not None}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_file_is_cut_into_parts_that_give_it_back(sample: FilePath) -> None:
    text = sample.read_text(encoding="utf-8")
    cut = Cut(text, read(text.encode(), ""))
    assert "".join(part.text for part in cut.parts.values()) + cut.rest == text
    outcome = merged(text, text, text)
    assert (outcome.content.decode(), outcome.conflicts) == (text, ())


def test_edits_on_adjacent_lines_and_in_one_row_are_both_taken() -> None:
    ours = replaced(BASE, ("行政处罚: 8032", "行政处罚: 8033  # 核对过"), ("商业企业: 2}", "商业企业: 4}"))
    theirs = replaced(
        BASE,
        ("行政强制: 580", "行政强制: 581"),
        ("数量: {自然人: 6,", "数量: {自然人: 8,"),
        ("重复申请: 0", "重复申请: {其他: 1}"),
    )
    outcome = merged(BASE, ours, theirs)
    text = outcome.content.decode()
    assert outcome.conflicts == ()
    assert "    行政处罚: 8033  # 核对过\n    行政强制: 581\n" in text
    assert "  本年新收政府信息公开申请数量: {自然人: 8, 商业企业: 4}\n" in text
    assert "      重复申请: {其他: 1}\n" in text


def test_a_row_of_zeros_takes_the_columns_of_both() -> None:
    ours = replaced(BASE, ("重复申请: 0", "重复申请: {自然人: 1}"))
    theirs = replaced(BASE, ("重复申请: 0", "重复申请:\n        其他: 2"))
    for one, other in ((ours, theirs), (theirs, ours)):
        outcome = merged(BASE, one, other)
        assert outcome.conflicts == ()
        report = report_in(read(outcome.content, ""))
        assert report is not None
        assert [report.quantity(f"重复申请·{column}").number for column in ("自然人", "商业企业", "其他")] == [1, 0, 2]


def test_a_comment_beside_a_row_stays_when_the_row_is_written_anew() -> None:
    base = replaced(BASE, ("重复申请: 0", "重复申请: 0  # 台账乙"))
    ours = replaced(base, ("重复申请: 0", "重复申请: {自然人: 1}"))
    theirs = replaced(base, ("重复申请: 0  # 台账乙", "重复申请:\n        其他: 2"))
    for one, other in ((ours, theirs), (theirs, ours)):
        text = merged(base, one, other).content.decode()
        assert re.search(r"      重复申请: \{(自然人: 1, 其他: 2|其他: 2, 自然人: 1)\}  # 台账乙\n", text)


def test_a_text_with_an_indent_of_its_own_is_left_to_git() -> None:
    base = replaced(BASE, ("监督保障: |\n    未发生责任追究。", "监督保障: |4\n      未发生责任追究。\n    另起一段。"))
    ours, theirs = (replaced(base, ("未发生责任追究。", word)) for word in ("未发生。", "没有发生。"))
    assert merging.merge(base.encode(), ours.encode(), theirs.encode()) is None


def test_comments_and_layout_of_both_sides_stay() -> None:
    ours = replaced(
        BASE,
        ("  第二十条第（六）项:", "  # 数据由法规处提供\n  第二十条第（六）项:"),
        ("行政许可: 3984", "行政许可:  3985"),
    )
    theirs = replaced(
        BASE, ("    行政处罚: 8032", "    行政处罚: 8040   # 含简易程序"), ("落款: {署名", "\n# 落款\n落款: {署名")
    )
    outcome = merged(BASE, ours, theirs)
    expected = replaced(
        ours, ("    行政处罚: 8032", "    行政处罚: 8040   # 含简易程序"), ("落款: {署名", "\n# 落款\n落款: {署名")
    )
    assert (outcome.content.decode(), outcome.conflicts) == (expected, ())


def test_a_true_conflict_is_told_in_the_forms_words_and_marked_in_a_file_otherwise_merged() -> None:
    ours = replaced(BASE, ("数量: {自然人: 6,", "数量: {自然人: 7,"), ("行政强制: 580", "行政强制: 590"))
    theirs = replaced(
        BASE, ("数量: {自然人: 6, 商业企业: 2}", "数量: {自然人: 9, 商业企业: 3}"), ("行政许可: 3984", "行政许可: 1")
    )
    outcome = merged(BASE, ours, theirs)
    assert outcome.conflicts == (("三、一、本年新收政府信息公开申请数量·自然人", "6", "7", "9"),)
    marks = (
        "<<<<<<< 我方\n"
        "  本年新收政府信息公开申请数量: {自然人: 7, 商业企业: 3}\n"
        "=======\n"
        "  本年新收政府信息公开申请数量: {自然人: 9, 商业企业: 3}\n"
        ">>>>>>> 对方\n"
    )
    text = outcome.content.decode()
    assert replaced(text, (marks, "  本年新收政府信息公开申请数量: {自然人: 6, 商业企业: 2}\n")) == replaced(
        BASE, ("行政强制: 580", "行政强制: 590"), ("行政许可: 3984", "行政许可: 1")
    )


def test_a_paragraph_that_both_have_rewritten_is_a_conflict_and_its_neighbours_are_not() -> None:
    base = replaced(BASE, ("    规范管理。", "    第一段。\n    第二段。\n    第三段。"))
    ours = replaced(base, ("第一段。", "第一段，我方。"), ("第二段。", "第二段，我方。"))
    theirs = replaced(base, ("第二段。", "第二段，对方。"), ("第三段。", "第三段，对方。\n    第四段。"))
    outcome = merged(base, ours, theirs)
    assert outcome.conflicts == (("一、（三）政府信息管理情况 第2段", "第二段。", "第二段，我方。", "第二段，对方。"),)
    assert (
        "    第一段，我方。\n<<<<<<< 我方\n    第二段，我方。\n=======\n    第二段，对方。\n>>>>>>> 对方\n"
        "    第三段，对方。\n    第四段。\n"
    ) in outcome.content.decode()


def test_written_totals_are_added_up_anew_even_where_both_sides_wrote_the_same() -> None:
    base = replaced(BASE, ("予以公开: {自然人: 4, 商业企业: 1}", "予以公开: {自然人: 4, 商业企业: 1, 总计: 5}"))
    ours = replaced(base, ("{自然人: 4, 商业企业: 1, 总计: 5}", "{自然人: 5, 商业企业: 1, 总计: 6}"))
    theirs = replaced(base, ("{自然人: 4, 商业企业: 1, 总计: 5}", "{自然人: 4, 商业企业: 2, 总计: 6}"))
    outcome = merged(base, ours, theirs)
    assert outcome.recounted == (("三、（一）予以公开·总计", "7"),)
    assert "予以公开: {自然人: 5, 商业企业: 2, 总计: 7}" in outcome.content.decode()


def test_a_total_that_was_wrong_on_one_side_is_left_to_people() -> None:
    base = replaced(BASE, ("予以公开: {自然人: 4, 商业企业: 1}", "予以公开: {自然人: 4, 商业企业: 1, 总计: 5}"))
    ours = replaced(base, ("{自然人: 4, 商业企业: 1, 总计: 5}", "{自然人: 5, 商业企业: 1, 总计: 8}"))
    theirs = replaced(base, ("{自然人: 4, 商业企业: 1, 总计: 5}", "{自然人: 4, 商业企业: 2, 总计: 6}"))
    outcome = merged(base, ours, theirs)
    assert [conflict.place for conflict in outcome.conflicts] == ["三、（一）予以公开·总计"]
    assert "{自然人: 5, 商业企业: 2, 总计: 8}" in outcome.content.decode()


def test_unknown_is_not_zero_in_a_merge() -> None:
    base = replaced(BASE, ("行政强制: 580", "行政强制: ~"))
    outcome = merged(base, replaced(base, ("行政强制: ~", "行政强制: 0")), base)
    assert "行政强制: 0" in outcome.content.decode()
    outcome = merged(
        base, replaced(base, ("行政强制: ~", "行政强制: 0")), replaced(base, ("行政强制: ~", "行政强制: 5"))
    )
    assert outcome.conflicts == (("二、第二十条第（六）项·行政强制", "未填", "0", "5"),)


def test_fields_lists_and_new_keys_are_merged_too() -> None:
    base = replaced(
        BASE, ("机关类型: 部门", "机关类型: 部门\n例外: [{代码: A103, 理由: 一}]\n联系方式: {电话: 1, 地址: 甲}")
    )
    ours = replaced(base, ("理由: 一}]", "理由: 一}, {代码: A101, 理由: 二}]"), ("电话: 1", "电话: 2"))
    theirs = replaced(
        base,
        ("理由: 一}]", "理由: 一}, {代码: A102, 理由: 三}]"),
        ("地址: 甲", "地址: 乙"),
        ("前言: |", "数据: {条数: 5}\n前言: |"),
    )
    outcome = merged(base, ours, theirs)
    text = outcome.content.decode()
    assert outcome.conflicts == ()
    assert "例外: [{代码: A103, 理由: 一}, {代码: A102, 理由: 三}, {代码: A101, 理由: 二}]\n" in text
    assert "联系方式: {电话: 2, 地址: 乙}\n" in text
    assert "数据: {条数: 5}\n" in text


def test_a_key_deleted_here_and_changed_there_is_a_conflict() -> None:
    base = replaced(BASE, ("机关类型: 部门", "机关类型: 部门\n标题: 原来的标题"))
    ours = replaced(base, ("标题: 原来的标题\n", ""))
    theirs = replaced(base, ("标题: 原来的标题", "标题: 新的标题"))
    outcome = merged(base, ours, theirs)
    assert [conflict.place for conflict in outcome.conflicts] == ["标题"]
    assert "<<<<<<< 我方\n=======\n标题: 新的标题\n>>>>>>> 对方\n" in outcome.content.decode()


def test_both_sides_may_have_made_the_same_file() -> None:
    theirs = replaced(BASE, ("行政强制: 580", "行政强制: 581"))
    outcome = merged("", BASE, theirs)
    assert outcome.conflicts == (("二、第二十条第（六）项·行政强制", "（没有）", "580", "581"),)


def test_windows_line_ends_and_a_byte_order_mark_stay() -> None:
    ours = b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode()
    theirs = replaced(BASE, ("行政强制: 580", "行政强制: 581")).encode()
    outcome = merging.merge(BASE.encode(), ours, theirs)
    assert outcome is not None
    assert outcome.content == b"\xef\xbb\xbf" + theirs.replace(b"\n", b"\r\n")


def test_files_that_are_no_reports_are_merged_by_lines_as_git_does(run: Run, tmp_path: FilePath) -> None:
    for name, text in {
        "a": "甲: 1\n乙: 1\n丙: 1\n丁: 1\n",
        "b": "甲: 2\n乙: 1\n丙: 1\n丁: 1\n",
        "c": "甲: 1\n乙: 1\n丙: 1\n丁: 2\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = run("merge", "a", "b", "c")
    assert (done.returncode, done.stdout, done.stderr) == (0, "甲: 2\n乙: 1\n丙: 1\n丁: 2\n", "")
    (tmp_path / "c").write_text("甲: 3\n乙: 1\n丙: 1\n丁: 1\n", encoding="utf-8")
    done = run("merge", "a", "b", "c", "-o", "d")
    assert done.returncode == 1
    assert "<<<<<<< 我方\n甲: 2\n=======\n甲: 3\n>>>>>>> 对方\n" in (tmp_path / "d").read_text(encoding="utf-8")


def test_a_report_that_cannot_be_read_is_merged_by_lines_and_that_is_said(run: Run, tmp_path: FilePath) -> None:
    for name, text in {
        "a": BASE,
        "b": BASE + "坏: [\n",
        "c": replaced(BASE, ("行政强制: 580", "行政强制: 581")),
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = run("merge", "a", "b", "c", "--name", "水务局.yaml")
    assert done.returncode == 0
    assert "水务局.yaml：不能逐个数字合并，已按行合并。" in done.stderr
    assert "行政强制: 581" in done.stdout
    assert "坏: [" in done.stdout


def test_the_command_tells_each_conflict_with_both_values(run: Run, tmp_path: FilePath) -> None:
    for name, number in (("a", 580), ("b", 590), ("c", 600)):
        (tmp_path / name).write_text(replaced(BASE, ("行政强制: 580", f"行政强制: {number}")), encoding="utf-8")
    done = run("merge", "a", "b", "c", "-o", "d", "--name", "水务局.yaml")
    assert done.returncode == 1
    assert "  二、第二十条第（六）项·行政强制：原来 580，我方 590，对方 600\n" in done.stderr
    assert subprocess.run(["git", "diff", "--no-index", "--quiet", "b", "d"], cwd=tmp_path, check=False).returncode == 1


_HUNK = re.compile("^<{7} 我方\n(.*?)^={7}\n(.*?)^>{7} 对方\n", re.DOTALL | re.MULTILINE)
_Edits = dict[tuple[int, int], str]


def _edited(text: str, edits: _Edits) -> str:
    for (first, last), new in sorted(edits.items(), reverse=True):
        text = text[:first] + new + text[last:]
    return text


@pytest.mark.parametrize("sample", OF_2021, ids=lambda path: path.stem)
def test_either_side_of_every_conflict_gives_that_sides_edits_and_the_others_elsewhere(sample: FilePath) -> None:
    random = Random(sample.stem)
    text = sample.read_text(encoding="utf-8")
    numbers = [match.span() for match in re.finditer(r"(?<=[^\W\d]: )\d+(?=[,}\n ])", text)]
    prose = [match.end() - 3 for match in re.finditer(r"(?m)^ {2,4}[^\s#\-][^:\n{]{30,}$", text)]
    for shared in (0, 1, 2, 0, 1, 2):
        places, ends = random.sample(numbers, 9), random.sample(prose, 3)
        ours = {place: str(random.randrange(1000, 2000)) for place in places[:5]} | {(ends[0], ends[0]): "甲"}
        theirs = {place: str(random.randrange(2000, 3000)) for place in (*places[5:], *places[:shared])}
        theirs[ends[1], ends[1]] = "乙"
        if shared:
            theirs[ends[0], ends[0]] = "丙"
        outcome = merged(text, _edited(text, ours), _edited(text, theirs))
        found = outcome.content.decode()
        assert _HUNK.sub(r"\1", found) == _edited(text, theirs | ours)
        assert _HUNK.sub(r"\2", found) == _edited(text, ours | theirs)
        assert bool(outcome.conflicts) == bool(shared)
