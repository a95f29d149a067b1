"""What `{{ … }}` prints: an expression worked out, exact to the last digit, with units and declared rounding.

Rounding is half up (四舍五入). Where no number of decimals is asked for, a quotient has at most two, and no zeros at
the end; a conversion of units is exact.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from generator.capitals import capital, capital_money
from generator.expressions import Expression, ExpressionError, Filter, Term, hint, parse
from generator.figures import Number, add, plain_number, subtract
from generator.paths import Path
from generator.shapes import NamedTuple

_EXACT = Context(prec=400)
_UNIT = re.compile(r"(万亿|亿|万)?(.*)", re.DOTALL)
_POWERS = {"": 0, "万": 4, "亿": 8, "万亿": 12}
_MONEY = "元"
_MONEY_UNITS = ("元", "万元", "亿元")
_SHARE, _GROWTH, _CAPITAL, _GROUPED = "占比", "同比", "大写", "千分位"
FILTERS = (*_MONEY_UNITS, _SHARE, _GROWTH, _CAPITAL, _GROUPED)
_USUAL_DIGITS = 2


class Quantity(NamedTuple):
    """A number with its unit, None where unknown, and the figures that it is the sum of, if it is such a sum."""

    number: Number | None
    unit: str = ""
    figures: tuple[Path, ...] = ()


class Quotation(NamedTuple):
    """What is printed, empty where a part of it is unknown, and the unit that it is counted in."""

    text: str
    unit: str


Lookup = Callable[[str, tuple[Path, ...]], Quantity]


class UnresolvedError(ExpressionError):
    """A name that means nothing (no candidates) or several things."""

    def __init__(self, term: Term, candidates: list[str]) -> None:
        super().__init__(term.offset, hint(term.name))
        self.name = term.name
        self.candidates = candidates


def quote(text: str, lookup: Lookup, last_year: Lookup | None) -> Quotation:
    """What an expression prints; ExpressionError where it can never print anything.

    `lookup` gives the number of a name, the figures that it should be the total of being a hint where several numbers
    have that name; LookupError(candidates) where it can't. `last_year` looks names up in last year's report.
    """
    return _Evaluation(parse(text), lookup, last_year).quotation()


@lru_cache(maxsize=256)
def scale(unit: str) -> tuple[int, str]:
    """The power of ten of a unit and the rest of it: 万元 is (4, 元)."""
    match = _UNIT.match(unit)
    assert match
    return _POWERS[match[1] or ""], match[2]


def alike(one: str, other: str) -> bool:
    """Whether numbers in two units can be added as they are: the same magnitude, and both money or neither."""
    (power, base), (other_power, other_base) = scale(one), scale(other)
    return power == other_power and (base == _MONEY) == (other_base == _MONEY)


class _Evaluation:
    def __init__(self, expression: Expression, lookup: Lookup, last_year: Lookup | None) -> None:
        self.expression = expression
        self.lookup = lookup
        self.last_year = last_year

    def quotation(self) -> Quotation:
        quantity = _sum(self.expression.terms, self.lookup)
        done: Quotation | None = None
        for use in self.expression.filters:
            if done:
                raise ExpressionError(use.offset, f"“|{use.name}”前面已经是印出的文字，后面不能再加。请去掉一个。")
            _require_known(use)
            if use.name in _MONEY_UNITS:
                quantity = _converted(quantity, use)
            else:
                done = self.finished(quantity, use)
        text = "" if quantity.number is None else plain_number(quantity.number)
        return done or Quotation(text, quantity.unit)

    def finished(self, quantity: Quantity, use: Filter) -> Quotation:
        """The text that a filter makes of a number, after which no other can follow."""
        if use.name == _SHARE:
            whole = _sum(use.terms, self.lookup, quantity.figures)
            return Quotation(_share(quantity, whole, use), "%")
        if use.name == _GROWTH:
            return Quotation(self.growth(quantity, use), "")
        if use.name == _CAPITAL:
            return Quotation(_capital(quantity, use), "" if scale(quantity.unit)[1] == _MONEY else quantity.unit)
        return Quotation("" if quantity.number is None else _grouped(quantity.number), quantity.unit)

    def growth(self, quantity: Quantity, use: Filter) -> str:
        if self.last_year is None:
            raise ExpressionError(
                use.offset,
                "没有上年的报告，算不出同比。请用 --previous 指出上年的文件，或者在 nianbao.yaml 里写“上年报告”。",
            )
        try:
            before = _sum(self.expression.terms, self.last_year)
        except UnresolvedError as error:
            reason = f"上年的报告里没有“{error.name}”，算不出同比。请改写成文字，或者核对上年的文件。"
            raise ExpressionError(use.offset, reason) from None
        if before.number is None:
            raise ExpressionError(use.offset, "上年的报告里这个数还没有填，算不出同比。请先填上，或者改写成文字。")
        now, then = _matched(quantity, before, use.offset)
        if now is None or then is None:
            return ""
        if now == then:
            return "持平"
        if not then:
            raise ExpressionError(use.offset, "上年是 0，算不出同比。请改写成文字，如“上年没有”。")
        change = subtract(now, then) if now > then else subtract(then, now)
        return f"{'增长' if now > then else '下降'}{_rounded(_quotient(change, then, 2), use.digits)}%"


def _sum(terms: tuple[Term, ...], lookup: Lookup, parts: tuple[Path, ...] = ()) -> Quantity:
    """The sum of the terms in the unit of the first; its figures where nothing is taken away."""
    whole: Quantity | None = None
    for term in terms:
        try:
            quantity = lookup(term.name, parts)
        except ExpressionError as error:
            raise ExpressionError(term.offset, error.message) from None
        except LookupError as error:
            raise UnresolvedError(term, error.args[0]) from None
        whole = quantity if whole is None else _added(whole, quantity, term)
    assert whole is not None
    return whole


def _added(one: Quantity, other: Quantity, term: Term) -> Quantity:
    first, second = _matched(one, other, term.offset)
    join = add if term.sign > 0 else subtract
    number = None if first is None or second is None else join(first, second)
    figures = one.figures + other.figures if one.figures and other.figures and term.sign > 0 else ()
    return Quantity(number, one.unit or other.unit, figures)


def _matched(one: Quantity, other: Quantity, offset: int) -> tuple[Number | None, Number | None]:
    """Two numbers in the unit of the first; ExpressionError where one is money and the other is not."""
    (power, base), (other_power, other_base) = scale(one.unit), scale(other.unit)
    if (base == _MONEY) != (other_base == _MONEY):
        raise ExpressionError(offset, f"{_named(one.unit)}和{_named(other.unit)}不能放在一起算。请核对名字和单位。")
    return one.number, _shifted(other.number, other_power - power)


def _named(unit: str) -> str:
    return f"单位是{unit}的数" if unit else "没有单位的数"


def _require_known(use: Filter) -> None:
    if use.name not in FILTERS:
        raise ExpressionError(use.offset, f"没有“|{use.name}”这种写法。可以写：{'、'.join(FILTERS)}。")
    if use.terms and use.name != _SHARE:
        raise ExpressionError(
            use.terms[0].offset, f"“|{use.name}”的括号里只能写小数位数。请改成 |{use.name}(1) 的样子。"
        )
    if use.name == _SHARE and not use.terms:
        raise ExpressionError(use.offset, "“|占比”没有写占什么的比。请写成 |占比(总计) 的样子。")
    if use.digits is not None and use.name in (_CAPITAL, _GROUPED):
        raise ExpressionError(use.offset, f"“|{use.name}”不用写小数位数。请删去括号。")


def _converted(quantity: Quantity, use: Filter) -> Quantity:
    power, base = scale(quantity.unit)
    if base != _MONEY:
        raise ExpressionError(
            use.offset, f"{_named(quantity.unit)}不是金额，不能换算成{use.name}。请去掉“|{use.name}”。"
        )
    number = _shifted(quantity.number, power - scale(use.name)[0])
    if number is not None and use.digits is not None:
        number = Decimal(_rounded(Decimal(number), use.digits))
    return quantity._replace(number=number, unit=use.name)


def _shifted(number: Number | None, power: int) -> Number | None:
    """A number times a power of ten, without zeros at its end."""
    if number is None or not power:
        return number
    shifted = Decimal(number).scaleb(power, _EXACT)
    return int(shifted) if shifted == shifted.to_integral_value() else Decimal(_shortest(shifted))


def _share(part: Quantity, whole: Quantity, use: Filter) -> str:
    offset = use.terms[0].offset
    numerator, denominator = _matched(part, whole, offset)
    if numerator is None or denominator is None:
        return ""
    if not denominator:
        raise ExpressionError(offset, "占比的分母是 0，算不出来。请改写成文字。")
    quotient = _quotient(numerator, denominator, 2)
    if not 0 <= quotient <= 100:
        raise ExpressionError(
            offset, f"占比是 {_rounded(quotient, use.digits)}%，不在 0 和 100% 之间。请核对部分和总数有没有写反。"
        )
    return f"{_rounded(quotient, use.digits)}%"


def _quotient(numerator: Number, denominator: Number, power: int) -> Decimal:
    return _EXACT.divide(Decimal(numerator).scaleb(power, _EXACT), Decimal(denominator))


def _rounded(number: Decimal, digits: int | None) -> str:
    """Half up to the digits asked for, else to two at most."""
    places = _USUAL_DIGITS if digits is None else digits
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)
    return _shortest(rounded) if digits is None else format(rounded, "f")


def _shortest(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _grouped(number: Number) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number:,f}"


def _capital(quantity: Quantity, use: Filter) -> str:
    if quantity.number is None:
        return ""
    power, base = scale(quantity.unit)
    if base != _MONEY:
        if not isinstance(quantity.number, int):
            raise ExpressionError(use.offset, "有小数的数不能大写。请去掉“|大写”。")
        return capital(quantity.number)
    cents = _shifted(quantity.number, power + 2)
    if not isinstance(cents, int):
        raise ExpressionError(use.offset, "金额不到分，不能大写。请先写 |元(2)，四舍五入到分。")
    return capital_money(cents)
