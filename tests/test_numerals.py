"""Numbers in Chinese prose."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.numerals import Kind, find, value_of

_MARKS = (
    "0123456789０５.,，：:-—～%％万亿千百十零〇一二两三九几数近约余多件条次个人元年月日第号"
    "是事性分之点〔〕《》“”（）、。 aB@/\n"
)


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("12", 12),
        ("１２", 12),
        ("1,234", 1234),
        ("1 234 567", 1234567),
        ("2.50", Decimal("2.50")),
        ("十", 10),
        ("十二", 12),
        ("一百二十", 120),
        ("一百二", 120),
        ("一百零二", 102),
        ("两千", 2000),
        ("一万二", 12000),
        ("一万二千三百", 12300),
        ("三亿五千万", 350_000_000),
        ("二〇二五", 2025),
        ("八十六点五", Decimal("86.5")),
    ],
)
def test_digits_of_either_kind_have_a_value(digits: str, value: int | Decimal) -> None:
    assert value_of(digits) == value


@given(st.integers(1, 99_999_999))
def test_a_number_written_in_chinese_is_read_back(number: int) -> None:
    assert value_of(_chinese(number)) == number


def _chinese(number: int) -> str:
    """A number in Chinese digits, written from its places."""
    high, low = divmod(number, 10_000)
    if high:
        gap = "零" if 0 < low < 1000 else ""
        return f"{_chinese(high)}万{gap}{_chinese(low) if low else ''}"
    text, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, low = divmod(low, power)
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit
    return text


@given(st.text(st.sampled_from(_MARKS), max_size=40))
def test_no_text_breaks_the_tokenizer_and_numbers_lie_in_order(text: str) -> None:
    last = 0
    for numeral in find(text):
        assert last <= numeral.start < numeral.end <= numeral.stop <= len(text)
        last = numeral.stop


@pytest.mark.parametrize(
    ("text", "value", "unit", "approximate"),
    [
        ("约110万人次", 1_100_000, "人次", "约"),
        ("2.9亿元", 290_000_000, "元", ""),
        ("20余件", 20, "件", "余"),
        ("100件左右", 100, "件", "左右"),
        ("百分之八十五", 85, "%", ""),
        ("近 229 条", 229, "条", "近"),
    ],
)
def test_a_quantity_has_its_value_its_unit_and_how_rough_it_is(
    text: str, value: int, unit: str, approximate: str
) -> None:
    (numeral,) = find(text)
    assert (numeral.value, numeral.unit, numeral.approximate.strip()) == (value, unit, approximate)
    assert numeral.exact is not bool(approximate)


@pytest.mark.parametrize(
    "text",
    [
        "〔2021〕30号",
        "0571-83616771",
        "第二十条",
        "一是规范",
        "12345热线",
        "“三公”",
        "《2022年要点》",
        "一件事",
        "5G",
        "H5",
        "213号",
    ],
)
def test_names_and_numbers_of_things_are_no_quantities(text: str) -> None:
    assert list(find(text)) == []


def test_a_date_is_told_as_a_date() -> None:
    assert [numeral.kind for numeral in find("2025年1月1日至12月31日，1至9月，二〇二五年")] == [Kind.DATE] * 4
