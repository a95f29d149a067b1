"""# T114 概数说了两遍

**检查什么**：“约……左右”“超过……余”这样，一个数前后都有表示大概的词。

**为什么**：GB/T 15835：概数的词只用一个。

**正确**

    约20件

**错误**

    约20件左右

**怎么改**：去掉一个。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import Field, Slip

_TWICE = re.compile(
    "(?:大约|约|将近|近|超过|逾|不足)[0-9][0-9.万亿]*(?:[余多][一-鿿]?|[件条份个项次人家]{0,2}(?:左右|上下|以上))"
)


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for numbers that are rough twice."""
    yield from typography.notes("T114", subject, _slips, "概数的词用了两个", "只留一个")


def _slips(field: Field) -> Iterator[Slip]:
    yield from typography.replaced(_TWICE, field.hidden, None)
