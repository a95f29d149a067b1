"""Titles broken into lines."""

from __future__ import annotations

import pytest

from generator.titles import lines, width

REST = ["政府信息公开", "工作", "年度报告"]


@pytest.mark.parametrize(
    ("agency", "broken"),
    [
        ("某县", ["某县2022年政府信息公开工作年度报告"]),
        ("西塞山区人民政府", ["西塞山区人民政府2022年", "政府信息公开工作年度报告"]),
        ("国务院办公厅", ["国务院办公厅2022年", "政府信息公开工作年度报告"]),
        (
            "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县人民政府办公室",
            ["新疆维吾尔自治区伊犁哈萨克自治州", "察布查尔锡伯自治县人民政府办公室", "2022年政府信息公开工作年度报告"],
        ),
    ],
)
def test_a_title_is_broken_at_sense_units(agency: str, broken: list[str]) -> None:
    assert lines([f"{agency}2022年", *REST], 20) == broken


@pytest.mark.parametrize("length", range(4, 41))
def test_titles_of_any_length_keep_their_words_and_fit_the_line(length: int) -> None:
    title = lines(["某" * length + "2022年", *REST], 20)
    assert "".join(title) == "某" * length + "2022年政府信息公开工作年度报告"
    assert max(map(width, title)) <= 20
    assert any("政府信息公开" in line for line in title)
    widths = [width(line) for line in title]
    assert not any(a > b < c for a, b, c in zip(widths, widths[1:], widths[2:], strict=False))
