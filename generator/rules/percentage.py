"""# N206 百分比不是它说的那个商

**检查什么**：“收到 12 件，予以公开 9 件，占 75%”“办结率 91.7%”“比上年的 10 件增长 20%”里的百分比，是不是由前面两个数
除出来的。四舍五入和去尾都接受。

**为什么**：数改了，百分比常常忘了改。

**正确**

    收到申请12件，其中予以公开9件，占75%。

**错误**

    收到申请12件，其中予以公开9件，占70%。

**怎么改**：重新算；分母不是前面的数时，写出是占什么的百分之几。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.figures import plain_number
from generator.findings import Finding
from generator.numerals import Kind, Numeral
from generator.rules import prose
from generator.rules.prose import Paragraph
from generator.rules.subject import Subject

_SHARE = re.compile("占(?:比|全部|总数|总量|总|申请|收到|办结|新收|其|到|了|的|数|量|件|比例|比重|约|为|达){0,6}\\Z")
_RATE = re.compile("([一-鿿]{2})(?:率|比例)(?:为|达|达到|是)?\\Z")
_GROWTH = re.compile("(?:增长|增加|上升|提高)(?:了|约)?\\Z")
_FALL = re.compile("(?:下降|减少|降低)(?:了|约)?\\Z")
_LAST_YEAR = re.compile("(?:较|比|由)(?:上年度?|去年|上一年度?)(?:同期)?的?\\Z")


def check(subject: Subject) -> Iterator[Finding]:
    """Warnings for percentages that neither of the numbers before them gives."""
    for paragraph in prose.read(subject).numbered:
        for percent in paragraph.numbers:
            if percent.kind is Kind.PERCENT and percent.exact:
                yield from _checked(subject, paragraph, percent)


def _checked(subject: Subject, paragraph: Paragraph, percent: Numeral) -> Iterator[Finding]:
    line = paragraph.line
    start = max(line.rfind(mark, 0, percent.start) for mark in "。；;！？") + 1
    counts = [
        n
        for n in paragraph.numbers
        if n.exact and n.kind is Kind.NUMBER and n.unit and start <= n.start < percent.start
    ]
    if len(counts) < 2:
        return
    pair = _pair(line, counts, percent)
    if pair is None:
        return
    parts, wholes, change = pair
    shares = [(part, whole, _share(part, whole, change)) for part in parts for whole in wholes if whole.value]
    if shares and not any(_rounds(share, percent, line) for _, _, share in shares):
        part, whole, share = shares[-1]
        words = f"{plain_number(whole.value or 0)} 和 {plain_number(part.value or 0)}"
        found = line[percent.start : percent.end]
        message = f"由 {words} 算出来约是 {share:.2f}%，这里写的是 {found}%。请重新算，或者写明是占什么的。"
        yield prose.warning("N206", message, prose.place(subject, paragraph.passage, percent.start))


def _pair(line: str, counts: list[Numeral], percent: Numeral) -> tuple[list[Numeral], list[Numeral], bool] | None:
    """The numbers that may be the part and the whole, and whether the percentage tells a change."""
    before = line[: percent.start]
    last = counts[-1]
    alike = [n for n in counts[:-1] if n.unit == last.unit]
    rate = _RATE.search(before)
    if _GROWTH.search(before) or _FALL.search(before):
        base = [n for n in counts if _LAST_YEAR.search(line, 0, n.start)]
        others = [n for n in counts if n not in base and base and n.unit == base[0].unit]
        return (others[-1:], base, True) if len(base) == 1 and others else None
    if alike and _SHARE.search(before) and percent.start - last.stop <= 12:
        return [last], [n for n in alike if (n.value or 0) >= (last.value or 0)], False
    if alike and rate and percent.start - last.stop <= 8 and rate[1] in line[alike[-1].stop : last.start]:
        return [last], [n for n in alike if (n.value or 0) >= (last.value or 0)], False
    return None


def _share(part: Numeral, whole: Numeral, change: bool) -> Decimal:
    one, other = Decimal(part.value or 0), Decimal(whole.value or 1)
    return (abs(one - other) if change else one) * 100 / other


def _rounds(share: Decimal, percent: Numeral, line: str) -> bool:
    text = line[percent.start : percent.end]
    decimals = len(text) - text.index(".") - 1 if "." in text else 0
    return abs(share - Decimal(percent.value or 0)) < Decimal(1).scaleb(-decimals)
