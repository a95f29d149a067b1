"""# T120 年月日用顿号连接

**检查什么**：用阿拉伯数字简写的年月日，中间是不是用了顿号。

**为什么**：GB/T 15834—2011 附录 A.4：年月日的简写用短横线连接，不用顿号。

**正确**

    登记日期为2025-3-15。

**错误**

    登记日期为2025、3、15。

**怎么改**：运行 `nianbao fix`，写成 2025年3月15日；要简写的改成 2025-3-15。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import Field, Slip

_DATE = re.compile(
    "(?<![0-9、])((?:19|20)[0-9]{2})、(1[0-2]|0?[1-9])、(3[01]|[12][0-9]|0?[1-9])(?![0-9、%％.年月件条项])"
)


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for dates whose parts are joined by enumeration commas."""
    yield from typography.notes("T120", subject, _slips, "年月日之间的顿号", "写成 2025年3月15日，或者用短横线")


def _slips(field: Field) -> Iterator[Slip]:
    for match in _DATE.finditer(field.hidden):
        yield Slip(match.start(), match[0], f"{match[1]}年{int(match[2])}月{int(match[3])}日")
