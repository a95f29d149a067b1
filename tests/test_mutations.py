"""Every leaf figure of every form, one more and one less: the rules notice, but for figures that no sum reaches."""

from __future__ import annotations

import random
from functools import partial
from typing import Any

import pytest

from generator.paths import Path
from generator.template import Template
from tests.conftest import ROOT
from tests.making import EVERY_FORM, EVERY_TABLE, agency_yaml, balanced, checked


def _report(template: Template, values: dict[Path, Any], totals: bool) -> str:
    written = {path: value for path, value in values.items() if totals or not template.figures[path].sums}
    signature = f"落款: {{日期: {template.years[0] + 1}-01-05}}\n" if template.has_signature else ""
    return agency_yaml(template, written) + signature


def _unnoticed(template: Template, totals: bool) -> list[str]:
    source = random.Random(7)
    values = balanced(template, partial(source.randint, 10, 99))
    assert not checked(_report(template, values, totals)).findings
    missed = []
    for path in (path for path, figure in template.figures.items() if figure.leaf.is_number and not figure.sums):
        for step in (1, -1):
            changed = {**values, path: values[path] + step}
            if not checked(_report(template, changed, totals)).has_errors:
                missed.append(template.name(path))
    assert all(missed.count(name) == 2 for name in missed)
    return list(dict.fromkeys(missed))


@EVERY_TABLE
@pytest.mark.parametrize(("totals", "words"), [(True, "totals written"), (False, "totals left out")])
def test_a_leaf_figure_off_by_one_is_noticed_unless_it_is_listed(template: Template, totals: bool, words: str) -> None:
    text = (ROOT / "tests" / "uncovered" / f"{template.id}.txt").read_text(encoding="utf-8")
    listed = text.split(f"# {words}\n")[1].split("\n\n")[0]
    assert _unnoticed(template, totals) == listed.split("\n")


@EVERY_FORM
def test_random_reports_that_balance_have_no_finding(template: Template) -> None:
    for seed in range(20):
        source = random.Random(seed)
        values = balanced(template, partial(source.randint, 0, 10**9))
        assert checked(_report(template, values, seed % 2 == 0)).findings == ()
