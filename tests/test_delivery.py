"""Files are whole or as they were, and their names fit every file system."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator import delivery
from generator.errors import OutputError
from tests.conftest import RELEASES, ROOT, Run
from tests.making import BASE


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("示例市水务局2025年报告", "示例市水务局2025年报告"),
        ('甲/乙\\丙:丁*?"<>|', "甲／乙＼丙：丁＊？＂＜＞｜"),
        ("../../etc/passwd", "／..／etc／passwd"),
        ("CON", "_CON"),
        ("nul.报告", "_nul.报告"),
        ("COM1", "_COM1"),
        ("结尾有点. . ", "结尾有点"),
        ("换\n行\t和\x07铃", "换行和铃"),
        ("", "_"),
    ],
)
def test_a_name_is_safe_on_every_file_system(text: str, name: str) -> None:
    assert delivery.safe_name(text) == name


def test_long_names_are_cut_to_what_file_systems_take_and_stay_different() -> None:
    names = [delivery.safe_name("长" * 300 + end) for end in "甲乙"]
    assert names[0] != names[1]
    assert all(len(f"{name}（草稿）.docx".encode()) <= 255 for name in names)


def test_two_inputs_with_one_output_name_are_refused_before_anything_is_written(run: Run, tmp_path: Path) -> None:
    for folder in ("甲", "乙"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "报告.yaml").write_text(BASE, encoding="utf-8")
    done = run("render", "甲/报告.yaml", "乙/报告.yaml", "-o", "out")
    assert done.returncode == 2
    assert "会写到同一个文件" in done.stderr
    assert not (tmp_path / "out").exists()
    assert run("render", "甲/报告.yaml", "乙/报告.yaml").returncode == 0


def test_a_target_that_is_in_use_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "甲.docx", tmp_path / "乙.html"
    for file in (first, second):
        file.write_bytes(b"old")
    real = open

    def locked(path: object, *arguments: object, **more: object) -> object:
        if path == second and arguments == ("r+b",):
            raise PermissionError(13, "in use", str(path))
        return real(path, *arguments, **more)  # type: ignore[call-overload]

    monkeypatch.setattr("builtins.open", locked)
    with pytest.raises(OutputError, match=r"请先关闭 Word、WPS"):
        delivery.write_together({first: b"new", second: b"new"})
    monkeypatch.undo()
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"甲.docx": b"old", "乙.html": b"old"}


def test_a_folder_in_the_place_of_a_file_is_told_in_chinese_and_the_others_stay(tmp_path: Path) -> None:
    (tmp_path / "甲.docx").write_bytes(b"old")
    (tmp_path / "乙.html").mkdir()
    with pytest.raises(OutputError, match=r"写不了 .*乙\.html：那里有一个同名的文件夹"):
        delivery.write_together({tmp_path / "甲.docx": b"new", tmp_path / "乙.html": b"new"})
    assert sorted(file.name for file in tmp_path.iterdir()) == ["乙.html", "甲.docx"]
    assert (tmp_path / "甲.docx").read_bytes() == b"old"


@pytest.mark.skipif(os.name == "nt", reason="permissions as Windows has them not")
def test_what_replaces_a_private_file_is_private_from_the_first_byte(tmp_path: Path) -> None:
    private = tmp_path / "private.txt"
    private.write_text("old", encoding="utf-8")
    private.chmod(0o600)
    with delivery.replacing([private]) as temporaries:
        assert Path(temporaries[private]).stat().st_mode & 0o777 == 0o600
    assert private.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kind", ["csv", "json", "sqlite", "xlsx", "parquet"])
def test_a_table_that_cannot_be_written_is_told_in_chinese(run: Run, tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.yaml").write_text(BASE, encoding="utf-8")
    done = run("figures", "a.yaml", "-o", f"{'长' * 90}.{kind}")
    assert done.returncode == 2
    assert "名字太长。请用 -o 写一个短些的；原来的文件没有改动。" in done.stderr


def test_what_a_killed_run_left_is_taken_away_by_a_later_one(tmp_path: Path) -> None:
    left = tmp_path / ".甲[1].docx.12345.tmp"
    left.write_bytes(b"half")
    os.utime(left, (time.time() - 3600,) * 2)
    delivery.write_together({tmp_path / "甲[1].docx": b"new"})
    assert [file.name for file in tmp_path.iterdir()] == ["甲[1].docx"]


# Writes as slowly as a bad network drive, so that a kill has something to hit, and says when it begins.
SLOW = """
import os, sys, time
import generator.delivery as delivery
def slowly(function):
    def slow(*arguments, **more):
        time.sleep(0.004)
        return function(*arguments, **more)
    return slow
os.fsync, os.replace = slowly(os.fsync), slowly(os.replace)
begin = delivery.write_together
def told(contents):
    sys.stdout.write("writing\\n")
    sys.stdout.flush()
    return begin(contents)
delivery.write_together = told
import generator.cli
generator.cli.main()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL on Windows")
def test_a_render_killed_at_any_of_a_hundred_moments_leaves_no_partial_file(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    command = [sys.executable, "-c", SLOW, "render", str(RELEASES[0]), "-o", str(folder)]
    subprocess.run(command, capture_output=True, cwd=ROOT, check=True)
    whole = {file.name: file.read_bytes() for file in folder.iterdir()}
    source = random.Random(5)
    killed = 0
    while killed < 100:
        for file in folder.iterdir():
            if source.random() < 0.5:
                file.unlink()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
        assert process.stdout is not None
        process.stdout.readline()
        try:
            process.wait(source.uniform(0, 0.03))
        except subprocess.TimeoutExpired:
            process.kill()
            killed += 1
        process.communicate()
        for file in folder.iterdir():
            assert file.name.endswith(".tmp") or file.read_bytes() == whole[file.name]
