"""The command `fix` as a user runs it: what it prints, what it writes, what it leaves alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.making import BASE

WRONG = BASE.replace("    行政许可: 3984", "    行政许可：３９８４").replace("    行政强制: 580\n", "")
MENDED = BASE.replace("    行政强制: 580", "    行政强制: ~")


def _write(folder: Path, content: str | bytes = WRONG, name: str = "水务局.yaml") -> Path:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return folder / name


def test_fix_mends_the_file_and_tells_what_it_did_and_what_is_left(run: Run, tmp_path: Path) -> None:
    report = _write(tmp_path)
    done = run("fix", report)
    assert report.read_text(encoding="utf-8") == MENDED
    assert done.stdout.splitlines() == [
        "水务局.yaml:25: 已改 全角标点改成半角，冒号后空一格",
        "水务局.yaml:25: 已改 ３９８４ 改为 3984",
        "水务局.yaml:28: 已改 补上缺少的“行政强制”，写 ~（还不知道）",
        "水务局.yaml:28:11: 错误 S103 “行政强制”还没有填。请填上数字，没有发生的写 0。",
    ]
    assert done.stderr == "改了 1 个文件，还有 1 个错误要人来改。\n"
    assert done.returncode == 1
    assert [file.name for file in tmp_path.iterdir()] == ["水务局.yaml"]


def test_fixing_twice_changes_nothing_more(run: Run, tmp_path: Path) -> None:
    report = _write(tmp_path)
    run("fix", report)
    before = report.stat()
    done = run("fix", report)
    assert "已改" not in done.stdout
    assert report.stat().st_mtime_ns == before.st_mtime_ns


def test_a_file_that_is_fine_after_mending_ends_with_0(run: Run, tmp_path: Path) -> None:
    report = _write(tmp_path, BASE.replace("行政许可: 3984", "行政许可：3984").encode("gb18030"))
    done = run("fix", report)
    assert (done.returncode, done.stderr) == (0, "改了 1 个文件。\n")
    assert report.read_text(encoding="utf-8") == BASE
    assert run("fix", report).stderr == "没有能自动改的。\n"


def test_diff_shows_the_lines_as_patch_takes_them_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    report = _write(tmp_path)
    done = run("fix", report, "--diff")
    assert done.returncode == 1
    assert report.read_text(encoding="utf-8") == WRONG
    assert "会改" in done.stdout
    lines = done.stdout.splitlines()
    assert "-    行政许可：３９８４" in lines
    assert "+    行政许可: 3984" in lines
    diff = "\n".join(lines[lines.index("--- 水务局.yaml（现在）") : -1]) + "\n"
    patched = subprocess.run(
        ["git", "apply", "-p0", "-"],
        input=diff.replace("（现在）", "").replace("（改后）", "").encode(),
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert patched.returncode == 0, patched.stderr
    assert report.read_text(encoding="utf-8") == MENDED


def test_diff_shows_characters_that_cannot_be_seen(run: Run, tmp_path: Path) -> None:
    report = _write(tmp_path, BASE.replace("规范管理。", "规范\x07管理。"))
    assert "-    规范<U+0007>管理。" in run("fix", report, "--diff").stdout


def test_check_only_says_whether_there_is_something_to_mend(run: Run, tmp_path: Path) -> None:
    report = _write(tmp_path, BASE.replace("行政许可: 3984", "行政许可：3984"))
    done = run("fix", report, "--check")
    assert (done.returncode, done.stderr) == (1, "要改 1 个文件。\n")
    assert "行政许可：3984" in report.read_text(encoding="utf-8")
    assert run("fix", _write(tmp_path, BASE, "好.yaml"), "--check").returncode == 0


def test_a_folder_means_the_reports_in_it_and_no_other_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "甲" / ".隐藏").mkdir(parents=True)
    _write(tmp_path / "甲")
    _write(tmp_path / "甲" / ".隐藏")
    other = "services：\n\tweb: １\n"
    for name in ("compose.yml", "其他.yaml", "说明.txt"):
        _write(tmp_path / "甲", other, name)
    done = run("fix", "甲")
    assert {line.split(":")[0] for line in done.stdout.splitlines()} == {"甲/水务局.yaml"}
    assert (tmp_path / "甲" / "compose.yml").read_text(encoding="utf-8") == other
    assert (tmp_path / "甲" / ".隐藏" / "水务局.yaml").read_text(encoding="utf-8") == WRONG
    assert run("check", "甲", "--output", "concise").stdout.startswith("甲/水务局.yaml:28:11: 错误 S103")
    (tmp_path / "空").mkdir()
    assert run("fix", "空").stderr == "nianbao：文件夹 空 里没有报告（写着“格式”的 YAML 文件）。请核对文件夹。\n"


def test_files_that_are_no_reports_are_passed_over_in_silence_where_asked(run: Run, tmp_path: Path) -> None:
    _write(tmp_path, "格式: json\nservices：\n\tweb: １\n", "其他.yaml")
    _write(tmp_path, b"\x80\x81\xff", "乱.yaml")
    for command in ("check", "fix"):
        done = run(command, "其他.yaml", "乱.yaml", "--hook")
        assert (done.returncode, done.stdout) == (0, "")
        assert run(command, "其他.yaml").returncode == 1
        assert run(command, "没有.yaml", "--hook").returncode == 2
    report = _write(tmp_path)
    assert [run("fix", report, "--hook").returncode for _ in range(2)] == [1, 0]
    broken = _write(tmp_path, BASE.replace("格式: zfxxgk-2021", "格式: zfxxgk-2012"), "错.yaml")
    assert "S109" in run("check", broken, "--hook").stdout


def test_what_cannot_be_mended_is_told_and_left(run: Run, tmp_path: Path) -> None:
    for content in (b"\x80\x81\xff", b"PK\3\4" + b"\xff" * 20, BASE.replace("前言: |", "前言: [").encode()):
        report = _write(tmp_path, content)
        done = run("fix", report)
        assert done.returncode == 1
        assert "错误 Y1" in done.stdout
        assert report.read_bytes() == content


def test_one_file_that_is_missing_does_not_keep_the_others_from_being_mended(run: Run, tmp_path: Path) -> None:
    report = _write(tmp_path)
    done = run("fix", "没有.yaml", report)
    assert done.returncode == 2
    assert "找不到文件 没有.yaml" in done.stderr
    assert report.read_text(encoding="utf-8") == MENDED
    assert "不能是标准输入" in run("fix", "-", stdin=WRONG).stderr


@pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")
def test_a_mended_file_keeps_its_mode_and_a_link_stays_a_link(run: Run, tmp_path: Path) -> None:
    report = _write(tmp_path)
    report.chmod(0o640)
    link = tmp_path / "链接.yaml"
    link.symlink_to(report)
    run("fix", link)
    assert link.is_symlink()
    assert report.read_text(encoding="utf-8") == MENDED
    assert report.stat().st_mode & 0o777 == 0o640
