"""# T112 年份不完整

**检查什么**：年份是不是写全四位；汉字写的年份用〇不用零。

**为什么**：GB/T 15835：年份用四位数字，不简写；汉字数字里的“0”写作〇。

**正确**

    2025年度

**错误**

    25年度

**怎么改**：补全年份；“零”运行 `nianbao fix` 就能改。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import Field, Slip

_SHORT = re.compile("(?<![0-9近第过满共.])[0-9]{2}(?=年(?:度|上半年|下半年|[0-9]{1,2}月|全年|底|初))")
_ZERO = re.compile("二(零)[零〇一二][零〇一二三四五六七八九]年")


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for years of two digits, and for 零 in a year."""
    yield from typography.notes("T112", subject, _slips, "年份", "写全四位，汉字年份用〇")


def _slips(field: Field) -> Iterator[Slip]:
    yield from typography.replaced(_SHORT, field.hidden, None)
    for match in _ZERO.finditer(field.hidden):
        yield Slip(match.start(1), "零", "〇")
