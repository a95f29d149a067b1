"""What a cold, clean render imports: only this, so that it feels instant."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import cache, form_cache, patterns, rules
from generator.check import check_with, read_template
from generator.cli import checking, commands, help_pages, options, reports
from generator.source import read
from tests.conftest import ROOT, Run
from tests.making import BASE, template_folder

WORDS = (
    *("甲.yaml", "-", "", "folder", "-x", "--", "--help", "-h", "--jobs", "3", "--index", "--no-index", "-o", "-oout"),
    *("--output", "--output=out", "--format", "docx", "--draft", "--txt-crlf", "--previous", "{年度}.yaml", "--force"),
    *("--results", "json=x", "--hook", "--executor", "--form"),
)

HEAVY = {
    "typing",
    "datetime",
    "difflib",
    "html",
    "json",
    "dataclasses",
    "inspect",
    "hashlib",
    "typer",
    "docxtpl",
    "jinja2",
    "docx",
    "lxml",
    "rich",
    "jsonschema",
    "zipfile",
    "pydantic",
    "click",
}


def test_a_clean_render_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import atexit, sys, generator.cli as cli\n"
        "atexit.register(lambda: print(*sys.modules, sep='\\n', file=sys.stderr))\n"
        "cli.main()"
    )
    command = [sys.executable, "-c", code, "render", "tests/base.yaml", "-o", str(tmp_path)]
    for _ in range(2):  # the first run compiles the frames
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    modules = set(done.stderr.split())
    assert "generator.writers.docx" in modules
    assert HEAVY & modules == set()
    assert not any(name.startswith(("generator.reporter.", "generator.mending")) for name in modules)
    tops = {name.split(".")[0] for name in modules} - set(sys.stdlib_module_names) - {"__main__", "generator"}
    strangers = {name for name in tops if not name.startswith("_")} - {
        "yaml",
        "cython_runtime",
    }
    assert strangers == set()
    kept = ("template_file", "lexicon_file", "schema", "frame_compiler", "drawing", "frame_language")
    assert not {f"generator.{name}" for name in kept} & modules
    assert not {f"generator.{name}" for name in ("versions", "history", "diff", "review", "forge", "merge")} & modules
    rules = {name for name in modules if name.startswith("generator.rules.")}
    assert rules == {
        f"generator.rules.{name}"
        for name in (
            "subject",
            "styles",
            "totals",
            "quoted",
            "topics",
            "row_total",
            "column_total",
            "balance",
            "outcome_total",
            "unknown_reference",
            "taken_name",
            "slipped_mark",
            "expression",
            "unit_after",
            "parts_of_fact",
            "page_tags",
            "hollow",
            "government_matters",
            "processing_fee",
            "preamble",
            "signature",
            "placeholder",
            "previous_report",
            "carried_over",
            "stock",
            "jump",
            "repeated",
            "prose",
            "disagreement",
            "bindable",
            "unbound",
            "stated_balance",
            "parts",
            "percentage",
            "numbering",
            "empty_number",
            "other_year",
            "superseded",
            "too_early",
            "too_late",
        )
    }


@pytest.mark.parametrize("command", [reports.render, checking.check])
@given(words=st.lists(st.sampled_from(WORDS), max_size=7))
def test_a_command_line_understood_without_typer_means_what_typer_makes_of_it(
    command: Callable[..., int], words: list[str]
) -> None:
    values = options.plain(command, words)
    if values is None:
        return
    told: list[dict[str, Any]] = []

    @wraps(command)
    def note(**all_values: Any) -> int:
        told.append(all_values)
        return 0

    app = commands.new_app()
    commands.add(app, None, note, commands.Command)
    assert app(words, standalone_mode=False) == 0
    bound = inspect.signature(command).bind(**values)
    bound.apply_defaults()
    assert told == [bound.arguments]


@pytest.mark.parametrize(
    "line",
    [
        "甲.yaml",
        "甲.yaml 乙.yaml -o out",
        "--format docx,txt 甲.yaml --previous 乙.yaml",
        "--draft -",
        "区 -o out --jobs 2 --no-index --force",
    ],
)
def test_usual_command_lines_need_no_typer(line: str) -> None:
    assert options.plain(reports.render, line.split()) is not None


@pytest.mark.parametrize("words", [["--help"], ["form", "export", "-h"], ["render", "--help"]])
def test_a_help_page_is_the_same_when_it_is_shown_again(words: list[str], run: Run, tmp_path: Path) -> None:
    kept = tmp_path / "cache"
    first, again = (run(*words, env={"NIANBAO_CACHE": str(kept)}) for _ in range(2))
    assert first.stdout.startswith("用法：nianbao")
    assert (again.stdout, again.stderr, again.returncode) == (first.stdout, first.stderr, 0)
    assert len(list(kept.glob("help-*"))) == 1
    other = run(" ".join(words[:-1]) + " ", words[-1], env={"NIANBAO_CACHE": str(kept)})
    assert other.stdout != first.stdout


def test_a_help_page_of_another_program_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_CACHE", str(tmp_path / "cache"))
    help_pages.keep(["nianbao", "check"], "检查")
    assert help_pages.kept(["nianbao", "check"]) == "检查"
    assert help_pages.kept(["nianbao check"]) is None
    program = tmp_path / "generator"
    (program / "cli").mkdir(parents=True)
    for name in ("", "changes", "reporter", "tables", "writers"):
        (program / name).mkdir(exist_ok=True)
    monkeypatch.setattr(cache, "__file__", str(program / "cache.py"))
    seen = set()
    for text in ("", "a", "ab"):
        (program / "cli" / "options.py").write_text(text)
        cache._stamps.cache_clear()
        seen.add(cache.program("cli"))
        assert help_pages.kept(["nianbao", "check"]) is None
    assert len(seen) == 3


def test_kept_patterns_are_the_ones_that_re_compiles(tmp_path: Path) -> None:
    code = (
        "import atexit, sys, re, generator.cli as cli\n"
        "from re import _compiler\n"
        "compiled = []\n"
        "compile = _compiler.compile\n"
        "_compiler.compile = lambda *given: (compiled.append(given), compile(*given))[1]\n"
        "@atexit.register\n"
        "def tell():\n"
        "    known = {key: pattern for key, pattern in re._cache.items()}\n"
        "    same = all(compile(text, flags) == pattern for (_, text, flags), pattern in known.items())\n"
        "    print(same, len(known), len(compiled), file=sys.stderr)\n"
        "cli.main()"
    )
    command = [sys.executable, "-c", code, "check", "tests/base.yaml"]
    environment = {**os.environ, "NIANBAO_CACHE": str(tmp_path)}
    for run in range(3):
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True, env=environment)
        same, known, compiled = done.stderr.split()[-3:]
        assert same == "True"
        assert int(known) > 50
        assert int(compiled) == 0 if run == 1 else int(compiled) > 50  # the third run finds a damaged cache
        if run == 1:
            (file,) = tmp_path.glob("patterns-*")
            file.write_bytes(file.read_bytes()[:-1])


def test_a_python_whose_re_has_other_insides_is_no_trouble(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NIANBAO_CACHE", str(tmp_path))
    monkeypatch.setattr(re, "_cache", {})  # other tests have filled it beyond what is kept
    with patterns.kept():
        re.compile("a[bc]+d")
    assert list(tmp_path.iterdir())
    for insides in ("_cache", "_compiler"):
        with monkeypatch.context() as otherwise:
            otherwise.delattr(re, insides)
            with patterns.kept():
                pass
    monkeypatch.setattr(re, "_cache", {"another key": None})
    monkeypatch.setitem(sys.modules, "_sre", None)
    with patterns.kept():
        re._cache["and another"] = None  # type: ignore[attr-defined]


def test_a_form_that_was_kept_is_the_form_that_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_CACHE", str(tmp_path / "cache"))
    folder = ROOT / "templates" / "zfxxgk-2021"
    template, schema, checks = read_template(folder)
    key = form_cache.key(folder)
    form_cache.store("form", key, template, schema)
    kept = form_cache.load("form", key, folder)
    assert kept is not None
    assert kept[1] == schema
    assert kept[0].resolved == template.resolved
    assert kept[0].lexicon is not None
    assert template.lexicon is not None
    assert tuple(kept[0]._replace(lexicon=None)) == tuple(template._replace(lexicon=None))
    assert kept[0].lexicon.words == template.lexicon.words
    assert all(figure.block in kept[0].blocks for figure in kept[0].figures.values())
    faulty = BASE.replace("属于国家秘密: 0", "属于国家秘密: 1").replace("未发生责任追究", "收到申请9999件")
    source = read(faulty.encode(), "报告.yaml")
    found = check_with(source, template, schema, checks).findings
    assert found
    assert check_with(source, kept[0], kept[1], tuple(rules.adopted(kept[0]))).findings == found


@pytest.mark.parametrize("file", ["template.yaml", "prose.yaml"])
def test_a_form_is_read_anew_when_a_file_of_it_has_changed(file: str, tmp_path: Path) -> None:
    folder = template_folder(tmp_path / "form")
    key = form_cache.key(folder)
    (folder / file).write_text((folder / file).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert form_cache.key(folder) != key


def test_a_damaged_or_foreign_cache_is_no_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_CACHE", str(tmp_path / "cache"))
    folder = ROOT / "templates" / "zfxxgk-2021"
    template, schema, _ = read_template(folder)
    form_cache.store("form", b"key", template, schema)
    assert form_cache.load("form", b"key", folder)
    assert form_cache.load("form", b"another", folder) is None
    (file,) = (tmp_path / "cache").iterdir()
    whole = file.read_bytes()
    for damaged in (b"", whole[:-1], whole[:200], whole[:-9] + b"X" + whole[-8:]):
        file.write_bytes(damaged)
        assert form_cache.load("form", b"key", folder) is None
