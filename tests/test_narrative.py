"""The tiny markup of narrative text."""

from __future__ import annotations

import pytest

from generator.narrative import chinese_number, heading_number, parse
from tests.making import BASE, checked, printed


def _texts(text: str) -> list[tuple[int, str]]:
    return [(paragraph.depth, "".join(run.text for run in paragraph.runs)) for paragraph in parse(text)]


def test_a_line_is_a_paragraph_and_blank_lines_mean_nothing() -> None:
    assert _texts("甲\n\n  乙 \n　　丙\n") == [(0, "甲"), (0, "乙"), (0, "丙")]


def test_headings_have_two_depths_and_other_marks_are_text() -> None:
    assert _texts("## 甲\n### 乙\n# 丙\n#### 丁\n##戊") == [
        (1, "甲"),
        (2, "乙"),
        (0, "# 丙"),
        (0, "#### 丁"),
        (0, "##戊"),
    ]


@pytest.mark.parametrize("typed", ["（一）", "(三)", "一、", "1.", "2．", "3、", "（4）", "十二、", "1. "])
def test_a_number_typed_before_a_heading_is_taken_off(typed: str) -> None:
    assert _texts(f"## {typed}存在的问题") == [(1, "存在的问题")]


@pytest.mark.parametrize(
    "heading", ["1.5亿元项目", "2026年计划", "一体推进", "第一批", "三、四季度情况", "12345.热线", "1.", "一、二类疫苗"]
)
def test_a_number_that_belongs_to_a_heading_stays(heading: str) -> None:
    assert _texts(f"## {heading}") == [(1, heading)]


def test_bold_comes_in_pairs_and_a_lone_mark_is_text() -> None:
    runs = parse("甲**乙**丙**丁")[0].runs
    assert [(run.text, run.bold) for run in runs] == [("甲", False), ("乙", True), ("丙**丁", False)]
    for text in ("****", "** **", "甲**乙 **", "***", "2**3"):
        assert _texts(text) == [(0, text)]


def test_references_have_places_and_escaped_braces_are_text() -> None:
    paragraph = parse("第一段\n共{{ 本年新收 }}件，\\{{ 7*7 }}。")[1]
    assert [run.reference for run in paragraph.references] == ["本年新收"]
    assert paragraph.references[0].offset == 5
    assert paragraph.runs[-1].text == "件，{{ 7*7 }}。"


def test_numbers_before_headings_follow_the_standard() -> None:
    assert [heading_number(level, 2) for level in (1, 2, 3, 4)] == ["二、", "（二）", "2.", "（2）"]
    assert [chinese_number(n) for n in (1, 10, 11, 20, 21, 99)] == ["一", "十", "十一", "二十", "二十一", "九十九"]


def test_headings_are_numbered_at_the_level_of_their_field() -> None:
    text = BASE.replace("    规范管理。", "    ## 甲\n    ### 乙\n    ### 丙\n    ## （五）丁").replace(
        "  本年度未收取信息处理费。", "  ## 收费\n  ### 细目\n  ## 其他"
    )
    text = text.replace("前言: |\n", "前言: |\n  ## 依据\n")
    document = printed(checked(text))
    assert [line.level for line in document.preface] == [2, 0]
    assert document.preface[0].text == "（一）依据"
    headings = [line.text for part in document.parts for line in part.before if line.level]
    assert headings == [
        *("（一）主动公开情况", "（二）依申请公开情况", "（三）政府信息管理情况", "1.甲", "（1）乙", "（2）丙", "2.丁"),
        *("（四）政府信息公开平台建设情况", "（五）监督保障情况", "（一）收费", "1.细目", "（二）其他"),
    ]
