"""# N212 过了公布的期限

**检查什么**：落款日期和网页的发布时间，是不是在格式规定的期限以前；政府信息公开年度报告，部门等是次年 1 月 31 日，政府
是次年 3 月 31 日。

**为什么**：《政府信息公开条例》第四十九条：县级以上人民政府部门在每年 1 月 31 日前公布上一年度的报告；政府信息公开
工作主管部门在 3 月 31 日前公布本级政府上一年度的报告。

**正确**：部门，年度是 2025 时

    落款: {日期: 2026-01-20}

**错误**

    落款: {日期: 2026-02-20}

**怎么改**：日期写错的改正；确实晚了的照实写，报告仍然可以输出。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding, Severity
from generator.rules.subject import Subject
from generator.rules.too_early import dates


def check(subject: Subject) -> Iterator[Finding]:
    """Warnings for a date after the one that the regulations set."""
    report = subject.report
    if report is None:
        return
    days = report.template.deadlines
    day = next((days[name] for name in (report.kind, report.scope, "其他") if name in days), None)
    last = f"{report.year + 1:04d}-{day}" if day else "9999"
    for words, text, place in dates(subject):
        if text[:10] > last:
            message = f"{words}是 {text[:10]}，规定的期限是 {last}。请核对；确实晚了的不用改。"
            yield Finding("N212", Severity.WARNING, message, place)
