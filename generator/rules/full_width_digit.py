"""# T111 全角的数字、百分号、字母

**检查什么**：有没有 ０—９、％、Ａ—Ｚ 这样的全角字符。

**为什么**：GB/T 15835：阿拉伯数字用半角，百分号和字母同样。

**正确**

    马上办比例81.12%。

**错误**

    马上办比例８１．１２％。

**怎么改**：运行 `nianbao fix`，或者改成半角。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import Field, Slip

_TOLD = re.compile("[０-９Ａ-Ｚ％]")  # a field with small letters alone is left as it is
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ％]+(?:．[０-９]+)?[％]?")


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for digits, percent signs and letters of full width."""
    yield from typography.notes("T111", subject, _slips, "全角字符", "改成半角")


def _slips(field: Field) -> Iterator[Slip]:
    for match in _WIDE.finditer(field.hidden) if _TOLD.search(field.open) else ():
        yield Slip(match.start(), match[0], "".join(chr(ord(mark) - 0xFEE0) for mark in match[0]))
