"""The house itself: generated files fresh, documents that keep their word, functions of a sensible size."""

from __future__ import annotations

import ast
import re
import subprocess

import pytest

from generator import rules
from tests.conftest import ROOT

FILES = sorted((ROOT / "generator").rglob("*.py"))


def test_the_handbook_of_rules_is_what_the_rules_say() -> None:
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == rules.handbook()


@pytest.mark.parametrize("code", rules.ALL)
def test_a_rule_page_has_its_five_parts_in_order(code: str) -> None:
    page = rules.page(code)
    assert page.startswith(f"# {code} ")
    parts = ["**检查什么**", "**为什么**", "**正确**", "**错误**", "**怎么改**"]
    assert [page.index(part) for part in parts] == sorted(page.index(part) for part in parts)


def test_no_function_is_long_and_no_module_is_a_hall() -> None:
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        assert text.count("\n") <= 300, file.name
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 60, f"{file.name}: {node.name}"


def test_every_tracked_text_is_utf_8_and_names_no_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    for name in filter(None, listed):
        file = ROOT / name
        if not file.is_file() or file.suffix in (".docx", ".png") or "tests/cases" in name:
            continue
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"/(root|home|work)/\w|index-url|\"resolved\":", text) or name == "tests/test_house.py", (
            name
        )


def test_the_changelog_names_the_version() -> None:
    from generator import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
