"""# T103 书名号里面的书名号

**检查什么**：书名号里面再有文件名时，里面一层是不是单书名号〈〉。

**为什么**：GB/T 15834 4.15.3.5：书名号套书名号，双的和单的交替。

**正确**

    《关于印发〈工作要点〉的通知》

**错误**

    《关于印发<工作要点>的通知》

**怎么改**：运行 `nianbao fix`，或者把里面一层改成〈〉。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import Field, Slip

_NESTED = re.compile("《[^《》\\n]*([<＜《])[^<>＜＞《》\\n]*([>＞》])[^《》\\n]*》")


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for names of documents inside names of documents."""
    yield from typography.notes("T103", subject, _slips, "书名号里的记号", "改成单书名号〈〉")


def _slips(field: Field) -> Iterator[Slip]:
    for match in _NESTED.finditer(field.open):
        yield Slip(match.start(1), match[1], "〈")
        yield Slip(match.start(2), match[2], "〉")
