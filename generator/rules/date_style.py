"""# T118 日期的写法不一致

**检查什么**：全文的日期是不是一种写法：2025年1月5日、二〇二五年一月五日、2025-01-05、2025.1.5、2025/1/5。

**为什么**：GB/T 15835—2011：同一篇文字里，同类的数字用同一种形式。

**正确**

    2025年1月5日公布，2025年3月1日施行。

**错误**

    2025年1月5日公布，2025-03-01施行。

**怎么改**：以用得最多的一种为准；多的是“2025年1月5日”的，运行 `nianbao fix`，别的自己改。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import Field, Slip

_STYLES = {
    "年月日": re.compile("(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日"),
    "汉字": re.compile(
        "[一二][〇零○一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
    ),
    "符号": re.compile(
        "(?<![0-9A-Za-z./-])((?:19|20)[0-9]{2})([-./])(1[0-2]|0?[1-9])\\2(3[01]|[12][0-9]|0?[1-9])(?![0-9./-])"
    ),
}
_OTHER_MARKS = re.compile("[-./〇零○]")
_USUAL = "年月日"


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for dates in another style than most."""
    fields = typography.fields(subject)
    if not any(_OTHER_MARKS.search(field.open) for field in fields):
        return
    counts: Counter[str] = Counter()
    for field in fields:
        counts.update({style: len(pattern.findall(field.hidden)) for style, pattern in _STYLES.items()})
    if sum(count > 0 for count in counts.values()) < 2:
        return
    usual = max(counts, key=lambda style: (counts[style], style == _USUAL))

    def slips(field: Field) -> Iterator[Slip]:
        for style, pattern in _STYLES.items():
            for match in pattern.finditer(field.hidden) if style != usual else ():
                yield Slip(match.start(), match[0], _written(match) if (style, usual) == ("符号", _USUAL) else None)

    yield from typography.notes("T118", subject, slips, "日期的写法和别处不同", "全文用一种写法")


def _written(match: re.Match[str]) -> str:
    return f"{match[1]}年{int(match[3])}月{int(match[4])}日"
