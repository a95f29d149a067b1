"""# T115 文号的写法

**检查什么**：文号是不是用六角括号〔〕，不加“第”，不补零。

**为什么**：GB/T 9704-2012 7.2.5：年份用六角括号括入，序号不加“第”字、不编虚位。

**正确**

    国办公开办函〔2021〕30号

**错误**

    国办公开办函[2021]第030号

**怎么改**：运行 `nianbao fix`，或者改过来。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import Field, Slip

_NUMBER = re.compile("(?<=[一-鿿])([〔\\[【（(])((?:19|20)[0-9]{2})([〕\\]】）)])(第?0*)([1-9][0-9]*)号")


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for numbers of documents in another form."""
    yield from typography.notes("T115", subject, _slips, "文号", "写成〔2021〕30号的样子")


def _slips(field: Field) -> Iterator[Slip]:
    for match in _NUMBER.finditer(field.open):
        right = f"〔{match[2]}〕{match[5]}号"
        if match[0] != right:
            yield Slip(match.start(), match[0], right)
