"""# H202 现行有效的件数接不上

**检查什么**：有上年的报告时，现行有效件数是不是等于上年的现行有效件数，加本年制发，减本年废止。

**为什么**：文件一年一年累积下来，多出来或者少掉的都应当有来历。修改后重新发布、上级统一清理、文件到期失效等也会改变件数，
所以不是错误，但要说明。

**正确**：上年现行有效 29 件，今年写

    行政规范性文件: {本年制发件数: 7, 本年废止件数: 4, 现行有效件数: 32}

**错误**：今年的现行有效件数写成 35，又没有说明。

**怎么改**：核对文件目录。另有原因的，在“例外”里写明：`{代码: H202, 位置: 行政规范性文件, 理由: 自然失效3件}`。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.figures import Number, Value, add, plain_number, subtract
from generator.findings import Finding, Severity
from generator.form import Figure
from generator.report import Report
from generator.rules import totals
from generator.rules.subject import Subject
from generator.template import RuleUse, Template

_Chain = tuple[Figure, list[Figure], list[Figure]]


def prepare(template: Template, use: RuleUse) -> Callable[[Subject], Iterator[Finding]]:
    """The rule for every column that grows and shrinks by others of its row."""
    totals.require_no_arguments(template, use)
    chains = [_chain(template, figure) for figure in template.figures.values() if figure.column.grows_by]

    def check(subject: Subject) -> Iterator[Finding]:
        report = subject.report
        if report and report.previous:
            for chain in chains:
                yield from _compared(report, chain, use.code)

    return check


def _chain(template: Template, figure: Figure) -> _Chain:
    beside = [other for other in template.figures.values() if other.block is figure.block and other.row is figure.row]
    grows, shrinks = (
        [other for other in beside if other.column.key in keys]
        for keys in (figure.column.grows_by, figure.column.shrinks_by)
    )
    return figure, grows, shrinks


def _compared(report: Report, chain: _Chain, code: str) -> Iterator[Finding]:
    figure, grows, shrinks = chain
    before, value = report.before(figure.path), report.values[figure.path]
    moves = [report.values[other.path] for other in (*grows, *shrinks)]
    if before is None or any(known.content is None for known in (before, value, *moves)):
        return
    expected: Number = _number(before)
    for other in grows:
        expected = add(expected, _number(report.values[other.path]))
    for other in shrinks:
        expected = subtract(expected, _number(report.values[other.path]))
    if expected == value.content:
        return
    terms = "".join(
        f" {sign} {other.column.label} {plain_number(_number(report.values[other.path]))}"
        for sign, others in (("+", grows), ("-", shrinks))
        for other in others
    )
    message = (
        f"{totals.name(figure)}：上年 {plain_number(_number(before))}{terms} = {plain_number(expected)}，"
        f"这里写的是 {plain_number(_number(value))}，{totals.difference(expected, _number(value))}。"
        "请核对；另有原因的，在“例外”里写明理由。"
    )
    places = tuple(move.position for move in moves)
    yield Finding(code, Severity.WARNING, message, value.position, paths=(figure.path,), related=places)


def _number(value: Value) -> Number:
    assert value.number is not None
    return value.number
