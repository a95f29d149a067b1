"""The commands as a user types them: what they print, what they write, how they end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import rules
from generator.check import check_file, open_template
from generator.nodes import plain
from generator.source import load
from tests.conftest import ROOT, Run
from tests.making import BASE

WRONG = BASE.replace("结转下年度继续办理: {自然人: 1}", "结转下年度继续办理: 0").replace(
    "行政许可: 3984", "行政许可: 1,000"
)


def _write(folder: Path, text: str = BASE, name: str = "水务局.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_render_writes_three_files_into_out_beside_the_report(run: Run, tmp_path: Path) -> None:
    (tmp_path / "报告").mkdir()
    done = run("render", _write(tmp_path / "报告"))
    assert (done.returncode, done.stderr) == (0, "")
    names = {file.name for file in (tmp_path / "报告" / "out").iterdir()}
    assert names == {f"示例市水务局2025年政府信息公开工作年度报告.{name}" for name in ("docx", "html", "txt")}
    assert len(done.stdout.splitlines()) == 3


def test_render_by_itself_is_the_same_command(run: Run, tmp_path: Path) -> None:
    assert run(_write(tmp_path), "--format", "txt", "-o", "文本", program="render").returncode == 0
    assert [file.suffix for file in (tmp_path / "文本").iterdir()] == [".txt"]


def test_a_report_with_an_error_renders_nothing_and_leaves_the_old_files(run: Run, tmp_path: Path) -> None:
    report = _write(tmp_path)
    run("render", report)
    before = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    _write(tmp_path, WRONG)
    done = run("render", report)
    assert done.returncode == 1
    assert "没有输出。请改正上面的错误，或者用 --draft 先出草稿。" in done.stderr
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == before


def test_one_bad_report_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    good = _write(tmp_path, BASE.replace("机关: 示例市水务局", "机关: 示例市林业局"), "林业局.yaml")
    assert run("render", _write(tmp_path, WRONG), good).returncode == 1
    assert {file.stem[:6] for file in (tmp_path / "out").iterdir()} == {"示例市林业局"}


def test_a_draft_is_named_and_marked_as_one_and_lists_what_is_wrong(run: Run, tmp_path: Path) -> None:
    done = run("render", "--draft", _write(tmp_path, WRONG))
    assert done.returncode == 1
    files = {file.suffix: file for file in (tmp_path / "out").iterdir()}
    assert all(file.stem.endswith("（草稿）") for file in files.values())
    assert str(tmp_path) not in files[".html"].read_text(encoding="utf-8")
    text = files[".txt"].read_text(encoding="utf-8")
    assert text.startswith("! 这是草稿，不得发布。还有 2 个问题：")
    assert "S105" in text
    assert "A103" in text


def test_an_unreadable_report_gives_no_draft(run: Run, tmp_path: Path) -> None:
    done = run("render", "--draft", _write(tmp_path, "机关: [\n"))
    assert done.returncode == 1
    assert "文件读不出来" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_text_can_be_saved_as_notepad_likes_it(run: Run, tmp_path: Path) -> None:
    report = _write(tmp_path)
    assert run("render", report, "--format", "txt", "--txt-crlf", "--txt-bom").returncode == 0
    windows = next((tmp_path / "out").iterdir()).read_bytes()
    assert run("render", report, "--format", "txt").returncode == 0
    plainly = next((tmp_path / "out").iterdir()).read_bytes()
    assert windows == b"\xef\xbb\xbf" + plainly.replace(b"\n", b"\r\n")
    assert b"\r" not in plainly


def test_standard_input_goes_to_out_in_the_current_folder(run: Run, tmp_path: Path) -> None:
    assert run("render", "-", "--format", "txt", stdin=BASE).returncode == 0
    assert len(list((tmp_path / "out").iterdir())) == 1
    assert "<标准输入>:25:11: 错误 S105" in run("check", "-", stdin=WRONG).stdout


def test_check_shows_the_line_with_a_caret_under_the_place(run: Run, tmp_path: Path) -> None:
    report = _write(tmp_path, WRONG)
    done = run("check", "水务局.yaml")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0].startswith("水务局.yaml:25:11: 错误 S105 “行政许可”写的是 1,000")
    assert lines[1] == "   25 |     行政许可: 1,000"
    assert lines[2] == "      |               ^"
    assert "检查完毕：错误 2 个。" in done.stderr
    assert run("check", report, "--output", "concise").stdout.count("\n") == 2


def test_check_of_a_clean_report_says_so(run: Run) -> None:
    done = run("check", ROOT / "tests" / "base.yaml")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "检查完毕，没有发现问题。\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["render"], "缺少文件"),
        (["render", "没有.yaml"], "找不到文件 没有.yaml"),
        (["render", "."], "文件夹 . 里没有报告"),
        (["render", "--frmat", "txt", "a.yaml"], "没有选项 --frmat"),
        (["render", "a.yaml", "--format"], "选项 --format 后面缺少值"),
        (["render", "a.yaml", "--format", "odt"], "没有格式 odt"),
        (["rendr", "a.yaml"], "没有命令“rendr”"),
        ([], "缺少命令"),
        (["check", "a.yaml", "--output", "xml"], "没有格式 xml"),
        (["check", "a.yaml", "-o", "json", "-o", "md"], "json、md 不能都显示出来"),
        (["check", "a.yaml", "-o", "json=a.yaml"], "a.yaml 和 json 是同一个文件 a.yaml，没有写"),
        (["check", "a.yaml", "-o", "json=b", "-o", "md=./B"], "json 和 md 是同一个文件"),
        (["new", "水务局"], "缺少年度"),
        (["new", "水务局", "今年"], "年度的值不对"),
        (["new", "水务局", "1999"], "没有适用于 1999 年度的格式"),
        (["new", "", "2025"], "机关不能是空的"),
        (["rule", "A999"], "没有规则 A999"),
        (["schema", "没有"], "没有名为 没有 的模板"),
        (["schema", "a", "b"], "多了参数"),
    ],
)
def test_a_wrong_command_line_is_told_in_chinese_and_ends_with_2(arguments: list[str], words: str, run: Run) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stdout == ""
    assert not re.search(r"(?i)usage|error|try |missing|invalid value for", done.stderr)


COMMANDS = (
    *(
        "render",
        "check",
        "fix",
        "bind",
        "new",
        "import",
        "verify",
        "aggregate",
        "figures",
        "diff",
        "review",
        "history",
        "trend",
        "git-setup",
        "merge",
        "textconv",
    ),
    *("schema", "rule", "template", "completion"),
)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_chinese_and_explains_every_option(command: str, run: Run) -> None:
    done = run(*filter(None, [command]), "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("用法：nianbao")
    assert not re.search(r"Usage|Options|Show this|required|default", done.stdout)
    options = [line for line in done.stdout.splitlines() if line.startswith("  -")]
    assert options
    assert all(re.search(r"  +[^ -].*[\u4e00-\u9fff]", line[4:]) for line in options)


def test_every_command_has_a_line_in_both_readmes() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for command in COMMANDS:
            assert re.search(rf"\$ nianbao {command}\b", text), (name, command)


def test_the_rules_are_listed_and_explained(run: Run) -> None:
    listed = run("rule").stdout.splitlines()
    assert [line[:4] for line in listed] == list(rules.ALL)
    assert "勾稽关系" in run("rule", "a103").stdout


@pytest.mark.parametrize("encoding", ["gbk", "ascii:strict", "cp437:strict"])
def test_a_console_that_lacks_the_characters_is_no_error(encoding: str, run: Run, tmp_path: Path) -> None:
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    report = _write(tmp_path, WRONG.replace("统计口径: 本机关", "统计口径: ✓•¥𠀀"), "a.yaml")
    done = run("check", report, env=env)
    assert done.returncode == 1
    assert "S107" in done.stdout
    if encoding == "gbk":
        assert "错误" in done.stdout


def test_schema_prints_and_writes_the_schema(run: Run, tmp_path: Path) -> None:
    printed = run("schema", "zfxxgk-2021").stdout
    assert run("schema", "--write").returncode == 0
    assert (tmp_path / "schemas" / "zfxxgk-2021.schema.json").read_text(encoding="utf-8") == printed


def test_a_new_report_has_every_row_and_column_unknown(run: Run, tmp_path: Path) -> None:
    assert run("new", "示例市水务局", "2025").stdout == "示例市水务局-2025.yaml\n"
    result = check_file(str(tmp_path / "示例市水务局-2025.yaml"))
    assert {finding.code for finding in result.findings} == {"S103", "C204"}
    assert result.report is not None
    assert all(value.content is None for value in result.report.values.values())
    data = plain(result.source.root)
    for path in open_template("zfxxgk-2021")[0].figures:
        place = data
        for key in path.parts:
            place = place[key]
        assert place is None


def test_a_new_report_is_never_written_over_an_old_one(run: Run, tmp_path: Path) -> None:
    _write(tmp_path, BASE, "a.yaml")
    done = run("new", "甲", "2025", "-o", "a.yaml")
    assert done.returncode == 2
    assert "已经存在" in done.stderr
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == BASE


def test_a_new_report_takes_over_what_last_year_lends(run: Run, tmp_path: Path) -> None:
    last = BASE.replace("前言: |", "联系方式: {电话: 0571-0001, 邮编: '010000', 地址: '甲: 乙 # 丙'}\n前言: |")
    _write(tmp_path, last, "去年.yaml")
    done = run("new", "示例市水务局", "2026", "--from", "去年.yaml", "-o", "今年.yaml")
    assert done.returncode == 0, done.stderr
    data = plain(load(str(tmp_path / "今年.yaml")).root)
    assert data["机关类型"] == "部门"
    assert data["联系方式"] == {"电话": "0571-0001", "邮编": "010000", "地址": "甲: 乙 # 丙"}
    carried = data["收到和处理政府信息公开申请情况"]["上年结转政府信息公开申请数量"]
    assert carried == {
        "自然人": 1,
        "商业企业": 0,
        "科研机构": 0,
        "社会公益组织": 0,
        "法律服务机构": 0,
        "其他": 0,
        "总计": 1,
    }


@pytest.mark.parametrize(
    "agency", ["甲: 乙", "'甲'", "2025", "~", "甲 # 乙", "[甲]", "@甲", "甲'乙", " 甲", "no", "&甲"]
)
def test_any_name_of_an_agency_comes_back_from_a_new_report(agency: str, run: Run, tmp_path: Path) -> None:
    assert run("new", agency, "2025", "-o", "a.yaml").returncode == 0
    source = load(str(tmp_path / "a.yaml"))
    assert source.faults == ()
    assert str(plain(source.root)["机关"]) == agency.strip()


def test_last_year_must_be_last_year_and_another_agency_is_remarked(run: Run, tmp_path: Path) -> None:
    _write(tmp_path, BASE, "去年.yaml")
    done = run("new", "示例市水务局", "2030", "--from", "去年.yaml")
    assert done.returncode == 2
    assert "不是上年（2029 年度）的报告" in done.stderr
    assert "注意：上年报告的机关是“示例市水务局”" in run("new", "林业局", "2026", "--from", "去年.yaml").stderr


def test_last_year_is_found_through_the_shared_settings(run: Run, tmp_path: Path) -> None:
    (tmp_path / "旧").mkdir()
    _write(tmp_path / "旧", BASE, "示例市水务局-2025.yaml")
    (tmp_path / "nianbao.yaml").write_text("上年报告: 旧/{机关}-{年度}.yaml\n", encoding="utf-8")
    assert run("new", "示例市水务局", "2026", "-o", "今年.yaml").returncode == 0
    assert "上年结转政府信息公开申请数量: {自然人: 1," in (tmp_path / "今年.yaml").read_text(encoding="utf-8")


def test_an_accepted_finding_lets_the_report_out_with_its_reason(run: Run, tmp_path: Path) -> None:
    text = BASE.replace("予以公开: {自然人: 4, 商业企业: 1}", "予以公开: {自然人: 4, 商业企业: 1, 总计: 4}")
    report = _write(
        tmp_path, "例外: [{代码: A101, 位置: 予以公开, 理由: 两人共同申请}, {代码: A103, 理由: 跨年}]\n" + text
    )
    done = run("render", report)
    assert done.returncode == 0, done.stdout
    assert "已接受 A101" in done.stdout
    assert "（已接受，理由：两人共同申请）" in done.stdout


def test_a_file_that_is_missing_does_not_hide_what_is_wrong_with_another(run: Run, tmp_path: Path) -> None:
    done = run("check", "没有.yaml", _write(tmp_path, WRONG))
    assert done.returncode == 2
    assert "找不到文件 没有.yaml" in done.stderr
    assert "A103" in done.stdout
    assert "标准输入（-）只能写一次" in run("check", "-", "-").stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_an_output_that_cannot_be_written_ends_in_one_line(tmp_path: Path) -> None:
    import subprocess
    import sys

    for redirect in ("> /dev/full", ">&-"):
        command = f"{sys.executable} -m generator rule --all {redirect}"
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False)
        assert "Traceback" not in done.stderr
        assert "Exception" not in done.stderr


def test_shared_settings_are_found_above_the_report_and_its_own_win(run: Run, tmp_path: Path) -> None:
    (tmp_path / "nianbao.yaml").write_text("联系方式: {电话: 0571-1, 传真: 0571-2}\n", encoding="utf-8")
    (tmp_path / "水务").mkdir()
    _write(tmp_path / "水务", BASE.replace("前言: |", "联系方式: {电话: 0571-9}\n前言: |"))
    assert run("render", "水务/水务局.yaml", "--format", "txt").returncode == 0
    text = next((tmp_path / "水务" / "out").iterdir()).read_text(encoding="utf-8")
    assert "联系方式：电话：0571-9；传真：0571-2。" in text


def _last_year(folder: Path) -> Path:
    file = folder / "shuiwu-2024.yaml"
    text = BASE.replace("年度: 2025", "年度: 2024").replace("现行有效件数: 32", "现行有效件数: 29")
    file.write_text(text, encoding="utf-8")
    return file


def test_last_year_is_compared_where_the_command_names_it(run: Run, tmp_path: Path) -> None:
    last, report = _last_year(tmp_path), tmp_path / "shuiwu-2025.yaml"
    report.write_text(BASE.replace("    规范管理。", "    新收同比{{ 本年新收|同比 }}。"), encoding="utf-8")
    assert "N111" in run("check", report, "-o", "concise").stdout
    done = run("check", report, "--previous", last, "-o", "concise")
    assert (done.returncode, done.stdout) == (0, "")
    pattern = run("render", report, "--previous", tmp_path / "shuiwu-{年度}.yaml", "--format", "txt", "-o", tmp_path)
    assert pattern.returncode == 0
    assert "新收同比持平。" in next(tmp_path.glob("*.txt")).read_text(encoding="utf-8")


def test_a_named_report_of_last_year_must_be_there_and_serve_every_report(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "a.yaml"
    report.write_text(BASE, encoding="utf-8")
    missing = run("check", report, "--previous", "没有.yaml")
    assert (missing.returncode, "找不到文件 没有.yaml" in missing.stderr) == (2, True)
    several = run("check", report, report, "--previous", _last_year(tmp_path))
    assert (several.returncode, "不能用于几份报告" in several.stderr) == (2, True)
    assert run("check", report, "--previous", report, "-o", "concise").stdout.count("H101") == 1


def _filled(text: str, year: int) -> str:
    """A new report with zeros for figures, and every choice and text that is still open filled in."""
    text = text.replace("机关类型: ~", "机关类型: 部门").replace("日期: ~", f"日期: {year + 1}-01-20")
    text = re.sub(r"\{自然人: ~.*?\}", "0", text.replace("# 联系方式:", "联系方式:"))
    text = re.sub(r", 总计: ~|    总计: 0\n|总计: ~", "", text)
    fields = [narrative.path.parts[-1] for narrative in open_template("zfxxgk-2021")[0].narratives]
    text = re.sub(rf"^( *(?:{'|'.join(fields)})): ~", r"\1: 工作平稳有序。", text, flags=re.MULTILINE)
    return text.replace(": ~", ": 0")


@pytest.mark.parametrize("year", [2021, 2025])
def test_customary_sentences_need_nothing_but_figures(year: int, run: Run, tmp_path: Path) -> None:
    assert run("new", "示例市水务局", year, "--with-text", "-o", "a.yaml").returncode == 0
    file = tmp_path / "a.yaml"
    file.write_text(_filled(file.read_text(encoding="utf-8"), year), encoding="utf-8")
    done = run("render", file, "--format", "txt", "-o", tmp_path)
    assert (done.returncode, "错误" in done.stdout, "警告" in done.stdout) == (0, False, False), done.stdout
    printed = "".join(next(tmp_path.glob("*.txt")).read_text(encoding="utf-8").split())
    assert "新收政府信息公开申请0件，上年结转0件，两项合计0件。" in printed
    assert "实际收取0元。" in printed
    assert "{" not in printed
    assert f"统计期限为{year}年1月1日至12月31日" in printed


def test_customary_sentences_are_no_repetition_of_last_year(run: Run, tmp_path: Path) -> None:
    for year in (2024, 2025):
        run("new", "示例市水务局", year, "--with-text", "-o", f"{year}.yaml")
        file = tmp_path / f"{year}.yaml"
        file.write_text(_filled(file.read_text(encoding="utf-8"), year), encoding="utf-8")
    done = run("check", "2025.yaml", "--previous", "2024.yaml", "-o", "concise")
    assert (done.returncode, done.stdout) == (0, "")
