"""# N204 文字里的收和办不平衡

**检查什么**：一段文字把收到、结转、办结、转下年都写出来时，它们是不是平衡：新收 + 上年结转 = 办结 + 结转下年度。
表里填全的时候由 A103 检查，这里只管表里还有空缺的报告。

**为什么**：同 A103。文字先写、表后填的报告，错在文字里就能发现。

**正确**

    说明: |
      全年新收申请236件，上年结转7件；办结234件，结转下年度继续办理9件。

**错误**

    说明: |
      全年新收申请236件，上年结转7件；办结227件，结转下年度继续办理9件。

**怎么改**：核对台账。“收到”已经包括上年结转的，写成“含上年结转 7 件”。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.figures import Number, add, plain_number
from generator.findings import Finding, Severity
from generator.paths import Path
from generator.report import Report
from generator.rules import prose, totals
from generator.rules.subject import Subject
from generator.scope import Statement


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for paragraphs whose own numbers break a balance that the form adopts."""
    report = subject.report
    if report is None:
        return
    passages: dict[int, list[Statement]] = {}
    for statement in prose.said(subject):
        if statement.numeral and statement.numeral.exact and statement.year == report.year and not statement.part:
            passages.setdefault(id(statement.passage), []).append(statement)
    for use in report.template.rules if passages else ():
        if "left" in use.arguments:
            sides = [[report.template.resolve(row) for row in use.arguments[side]] for side in ("left", "right")]  # type: ignore[attr-defined]
            for said in passages.values():
                yield from _unbalanced(subject, report, sides, said)


def _unbalanced(
    subject: Subject, report: Report, sides: list[list[tuple[Path, ...]]], said: list[Statement]
) -> Iterator[Finding]:
    stated: dict[tuple[Path, ...], Statement] = {}
    for statement in said:
        stated.setdefault(report.template.resolve(statement.meanings[0].split(" + ")[0]), statement)
    rows = [row for side in sides for row in side]
    if not all(row in stated for row in rows) or all(report.values[row[0]].content is not None for row in rows):
        return
    received, handled = (_sum([stated[row] for row in side]) for side in sides)
    if received != handled:
        words = [_term(stated[row]) for row in rows]
        left = " + ".join(words[: len(sides[0])])
        right = " + ".join(words[len(sides[0]) :])
        message = (
            f"{left} = {plain_number(received)}，{right} = {plain_number(handled)}，"
            f"{totals.difference(received, handled)}。请核对；“收到”已含上年结转的，写明“含上年结转”。"
        )
        first = stated[rows[0]]
        severity = Severity.WARNING if len(first.meanings) > 1 else Severity.ERROR
        place = prose.place(subject, first.passage, first.start)
        yield Finding("N204", severity, message, place, paths=tuple(row[0] for row in rows))


def _sum(statements: list[Statement]) -> Number:
    amount: Number = 0
    for statement in statements:
        assert statement.numeral
        amount = add(amount, statement.numeral.value or 0)
    return amount


def _term(statement: Statement) -> str:
    assert statement.numeral
    return f"{statement.meanings[0]} {plain_number(statement.numeral.value or 0)}"
