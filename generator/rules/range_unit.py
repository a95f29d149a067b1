"""# T113 范围里少了百分号或者万、亿

**检查什么**：百分数的范围两头是不是都有 %；万、亿的范围两头是不是都写。

**为什么**：GB/T 15835：63%～68%、3万～5万，不写成 63～68%、3～5万，免得误读。

**正确**

    比例在63%～68%之间

**错误**

    比例在63～68%之间

**怎么改**：补上前面的 %（`nianbao fix` 能改）；万、亿自己看准了补。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import Field, Slip

_PERCENT = re.compile("(?<![0-9.])([0-9]+(?:\\.[0-9]+)?)(?=[～~—–至-][0-9]+(?:\\.[0-9]+)?[%％])")
_FACTOR = re.compile("(?<![0-9.])[0-9]+(?:\\.[0-9]+)?(?=[～~—–-][0-9]+(?:\\.[0-9]+)?[万亿])")


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for ranges whose first number lacks its sign."""
    yield from typography.notes("T113", subject, _slips, "范围的前一个数", "两头都写 %、万、亿")


def _slips(field: Field) -> Iterator[Slip]:
    for match in _PERCENT.finditer(field.hidden):
        yield Slip(match.start(), match[0], f"{match[0]}%")
    yield from typography.replaced(_FACTOR, field.hidden, None)
