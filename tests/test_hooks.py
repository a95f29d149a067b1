"""The hooks for pre-commit, run by pre-commit and git themselves. Their own environment is tried by a gate."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.nodes import plain
from generator.source import load
from tests.conftest import ROOT, outside_ci
from tests.making import BASE

Call = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def call(tmp_path: Path) -> Call:
    """Run a command in a repository whose commits go through both hooks, with the `nianbao` that is installed here."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "nianbao").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m generator "$@"\n')
    (programs / "nianbao").chmod(0o755)
    folder = tmp_path / "仓库"
    folder.mkdir()
    env = {
        **outside_ci(),
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "某人",
        "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": "某人",
        "GIT_COMMITTER_EMAIL": "a@example.com",
    }

    def call(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)

    hooks = [{**hook, "language": "system"} for hook in plain(load(str(ROOT / ".pre-commit-hooks.yaml")).root)]
    config = json.dumps({"repos": [{"repo": "local", "hooks": hooks}]}, ensure_ascii=False)
    (folder / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    call("git", "init", "-q")
    assert call(sys.executable, "-m", "pre_commit", "install").returncode == 0
    (folder / "compose.yml").write_text("services:\n  web: {image: １}\n", encoding="utf-8")
    call("git", "add", ".")
    return call


def test_a_repository_without_reports_is_never_troubled(call: Call) -> None:
    done = call("git", "commit", "-qm", "没有年报")
    assert done.returncode == 0, done.stderr


def test_a_report_is_mended_at_the_first_commit_and_goes_through_at_the_second(call: Call, tmp_path: Path) -> None:
    report = tmp_path / "仓库" / "水务局.yaml"
    report.write_text(BASE.replace("行政许可: 3984", "行政许可：３９８４"), encoding="utf-8")
    call("git", "add", ".")
    first = call("git", "commit", "-qm", "年报")
    assert first.returncode == 1
    assert "files were modified by this hook" in first.stderr
    assert "水务局.yaml:25: 已改 ３９８４ 改为 3984" in first.stderr
    assert report.read_text(encoding="utf-8") == BASE
    call("git", "add", ".")
    second = call("git", "commit", "-qm", "年报")
    assert second.returncode == 0, second.stderr
    assert call("git", "show", "HEAD:水务局.yaml").stdout == BASE


def test_a_report_with_an_error_is_not_committed_and_the_error_is_shown(call: Call, tmp_path: Path) -> None:
    wrong = BASE.replace("结转下年度继续办理: {自然人: 1}", "结转下年度继续办理: 0")
    (tmp_path / "仓库" / "水务局.yaml").write_text(wrong, encoding="utf-8")
    call("git", "add", ".")
    done = call("git", "commit", "-qm", "年报")
    assert done.returncode == 1
    assert "水务局.yaml:32:25: 错误 A103" in done.stderr
    assert call("git", "log", "--oneline").returncode != 0


def test_a_draft_with_blanks_is_stopped_by_the_check_and_not_by_the_mending(call: Call, tmp_path: Path) -> None:
    (tmp_path / "仓库" / "水务局.yaml").write_text(BASE.replace("行政许可: 3984", "行政许可: ~"), encoding="utf-8")
    call("git", "add", ".")
    assert call(sys.executable, "-m", "pre_commit", "run", "nianbao-fix", "--all-files").returncode == 0
    done = call(sys.executable, "-m", "pre_commit", "run", "nianbao-check", "--all-files")
    assert done.returncode == 1
    assert "S103" in done.stdout
