"""Mends: what was damaged comes back byte for byte, no figure changes, and there is nothing left to mend."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest

from generator.agency_file import scalar
from generator.check import open_template
from generator.findings import Severity
from generator.mending import Mended, mend
from generator.paths import Path
from generator.starter import write
from tests.making import BASE, balanced, checked

TEMPLATE = open_template("zfxxgk-2021")[0]
PROSE = [
    "本年度新收申请{{ 本年新收 }}件，予以公开：4件。",
    "## 小标题",
    "其中：（1）规章｛1｝件；（2）“其他”，自然人：3件。",
    "- 不是列表：1",
]


def _original(source: random.Random) -> tuple[str, dict[Path, int]]:
    """A complete report as `nianbao new` lays it out, filled in: rows in braces or as 0, comments, prose."""
    values = balanced(TEMPLATE, lambda: source.choice([0, 0, 1, 7, 12, 3984]))
    lines, keys = [], []
    for line in write(TEMPLATE, "示例机关", 2025, "a.json").splitlines():
        match = re.match(r"( *)([^#\s][^:]*):( ~| \{.*\})?(.*)", line)
        if not match:
            lines.append(line)
            continue
        indent, key, value, comment = match.groups(default="")
        keys = [*keys[: len(indent) // 2], key.strip("'")]
        lines += _filled(source, values, tuple(keys), indent, value.strip(), comment)
    return "\n".join(lines) + "\n", values


def _filled(
    source: random.Random, values: dict[Path, int], keys: tuple[str, ...], indent: str, value: str, comment: str
) -> list[str]:
    name = scalar(keys[-1])
    if value == "~" and Path(keys) in values:
        return [f"{indent}{name}: {values[Path(keys)]}{comment}"]
    if value == "~" and name in ("机关类型", "日期"):
        return [f"{indent}{name}: {'部门' if name == '机关类型' else '2026-01-20'}"]
    if value == "~":
        return [f"{indent}{name}: |", *(f"{indent}  {text}" for text in source.sample(PROSE, 2))]
    if value:
        cells = {path.parts[len(keys) :]: number for path, number in values.items() if path.parts[: len(keys)] == keys}
        if not any(cells.values()) and source.random() < 0.5:
            return [f"{indent}{name}: 0{comment}"]
        return [f"{indent}{name}: {{{', '.join(f'{cell[-1]}: {number}' for cell, number in cells.items())}}}{comment}"]
    return [f"{indent}{name}:{comment}"]


_ROW = re.compile(r"^ +[^\s:#]+: (\{|\d+( |$))")


def _rows(lines: list[str]) -> list[int]:
    """The lines that hold figures."""
    prose = False
    rows = []
    for number, line in enumerate(lines):
        if re.match(r" *[^\s:#]+:", line):
            prose = line.endswith("|") or (prose and not re.match(r" {0,2}\S", line))
        if not prose and _ROW.match(line):
            rows.append(number)
    return rows


def _full_width(marks: str) -> Callable[[random.Random, str], str]:
    wide = {mark: chr(ord(mark) + 0xFEE0) for mark in marks}

    def damage(source: random.Random, line: str) -> str:
        code, hash_mark, comment = line.partition("  #")
        return re.sub(f"[{re.escape(marks)}] ?", lambda match: wide[match[0][0]], code) + hash_mark + comment

    return damage


def _quoted(source: random.Random, line: str) -> str:
    mark = source.choice("'\"")
    return re.sub(r"(: )(\d+)", rf"\g<1>{mark}\g<2>{mark}", line)


def _tab(source: random.Random, line: str) -> str:
    return line.replace("  ", "\t", (len(line) - len(line.lstrip())) // 2)


def _wide_blanks(source: random.Random, line: str) -> str:
    indent = len(line) - len(line.lstrip())
    return "　" * (indent // 2) + line[indent:]


def _unseen(source: random.Random, line: str) -> str:
    """A character that cannot be seen, no soft return within a number: that may be two numbers."""
    place = source.randrange(len(line) + 1)
    within = line[:place][-1:].isdigit() and line[place:][:1].isdigit()
    return line[:place] + source.choice("\x00\x07\ufeff" if within else "\x00\x0b\u2028") + line[place:]


ON_ROWS = [_full_width(marks) for marks in (":", ",", "{}", ":,", ":,{}", "0123456789", ":,{}0123456789")]
ON_ROWS += [_quoted, _tab, _wide_blanks]


def _encoded(source: random.Random, text: str) -> bytes:
    return text.encode(source.choice(["utf-8"] * 6 + ["utf-8-sig", "gb18030", "utf-16"]))


def _damaged(source: random.Random, text: str) -> tuple[bytes, str]:
    """A report with random damages, and what a mend must make of it."""
    lines = text.split("\n")
    wanted = list(lines)
    gone = []
    for number in source.sample(_rows(lines), source.randint(1, 6)):
        kind = source.random()
        if kind < 0.15 and "总计: {" not in lines[number].lstrip()[:5]:
            gone.append(number)
            key = re.match(r" *[^:]+:", lines[number])
            assert key
            wanted[number] = f"{key[0]} ~"
        elif kind < 0.3:
            lines[number] = _unseen(source, lines[number])
        else:
            lines[number] = source.choice(ON_ROWS)(source, lines[number])
    newline = source.choice(["\n", "\n", "\r\n"])
    kept = [line for number, line in enumerate(lines) if number not in gone]
    return _encoded(source, newline.join(kept)), newline.join(wanted)


@pytest.mark.parametrize("seed", range(10))
def test_fifty_damaged_reports_come_back_as_they_were(seed: int) -> None:
    for number in range(50):
        source = random.Random(seed * 1000 + number)
        text, values = _original(source)
        assert not checked(text).has_errors
        content, wanted = _damaged(source, text)
        mended = mend(content, "a.yaml")
        assert mended is not None
        assert mended.text == wanted, (seed, number)
        again = mend(mended.text.encode("utf-8"), "a.yaml")
        assert again is not None
        assert (again.text, again.changes) == (mended.text, ())
        assert mended.result.report is not None
        found = {path: value.content for path, value in mended.result.report.values.items()}
        assert all(content in (None, values[path]) for path, content in found.items())


def _fixed(text: str | bytes) -> Mended:
    mended = mend(text if isinstance(text, bytes) else text.encode("utf-8"), "a.yaml")
    assert mended is not None
    return mended


LINES = [
    ("    行政许可: 3984", "    行政许可：3984", "全角标点改成半角，冒号后空一格"),
    ("    行政许可: 3984", "    行政许可:3984", "全角标点改成半角，冒号后空一格"),
    ("    行政许可: 3984", "    行政许可 ： ３９８４", "全角标点改成半角，冒号后空一格"),
    ("    行政许可: 3984", "    行政许可: '3984'", "'3984' 改为 3984"),
    ("    行政许可: 3984", "    行政许可: 3,984", "3,984 改为 3984"),
    ("    行政许可: 3984", "    行政许可: 3984件", "3984件 改为 3984"),
    ("    规章: 0", "    规章: ０", "０ 改为 0"),
    ("    行政处罚: 8032", "\t行政处罚: 8032", "行首的制表符改成空格"),
    ("    行政处罚: 8032", "\t\t\t行政处罚: 8032", "行首的制表符改成空格"),
    ("    部分公开: {自然人: 1}", "    部分公开：｛自然人：１｝", "全角标点改成半角，冒号后空一格"),
    ("    部分公开: {自然人: 1}", "    部分公开: {自然人:1}", "全角标点改成半角，冒号后空一格"),
    ("    规范管理。", "    规范\x07管理。", "删去看不见的字符（U+0007）"),
    ("    规范管理。", "\t\t规范管理。", "行首的制表符改成空格"),
    ("  政府信息管理: |", "  政府信息管理: ｜", "全角标点改成半角，冒号后空一格"),
    ("机关: 示例市水务局", "机关：示例市水务局", "全角标点改成半角，冒号后空一格"),
    ("年度: 2025", "年度：２０２５", "全角标点改成半角，冒号后空一格"),
]


@pytest.mark.parametrize(("right", "wrong", "what"), LINES, ids=[wrong for _, wrong, _ in LINES])
def test_a_line_typed_wrongly_is_put_right_and_told(right: str, wrong: str, what: str) -> None:
    assert BASE.count(right + "\n") == 1
    mended = _fixed(BASE.replace(right + "\n", wrong + "\n"))
    assert mended.text == BASE
    assert (BASE.split("\n").index(right) + 1, what) in mended.changes


@pytest.mark.parametrize(
    "line",
    [
        "    行政许可: 010",
        "    行政许可: 1e3",
        "    行政许可: 0x1F",
        "    行政许可: 12.0",
        "    行政许可: 约3984",
        "    行政许可: -5",
        '    行政许可: "39\\x0784"',
        "    行政许克: 3984",
    ],
)
def test_what_may_mean_something_else_is_left_and_told(line: str) -> None:
    text = BASE.replace("    行政许可: 3984", line)
    mended = _fixed(text)
    assert (mended.text, mended.changes) == (text, ())
    assert mended.result.findings


def test_a_written_total_is_never_touched_however_wrong() -> None:
    text = BASE.replace("{自然人: 4, 商业企业: 1}", "{自然人: 4, 商业企业: 1, 总计: 9}")
    assert _fixed(text).text == text
    right = text.replace("总计: 9", "总计: 5")
    assert _fixed(right).text == right


def test_a_total_left_open_is_filled_in_once_every_part_is_known() -> None:
    text = BASE.replace("{自然人: 4, 商业企业: 1}", "{自然人: 4, 商业企业: 1, 总计: ~}  # 核对过")
    assert _fixed(text).text == text.replace("总计: ~", "总计: 5")
    open_part = text.replace("商业企业: 1, 总计", "商业企业: ~, 总计")
    assert _fixed(open_part).text == open_part


def test_prose_and_comments_keep_their_full_width_marks() -> None:
    prose = "    予以公开：4件，部分公开：1件；（1）｛见附件｝"
    text = BASE.replace("    规范管理。", prose).replace("行政许可: 3984", "行政许可：3984  # 许可：含延续，３件")
    assert _fixed(text).text == text.replace("行政许可：", "行政许可: ")


def test_full_width_digits_of_prose_become_the_same_numbers_in_half_width() -> None:
    text = BASE.replace("    规范管理。", "    公开目录１２０项，占８１．１２％，“２０２５清单”除外。")
    fixed = _fixed(text)
    assert fixed.text == BASE.replace("    规范管理。", "    公开目录120项，占81.12%，“２０２５清单”除外。")
    assert [change.what for change in fixed.changes] == ["１２０ 改为 120", "８１．１２％ 改为 81.12%"]


def test_a_soft_return_in_prose_becomes_a_line_and_the_lines_told_are_those_of_the_new_file() -> None:
    mended = _fixed(BASE.replace("规范管理。", "规范\x0b管理。\u2028").replace("行政许可: 3984", "行政许可: '3984'"))
    assert mended.text == BASE.replace("规范管理。", "规范\n    管理。")
    number = mended.text.split("\n").index("    行政许可: 3984") + 1
    assert (number, "'3984' 改为 3984") in mended.changes


ABSENT = [
    ("    行政处罚: 8032\n", "    行政处罚: ~\n"),
    ("    行政强制: 580\n", "    行政强制: ~\n"),
    ("    行政处罚: 8032\n    行政强制: 580\n", "    行政处罚: ~\n    行政强制: ~\n"),
    (", 本年废止件数: 4", ", 本年废止件数: ~"),
    ("本年制发件数: 7, ", "本年制发件数: ~, "),
    (", 现行有效件数: 32", ", 现行有效件数: ~"),
    ("  上年结转政府信息公开申请数量: {自然人: 1}\n", "  上年结转政府信息公开申请数量: ~\n"),
    ("  政府信息管理: |\n    规范管理。\n", "  政府信息管理: ~\n"),
]


@pytest.mark.parametrize(("gone", "added"), ABSENT, ids=[added.strip() for _, added in ABSENT])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_is_absent_is_added_in_its_place_as_unknown(gone: str, added: str, newline: str) -> None:
    assert BASE.count(gone) == 1
    mended = _fixed(BASE.replace(gone, "").replace("\n", newline))
    assert mended.text == BASE.replace(gone, added).replace("\n", newline)
    assert {f.code for f in mended.result.findings if f.severity is Severity.ERROR} == {"S103"}


def test_whole_groups_and_sections_are_added_with_all_their_rows_and_the_last_line_needs_no_end() -> None:
    start, end = BASE.index("    不予处理:"), BASE.index("    其他处理:")
    tail = BASE.index("政府信息公开行政复议、行政诉讼情况:")
    mended = _fixed((BASE[:start] + BASE[end:tail]).rstrip("\n"))
    assert mended.result.report is not None
    assert {f.code for f in mended.result.findings if f.severity is Severity.ERROR} == {"S103"}
    assert "    不予处理:\n      信访举报投诉类申请: ~\n      重复申请: ~\n" in mended.text
    assert mended.text.index("政府信息公开行政复议、行政诉讼情况:\n  行政复议: ~") > mended.text.index("结转下年度")
    known = {path: value.content for path, value in checked(BASE).report.values.items()}
    found = {path: value.content for path, value in mended.result.report.values.items()}
    assert all(content in (None, known[path]) for path, content in found.items())


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-be", "utf-8-sig"])
def test_an_encoding_is_changed_where_the_file_reads_as_a_report(encoding: str) -> None:
    content = ("\ufeff" if encoding == "utf-16-be" else "").encode(encoding) + BASE.encode(encoding)
    mended = _fixed(content)
    assert mended.text == BASE
    assert len(mended.changes) == 1


@pytest.mark.parametrize(
    "content", ["甲: 乙\n".encode("gb18030"), b"\xff\xfe\x00", b"PK\x03\x04\xff" * 9, b"\x80" * 99]
)
def test_an_encoding_is_not_guessed_for_what_is_no_report(content: bytes) -> None:
    assert mend(content, "a.yaml") is None


def test_a_file_that_stays_unreadable_is_not_mended_in_its_syntax_by_halves() -> None:
    text = BASE.replace("行政许可: 3984", "行政许可：3984").replace("落款: {署名", '落款: {署名: "未完, 日期')
    mended = _fixed(text.replace("规范", "规\x07范"))
    assert mended.text == text
    assert mended.result.source.root is None
    assert mended.result.findings


def test_random_damage_never_changes_a_figure_that_could_be_read_and_is_mended_once_for_all() -> None:
    source = random.Random(5)
    for _ in range(150):
        text = BASE
        for _ in range(source.randint(1, 4)):
            place = source.randrange(len(text))
            put = source.choice(["", "：", "，", "\t", "｛", "}", " ", "\n", "　", "'", "０", "自然人：", "#", "\x0b"])
            text = text[:place] + put + text[place + source.randint(0, 2) :]
        before = checked(text)
        mended = mend(text.encode("utf-8"), "a.yaml")
        if mended is None:
            continue
        again = _fixed(mended.text)
        assert (again.text, again.changes) == (mended.text, ()), text
        if before.report and mended.result.report:
            found = mended.result.report.values
            assert all(value.content in (None, found[path].content) for path, value in before.report.values.items()), (
                text
            )
