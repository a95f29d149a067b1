"""A real repository with real git: what changed between revisions, through history, and what git says of reports."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from generator import schema
from tests.conftest import ROOT, Run
from tests.making import BASE, replaced

Git = Callable[..., subprocess.CompletedProcess[str]]

WATER, FOREST = "报告/示例市水务局-2025.yaml", "报告/林业局.yaml"
PEOPLE = ("张三", "李四")


def _git(folder: Path) -> Git:
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    settings = {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_COMMITTER_NAME": "提交者",
        "GIT_COMMITTER_EMAIL": "c@example.cn",
        "GIT_AUTHOR_EMAIL": "a@example.cn",
        "GIT_AUTHOR_NAME": PEOPLE[0],
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
    }

    def git(*arguments: str, check: bool = True, **more: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env={**os.environ, **settings, **more},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    return git


def _put(folder: Path, name: str, text: str | bytes) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """A repository whose commits are tagged 初稿, 改名, 改数 and 坏了, in the folder in which `run` runs."""
    run = _git(tmp_path)
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path.parent / "home" / ("config" if name.startswith("X") else "")))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    run("init", "-q", "-b", "main")

    def commit(tag: str, author: str, day: int) -> None:
        run("add", "-A")
        run("commit", "-qm", f"{tag}一版", GIT_AUTHOR_NAME=author, GIT_AUTHOR_DATE=f"2026-01-{day:02}T12:00:00+0800")
        run("tag", tag)

    _put(tmp_path, "水务局.yaml", BASE)
    _put(tmp_path, FOREST, BASE.replace("示例市水务局", "示例市林业局"))
    _put(tmp_path, "ci.yml", "on: push\njobs: {}\n")
    _put(tmp_path, "nianbao.yaml", "联系方式: {电话: 0571-1}\n")
    commit("初稿", PEOPLE[0], 5)
    (tmp_path / "水务局.yaml").rename(tmp_path / WATER)
    commit("改名", PEOPLE[1], 6)
    _put(tmp_path, WATER, replaced(BASE, ("行政强制: 580", "行政强制: 590"), ("规范管理。", "严格规范管理。")))
    _put(tmp_path, "ci.yml", "on: pull_request\njobs: {}\n")
    commit("改数", PEOPLE[0], 7)
    _put(tmp_path, FOREST, "格式: zfxxgk-2021\n机关: [\n")
    commit("坏了", PEOPLE[1], 8)
    return run


def test_a_rename_with_edits_is_followed_and_other_yaml_is_left_alone(git: Git, run: Run) -> None:
    done = run("diff", "初稿..改数")
    assert done.returncode == 0, done.stderr
    assert f"改名  示例市水务局（2025 年度）  水务局.yaml -> {WATER}\n" in done.stdout
    assert "    二、第二十条第（六）项·行政强制  580 -> 590  +10  +1.7%\n" in done.stdout
    assert "    一、（三）政府信息管理情况：{+严格+}规范管理。\n" in done.stdout
    assert "林业局" not in done.stdout
    assert "ci.yml" not in done.stdout
    assert done.stdout.endswith("共 1 份报告：数字 1 处，文字 1 处。\n")
    assert run("diff", "初稿", "改数").stdout == done.stdout
    assert run("diff", "初稿...改数", WATER).stdout == done.stdout


def test_every_format_tells_the_same_of_a_repository(git: Git, run: Run, tmp_path: Path) -> None:
    marked = run("diff", "初稿..改数", "--format", "md").stdout
    assert "| 二、第二十条第（六）项·行政强制 | 580 | **590** | +10 | +1.7% |" in marked
    assert "* 一、（三）政府信息管理情况：<ins>严格</ins>规范管理。" in marked
    page = run("diff", "初稿..改数", "--format", "html").stdout
    assert '<td class="figure changed"' in page
    assert "<del>580</del> -&gt; <ins>590</ins>（+10，+1.7%）" in page
    data = json.loads(run("diff", "初稿..改数", "--format", "json").stdout)
    assert [(c["kind"], c["old"], c["new"], c["file"], c["line"]) for c in data["changes"]] == [
        ("narrative", "规范管理。", "严格规范管理。", WATER, 15),
        ("figure", "580", "590", WATER, 28),
    ]
    assert data["files"][0]["old_file"] == "水务局.yaml"
    assert (data["old"], data["new"]) == ("初稿", "改数")


def test_a_move_with_many_edits_is_followed_by_agency_and_year(git: Git, run: Run, tmp_path: Path) -> None:
    text = (tmp_path / WATER).read_text(encoding="utf-8")
    (tmp_path / WATER).unlink()
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
    _put(tmp_path, "新的.yaml", "\n".join(f"{line}  " if "|" in line else line + " " for line in lines) + "\n")
    git("add", "-A")
    done = run("diff", "--rev", "坏了")
    assert f"改名  示例市水务局（2025 年度）  {WATER} -> 新的.yaml" in done.stdout


def test_a_file_that_does_not_load_is_reported_by_its_problem(git: Git, run: Run) -> None:
    done = run("diff", "改数..坏了", "--fail-on", "error")
    assert done.returncode == 1
    assert "现在的文件读不出来" in done.stdout
    assert f"{FOREST}:3:" in done.stdout or f"{FOREST}:2:" in done.stdout
    data = json.loads(run("diff", "改数..坏了", "--format", "json").stdout)
    assert list(jsonschema.Draft7Validator(schema.read("diff")).iter_errors(data)) == []
    assert [(file["file"], file["readable"]) for file in data["files"]] == [(FOREST, False)]


def test_the_settings_of_each_revision_are_used(git: Git, run: Run, tmp_path: Path) -> None:
    _put(tmp_path, "nianbao.yaml", "联系方式: {电话: 0571-2}\n")
    _put(tmp_path, WATER, (tmp_path / WATER).read_text(encoding="utf-8").replace("行政强制: 590", "行政强制: 591"))
    done = run("diff")
    assert done.stdout.count("联系方式·电话：[-0571-1-]{+0571-2+}") == 1
    assert "590 -> 591" in done.stdout
    _put(tmp_path, FOREST, BASE)
    git("add", "-A")
    git("commit", "-qm", "修好")
    _put(tmp_path, "nianbao.yaml", "联系方式: {电话: 0571-3}\n")
    assert run("diff").stdout.count("联系方式·电话：[-0571-2-]{+0571-3+}") == 2


def test_one_file_is_compared_with_the_last_commit_or_another(git: Git, run: Run, tmp_path: Path) -> None:
    assert run("diff", WATER).stdout == "没有报告发生变化。\n"
    _put(tmp_path, WATER, replaced(BASE, ("行政强制: 580", "行政强制: 600")))
    assert "590 -> 600" in run("diff", WATER).stdout
    assert "580 -> 600" in run("diff", "--rev", "改名", WATER).stdout
    (tmp_path / FOREST).unlink()
    assert "删除" in run("diff", "改数", FOREST).stdout
    assert "找不到文件 没有.yaml" in run("diff", "没有.yaml").stderr
    done = run("diff", "没有这个")
    assert (done.returncode, "没有名为 没有这个 的版本" in done.stderr) == (2, True)


def test_history_follows_a_figure_through_commits_and_renames(git: Git, run: Run, tmp_path: Path) -> None:
    _put(tmp_path, WATER, replaced(BASE, ("行政强制: 580", "行政强制: ~")))
    done = run("history", WATER, "行政强制")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.split("\n")
    assert lines[0] == "示例市水务局  二、第二十条第（六）项·行政强制"
    assert lines[1].split() == ["现在", "未填", "还没有提交"]
    assert [lines[2].split()[n] for n in (0, 2, 3, 4)] == ["2026-01-07", "590", "张三", "改数一版"]
    assert [lines[3].split()[n] for n in (0, 2, 3, 4)] == ["2026-01-05", "580", "张三", "初稿一版"]
    assert "（当时的文件：水务局.yaml）" in lines[4]
    every = run("history", WATER, "行政强制", "--all").stdout
    assert "2026-01-06" in every
    assert "李四" in every
    assert "可以指几个数字" in run("history", WATER, "总计").stderr
    assert "没有名为“行政强行”的数字。是不是“行政强制”？" in run("history", WATER, "行政强行").stderr


def test_plain_git_speaks_in_the_forms_words_after_one_command(git: Git, run: Run, tmp_path: Path) -> None:
    assert run("git-setup").returncode == 0
    _put(tmp_path, WATER, replaced(BASE, ("行政强制: 580", "行政强制: 591"), ("规范管理。", "严格规范管理。")))
    _put(tmp_path, "ci.yml", "on: schedule\njobs: {}\n")
    shown = git("diff").stdout
    assert "-二、第二十条第（六）项·行政强制：590\n+二、第二十条第（六）项·行政强制：591\n" in shown
    assert "@@ == 二、主动公开政府信息情况\n" in shown
    assert f"--- a/{WATER}\n" in shown
    assert "-on: pull_request\n+on: schedule\n jobs: {}\n" in shown
    logged = git("log", "-p", "-1", "改数").stdout
    assert "-一、（三）政府信息管理情况" not in logged
    assert "-规范管理。\n+严格规范管理。\n" in logged
    assert "-二、第二十条第（六）项·行政强制：580\n+二、第二十条第（六）项·行政强制：590\n" in logged
    assert logged.split("diff --git")[1:] != []
    assert "+二、第二十条第（六）项·行政强制：590\n" in git("show", "改数").stdout
    broken = git("show", "坏了").stdout
    assert "+机关: [\n" in broken
    assert "-三、（一）予以公开·自然人：4\n" in broken


def test_findings_that_come_are_lines_of_git_diff_too(git: Git, run: Run, tmp_path: Path) -> None:
    run("git-setup")
    _put(tmp_path, WATER, replaced(BASE, ("结转下年度继续办理: {自然人: 1}", "结转下年度继续办理: 0")))
    assert "+错误 A103 自然人：" in git("diff").stdout


def test_published_word_files_are_compared_by_figure_and_others_only_as_a_whole(
    git: Git, run: Run, tmp_path: Path
) -> None:
    run("git-setup")
    assert run("render", WATER, "--format", "docx", "-o", "out").returncode == 0
    word = next((tmp_path / "out").iterdir())
    _put(tmp_path, "别的.docx", b"PK\3\4 not really")
    git("add", "-A")
    git("commit", "-qm", "渲染")
    _put(tmp_path, WATER, replaced(BASE, ("行政强制: 580", "行政强制: 591")))
    assert run("render", WATER, "--format", "docx", "-o", "out").returncode == 0
    _put(tmp_path, "别的.docx", b"PK\3\4 not either")
    shown = git("diff", "--", word.relative_to(tmp_path).as_posix(), "别的.docx").stdout
    assert "-二、第二十条第（六）项·行政强制：590\n+二、第二十条第（六）项·行政强制：591\n" in shown
    assert shown.count("（不是年度报告的 Word 文件，") == 2


@pytest.mark.parametrize("scope", [(), ("--global",)])
@pytest.mark.parametrize("before", [None, b"*.txt text\n", b"*.txt text", b"*.txt text\r\n"])
def test_setting_up_twice_is_once_and_taking_away_restores_every_byte(
    scope: tuple[str, ...], before: bytes | None, git: Git, run: Run, tmp_path: Path
) -> None:
    home = tmp_path.parent / "home"
    config = home / ".gitconfig" if scope else tmp_path / ".git" / "config"
    attributes = home / "config" / "git" / "attributes" if scope else tmp_path / ".gitattributes"
    git("config", *scope, "user.name", "张三")
    files = {config: config.read_bytes()}
    if before is not None:
        _put(attributes.parent, attributes.name, before)
    first = run("git-setup", *scope)
    assert first.returncode == 0, first.stderr
    assert (str(attributes) if scope else ".gitattributes：") in first.stdout
    after = config.read_bytes(), attributes.read_bytes()
    assert run("git-setup", *scope).returncode == 0
    assert (config.read_bytes(), attributes.read_bytes()) == after
    assert run("git-setup", *scope, "--remove").returncode == 0
    assert config.read_bytes() == files[config]
    assert (attributes.read_bytes() if attributes.exists() else None) == before
    assert run("git-setup", *scope, "--remove").stdout == "没有要取消的设置。\n"


def test_a_merge_without_a_true_conflict_is_made_by_git_itself(git: Git, run: Run, tmp_path: Path) -> None:
    run("git-setup")
    git("checkout", "-qb", "甲")
    _put(tmp_path, WATER, replaced(BASE, ("行政强制: 580", "行政强制: 590"), ("行政处罚: 8032", "行政处罚: 1")))
    git("commit", "-qam", "甲")
    git("checkout", "-q", "main")
    now = replaced(
        BASE, ("行政强制: 580", "行政强制: 700"), ("规范管理。", "严格规范管理。"), ("自然人: 6,", "自然人: 7,")
    )
    _put(tmp_path, WATER, now)
    git("commit", "-qam", "乙")
    git("merge", "-q", "甲", "-m", "合并")
    text = (tmp_path / WATER).read_text(encoding="utf-8")
    assert text == replaced(now, ("行政处罚: 8032", "行政处罚: 1")).replace("严格规范管理。", "规范管理。")
    assert "<<<" not in text


def test_a_true_conflict_stops_git_and_is_told_in_the_forms_words(git: Git, run: Run, tmp_path: Path) -> None:
    run("git-setup")
    text = (tmp_path / WATER).read_text(encoding="utf-8")
    git("checkout", "-qb", "甲")
    _put(tmp_path, WATER, replaced(text, ("行政强制: 590", "行政强制: 1"), ("行政处罚: 8032", "行政处罚: 1")))
    git("commit", "-qam", "甲")
    git("checkout", "-q", "main")
    _put(tmp_path, WATER, replaced(text, ("行政强制: 590", "行政强制: 2")))
    git("commit", "-qam", "乙")
    done = git("merge", "甲", check=False)
    assert done.returncode == 1
    assert f"{WATER}：有 1 处两边都改了，要由人决定：" in done.stderr + done.stdout
    assert "  二、第二十条第（六）项·行政强制：原来 590，我方 2，对方 1" in done.stderr + done.stdout
    marks = "<<<<<<< 我方\n    行政强制: 2\n=======\n    行政强制: 1\n>>>>>>> 对方\n"
    merged = (tmp_path / WATER).read_text(encoding="utf-8")
    assert replaced(merged, (marks, "    行政强制: 590\n")) == replaced(text, ("行政处罚: 8032", "行政处罚: 1"))
    during = git("diff").stdout
    assert (
        "++<<<<<<<\n +二、第二十条第（六）项·行政强制：2\n++=======\n+ 二、第二十条第（六）项·行政强制：1\n" in during
    )
    _put(tmp_path, WATER, replaced(merged, (marks, "    行政强制: 3\n")))
    git("commit", "-qam", "合并")
    assert run("check", WATER).returncode == 0


def test_a_clone_without_nianbao_still_has_plain_git(git: Git, run: Run, tmp_path: Path) -> None:
    run("git-setup")
    git("add", "-A")
    git("commit", "-qm", "设置")
    for section in ("diff.nianbao", "merge.nianbao", "diff.nianbao-docx"):
        git("config", "--remove-section", section)
    assert "-    行政强制: 580\n+    行政强制: 590\n" in git("show", "改数").stdout


def test_trend_is_a_table_bars_and_a_drawing(run: Run, tmp_path: Path) -> None:
    for year, number in ((2023, "0"), (2024, "~"), (2025, "580")):
        text = replaced(BASE, ("年度: 2025", f"年度: {year}"), ("行政强制: 580", f"行政强制: {number}"))
        _put(tmp_path, f"{year}.yaml", text)
    files = ("2025.yaml", "2023.yaml", "2024.yaml")
    table = run("trend", *files).stdout.split("\n")
    assert table[0].split() == ["2023", "2024", "2025"]
    assert ["二、第二十条第（六）项·行政强制", "0", "未填", "580"] in [line.split() for line in table]
    assert not any("属于国家秘密" in line for line in table)
    bars = run("trend", *files, "--figure", "行政强制", "--format", "bars").stdout
    assert "  2023  0\n  2024  未填\n  2025  ####" in bars
    done = run("trend", *files, "--figure", "行政强制", "--format", "svg", "-o", "图.svg")
    assert done.returncode == 0
    from lxml import etree

    drawing = etree.fromstring((tmp_path / "图.svg").read_bytes())
    space = "{http://www.w3.org/2000/svg}"
    assert "二、第二十条第（六）项·行政强制：2023 年 0，2024 年 未填，2025 年 580" in drawing.findtext(f"{space}desc")
    assert len(drawing.findall(f"{space}rect")) == 2  # the paper and the one bar
    assert "都是 2025 年度的" in run("trend", "2025.yaml", "2025.yaml").stderr
    assert run("trend", "2025.yaml", "--figure", "行政").returncode == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_scripts_are_printed(shell: str, run: Run) -> None:
    assert "_NIANBAO_COMPLETE" in run("completion", shell).stdout


def test_paths_of_figures_are_completed(run: Run) -> None:
    done = run(
        env={"COMP_WORDS": "nianbao history a.yaml 本年新", "COMP_CWORD": "3", "_NIANBAO_COMPLETE": "complete_bash"}
    )
    assert "本年新收政府信息公开申请数量" in done.stdout.split("\n")
    done = run(
        env={
            "COMP_WORDS": "nianbao history a.yaml 不予公开·属于国",
            "COMP_CWORD": "3",
            "_NIANBAO_COMPLETE": "complete_bash",
        }
    )
    assert "不予公开·属于国家秘密" in done.stdout.split("\n")


def test_textconv_gives_what_is_no_report_back_as_it_is(run: Run, tmp_path: Path) -> None:
    from generator.textconv import convert

    for content in (b"on: push\n", b"\xff\xfe\x00", b"", "格式 不在行首".encode()):
        assert convert(content) == content
    lines = convert(BASE.encode()).decode().split("\n")
    assert sum("：" in line and line[1] == "、" and line[0] in "二三四" for line in lines) >= 200
