"""Numbers in the capital numerals of cheques and contracts: 贰佰零叁, 贰佰元零伍分."""

from __future__ import annotations

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_GROUPS = ("", "万", "亿", "万亿", "亿亿")
_MOST = 10**20


def capital(number: int) -> str:
    """A whole number; beyond twenty digits, which no numeral reaches, the plain digits."""
    if abs(number) >= _MOST:
        return str(number)
    if number <= 0:
        return f"负{capital(-number)}" if number else _DIGITS[0]
    text, rest = "", number
    for name in _GROUPS:
        rest, group = divmod(rest, 10_000)
        text = (_group(group) + name if group else "") + text
        if rest and group < 1000 and text and not text.startswith(_DIGITS[0]):
            text = _DIGITS[0] + text
    return text


def capital_money(cents: int) -> str:
    """An amount of money in 元角分, with 整 where it ends with 元."""
    if cents < 0:
        return f"负{capital_money(-cents)}"
    yuan, rest = divmod(cents, 100)
    tens, ones = divmod(rest, 10)
    text = f"{capital(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"{text}整"
    if tens:
        text += f"{_DIGITS[tens]}角"
    elif text:
        text += _DIGITS[0]
    return text + (f"{_DIGITS[ones]}分" if ones else "")


def _group(group: int) -> str:
    """Four digits, one 零 for zeros between others, none at the end or the beginning."""
    text, gap = "", False
    for digit, place in zip(f"{group:04d}", _PLACES, strict=True):
        if digit == "0":
            gap = bool(text)
            continue
        text += (_DIGITS[0] if gap else "") + _DIGITS[int(digit)] + place
        gap = False
    return text
