"""# S108 日期、编号的写法不对

**检查什么**：日期是不是写成四位年、两位月、两位日，而且日历上有这一天；规则编号是不是一个字母三位数字。

**为什么**：日期只有一种写法，才不会把 2026-01-05 和 2026-05-01 弄混；印出来时自动写成“2026年1月5日”。

**正确**

    落款: {日期: 2026-01-05}

**错误**

    落款: {日期: 2026年1月5日}

**怎么改**：写成 2026-01-05 的样子，月、日不足两位的补 0。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from generator.findings import Finding
from generator.nodes import Scalar
from generator.rules.subject import Subject, error, path, shown, title
from generator.validation import Violation, is_date


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for texts that are not a day of the calendar, or not of the pattern that their key asks for."""
    for violation in subject.violations:
        node = violation.node
        if violation.keyword not in ("format", "pattern") or not isinstance(node, Scalar) or not node.text.strip():
            continue
        fix = _date(node.text) if violation.keyword == "format" else None
        message = f"“{title(violation)}”写的是“{shown(node.text)}”，{_mend(violation, node, fix)}。"
        yield error("S108", message, subject.place(violation), paths=(path(violation),), fix=fix)


def _mend(violation: Violation, node: Scalar, fix: str | None) -> str:
    if violation.keyword == "format":
        return f"不是日期的写法。请{f'改为 {fix}' if fix else '写成 2026-01-05 的样子，并核对日历上有这一天'}"
    if "\n" in node.text.strip():
        return "只能写一行。请改成一行"
    return f"写法不对。这里要写：{violation.schema.get('description', '').rstrip('。')}。请照此改"


def _date(text: str) -> str | None:
    match = re.match(r"\s*(\d{4})\D(\d{1,2})\D(\d{1,2})日?\s*\Z", normalize("NFKC", text), re.ASCII)
    day = "{}-{:0>2}-{:0>2}".format(*match.groups()) if match else ""
    return day if is_date(day) else None
