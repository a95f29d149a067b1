"""`nianbao bind`: typed numbers become references, and nothing else in the file changes."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pytest

from generator import check, passages
from tests.conftest import Run
from tests.making import BASE

PLAIN = BASE.replace(
    "    新收申请{{ 本年新收 }}件，予以公开{{ 予以公开 }}件。\n",
    "    新收政府信息公开申请8件，上年结转1件，予以公开5件，部分公开1件；结转下年度1件。  \n"
    "    共收到12345热线来电1200次；因政府信息公开被申请行政复议１件、提起行政诉讼2件。# 印出来\n",
)
_REFERENCE = re.compile(r"\{\{ [^{}]+ \}\}")


def _printed(file: Path) -> list[str]:
    report = check.check_file(str(file)).report
    assert report is not None
    return [passage.line for passage in passages.passages(report)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_only_the_digits_change_and_the_print_stays(run: Run, tmp_path: Path, end: str, mark: str) -> None:
    file = tmp_path / "报告.yaml"
    before = (mark + PLAIN.replace("\n", end)).encode()
    file.write_bytes(before)
    printed = _printed(file)
    done = run("bind", "报告.yaml")
    assert (done.returncode, done.stdout) == (0, "报告.yaml：改了 6 个数字。\n")
    after = file.read_bytes()
    assert _printed(file) == printed
    digits = iter("815112")
    assert _REFERENCE.sub(lambda _: next(digits), after.decode()) == before.decode()
    again = run("bind", "报告.yaml")
    assert again.stdout == "报告.yaml：没有可改的数字。\n"
    assert file.read_bytes() == after


def test_a_text_without_a_bar_is_quoted_only_where_yaml_needs_it(run: Run, tmp_path: Path) -> None:
    text = PLAIN.replace(
        "主动公开政府信息情况:\n", "主动公开政府信息情况:\n  说明: 3984件行政许可决定，行政处罚'8032'件。 # 注\n"
    )
    text = text.replace(
        "政府信息公开行政复议、行政诉讼情况:\n",
        "政府信息公开行政复议、行政诉讼情况:\n  说明: 因政府信息公开被申请行政复议1件。\n",
    )
    (tmp_path / "报告.yaml").write_text(text, encoding="utf-8")
    printed = _printed(tmp_path / "报告.yaml")
    run("bind", "报告.yaml")
    after = (tmp_path / "报告.yaml").read_text(encoding="utf-8")
    assert "  说明: '{{ 行政许可 }}件行政许可决定，行政处罚''8032''件。' # 注\n" in after
    assert "  说明: 因政府信息公开被申请行政复议{{ 行政复议 }}件。\n" in after
    assert _printed(tmp_path / "报告.yaml") == printed


def test_a_diff_changes_nothing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "报告.yaml"
    file.write_text(PLAIN, encoding="utf-8")
    done = run("bind", "报告.yaml", "--diff")
    assert file.read_text(encoding="utf-8") == PLAIN
    lines = done.stdout.splitlines()
    assert lines[:2] == ["--- 报告.yaml\t现在", "+++ 报告.yaml\t改后"]
    assert [line[0] for line in lines if line[:1] in "+-"].count("+") == 3
    run("bind", "报告.yaml")
    expected = difflib.unified_diff(
        PLAIN.splitlines(),
        file.read_text(encoding="utf-8").splitlines(),
        "报告.yaml",
        "报告.yaml",
        "现在",
        "改后",
        1,
        "",
    )
    assert lines == list(expected)


def test_a_number_that_may_mean_another_is_shown_and_not_touched(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "报告.yaml"
    text = BASE.replace("    规范管理。\n", "    收到政府信息公开申请8件。\n")
    file.write_text(text, encoding="utf-8")
    done = run("bind", "报告.yaml")
    assert file.read_text(encoding="utf-8") == text
    assert done.stderr == "报告.yaml:15:15: 8件 没有改，句子也可能指别的数。确实是表里的，请自己改成 {{ 本年新收 }}。\n"


@pytest.mark.parametrize("content", ["格式: [", "格式: 别的\n"])
def test_a_file_that_cannot_be_read_is_left_alone(run: Run, tmp_path: Path, content: str) -> None:
    (tmp_path / "报告.yaml").write_text(content, encoding="utf-8")
    done = run("bind", "报告.yaml")
    assert done.returncode == 2
    assert "没有改动" in done.stderr
    assert (tmp_path / "报告.yaml").read_text(encoding="utf-8") == content
    assert run("bind", "-").returncode == 2
