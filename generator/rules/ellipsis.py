"""# T106 省略号、破折号不合规范

**检查什么**：省略号是不是六个点，后面有没有“等”；破折号是不是占两个字。

**为什么**：GB/T 15834 4.10、4.11：破折号是 ——，省略号是 ……，不与“等”并用。

**正确**

    问计于民——开展意见征集……

**错误**

    问计于民--开展意见征集...

**怎么改**：运行 `nianbao fix`，或者改过来；省略号和“等”去掉一个。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import Field, Slip

_DOTS = re.compile("\\.{3,}|。{3,}|・{3,}|(?<!…)…(?!…)")
_DASH = re.compile("(?<=[一-鿿”》])-{2,}(?=[一-鿿“《])")
_BOTH = re.compile("等……|……等")


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for dots and dashes of the wrong kind."""
    yield from typography.notes("T106", subject, _slips, "省略号或者破折号", "改成 …… 或者 ——，省略号和“等”只用一个")


def _slips(field: Field) -> Iterator[Slip]:
    yield from typography.replaced(_DOTS, field.hidden, "……")
    yield from typography.replaced(_DASH, field.hidden, "——")
    yield from typography.replaced(_BOTH, field.hidden, None)
