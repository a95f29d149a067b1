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

from generator import patterns
from generator.cli import checking, commands, options, reports
from tests.conftest import ROOT

WORDS = (
    *("甲.yaml", "-", "", "folder", "-x", "--", "--help", "-h", "--jobs", "3", "--index", "--no-index", "-o", "-oout"),
    *("--output", "--output=out", "--format", "docx", "--draft", "--txt-crlf", "--previous", "{年度}.yaml", "--force"),
    *("--results", "json=x", "--hook", "--executor", "--form"),
)

HEAVY = {"typer", "docxtpl", "jinja2", "docx", "lxml", "rich", "jsonschema", "zipfile", "pydantic", "click"}


def test_a_clean_render_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv[1:] = sys.argv[1:]\nimport generator.cli as cli\n"
        "try:\n    cli.main()\nexcept SystemExit as end:\n    assert end.code == 0, end.code\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
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
    assert not {f"generator.{name}" for name in ("versions", "history", "diff", "review", "forge", "merge")} & modules
    rules = {name for name in modules if name.startswith("generator.rules.")}
    assert rules == {
        f"generator.rules.{name}"
        for name in (
            "subject",
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
            "typography",
            "unpaired_mark",
            "needless_comma",
            "nested_title",
            "ellipsis",
            "doubled_mark",
            "stray_blank",
            "short_year",
            "range_unit",
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
    "line", ["甲.yaml", "甲.yaml 乙.yaml -o out", "--format docx,txt 甲.yaml --previous 乙.yaml", "--draft -"]
)
def test_usual_command_lines_need_no_typer(line: str) -> None:
    assert options.plain(reports.render, line.split()) is not None


def test_kept_patterns_are_the_ones_that_re_compiles(tmp_path: Path) -> None:
    code = (
        "import sys, re, generator.cli as cli\n"
        "from re import _compiler\n"
        "compiled = []\n"
        "compile = _compiler.compile\n"
        "_compiler.compile = lambda *given: (compiled.append(given), compile(*given))[1]\n"
        "try:\n    cli.main()\nexcept SystemExit:\n    pass\n"
        "known = {key: pattern for key, pattern in re._cache.items()}\n"
        "print(len(known), len(compiled), file=sys.stderr)\n"
        "assert all(compile(text, flags) == pattern for (_, text, flags), pattern in known.items())"
    )
    command = [sys.executable, "-c", code, "check", "tests/base.yaml"]
    environment = {**os.environ, "NIANBAO_CACHE": str(tmp_path)}
    for run in range(3):
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True, env=environment)
        known, compiled = map(int, done.stderr.split()[-2:])
        assert known > 50
        assert compiled == 0 if run == 1 else compiled > 50  # the third run finds a damaged cache
        if run == 1:
            (file,) = tmp_path.glob("patterns-*")
            file.write_bytes(file.read_bytes()[:-1])


def test_patterns_are_kept_where_re_has_no_such_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(re, "_cache")
    with patterns.kept():
        assert True
