"""The kinds of what is filled in: how a cell of each looks, what Excel lets one type, and how it is read back.

To add a kind is to add an entry to KINDS, and a function to READERS.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from generator import amounts
from generator.amounts import How
from generator.excel_form.places import Entry, Value
from generator.figures import Number, plain_number
from generator.nodes import Scalar
from generator.schema import MOST
from generator.shapes import NamedTuple
from generator.tree import UNPRINTABLE
from generator.validation import is_date

MOST_DIGITS = 15  # what a spreadsheet keeps of a number
MOST_TEXT = 32_767  # characters of a cell
YES, NO = "是", "否"
TEXT, GENERAL = "@", "General"
FIRST_DAY = "1900-03-01"  # that all spreadsheets count alike; an earlier one is a text

_ESCAPED = re.compile(r"_x(005F|00[01][0-9A-Fa-f])_")
_DAY = re.compile(r"\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*\Z", re.ASCII)


class Kind(NamedTuple):
    """What a cell is formatted as, what the spreadsheet checks on typing, and what it tells whoever types.

    `check` is the type of a data validation with its operator and bounds; an empty one checks nothing.
    """

    format: str
    check: tuple[str, ...] = ()
    title: str = ""
    prompt: str = ""
    error: str = ""


_UNKNOWN = "没有发生的填 0，还不知道的空着。"
KINDS = {
    "count": Kind(
        "0", ("whole", "between", "0", str(MOST)), "件数", f"填整数。{_UNKNOWN}", "这里填 0 或者正整数，不带单位。"
    ),
    "amount": Kind(
        GENERAL, ("decimal", "between", "0", str(MOST)), "金额", f"按表头的单位填，可以有小数。{_UNKNOWN}",
        "这里填 0 或者正数，不带单位。",
    ),
    "money": Kind(
        GENERAL, ("decimal", "between", "0", str(MOST)), "金额", f"只填数，单位在表格下面选。{_UNKNOWN}",
        "这里填 0 或者正数，不带单位；单位在表格下面选。",
    ),
    "signed": Kind(
        "+0;-0;0", ("whole", "between", str(-MOST), str(MOST)), "增减", "增加填正数，减少填负数，如 -2；没有增减填 0。",
        "这里填整数，减少的前面写减号。",
    ),
    "number": Kind(
        GENERAL, ("decimal", "between", str(-MOST), str(MOST)), "数字", "填数字，单位写在旁边。还不知道的空着。",
        "这里填数字，不带单位。",
    ),
    "year": Kind(
        "0", ("whole", "between", "1", "9999"), "年度", "报告的年度，四位数字，如 2025。", "这里填四位数字的年份。"
    ),
    "date": Kind(
        "yyyy-mm-dd", ("date", "between", "36526", "73050"), "日期", "写成 2026-01-20。", "这里填日期，如 2026-01-20。"
    ),
    "choice": Kind(TEXT, ("list",), "选一个", "点右边的箭头选。", "只能从列出的里面选一个。"),
    "yesno": Kind(TEXT, ("list",), "选一个", "点右边的箭头选。", f"只能选“{YES}”或者“{NO}”。"),
    "text": Kind(TEXT),
    "prose": Kind(TEXT),
}  # fmt: skip


class Raw(NamedTuple):
    """A cell as a spreadsheet has it; `formula` where it computes, `error` where the value is one such as #REF!."""

    content: int | float | str | bool | datetime | date | None
    formula: str = ""
    error: bool = False


class Answer(NamedTuple):
    """What was read from a cell.

    `problem` is a wording of rule I301 where it cannot be taken, `note` one of I302 where it was taken with a doubt.
    """

    value: Value = None
    problem: str = ""
    note: str = ""


def cell(value: Value, kind: str) -> int | Decimal | str | date | None:
    """What is put into a cell: a number with too many digits for a spreadsheet as text, a day as a day."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, str) and kind == "date" and is_date(value) and value >= FIRST_DAY:
        return date.fromisoformat(value)
    if isinstance(value, int | Decimal):
        return plain_number(value) if is_long(value) else value
    return value


def is_long(value: Number) -> bool:
    """Whether a number has more digits than a spreadsheet keeps."""
    return len(plain_number(value).lstrip("-").replace(".", "").lstrip("0")) > MOST_DIGITS


def decimals(value: Value) -> str:
    """The format in which a number shows the decimals that were written."""
    places = len(plain_number(value).partition(".")[2]) if isinstance(value, Decimal) else 0
    return f"0.{'0' * places}" if places else ""


def read(raw: Raw, entry: Entry) -> Answer:
    """What a cell says, as the kind of its place asks."""
    if raw.error:
        return Answer(problem="error")
    content = raw.content
    if content is None or (isinstance(content, str) and not content.strip() and entry.kind != "prose"):
        return Answer()
    return READERS[entry.kind](content, entry)


def shown(raw: Raw) -> str:
    """A cell's content for a message."""
    content = raw.content
    if isinstance(content, bool):
        return "TRUE" if content else "FALSE"
    if isinstance(content, datetime):
        return content.strftime("%Y-%m-%d")
    if isinstance(content, float):
        return plain_number(_exact(content))
    return str(content)


def _number(content: object, entry: Entry) -> Answer:
    whole = entry.kind in ("count", "signed", "year")
    if isinstance(content, bool):
        return Answer(problem="logical")
    if isinstance(content, datetime | date):
        return Answer(problem="date")
    if isinstance(content, str):
        return _typed(content, entry, whole)
    assert isinstance(content, float | int)
    return _within(_exact(content), entry, whole)


def _exact(content: float) -> Number:
    """The number that was typed: a spreadsheet keeps 15 digits of it."""
    exact = Decimal(content if isinstance(content, int) else format(content, f".{MOST_DIGITS}g"))
    return int(exact) if exact == exact.to_integral_value() else exact


def _typed(content: str, entry: Entry, whole: bool) -> Answer:
    """A number that was typed as text."""
    plain = Scalar(content.strip(), "", 1, 1).value
    if isinstance(plain, int | Decimal) and not isinstance(plain, bool):
        answer = _within(plain, entry, whole)
        return answer if answer.problem or is_long(plain) else answer._replace(note="text")
    amount = amounts.read(content, entry.unit, whole)
    if amount.content is None or amount.note:
        return Answer(problem="nothing" if amount.how is How.NOTHING else "number")
    return _within(amount.content, entry, whole)._replace(note="dressed")


def _within(value: Number, entry: Entry, whole: bool) -> Answer:
    if whole and value != int(value):
        return Answer(problem="fraction")
    if value < 0 and entry.kind not in ("signed", "number"):
        return Answer(problem="negative")
    return Answer(problem="large") if not -MOST <= value <= MOST else Answer(value)


def _line(content: object, _entry: Entry) -> Answer:
    """A text of one line; a number that lost its leading zeros cannot be told from one that had none."""
    if isinstance(content, bool | datetime | date):
        return Answer(problem="text")
    if not isinstance(content, str):
        return Answer(shown(Raw(content)), note="digits")  # type: ignore[arg-type]
    text = plain(content)
    if "\n" in text.strip():
        return Answer(problem="lines")
    return Answer(problem="control") if UNPRINTABLE.search(text) else Answer(text.strip())


def _prose(content: object, _entry: Entry) -> Answer:
    if isinstance(content, bool | datetime | date):
        return Answer(problem="text")
    text = plain(content) if isinstance(content, str) else shown(Raw(content))  # type: ignore[arg-type]
    return Answer(problem="control") if UNPRINTABLE.search(text) else Answer(text or None)


def plain(text: str) -> str:
    """A text as it was typed: spreadsheets write control characters, and what looks like one, as `_x000D_`."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


def _choice(content: object, entry: Entry) -> Answer:
    text = str(content).strip()
    return Answer(text) if text in entry.choices else Answer(problem="choice")


def _yes_or_no(content: object, _entry: Entry) -> Answer:
    if isinstance(content, bool):
        return Answer(content)
    known = {YES: True, NO: False}
    text = str(content).strip()
    return Answer(known[text]) if text in known else Answer(problem="choice")


def _date(content: object, _entry: Entry) -> Answer:
    if isinstance(content, datetime | date):
        return Answer(content.strftime("%Y-%m-%d"))
    match = _DAY.match(content) if isinstance(content, str) else None
    day = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else ""
    return Answer(day) if is_date(day) else Answer(problem="day")


READERS: dict[str, Callable[[object, Entry], Answer]] = {
    "count": _number,
    "amount": _number,
    "money": _number,
    "signed": _number,
    "number": _number,
    "year": _number,
    "date": _date,
    "choice": _choice,
    "yesno": _yes_or_no,
    "text": _line,
    "prose": _prose,
}
