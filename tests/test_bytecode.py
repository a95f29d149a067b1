"""The bytecode that is kept for a command is never that of another source."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

REPORT = ROOT / "samples" / "zfxxgk-2021" / "xisaishan-2022.yaml"
WITH_SERVED = """
import atexit, sys
import generator.cli as cli

@atexit.register
def tell():
    loaders = [type(getattr(module, "__loader__", None)).__name__ for module in sys.modules.values()]
    print(loaders.count("_Loader"), file=sys.stderr)

cli.main()
"""
LITTLE_MEMORY = """
import sys
if sys.platform == "linux":
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
"""
UNREADABLE = """
import os
left, read = [1] * 5, os.pread

def pread(*place):
    if not left:
        raise OSError(116, "Stale file handle")
    left.pop()
    return read(*place)

os.pread = pread
"""
TRACEBACK = """
import inspect
from generator import bytecode
with bytecode.kept("check"):
    from generator import check
print(check.__file__, type(check.__spec__.loader).__name__, "def check_file" in inspect.getsource(check.check_file))
check.check_source(None)
"""


class Program:
    """The program in a folder of its own, where it may be changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def kept(self) -> list[Path]:
        """The files with the bytecode of a command."""
        return list((self.folder / "generator" / "__pycache__").glob("bytecode.*-check.pyc"))

    def python(self, code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run Python with this program."""
        env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        env |= {"PYTHONPATH": str(self.folder), "PYTHONUTF8": "1"}
        command = [sys.executable, "-c", code, *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, cwd=self.folder, env=env, check=False)

    def check(self, before: str = "") -> tuple[str, int]:
        """What is found in a report, and how many modules came from what was kept."""
        done = self.python(before + WITH_SERVED, "check", REPORT)
        told, _, served = done.stderr.rstrip().rpartition("\n")
        return done.stdout + told, int(served)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    folder = tmp_path_factory.mktemp("program")
    for name in ("generator", "templates", "schemas"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return Program(folder)


def test_a_second_run_has_its_modules_from_one_file_and_finds_the_same(program: Program) -> None:
    first, served = program.check()
    assert "C205" in first
    assert served == 0
    assert len(program.kept) == 1
    again, served = program.check()
    assert again == first
    assert served > 50


def test_what_a_command_needs_is_added_and_what_lies_idle_is_let_go(program: Program) -> None:
    sizes = []
    for names in ("numerals", "numerals, layout", "numerals, layout", "numerals", "numerals, titles, layout"):
        program.python(
            f"from generator import bytecode\nwith bytecode.kept('some'):\n    from generator import {names}"
        )
        (file,) = (program.folder / "generator" / "__pycache__").glob("bytecode.*-some.pyc")
        sizes.append(file.stat().st_size)
    few, more, same, fewer, most = sizes
    assert few < more == same < most
    assert fewer == few


def test_a_changed_source_is_never_overlooked(program: Program) -> None:
    _, served = program.check()
    rule = program.folder / "generator" / "rules" / "signature.py"
    text = rule.read_text(encoding="utf-8")
    rule.write_text(text.replace("没有落款", "完全没写落款"), encoding="utf-8")
    changed, others = program.check()
    assert "完全没写落款" in changed
    assert others == served - 1
    assert program.check() == (changed, served)
    rule.write_text(text, encoding="utf-8")
    assert "没有落款" in program.check()[0]


def test_a_source_that_is_gone_is_gone(program: Program) -> None:
    program.check()
    rule = program.folder / "generator" / "rules" / "hollow.py"
    text = rule.read_text(encoding="utf-8")
    rule.unlink()
    assert "No module named 'generator.rules.hollow'" in program.check()[0]
    rule.write_text(text, encoding="utf-8")


def test_a_copy_of_the_program_does_not_run_the_original(program: Program, tmp_path: Path) -> None:
    told, _ = program.check()
    shutil.copytree(program.folder, tmp_path / "copy")
    assert Program(tmp_path / "copy").check() == (told, 0)


def test_what_is_damaged_or_of_another_python_is_made_anew(program: Program) -> None:
    program.check()
    told, served = program.check()
    (file,) = program.kept
    whole = file.read_bytes()
    head = whole.index(os.fsencode(program.folder / "generator")) + len(os.fsencode(program.folder / "generator")) + 1
    longer = whole[: head + 7] + b"\x7f" + whole[head + 8 :]  # an index that would have gigabytes
    for damaged in (b"", b"4" + whole, whole[:head], longer, _flipped(whole, head + 50)):
        file.write_bytes(damaged)
        assert program.check(LITTLE_MEMORY) == (told, 0)
        assert program.check() == (told, served)


def test_of_a_file_that_is_damaged_in_one_module_the_others_are_had(program: Program) -> None:
    program.check()
    told, served = program.check()
    (file,) = program.kept
    whole = file.read_bytes()
    for damaged in (whole[:-9], _flipped(whole, len(whole) - 100)):
        file.write_bytes(damaged)
        assert program.check() == (told, served - 1)
        assert program.check() == (told, served)


@pytest.mark.skipif(not hasattr(os, "pread"), reason="read otherwise here")
def test_modules_of_a_file_that_cannot_be_read_further_are_had_from_python(program: Program) -> None:
    program.check()
    told, _ = program.check()
    assert program.check(UNREADABLE) == (told, 5)


def _flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes((content[place] ^ 1,)) + content[place + 1 :]


def test_nothing_is_kept_where_python_keeps_no_bytecode_or_cannot(program: Program, tmp_path: Path) -> None:
    told, _ = program.check()
    shutil.copytree(program.folder, tmp_path / "copy", ignore=shutil.ignore_patterns("__pycache__"))
    copy = Program(tmp_path / "copy")
    for _ in range(2):
        assert copy.check("import sys; sys.dont_write_bytecode = True\n") == (told, 0)
    assert copy.kept == []
    (copy.folder / "generator" / "__pycache__").write_text("a file where the folder would be")
    for _ in range(2):
        assert copy.check() == (told, 0)


def test_tracebacks_and_inspection_see_the_source(program: Program) -> None:
    program.check()
    done = program.python(TRACEBACK)
    source = str(program.folder / "generator" / "check.py")
    assert done.stdout.split() == [source, "_Loader", "True"]
    assert f'File "{source}", line' in done.stderr
    assert "if source.root is None" in done.stderr
