"""# H203 和上年相差太大

**检查什么**：有上年的报告时，各个数字（表三只看总计）有没有比上年多出或者少掉五倍以上。很小的数不看；倍数和多小的数不看，由格式
规定。

**为什么**：多写、少写一位，或者写进了别的行，和上年一比就看得出来。

**正确**：行政许可上年 3984 件，今年 4210 件。

**错误**：行政许可上年 3984 件，今年 39840 件，其实是多写了一个 0。

**怎么改**：核对数字。确实变化很大的（职能划转、口径调整），在“例外”里写明理由，最好也在文字里说明。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.figures import plain_number
from generator.findings import Finding, Severity
from generator.form import Figure
from generator.rules import totals
from generator.rules.subject import Subject
from generator.template import RuleUse, Template


def prepare(template: Template, use: RuleUse) -> Callable[[Subject], Iterator[Finding]]:
    """The rule with its arguments: more than `times` as much or as little, where either year has at least `least`."""
    times, least = totals.numbers(template, use, "times", "least")
    figures = _compared(template)

    def check(subject: Subject) -> Iterator[Finding]:
        report = subject.report
        if report is None or report.previous is None:
            return
        for figure in figures:
            before = report.before(figure.path)
            now, then = report.values[figure.path].number, before and before.number
            if now is None or then is None or max(now, then) < least or (now <= then * times and then <= now * times):
                continue
            message = (
                f"{totals.name(figure)}：上年是 {plain_number(then)}，今年是 {plain_number(now)}，"
                f"相差超过 {plain_number(times)} 倍。请核对；属实的，在“例外”里写明理由。"
            )
            position = report.values[figure.path].position
            yield Finding(use.code, Severity.WARNING, message, position, paths=(figure.path,))

    return check


def _compared(template: Template) -> list[Figure]:
    """Figures that are no part of a total of their row, no total of their column and not carried over."""
    parts = {
        path for figure in template.figures.values() for axis, below in figure.sums if axis == "row" for path in below
    }
    return [
        figure
        for path, figure in template.figures.items()
        if path not in parts
        and not any(axis == "column" for axis, _ in figure.sums)
        and template.carried(figure) is None
    ]
