"""What a cell says as a number: plainly, dressed up with a unit or a remark, run together, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum

from generator.figures import MONEY, Number, in_unit
from generator.label_keys import simplified
from generator.shapes import NamedTuple

_NOTHING = re.compile(
    r"[/／\\\-－—–―_~～*.·…、○]*\Z|(?:[无無]|[没沒]有|空|[暂暫][无無]|未[统統][计計]|不涉及|N/?A|nil)\Z", re.IGNORECASE
)
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，－−＋（）〇", "0123456789.,--+()0")
_PLAIN = re.compile(r"(?:0|[1-9]\d{0,14})(?:\.\d{1,12})?\Z", re.ASCII)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[,，'’ ]\d{3})+(?:\.\d+)?\Z", re.ASCII)
_REMARK = re.compile(r"([\d.,]+)[^\d()]{0,3}\(([^()]{1,80})\)\Z", re.ASCII)
_DRESSED = re.compile(r"[约約共计計]?([\d.,' ]*\d)([\u4e00-\u9fff]{0,3})\Z", re.ASCII)
_UNITS = frozenset(["件", "条", "项", "个", "宗", "份", "起", "次", "人", "人次", "件次", "篇", "例", "批", "户"])
_SIGN = re.compile(r"(?:([+增])|[-减減])[加少]?(?=\d)")
_LABEL = re.compile(r"[\u3400-\u9fff]{2}")
_MARK = re.compile(r"注\d+\Z")


class How(Enum):
    """How a cell gave its number, or why it gave none."""

    PLAIN = "plain"
    DRESSED = "dressed"
    BLANK = "blank"
    NOTHING = "nothing"
    UNCLEAR = "unclear"


class Amount(NamedTuple):
    """The number of a cell, None where it gives none; `note` is what stood beside it in brackets, `unit` its unit."""

    content: Number | None
    how: How
    note: str = ""
    unit: str = ""


def read(text: str, unit: str, whole: bool) -> Amount:
    """The number that a cell of a column in `unit` says; `whole` where the column counts."""
    text = text.strip()
    if not text:
        return Amount(None, How.BLANK)
    if _PLAIN.match(text):
        return _exact(text, whole, How.PLAIN)
    plain = text.translate(_HALF_WIDTH)
    if is_nothing(plain):
        return Amount(None, How.NOTHING)
    if _GROUPED.match(plain):
        return _exact(re.sub(r"[,，'’ ]", "", plain), whole, How.DRESSED)
    remark = _REMARK.match("".join(plain.split()))
    if remark:
        inner = read(remark[1], unit, whole)
        note = remark[2] if inner.content is not None else ""
        return Amount(inner.content, How.DRESSED if inner.content is not None else How.UNCLEAR, note)
    return _dressed("".join(plain.split()), unit, whole)


def _dressed(text: str, unit: str, whole: bool) -> Amount:
    """A number with its unit; money is brought to the unit of its column."""
    match = _DRESSED.match(text)
    if not match:
        return Amount(None, How.UNCLEAR)
    digits, said = match[1], simplified(match[2])
    if _GROUPED.match(digits):
        digits = digits.replace(",", "")
    if not _PLAIN.match(digits) or not (
        said in ("", unit) or (whole and said in _UNITS) or {said, unit} <= MONEY.keys()
    ):
        return Amount(None, How.UNCLEAR)
    if said in MONEY and unit in MONEY:
        number = in_unit(Decimal(digits) if "." in digits else int(digits), said, unit)
        return Amount(number if MONEY[said] >= MONEY[unit] else _tidy(Decimal(number)), How.DRESSED, unit=said)
    return _exact(digits, whole, How.DRESSED)


def change(text: str, unit: str) -> Amount:
    """The number that a cell of a column of changes says: with a sign, or with a word for more or less."""
    plain = "".join(text.translate(_HALF_WIDTH).split())
    sign = _SIGN.match(plain)
    if not sign:
        return read(text, unit, whole=True)
    amount = read(plain[sign.end() :], unit, whole=True)
    number = amount.content if sign[1] or amount.content is None else -amount.content
    return amount._replace(content=number, how=amount.how if sign[0] in "+-" else How.DRESSED)


def _exact(digits: str, whole: bool, how: How) -> Amount:
    if "." not in digits:
        return Amount(int(digits), how)
    number = Decimal(digits)
    if not whole:
        return Amount(number, how)
    return Amount(int(number), How.DRESSED) if number == int(number) else Amount(None, How.UNCLEAR)


def _tidy(number: Decimal) -> Number:
    """A converted amount without zeros at its end."""
    return int(number) if number == int(number) else Decimal(format(number.normalize(), "f"))


def is_figure(text: str) -> bool:
    """Whether a cell looks like one for a figure: digits, a stroke for none, or nothing at all."""
    bare = "".join(text.translate(_HALF_WIDTH).split())
    if not bare or _NOTHING.match(bare):
        return True
    sign = _SIGN.match(bare)
    bare = bare[sign.end() :] if sign else bare
    if not re.match(r"[约約共计計]?\d", bare):
        return False
    named = _LABEL.search(re.sub(r"\(.*?\)", "", bare))
    return not named or any(read(text, unit, unit == "件").content is not None for unit in ("件", "万元"))


def is_nothing(text: str) -> bool:
    """Whether a cell is blank, or says in one of the usual ways that there is nothing."""
    return bool(_NOTHING.match("".join(text.translate(_HALF_WIDTH).split())))


def marker(text: str) -> tuple[str, str]:
    """A cell's text without the marker of its note, and the marker."""
    match = _MARK.search(text)
    return (text[: match.start()].rstrip(), match[0]) if match and match.start() else (text, "")


def splits(digits: str, count: int) -> Iterator[tuple[int, ...]]:
    """Every way to cut run-together digits into so many numbers, none with a leading zero."""
    if count == 1:
        if digits == "0" or (digits and digits[0] != "0"):
            yield (int(digits),)
        return
    for end in range(1, len(digits) - count + 2):
        if end > 1 and digits[0] == "0":
            return
        yield from ((int(digits[:end]), *rest) for rest in splits(digits[end:], count - 1))
