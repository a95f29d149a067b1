"""Every leaf figure of the form, one more and one less: the rules notice, but for figures that no sum reaches."""

from __future__ import annotations

import random
from functools import partial

import pytest

from generator.check import open_template
from generator.paths import Path
from tests.conftest import ROOT
from tests.making import agency_yaml, balanced, checked

TEMPLATE = open_template("zfxxgk-2021")[0]
LEAVES = [path for path, figure in TEMPLATE.figures.items() if not figure.sums]


def _report(values: dict[Path, int], totals: bool) -> str:
    written = {path: value for path, value in values.items() if totals or not TEMPLATE.figures[path].sums}
    return agency_yaml(TEMPLATE, written) + "落款: {日期: 2022-01-05}\n"


def _unnoticed(totals: bool) -> list[str]:
    source = random.Random(7)
    values = balanced(TEMPLATE, partial(source.randint, 10, 99))
    assert not checked(_report(values, totals)).findings
    missed = []
    for path in LEAVES:
        for step in (1, -1):
            changed = {**values, path: values[path] + step}
            if not checked(_report(changed, totals)).has_errors:
                missed.append(TEMPLATE.name(path))
    assert all(missed.count(name) == 2 for name in missed)
    return list(dict.fromkeys(missed))


@pytest.mark.parametrize(("totals", "words"), [(True, "totals written"), (False, "totals left out")])
def test_a_leaf_figure_off_by_one_is_noticed_unless_it_is_listed(totals: bool, words: str) -> None:
    listed = (ROOT / "tests" / "uncovered.txt").read_text(encoding="utf-8").split(f"# {words}\n")[1].split("\n\n")[0]
    assert _unnoticed(totals) == listed.split("\n")


def test_random_reports_that_balance_have_no_finding() -> None:
    for seed in range(20):
        source = random.Random(seed)
        values = balanced(TEMPLATE, partial(source.randint, 0, 10**9))
        assert checked(_report(values, seed % 2 == 0)).findings == ()
