"""# T102 引号、括号没有配对，或者用了直引号

**检查什么**：有没有直引号；“”‘’（）《》〔〕【】在一段里是不是成对。

**为什么**：GB/T 15834 4.8、4.9、4.15：引号、括号、书名号左右成对，中文用弯引号。

**正确**

    落实“三审三校”制度（每月检查）。

**错误**

    落实"三审三校"制度（每月检查。

**怎么改**：直引号运行 `nianbao fix` 就能改；没有配对的补上另一半。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.styles import PAIRS
from generator.rules.subject import Subject
from generator.rules.typography import Field, Slip

_STRAIGHT = re.compile('"')


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for straight quotes, and for marks without their other half in a paragraph."""
    yield from typography.notes("T102", subject, _slips, "引号或者括号", "用弯引号，左右成对")


def _slips(field: Field) -> Iterator[Slip]:
    start, straight_ones = 0, '"' in field.open
    pairs = [pair for pair in PAIRS if pair[0] in field.open or pair[1] in field.open]
    for line in field.open.split("\n") if pairs or straight_ones else ():
        straight = list(_STRAIGHT.finditer(line)) if straight_ones else []
        for number, match in enumerate(straight):
            new = ("“”"[number % 2]) if len(straight) % 2 == 0 and "“" not in line else None
            yield Slip(start + match.start(), '"', new)
        for pair in pairs:
            if line.count(pair[0]) != line.count(pair[1]):
                more = pair[0] if line.count(pair[0]) > line.count(pair[1]) else pair[1]
                yield Slip(start + (line.rfind(more) if more == pair[0] else line.find(more)), more, None)
        start += len(line) + 1
