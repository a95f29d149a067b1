"""# N208 数字漏写了

**检查什么**：有没有“部分公开件”“共收到　　件”这样，单位前面没有数字的地方。

**为什么**：留着空等填数，发布时忘了填。

**正确**

    部分公开{{ 部分公开 }}件。

**错误**

    部分公开件。

**怎么改**：补上数字，表里有的写成引用。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding, Severity
from generator.report import UNKNOWN
from generator.rules import prose
from generator.rules.subject import Subject

_WORDS = "收到|新收|申请|结转|公开|提供|许可|处罚|强制|复议|诉讼|办结|答复|制发|废止|有效|维持|纠正|共计|合计|下年|年度"
_BLANKS = " \u3000_"
_BEFORE = "".join(sorted({word[-1] for word in _WORDS.split("|")})) + _BLANKS
_UNIT = re.compile(f"[件条份宗起次人元万](?<=[{_BEFORE}].)(?:(?<=万)元)?(?=[，。；、）,;\n]|$)")
_COUNTED = re.compile(f"(?<!依申请)(?<={_WORDS})")
_MOST = 8  # blanks that a number is left out for; two of them need no word before


def check(subject: Subject) -> Iterator[Finding]:
    """Errors for a unit where a number ought to stand before it."""
    for paragraph in prose.read(subject).holding(_UNIT):
        line = paragraph.line
        for match in _UNIT.finditer(line) if UNKNOWN not in line else ():
            start = len(line[: match.start()].rstrip(_BLANKS))
            gap = match.start() - start
            counted = match[0] not in ("人", "万") and _COUNTED.match(line, start)
            blank = gap > 1 and start and "一" <= line[start - 1] <= "鿿" and match[0] not in ("万", "万元")
            if gap <= _MOST and (counted or blank):
                place = prose.place(subject, paragraph.passage, start)
                message = f"“{match[0]}”前面没有数字。请补上，表里有的写成引用。"
                yield Finding("N208", Severity.WARNING, message, place)
