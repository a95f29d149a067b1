"""# T104 用不着的顿号

**检查什么**：《》《》、“”“”之间有没有顿号；“等”的前面有没有顿号。

**为什么**：GB/T 15834 4.5.3.5：标有引号、书名号的并列成分之间通常不用顿号；附录 B.1.2：“等”前不用点号。

**正确**

    开设“市长热线”“区长信箱”等栏目。

**错误**

    开设“市长热线”、“区长信箱”、等栏目。

**怎么改**：运行 `nianbao fix`，或者删去顿号。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import Field, Slip

_NEEDLESS = re.compile("(?<=[》”])、(?=[《“])|、(?=等(?![级待候]))")


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for enumeration commas that the standard leaves out."""
    yield from typography.notes("T104", subject, _slips, "多余的顿号", "删去")


def _slips(field: Field) -> Iterator[Slip]:
    yield from typography.replaced(_NEEDLESS, field.open, "")
