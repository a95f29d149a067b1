"""Numbers in Chinese prose: Arabic, full-width, grouped and Chinese ones, with their units and their places.

A number counts as one only where it measures something. Document numbers, telephone numbers, ordinals, names such as
十四五 or 12345热线 and whatever stands in 《》 or “” are passed over; dates are told, because they say which year is
meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum

from generator.shapes import NamedTuple

Number = int | Decimal


class Kind(Enum):
    """What a number is. VAGUE counts without saying how many (数十件); DATE measures nothing."""

    NUMBER = "number"
    PERCENT = "percent"
    RANGE = "range"
    VAGUE = "vague"
    DATE = "date"


class Numeral(NamedTuple):
    """A number as written in `text[start:end]`, its multiplier and unit reaching to `stop`.

    `value` is exact, 万 and 亿 multiplied out; of a range its lower end, None where there is none. `factor` is the
    multiplier by itself, `approximate` the word that makes a number a rough one, empty for an exact number.
    """

    start: int
    end: int
    stop: int
    kind: Kind
    value: Number | None = None
    factor: int = 1
    unit: str = ""
    approximate: str = ""

    @property
    def exact(self) -> bool:
        """Whether the number says just one amount."""
        return self.kind in (Kind.NUMBER, Kind.PERCENT) and not self.approximate and self.value is not None


_ARABIC = r"(?:(?<![0-9])[0-9０-９]{1,3}(?:[,\u2009\u00a0 ][0-9]{3})+(?![0-9])|[0-9０-９]+)(?:[.．][0-9０-９]+)?"
_CHINESE = "[零〇一二两三四五六七八九十百千数几上近若]"
_SCAN = re.compile(
    f"[0-9]{{1,2}}[.．](?=(?:19|20)[0-9]{{2}}年)|{_ARABIC}|{_CHINESE}[〇零一二两三四五六七八九十百千万亿点分之几干]*"
)
_BEGIN = re.compile("[0-9０-９零〇一二两三四五六七八九十百千数几上近若]")  # what _SCAN begins with, quicker to find
_DIGITS_ONLY = re.compile(_ARABIC)
_NAMED = re.compile("《[^》\n]*》|“[^”\n]{0,60}”|「[^」\n]{0,60}」")
_UNITS = [
    *("人次", "件次", "条次", "个工作日", "个月", "分钟", "公里", "平方米", "小时", "小時"),
    *"元件條条份宗起次人例个個项項篇封部期家名户戶场場批类類种種套台本册冊张張幅卷页字处處辆亩米吨位所只天日年倍周则則",
]
_TAIL = re.compile(f"[ 　]?(万亿|亿|千万|百万|万|萬|億)?([余多餘])? ?([%％‰]|{'|'.join(_UNITS)})?")
_FOLLOWING = frozenset(
    [*(unit[0] for unit in _UNITS), *" 　余多餘亿千百万萬億月季"]
)  # after a number in Chinese digits
# What every quantity and every date holds: an Arabic digit, or the last of Chinese ones before what follows them.
SIGHT = re.compile(
    "[0-9０-９零〇一二两三四五六七八九十百千数几上近若万亿点分之干]"
    f"(?:(?<=[0-9０-９])|(?=[{''.join(sorted(_FOLLOWING))}])|(?<=百)(?=分之))"
)
_RANGE = re.compile(f" ?(?:[-－—–~～至到]|——) ?(?={_ARABIC})")
_DATE = re.compile(
    r"(?:19|20)[0-9]{2}(?: ?[-—~～至] ?(?:19|20)?[0-9]{2})? ?年度?(?: ?[0-9]{1,2} ?月(?: ?[0-9]{1,2} ?日|底|初|末)?)?"
    r"|(?:19|20)[0-9]{2}(?:[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?![0-9])|(?=[，,]))"
    r"|[0-9]{1,2}(?: ?[-—~～至] ?[0-9]{1,2})? ?月(?: ?[0-9]{1,2} ?日|[底初末份]|[中上下]旬)?"
    r"|[1-4]季度|[0-9]{1,2}[:：][0-9]{2}"
)
_CHINESE_DATE = re.compile(
    "[零〇○一二三四五六七八九]{4}年度?|[十一二三四五六七八九]{1,2}月(?:[十一二三四五六七八九]{1,3}日|[底初末份])?|[一二三四]季度"
)
_PHONE = re.compile(r"0[0-9]{2,3}[-－—][0-9]{7,8}(?:-[0-9]+)?|1[3-9][0-9]{9}(?![0-9])|400-?[0-9]{3}-?[0-9]{4}")
_LABEL = re.compile("(?:邮编|邮政编码|电话|传真|标识码|备案号|编号|代码|案号|郵編|電話|傳真)[^0-9，。；\n]{0,4}\\Z")
_NUMBER_OF = re.compile("[号號]|[A-Za-z]|[×xX*] ?[0-9]|[〕\\]] ?第?[0-9]")
_BEFORE = re.compile(
    "(?:大约|约|将近|近|接近|超过|超|逾|不足|不到|至少|最多|大概|約|將近|超過) ?(?:达|有|為|为|占)? ?\\Z"
)
_AFTER = re.compile("余|多(?![次种家项个年方元形渠])|以上|以下|以内|以內|左右|上下")
_VAGUE = re.compile("[数几上近若].*|.*几|[二两三四五六七八九][三四五六七八九]")
_TIMES = {"年", "个月", "周", "日", "天"}  # 近三年 is a time
_ONE = set("件条條份宗次人例起篇名")  # of other units 一 is an article rather than a count
_BEFORE_ONE = set("跑无每任某同另这那哪")
_NO_COUNT = re.compile(
    "件事|次(?:性|办|告|通|申|辦)|(?:件件|条条|次次|人人)|[件条次人]一|起(?!案|行政|因|纠|投诉|举报|信访|申请|诉|，|。|、)"
)
_CLASSES = re.compile("[三四]类(?:内部|过程)")  # the classes of information that the regulations name
_HOTLINES = {"12345", "12315", "12388", "12348", "12333", "12366", "12328", "12369", "12358", "12318"}
_CHINESE_DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_TENS = {"十": 10, "百": 100, "千": 1000}
_FACTORS = {"万": 10**4, "萬": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "億": 10**8, "万亿": 10**12}
_SIMPLE = str.maketrans("％條項戶個類場種處張冊", "%条项户个类场种处张册")
_NARROW = str.maketrans("０１２３４５６７８９．", "0123456789.", ",\u2009\u00a0 ")


def find(text: str) -> Iterator[Numeral]:
    """Every quantity and every date of a text, from left to right."""
    place, named = 0, [match.span() for match in _NAMED.finditer(text)] if "《" in text or "“" in text else []
    while begin := _BEGIN.search(text, place):
        match = _SCAN.match(text, begin.start())
        assert match
        start, place = match.span()
        while named and named[0][1] <= start:
            named.pop(0)
        if named and named[0][0] < start:
            place = named[0][1]
            continue
        arabic = match[0][0].isdecimal()
        numeral = _arabic(text, start, place) if arabic else _chinese(text, start, place)
        if isinstance(numeral, int):
            place = numeral
        elif numeral:
            place = max(numeral.stop, start + 1)
            yield numeral


def _arabic(text: str, start: int, end: int) -> Numeral | int:
    """The numeral at Arabic digits, or where to go on after digits that are none."""
    date = _DATE.match(text, start)
    if date:
        return Numeral(start, date.end(), date.end(), Kind.DATE)
    before, digits = text[max(start - 2, 0) : start], text[start:end]
    if digits[-1] in ".．":  # the number of an item, before a year
        return end
    phone = _PHONE.match(text, start)
    if phone or (len(digits) > 4 and _LABEL.search(text, max(start - 12, 0), start)):
        return phone.end() if phone else end
    after = text[end : end + 1]
    listed = after in (".", "．", "、", ")", "）") and (not before or before[-1] in "\n （(")
    attached = before[-1:].isascii() and (before[-1:].isalpha() or before[-1:] in ("@", "_", "/", "-"))
    if before.strip().endswith("第") or (attached and before) or _NUMBER_OF.match(text, end) or listed:
        return end
    numeral = _measured(text, start, end)
    if numeral.unit in ("", "小时") and (digits in _HOTLINES or digits == "24"):
        return end
    return numeral


def _measured(text: str, start: int, end: int) -> Numeral:
    """The number with its multiplier and unit, or the range that begins here."""
    tail = _TAIL.match(text, end)
    assert tail
    factor, unit = _FACTORS.get(tail[1] or "", 1), (tail[3] or "").translate(_SIMPLE)
    value = value_of(text[start:end])
    joint = _RANGE.match(text, tail.end())
    if joint:
        other = _DIGITS_ONLY.match(text, joint.end())
        assert other
        last = _TAIL.match(text, other.end())
        assert last
        factor = factor if tail[1] else _FACTORS.get(last[1] or "", 1)
        unit = (last[3] or unit).translate(_SIMPLE)
        return Numeral(
            start, other.end(), last.end(), Kind.RANGE, value * factor, factor, unit, text[start : last.end()]
        )
    kind = Kind.PERCENT if unit == "%" else Kind.NUMBER
    return _weighed(text, Numeral(start, end, tail.end(), kind, value * factor, factor, unit, tail[2] or ""))


def _chinese(text: str, start: int, end: int) -> Numeral | int:
    """The numeral at Chinese digits, or where to go on after digits that are none; they count only with a unit."""
    digits = text[start:end]
    if digits.startswith("百分之"):
        return _percent(text, start, end)
    follows = text[end : end + 1] in _FOLLOWING
    date = _CHINESE_DATE.match(text, start) if follows else None
    if date:
        return Numeral(start, date.end(), date.end(), Kind.DATE)
    tail = _TAIL.match(text, end) if follows else None
    unit = ((tail and tail[3]) or "").translate(_SIMPLE)
    if not tail or not unit or unit in "%‰" or text[max(start - 1, 0) : start] in ("第", "每") or "之" in digits:
        return end
    if digits[0] == "近" and digits[1:] and unit not in _TIMES:
        return _chinese(text, start + 1, end)
    if digits[0] in "数几上近若" or "几" in digits or _VAGUE.fullmatch(digits):
        alone = len(digits) == 1 and digits != "几"
        return end if alone else Numeral(start, end, tail.end(), Kind.VAGUE, None, 1, unit, digits)
    if _is_idiom(text, start, end, unit) or not _is_whole(digits):
        return end
    return _weighed(text, Numeral(start, end, tail.end(), Kind.NUMBER, value_of(digits), 1, unit, tail[2] or ""))


def _percent(text: str, start: int, end: int) -> Numeral | int:
    """百分之八十五, 百分之85."""
    whole, _, part = text[start + 3 : end].partition("点")
    if whole and _is_whole(whole) and all(mark in _CHINESE_DIGITS for mark in part):
        return _weighed(text, Numeral(start, end, end, Kind.PERCENT, value_of(text[start + 3 : end]), 1, "%"))
    digits = _DIGITS_ONLY.match(text, end)
    if whole or not digits:
        return end
    return Numeral(start, digits.end(), digits.end(), Kind.PERCENT, value_of(digits[0]), 1, "%")


def _is_whole(digits: str) -> bool:
    return all(mark in _CHINESE_DIGITS or mark in _TENS or mark in "万亿" for mark in digits)


def _is_idiom(text: str, start: int, end: int, unit: str) -> bool:
    """一件事, 一次性, 两件事, 一个, 四类过程性信息: digits that count nothing."""
    digits = text[start:end]
    if digits == "一":
        counted = unit[0] in _ONE and not _NO_COUNT.match(text, end)
        return not counted or text[max(start - 1, 0) : start] in _BEFORE_ONE
    return (digits == "两" and text.startswith("件事", end)) or _CLASSES.match(text, start) is not None


def _weighed(text: str, numeral: Numeral) -> Numeral:
    """The number with the words around it that make it a rough one."""
    if numeral.approximate:
        return numeral
    mark = _BEFORE.search(text, max(numeral.start - 5, 0), numeral.start) or _AFTER.match(text, numeral.stop)
    return numeral._replace(approximate=mark[0]) if mark else numeral


def value_of(digits: str) -> Number:
    """The number that Arabic or Chinese digits write: 1,234, 两百, 一万二千, 三点五."""
    digits = digits.translate(_NARROW)
    if digits[0].isdecimal():
        return Decimal(digits) if "." in digits else int(digits)
    whole, _, part = digits.partition("点")
    amount = _whole(whole)
    return Decimal(f"{amount}.{''.join(str(_CHINESE_DIGITS[mark]) for mark in part)}") if part else amount


def _whole(digits: str) -> int:
    """A whole number in Chinese digits; a row of bare digits is read one by one, as in 二〇二五."""
    if len(digits) > 1 and all(mark in _CHINESE_DIGITS for mark in digits):
        return int("".join(str(_CHINESE_DIGITS[mark]) for mark in digits))
    amount = section = digit = 0
    scale = 1  # of the last place named, so that 一百二 is 120
    for mark in digits:
        if mark in _CHINESE_DIGITS:
            digit, scale = _CHINESE_DIGITS[mark], scale if _CHINESE_DIGITS[mark] else 1
        elif mark in _TENS:
            section, digit, scale = section + (digit or 1) * _TENS[mark], 0, _TENS[mark]
        else:
            factor = _FACTORS[mark]
            amount = (amount + section + digit) * factor if mark == "亿" else amount + (section + digit) * factor
            section, digit, scale = 0, 0, factor
    return amount + section + digit * max(scale // 10, 1)
