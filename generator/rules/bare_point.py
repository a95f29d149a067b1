"""# T116 小数前面没有 0

**检查什么**：纯小数是不是写出小数点前的 0。

**为什么**：GB/T 15835：纯小数必须写出小数点前定位的 0。

**正确**

    增长0.5%

**错误**

    增长.5%

**怎么改**：运行 `nianbao fix`，或者补上 0。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import HAN, Field, Slip

_POINT = re.compile(f"(?<=[{HAN}（，])\\.(?=[0-9]+[%％一-鿿])")


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for decimals without the nought before the point."""
    yield from typography.notes("T116", subject, _slips, "小数点前面没有 0", "补上 0")


def _slips(field: Field) -> Iterator[Slip]:
    yield from typography.replaced(_POINT, field.hidden, "0.")
