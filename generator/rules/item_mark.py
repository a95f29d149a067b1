"""# T107 序号后面的标点不对

**检查什么**：段首的序号：汉字后面是顿号，阿拉伯数字后面是点，带括号的后面没有标点。

**为什么**：GB/T 15834 附录 B.3。

**正确**

    1.健全制度。

**错误**

    1、健全制度。

**怎么改**：运行 `nianbao fix`，或者改过来。要自动编号的写成 `## 小标题`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import Field, Slip

_ARABIC = re.compile("^[ 　]*[0-9]{1,2}(、)", re.MULTILINE)
_CHINESE = re.compile("^[ 　]*[一二三四五六七八九十]{1,3}([.．])", re.MULTILINE)
_BRACKET = re.compile("^[ 　]*（(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})）([、，.．])", re.MULTILINE)


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for marks after the number of an item."""
    yield from typography.notes("T107", subject, _slips, "序号后面的标点", "改成一、 （一） 1. （1） 的样子")


def _slips(field: Field) -> Iterator[Slip]:
    for pattern, new in ((_ARABIC, "."), (_CHINESE, "、"), (_BRACKET, "")):
        for match in pattern.finditer(field.hidden):
            yield Slip(match.start(1), match[1], new)
