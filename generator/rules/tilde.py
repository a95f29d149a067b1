"""# T105 数值范围用了半角的 ~

**检查什么**：范围里有没有半角的 ~。

**为什么**：GB/T 15834 4.13：数值的范围用浪纹线 ～。时间的起止见 T123。

**正确**

    每月3～5次。

**错误**

    每月3~5次。

**怎么改**：运行 `nianbao fix`，或者改成 ～。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.joining_mark import TIME
from generator.rules.subject import Subject
from generator.rules.typography import HAN, Field, Slip

_TILDE = re.compile(f"(?<=[0-9%{HAN}])~(?=[0-9{HAN}])")


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for ASCII tildes in ranges."""
    yield from typography.notes("T105", subject, _slips, "半角的浪纹线", "改成 ～")


def _slips(field: Field) -> Iterator[Slip]:
    times = {match.start(1) for match in TIME.finditer(field.hidden)}  # T123 has those
    yield from (slip for slip in typography.replaced(_TILDE, field.hidden, "～") if slip.offset not in times)
