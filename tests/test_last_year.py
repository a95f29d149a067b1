"""Two years of one agency side by side: what must agree, what must not, and what cannot be compared."""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path as FilePath

import pytest

from generator.check import check_source, open_template
from generator.paths import Path
from generator.source import read
from tests.making import PROSE, agency_yaml, balanced, settled

TEMPLATE = open_template("zfxxgk-2021")[0]
CARRIED = {path: source for path, f in TEMPLATE.figures.items() if (source := TEMPLATE.carried(f)) is not None}
STOCKS = [path for path, figure in TEMPLATE.figures.items() if figure.column.grows_by]


def _yaml(values: dict[Path, int], year: int) -> bytes:
    written = {path: value for path, value in values.items() if not TEMPLATE.figures[path].sums}
    text = agency_yaml(TEMPLATE, written) + f"落款: {{日期: {year + 1}-01-05}}\n"
    text = text if year == 2022 else text.replace(PROSE, "上年另有说法。")
    return text.replace('"年度": 2021', f'"年度": {year}').encode()


def _two_years(seed: int) -> tuple[dict[Path, int], dict[Path, int]]:
    """Last year's figures and this year's, which continue them."""
    last, now = (balanced(TEMPLATE, partial(random.Random(seed + n).randint, 10, 40)) for n in (0, 1))
    for path, source in CARRIED.items():
        now[path] = last[source]
    for path in STOCKS:
        row = path.parts[:-1]
        column = TEMPLATE.figures[path].column
        moves = [sum(now[Path((*row, key))] for key in keys) for keys in (column.grows_by, column.shrinks_by)]
        last[path] = max(last[path], moves[1])
        now[path] = last[path] + moves[0] - moves[1]
    return last, settled(TEMPLATE, now)


def _codes(now: dict[Path, int], file: FilePath) -> list[tuple[str, tuple[Path, ...]]]:
    result = check_source(read(_yaml(now, 2022), "报告.yaml"), previous=str(file))
    return [(finding.code, finding.paths) for finding in result.findings]


def test_a_year_that_continues_the_last_has_no_finding(tmp_path: FilePath) -> None:
    for seed in range(20):
        last, now = _two_years(seed)
        file = tmp_path / f"{seed}.yaml"
        file.write_bytes(_yaml(last, 2021))
        assert _codes(now, file) == []


def test_there_are_seven_columns_to_carry_over_and_two_stocks() -> None:
    assert (len(CARRIED), len(STOCKS)) == (7, 2)


@pytest.mark.parametrize("step", [1, -1])
def test_every_carried_figure_off_by_one_is_found_in_its_own_column(step: int, tmp_path: FilePath) -> None:
    last, now = _two_years(3)
    file = tmp_path / "2021.yaml"
    file.write_bytes(_yaml(last, 2021))
    for path in CARRIED:
        if not TEMPLATE.figures[path].sums:
            assert _codes(settled(TEMPLATE, {**now, path: now[path] + step}), file) == [("H201", (path,))]


def test_every_stock_off_by_one_is_found(tmp_path: FilePath) -> None:
    last, now = _two_years(4)
    file = tmp_path / "2021.yaml"
    file.write_bytes(_yaml(last, 2021))
    for path in STOCKS:
        assert _codes({**now, path: now[path] + 1}, file) == [("H202", (path,))]


def test_what_last_year_left_unknown_is_not_compared(tmp_path: FilePath) -> None:
    last, now = _two_years(5)
    file = tmp_path / "2021.yaml"
    text = _yaml(last, 2021).decode()
    source = next(iter(CARRIED.values()))
    row, column = source.parts[-2:]
    unknown = text.replace(f'"{row}":\n    "{column}": {last[source]}', f'"{row}":\n    "{column}": ~')
    file.write_text(unknown, encoding="utf-8")
    assert unknown != text
    assert [code for code, _ in _codes(settled(TEMPLATE, {**now, next(iter(CARRIED)): 99}), file)] == []
