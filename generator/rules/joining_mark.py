"""# T123 连接号用错了

**检查什么**：起止的时间之间是不是一字线 —，数值的范围之间是不是浪纹线 ～；短横线 - 和全角的 － 用在这两处都不对。

**为什么**：GB/T 15834—2011 4.13：时间、地域的起止用一字线，数值的范围用浪纹线，短横线用于电话、编号和年月日的简写。

**正确**

    2021—2025年，每月3～5次，9:00—17:00受理。

**错误**

    2021-2025年，每月3-5次，9:00～17:00受理。

**怎么改**：运行 `nianbao fix`，或者改过来。电话、文号、网址里的短横线不动。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import Field, Slip

_YEAR, _HOUR = "(?:19|20)[0-9]{2}", "[0-9]{1,2}[:：][0-9]{2}"
TIME = re.compile(
    f"(?<![0-9A-Za-z:：-])(?:{_YEAR}年?(?=.{_YEAR}年)|{_HOUR}(?=.{_HOUR})|[0-9]{{1,2}}(?=.[0-9]{{1,2}}[月日](?!内))"
    f"|[0-9]{{1,2}}[月日](?=.(?:{_YEAR}年|[0-9]{{1,2}}[月日])))([-－–~～])"
)
_AMOUNT = re.compile(
    "(?<![0-9A-Za-z.:：/-])[0-9]+(?:\\.[0-9]+)?[%％万亿]?([-－–—])"
    "(?=[0-9]+(?:\\.[0-9]+)?(?:[%％]|[万亿]?(?:件|条|份|宗|起|人|次|个|项|名|篇|元|天|倍|小时|分钟|工作日|公里|吨|米)))"
)


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for marks between two times or two amounts that are not the ones of the standard."""
    yield from typography.notes("T123", subject, _slips, "连接号", "时间用 —，数值用 ～")


def _slips(field: Field) -> Iterator[Slip]:
    times = list(TIME.finditer(field.hidden))
    for match in times:
        yield Slip(match.start(1), match[1], "—")
    told = {match.start(1) for match in times}
    for match in _AMOUNT.finditer(field.hidden):
        if match.start(1) not in told:
            yield Slip(match.start(1), match[1], "～")
