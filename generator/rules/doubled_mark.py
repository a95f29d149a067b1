"""# T108 标点重复

**检查什么**：有没有“。。”“，，”“，。”这样连在一起的标点。

**为什么**：GB/T 15834 5.1；多半是改稿时留下的。

**正确**

    及时更新，定期检查。

**错误**

    及时更新，，定期检查。。

**怎么改**：同样的两个运行 `nianbao fix` 就能改；不同的两个留下对的一个。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import Field, Slip

_SAME = re.compile("([，、；：])\\1+|(?<!。)(。)。(?!。)")
_DIFFERENT = re.compile("[，、；：][。，、；：]|。[，、；：]")


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for marks that follow one another."""
    yield from typography.notes("T108", subject, _slips, "标点重复", "只留一个")


def _slips(field: Field) -> Iterator[Slip]:
    for match in _SAME.finditer(field.hidden):
        yield Slip(match.start(), match[0], match[0][0])
    for match in _DIFFERENT.finditer(field.hidden):
        if match[0][0] != match[0][1]:
            yield Slip(match.start(), match[0], None)
