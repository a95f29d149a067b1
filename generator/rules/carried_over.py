"""# H201 上年结转和上年的报告对不上

**检查什么**：有上年的报告时，“上年结转”的每一列是不是等于上年报告里“结转下年度继续办理”的同一列。

**为什么**：上年留到今年办的，就是今年从上年接过来的，两份报告说的是同一批申请。

**正确**：上年的报告写 `结转下年度继续办理: {自然人: 1}`，今年写

    上年结转政府信息公开申请数量: {自然人: 1}

**错误**：今年写成 0。

**怎么改**：核对两年的台账。上年的报告写错了的，按规定更正上年的报告；机构合并等原因使两年对不上的，在“例外”里写明理由。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.figures import Value, plain_number
from generator.findings import Finding
from generator.form import Figure
from generator.paths import Path
from generator.rules import totals
from generator.rules.subject import Subject, error
from generator.template import RuleUse, Template


def prepare(template: Template, use: RuleUse) -> Callable[[Subject], Iterator[Finding]]:
    """The rule for every figure of a row that carries over another one of last year."""
    totals.require_no_arguments(template, use)
    pairs = [
        (figure, template.figures[source])
        for figure in template.figures.values()
        if (source := template.carried(figure)) is not None
    ]

    def check(subject: Subject) -> Iterator[Finding]:
        report = subject.report
        if report is None or report.previous is None:
            return
        differing: set[Path] = set()
        for figure, source in pairs:
            value, before = report.values[figure.path], report.before(source.path)
            if before is None or None in (value.number, before.number) or value.number == before.number:
                continue
            differing.add(figure.path)
            if not any(set(parts) & differing for axis, parts in figure.sums if axis == "row"):
                yield _finding(use.code, figure, source, value, before)

    return check


def _finding(code: str, figure: Figure, source: Figure, value: Value, before: Value) -> Finding:
    assert value.number is not None
    assert before.number is not None
    message = (
        f"{totals.name(figure)}：上年报告的“{source.row.label if source.row else ''}”是 {plain_number(before.number)}"
        f"（{before.position}），这里写的是 {plain_number(value.number)}，"
        f"{totals.difference(before.number, value.number)}。请核对两年的台账。"
    )
    return error(code, message, value.position, paths=(figure.path,))
