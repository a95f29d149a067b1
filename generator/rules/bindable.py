"""# N202 数字可以写成引用

**检查什么**：文字里有没有打出来的数字，正好是句子说到的表里那个数字。

**为什么**：打出来的数字在表改动以后不会跟着变；写成引用的永远和表一致。

**正确**

    依申请公开: |
      本年新收政府信息公开申请{{ 本年新收 }}件。

**错误**：表里新收 6 件时

    依申请公开: |
      本年新收政府信息公开申请6件。

**怎么改**：运行 `nianbao bind 报告.yaml`，拿得准的都改成引用，印出来的一字不变。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.expressions import ExpressionError
from generator.findings import Finding, Mend, Severity
from generator.mends import replacement
from generator.report import Report
from generator.rules import prose
from generator.rules.subject import Subject
from generator.scope import Statement

_SHOWN = 4
_FORMS = ("", "|元", "|亿元", "|千分位")  # ways in which a reference may print a figure


def check(subject: Subject) -> Iterator[Finding]:
    """A note for each field with numbers that a reference would print just so."""
    report = subject.report
    fields: dict[int, list[tuple[Statement, str]]] = {}
    for statement in prose.said(subject) if report else ():
        reference = _reference(report, statement)  # type: ignore[arg-type]
        if reference:
            fields.setdefault(id(statement.passage.scalar), []).append((statement, reference))
    for found in fields.values():
        yield _finding(subject, found)


def doubtful(subject: Subject) -> Iterator[tuple[Statement, str]]:
    """Typed numbers that equal a figure which their sentence may speak of, though it might mean another."""
    report = subject.report
    for statement in prose.said(subject) if report else ():
        if not statement.certain:
            reference = _reference(report, statement._replace(certain=True))  # type: ignore[arg-type]
            if reference:
                yield statement, reference


def _finding(subject: Subject, found: list[tuple[Statement, str]]) -> Finding:
    passage = found[0][0].passage
    mends: list[Mend] = []
    shown = []
    for statement, reference in found:
        numeral, line = statement.numeral, statement.passage.line
        assert numeral
        written = f"{{{{ {reference} }}}}"
        mends += replacement(
            subject.source,
            passage.scalar,
            statement.passage.offset(numeral.start),
            line[numeral.start : numeral.end],
            written,
        )
        shown.append(f"{line[numeral.start : numeral.stop]}（{written}）")
    listed = "、".join(shown[:_SHOWN]) + (f"等 {len(shown)} 个" if len(shown) > _SHOWN else "")
    message = f"这些数字就是表里的，可以写成引用：{listed}。请运行 nianbao bind，或者自己改。"
    return Finding("N202", Severity.NOTE, message, prose.place(subject, passage, found[0][0].start), mends=tuple(mends))


def _reference(report: Report, statement: Statement) -> str:
    """The reference that prints a typed number exactly; empty where none does, or the sentence leaves a doubt."""
    numeral = statement.numeral
    if numeral is None or not statement.certain or not numeral.exact or statement.start != numeral.start:
        return ""
    if statement.year != report.year or statement.passage.reference(numeral.start) is not None:
        return ""
    one = prose.agreeing(statement, prose.amounts(report, statement))
    digits = statement.passage.line[numeral.start : numeral.end]
    for form in _FORMS if one else ():
        try:
            if report.quote(one.text + form).text == digits:  # type: ignore[union-attr]
                return one.text + form  # type: ignore[union-attr]
        except ExpressionError:
            continue
    return ""
