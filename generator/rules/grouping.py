"""# T119 大数有的分节、有的不分节

**检查什么**：五位以上的数，是不是有的写 60,540、有的写 60540。

**为什么**：GB/T 15835—2011：多位数可以分节，也可以不分，全文要一致。政府的报表通常不分。

**正确**

    行政许可60540件，咨询11000人次。

**错误**

    行政许可60,540件，咨询11000人次。

**怎么改**：全文统一；和表格一致的写法是不分节。引用的数要分节时，加 `|千分位`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import Field, Slip

_GROUPED = re.compile("(?<![0-9.,])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9,])")
_PLAIN = re.compile("(?<![0-9A-Za-z.,-])[1-9][0-9]{4,}(?:\\.[0-9]+)? ?(?=[万亿]?[件条份宗起次人元个项篇户吨名])")


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for grouped numbers in a report that has long plain ones too."""
    fields = typography.fields(subject)
    if any("," in field.open for field in fields) and any(_PLAIN.search(field.hidden) for field in fields):
        yield from typography.notes("T119", subject, _slips, "有的数分节，有的不分", "统一成一种，和表格一致的是不分节")


def _slips(field: Field) -> Iterator[Slip]:
    yield from typography.replaced(_GROUPED, field.hidden, None)
