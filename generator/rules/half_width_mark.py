"""# T101 中文里的半角标点

**检查什么**：中文中间有没有半角的 , ; : ! ? ( ) 和句号。

**为什么**：GB/T 15834 5.1：中文标点占一个字的位置。

**正确**

    落实要求，定期检查（每季度一次）。

**错误**

    落实要求,定期检查(每季度一次)。

**怎么改**：运行 `nianbao fix`，或者改成全角。网址、电子邮件、书名号和引号里的不动。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import HAN, Field, Slip

_FULL = dict(zip(",;:!?()", "，；：！？（）", strict=True))
# Each begins with its mark, which is found quickly, and looks back from there.
_MARK = re.compile(f"[,;:!?](?:(?<=[{HAN}）】”》].)|(?=[{HAN}（“《])(?:(?<!:)(?<![0-9A-Za-z].)|(?<=[0-9A-Za-z%][,;])))")
_PAIR = re.compile(f"\\((?:(?<=[{HAN}].)[^()\\n]*|[^()\\n]*[一-鿿][^()\\n]*)\\)")
_STOP = re.compile("\\.(?<=[一-鿿）”》].)(?=[一-鿿]|$)", re.MULTILINE)


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for marks of half width that touch Chinese."""
    yield from typography.notes("T101", subject, _slips, "半角标点", "改成全角")


def _slips(field: Field) -> Iterator[Slip]:
    for match in _MARK.finditer(field.hidden):
        yield Slip(match.start(), match[0], _FULL[match[0]])
    for match in _PAIR.finditer(field.hidden):
        yield Slip(match.start(), "(", "（")
        yield Slip(match.end() - 1, ")", "）")
    yield from typography.replaced(_STOP, field.hidden, "。")
