"""# N201 文字和表里的数字不一致

**检查什么**：句子说到表里的一个数字时（收到、受理申请，结转，予以公开，行政复议，行政许可，规范性文件，收费……），写的数是不是
表里的数；说“没有”“未收到”的，表里是不是 0。写成引用的也核对：引用的数字和句子说的是不是一回事。

**为什么**：一份报告里同一个数字不能有两个值。公开发布的报告里，约五分之一的文字和表对不上。

**正确**：表里新收 6 件、上年结转 1 件时

    依申请公开: |
      本年新收政府信息公开申请6件。
      全年共收到政府信息公开申请7件，其中上年结转1件。

**错误**

    依申请公开: |
      本年新收政府信息公开申请9件。

**怎么改**：核对台账，改正错的一处；以表为准的，把数字写成引用，如 `{{ 本年新收 }}`，以后就不会再不一致。“收到”可以指
新收，也可以指新收加上年结转，两种都接受。句子说的不是表里的这个数（如只说一部分、说的是下属单位），把话说清楚，或者写进“例外”。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.findings import Finding, Severity
from generator.report import Report
from generator.rules import prose
from generator.rules.prose import Amount
from generator.rules.subject import Subject
from generator.scope import Statement


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for numbers and denials in prose that no figure they may speak of bears out."""
    report = subject.report
    for statement in prose.said(subject) if report else ():
        if statement.year != report.year:  # type: ignore[union-attr]
            continue
        known = prose.amounts(report, statement)  # type: ignore[arg-type]
        if None in known or not known or prose.agreeing(statement, known):
            continue
        yield _finding(subject, report, statement, [one for one in known if one])  # type: ignore[arg-type]


def _finding(subject: Subject, report: Report, statement: Statement, known: list[Amount]) -> Finding:
    numeral = statement.numeral
    reference = statement.passage.reference(statement.start)
    provable = statement.certain and reference is None and (numeral is None or numeral.exact)
    return Finding(
        "N201",
        Severity.ERROR if provable else Severity.WARNING,
        _message(report, statement, known, reference),
        prose.place(subject, statement.passage, statement.start),
        paths=known[0].paths,
        related=tuple(dict.fromkeys(report.values[path].position for path in known[0].paths)),
    )


def _message(report: Report, statement: Statement, known: list[Amount], reference: str | None) -> str:
    line, numeral, usual = statement.passage.line, statement.numeral, known[0]
    table = f"表里“{usual.text}”是 {prose.in_words(report, usual)}"
    others = "、".join(f"“{one.text}”是 {prose.in_words(report, one)}" for one in known[1:2])
    table += f"（{others}）" if others else ""
    if numeral is None:
        return f"这里说“{line[statement.start : statement.stop]}”，{table}。请核对，改正错的一处。"
    if statement.start != numeral.start:
        words = line[statement.start : statement.stop]
        return f"这里说前面的 {prose.shown(numeral, line)}“{words}”，{table}。请核对，改正错的一处。"
    if reference is not None:
        return (
            f"这里引用“{reference}”，是 {prose.shown(numeral, line)}，句子说的却像“{usual.text}”，{table}。请核对引用。"
        )
    money = prose.in_ten_thousands(report, usual.paths)
    written = prose.shown(numeral, line)
    if money and line[numeral.end : numeral.stop].strip() == "元":
        written += f"（{prose.wan(numeral.value or 0)} 万元）"
    gap = prose.off(numeral.value or 0, usual.number, money)
    mend = "请核对小数点和单位" if money else f"请核对；以表为准的写成 {{{{ {usual.text} }}}}"
    return f"这里是 {written}，{table}，{gap}{_factor(numeral.value or 0, usual.number)}。{mend}。"


def _factor(found: int | Decimal, expected: int | Decimal) -> str:
    """Where one number is the other with its point shifted: 正好相差 10 倍."""
    if not found or not expected:
        return ""
    large, small = max(found, expected), min(found, expected)
    for power in range(1, 9):
        if Decimal(small) * 10**power == large:
            return f"，正好相差 {10**power} 倍"
    return ""
