"""What the README tells people to type does what it says, to the letter, in an empty folder."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, outside_ci

README = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")


def _fenced(heading: str) -> list[tuple[str, str]]:
    """The fenced blocks under a heading, with their languages."""
    below = README.split(f"\n{heading}\n", 1)[1]
    return re.findall(r"```(\w+)\n(.*?)```", re.split(r"\n#{2,} ", below)[0], re.DOTALL)


@pytest.mark.skipif(sys.platform != "linux", reason="sed -i is GNU's here, as the README says")
def test_a_district_goes_from_empty_reports_to_its_index_page(tmp_path: Path) -> None:
    (commands, typed), (_, printed) = _fenced("#### 从头到尾走一遍")
    assert commands == "sh"
    programs, folder = tmp_path / "bin", tmp_path / "empty"
    programs.mkdir()
    folder.mkdir()
    program = programs / "nianbao"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m generator "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-e"],
        input=typed,
        text=True,
        encoding="utf-8",
        capture_output=True,
        cwd=folder,
        env={**outside_ci(), "PATH": path, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [done.stdout.splitlines()[-1], done.stderr.splitlines()[-1]] == printed.splitlines()
    assert "\n检查完毕，没有发现问题。\n" in done.stderr
    assert done.stderr.count("相加的有 3 个机关。检查完毕，没有发现问题。\n") == 2
    page = (folder / "输出" / "index.html").read_text(encoding="utf-8")
    for agency in ("示例区水务局", "示例区林业局", "示例区档案馆", "示例区人民政府"):
        assert f">{agency}<" in page
        for ending in ("docx", "html", "txt"):
            assert (folder / "输出" / f"{agency}2025年政府信息公开工作年度报告.{ending}").is_file()
    assert "5184" in (folder / "输出" / "示例区人民政府2025年政府信息公开工作年度报告.txt").read_text(encoding="utf-8")
