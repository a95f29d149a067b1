"""References in prose: what an expression prints, and that it can do nothing but look numbers up."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.capitals import capital, capital_money
from generator.document import UNKNOWN
from generator.expressions import ExpressionError
from generator.paths import Path
from generator.quotations import Lookup, Quantity, quote
from tests.conftest import ROOT
from tests.making import BASE, checked, printed

FACTS = "数据: {收费总额: {值: 30, 单位: 元}, 信息: {值: 12, 单位: 条, 其中: {文件: 9, 解读: 3}}, 尚缺: ~}\n"


def _printed(reference: str, facts: str = FACTS) -> str:
    """What a paragraph that holds just this reference prints in the base report."""
    text = BASE.replace("前言: |", f"{facts}前言: |").replace("    规范管理。", f"    得{{{{ {reference} }}}}。")
    document = printed(checked(text))
    lines = [line.text for part in document.parts for line in part.before]
    return next(line for line in lines if line.startswith("得"))[1:-1]


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("本年新收 + 上年结转", "9"),
        ("本年新收 − 上年结转", "7"),
        ("本年新收 - 予以公开 - 部分公开", "2"),
        ("上年结转 - 本年新收", "-7"),
        ("行政事业性收费", "250.60268"),
        ("行政事业性收费|元", "2506026.8"),
        ("行政事业性收费|元(0)", "2506027"),
        ("行政事业性收费|亿元", "0.025060268"),
        ("行政事业性收费|亿元(4)", "0.0251"),
        ("行政事业性收费 + 收费总额", "250.60568"),
        ("收费总额 + 行政事业性收费", "2506056.8"),
        ("收费总额|万元", "0.003"),
        ("行政许可|千分位", "3,984"),
        ("行政事业性收费|元|千分位", "2,506,026.8"),
        ("予以公开|占比(总计)", "62.5%"),
        ("部分公开|占比(总计, 0)", "13%"),
        ("部分公开|占比(总计, 3)", "12.500%"),
        ("予以公开 + 部分公开|占比(总计)", "75%"),
        ("予以公开|占比(本年新收 + 上年结转)", "55.56%"),
        ("予以公开·自然人|占比(总计)", "80%"),
        ("行政复议·结果纠正|占比(总计)", "100%"),
        ("信息·文件|占比(信息)", "75%"),
        ("行政事业性收费|大写", "贰佰伍拾万陆仟零贰拾陆元捌角"),
        ("行政许可|大写", "叁仟玖佰捌拾肆"),
        ("尚缺", UNKNOWN),
        ("尚缺 + 本年新收", UNKNOWN),
        ("尚缺|占比(信息)", UNKNOWN),
        ("信息|占比(尚缺)", UNKNOWN),
    ],
)
def test_an_expression_prints_the_exact_number(reference: str, text: str) -> None:
    assert _printed(reference) == text


def _quote(text: str, **numbers: int | Decimal) -> str:
    def lookup(name: str, parts: tuple[Path, ...]) -> Quantity:
        if name in numbers:
            return Quantity(numbers[name], "元")
        raise LookupError([])

    return quote(text, lookup, None).text


@given(st.lists(st.decimals(-(10**25), 10**25, places=6), min_size=1, max_size=6), st.lists(st.booleans(), min_size=6))
def test_sums_are_exact_beyond_any_float(numbers: list[Decimal], signs: list[bool]) -> None:
    names = [f"数{chr(ord('甲') + n)}" for n in range(len(numbers))]
    text = names[0] + "".join(f" {'+' if s else '-'} {n}" for s, n in zip(signs, names[1:], strict=False))
    wanted = Fraction(numbers[0]) + sum(
        Fraction(n) if s else -Fraction(n) for s, n in zip(signs, numbers[1:], strict=False)
    )
    assert Fraction(_quote(text, **dict(zip(names, numbers, strict=True)))) == wanted


@given(st.integers(0, 10**12), st.integers(1, 10**12), st.integers(0, 6))
def test_a_share_is_rounded_half_up(part: int, rest: int, digits: int) -> None:
    whole = part + rest
    shown = _quote(f"甲|占比(乙, {digits})", 甲=part, 乙=whole)
    shifted = Fraction(part * 100 * 10**digits, whole)
    wanted = (2 * shifted.numerator + shifted.denominator) // (2 * shifted.denominator)
    number = shown.removesuffix("%")
    assert number.partition(".")[2] == "" if not digits else len(number.partition(".")[2]) == digits
    assert int(number.replace(".", "")) == wanted


def _always(number: int | None) -> Lookup:
    return lambda _name, _parts: Quantity(number, "件")


@pytest.mark.parametrize(
    ("now", "then", "text"),
    [
        (6, 4, "增长50%"),
        (4, 6, "下降33.33%"),
        (5, 5, "持平"),
        (0, 0, "持平"),
        (0, 3, "下降100%"),
        (10, 3, "增长233.33%"),
    ],
)
def test_growth_against_last_year_is_worded(now: int, then: int, text: str) -> None:
    assert quote("甲|同比", _always(now), _always(then)).text == text


def test_growth_from_nothing_and_from_an_unknown_is_no_number() -> None:
    for then in (0, None):
        with pytest.raises(ExpressionError):
            quote("甲|同比", _always(3), _always(then))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"),
        (10, "壹拾"),
        (105, "壹佰零伍"),
        (10010, "壹万零壹拾"),
        (1000000, "壹佰万"),
        (100000001, "壹亿零壹"),
        (100010000, "壹亿零壹万"),
        (-7, "负柒"),
    ],
)
def test_capital_numerals(number: int, text: str) -> None:
    assert capital(number) == text


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (10, "壹角"),
        (100, "壹元整"),
        (105, "壹元零伍分"),
        (110, "壹元壹角"),
        (-100, "负壹元整"),
    ],
)
def test_capital_money(cents: int, text: str) -> None:
    assert capital_money(cents) == text


def _value(text: str) -> int:
    """A capital numeral read by its places, independent of how it was written."""
    total = section = digit = 0
    for mark in text:
        if mark in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(mark)
        elif mark in "拾佰仟":
            section, digit = section + digit * 10 ** ("拾佰仟".index(mark) + 1), 0
        elif mark == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        else:
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    return total + section + digit


@given(st.integers(0, 10**12 - 1))
def test_a_capital_numeral_reads_back(number: int) -> None:
    text = capital(number)
    assert _value(text) == number
    assert "零零" not in text
    assert number == 0 or not text.endswith("零")


ATTACKS = (ROOT / "tests" / "attacks.txt").read_text(encoding="utf-8").splitlines()


def test_there_are_two_hundred_attacks() -> None:
    assert len(set(ATTACKS)) >= 200


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_reference_runs_nothing_and_reads_nothing_but_figures(attack: str) -> None:
    """Every attack is a finding, and what it prints is its own text or the mark for the unknown."""
    text = BASE.replace("    规范管理。", f"    甲{attack}乙")
    result = checked(text)
    document = printed(result)
    lines = [line.text for part in document.parts for line in part.before]
    line = next(line for line in lines if line.startswith("甲"))
    left = iter(attack)
    assert all(mark in left for mark in line[1:-1].replace(UNKNOWN, "")), "something else than the text itself"
    if re.search(r"(?<!\\)\{\{", attack):
        assert result.has_errors
        assert UNKNOWN in line


def test_random_marks_in_braces_never_stop_a_run_nor_pass_unseen() -> None:
    source = random.Random(5)
    marks = [
        "本年新收",
        "上年结转",
        "+",
        "-",
        "−",
        "|",
        "(",
        ")",
        "占比",
        "元",
        "总计",
        ",",
        "1",
        " ",
        "·",
        ".",
        "__",
        "'",
        '"',
    ]
    for _ in range(400):
        inside = "".join(source.choice(marks) for _ in range(source.randint(1, 12)))
        result = checked(BASE.replace("    规范管理。", f"    甲{{{{{inside}}}}}乙"))
        lines = [line.text for part in printed(result).parts for line in part.before]
        line = next(line for line in lines if line.startswith("甲"))
        assert result.has_errors == (UNKNOWN in line), inside
