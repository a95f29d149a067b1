"""# T110 小标题后面有句号

**检查什么**：单独一行的小标题末尾有没有句号。

**为什么**：习惯上单独成行的标题不用句号。

**正确**

    ## 健全制度

**错误**

    ## 健全制度。

**怎么改**：运行 `nianbao fix`，或者删去句号。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import Field, Slip

_STOP = re.compile("^[ 　]*#{2,3}[ 　][^\\n]*?(。)[ 　]*$", re.MULTILINE)


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for full stops after headings."""
    yield from typography.notes("T110", subject, _slips, "小标题末尾的句号", "删去")


def _slips(field: Field) -> Iterator[Slip]:
    for match in _STOP.finditer(field.open):
        yield Slip(match.start(1), "。", "")
