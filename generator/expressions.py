"""What stands inside `{{ … }}`: names of numbers, added and subtracted, and filters behind them; nothing else.

    expression = sum {"|" filter}
    sum        = name {" + " name | " − " name}
    filter     = word ["(" [sum] ["," digits] ")"]

A name is everything up to the next sign or bar. There are no literals, calls or attributes, so that reading an
expression can do no more than look numbers up by name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from generator.shapes import NamedTuple

MOST_DIGITS = 6
_SIGN = re.compile(r"(?:(?<=\s)|^)([+−-])(?=\s|$)")
_TIGHT = re.compile(r"[+−＋－–—*×/÷%^=<>]")
_FILTER = re.compile(r"\s*([^\s()（）]*)\s*(?:\((.*)\))?\s*\Z", re.DOTALL)
_DIGITS = re.compile(r"(?:(.*),)?\s*([0-9]+)\s*\Z", re.DOTALL)


class ExpressionError(LookupError):
    """An expression that gives no number: where in its text, and why with the mend, in Chinese."""

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message


class Term(NamedTuple):
    """A name that is added (sign 1) or subtracted (-1); `offset` is its place in the expression."""

    sign: int
    name: str
    offset: int


class Filter(NamedTuple):
    """What is made of the number before it; `digits` are the decimals asked for."""

    name: str
    terms: tuple[Term, ...]
    digits: int | None
    offset: int


class Expression(NamedTuple):
    """A sum and what is made of it, one filter after another."""

    terms: tuple[Term, ...]
    filters: tuple[Filter, ...]


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """The tree of an expression; ExpressionError for anything that is none."""
    head, *rest = _pieces(text)
    filters = tuple(_filter(piece, offset) for piece, offset in rest)
    return Expression(_terms(*head), filters)


def _pieces(text: str) -> list[tuple[str, int]]:
    """The parts between bars, with their places."""
    wide = text.find("｜")
    if wide >= 0:
        raise ExpressionError(wide, "竖线是全角的。请改成半角的 |。")
    pieces, start = [], 0
    for piece in text.split("|"):
        pieces.append((piece, start))
        start += len(piece) + 1
    return pieces


def _terms(text: str, start: int) -> tuple[Term, ...]:
    signs = list(_SIGN.finditer(text))
    begins = [0, *(sign.end() for sign in signs)]
    ends = [*(sign.start() for sign in signs), len(text)]
    kinds = [1, *(1 if sign[1] == "+" else -1 for sign in signs)]
    return tuple(
        Term(kind, *_name(text[begin:end], start + begin, len(begins) > 1))
        for kind, begin, end in zip(kinds, begins, ends, strict=True)
    )


def _name(text: str, start: int, in_sum: bool) -> tuple[str, int]:
    name = text.strip()
    offset = start + len(text) - len(text.lstrip())
    if not name:
        raise ExpressionError(offset, f"{'加号、减号的一边' if in_sum else '这里'}没有写名字。请写表里的行名。")
    if re.fullmatch(r"[0-9０-９.,]+", name):
        raise ExpressionError(offset, f"算式里不能直接写数字 {name}。请写表里的行名，或者先在“数据”里写明这个数。")
    return name, offset


def hint(name: str) -> str:
    """Why a name that means nothing may be a sum that was written too tightly; empty where it is none."""
    mark = _TIGHT.search(name)
    if not mark:
        return ""
    if mark[0] in "+−-＋－–—":
        return "要相加、相减时，请用半角的 + 或者 −，两边各空一格。"
    return "这里只能相加、相减，不能作别的运算。"


def _filter(text: str, start: int) -> Filter:
    offset = start + len(text) - len(text.lstrip())
    match = _FILTER.match(text)
    if not match or not match[1]:
        raise ExpressionError(offset, "竖线后面的写法不对。请写成 |万元、|占比(总计) 的样子，括号用半角。")
    name, inside = match[1], match[2] or ""
    digits, terms = None, inside
    shown = _DIGITS.match(inside)
    if shown:
        digits, terms = int(shown[2][:3]), shown[1] or ""
        if digits > MOST_DIGITS:
            raise ExpressionError(start + match.start(2), f"小数位数最多 {MOST_DIGITS} 位。请改小。")
    below = _terms(terms, start + match.start(2)) if terms.strip() else ()
    return Filter(name, below, digits, offset)
