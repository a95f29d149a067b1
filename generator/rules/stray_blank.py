"""# T109 中文里的空格

**检查什么**：汉字之间、汉字和数字之间、标点前面有没有空格。

**为什么**：排印时汉字之间不空格（GB/T 15834 5.1）；“12 月31日”这样的空格多半是误入。

**正确**

    2025年12月31日，共收到6件。

**错误**

    2025 年12 月31日 ，共收到 6 件。

**怎么改**：运行 `nianbao fix`，或者删去空格。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import HAN, Field, Slip

_BLANK = re.compile(
    f"(?<=[{HAN}])[ 　]+(?=[0-9{HAN}，。；：、（）《》“”])|(?<=[，。；：、）》”]) +(?=[0-9{HAN}])"
    "|(?<=[0-9%％])(?<![表图][0-9])(?<![表图][0-9][0-9])[ 　]+(?=[一-鿿，。；：、）])"
)


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for blanks inside Chinese text."""
    yield from typography.notes("T109", subject, _slips, "空格", "删去")


def _slips(field: Field) -> Iterator[Slip]:
    yield from typography.replaced(_BLANK, field.open, "")
