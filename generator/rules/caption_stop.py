"""# T121 表注、图表的名称后面有句号

**检查什么**：数字的注、表格的注，和“表1 ……”“图1 ……”这样的名称，末尾有没有句号。

**为什么**：GB/T 15834—2011 附录 A.1：图、表的说明文字中间可以用标点，末尾不用句号。

**正确**

    行政规范性文件: {本年制发件数: 7, 现行有效件数: {值: 32, 注: 含修订2件}}

**错误**

    行政规范性文件: {本年制发件数: 7, 现行有效件数: {值: 32, 注: 含修订2件。}}

**怎么改**：运行 `nianbao fix`，或者删去句号。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import Field, Slip

_CAPTION = re.compile(
    "^[ 　]*(?:附?表|图)[0-9一二三四五六七八九十]{1,3}[ 　：:][^。\\n]{1,40}(。)[ 　]*$", re.MULTILINE
)
_STOP = re.compile("(。)[ 　]*$", re.MULTILINE)


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for full stops after captions and after the notes of tables."""
    for among, pattern in ((typography.fields(subject), _CAPTION), (typography.remarks(subject), _STOP)):

        def slips(field: Field, pattern: re.Pattern[str] = pattern) -> Iterator[Slip]:
            return (Slip(match.start(1), "。", "") for match in pattern.finditer(field.open))

        yield from typography.notes("T121", subject, slips, "表注或者图表名称末尾的句号", "删去", among=among)
