"""The guide docs/new-form.md, followed to the letter in an empty folder: its files written, its commands run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT, outside_ci

GUIDE = ROOT / "docs" / "new-form.md"
_STEP = re.compile(r"^(?:文件 `([^`\n]+)`：\n\n```yaml\n(.*?)^```|```console\n(.*?)^```)$", re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    """A file to write, or a command to run with what it shows."""

    file: str
    command: str
    text: str


def steps(guide: str) -> Iterator[Step]:
    """What the guide tells its reader to do, in its order."""
    for match in _STEP.finditer(guide):
        if match[1]:
            yield Step(match[1], "", match[2])
            continue
        for command in re.split(r"^\$ ", match[3], flags=re.MULTILINE)[1:]:
            line, _, shown = command.partition("\n")
            yield Step("", line, shown)


def followed(folder: Path, guide: str) -> Iterator[tuple[Step, str]]:
    """Each step done in `folder`, with what is seen on the screen."""
    environment = {**outside_ci(), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    for step in steps(guide):
        if step.file:
            (folder / step.file).write_text(step.text, encoding="utf-8")
            yield step, ""
            continue
        program, *arguments = shlex.split(step.command)
        if program == "cat":
            yield step, (folder / arguments[0]).read_text(encoding="utf-8")
            continue
        assert program == "nianbao", step.command
        done = subprocess.run(
            [sys.executable, "-m", "generator", *arguments],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        yield step, done.stdout.decode("utf-8").replace("\r\n", "\n").replace(os.sep, "/")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[Step, str]]]:
    folder = tmp_path_factory.mktemp("guide")
    return folder, list(followed(folder, GUIDE.read_text(encoding="utf-8")))


def test_every_step_shows_what_the_guide_says(done: tuple[Path, list[tuple[Step, str]]]) -> None:
    for step, seen in done[1]:
        if step.command:
            assert seen == step.text, step.command


def test_the_guide_ends_in_reports_of_all_formats(done: tuple[Path, list[tuple[Step, str]]]) -> None:
    folder, _ = done
    assert {file.suffix for file in (folder / "out").iterdir()} == {".docx", ".html", ".txt", ".pdf"}
    printed = (folder / "out" / "示例县信访局2025年信访工作年度统计报告.txt").read_text(encoding="utf-8")
    assert "| 合计     |       34 |       30 |           159.76 |" in printed
    next_year = (folder / "示例县信访局-2026.yaml").read_text(encoding="utf-8")
    assert "上年未办结: {来信: 2, 来访: 2, 网上: 3, 合计: 7}" in next_year
