"""# N209 年份不是报告的年度

**检查什么**：统计期限、报告自己的名称、说到表里数字的句子，写的是不是报告的年度。

**为什么**：多半是从上年的报告抄来，忘了改年份。

**正确**：年度是 2025 时

    本报告数据的统计期限为2025年1月1日至2025年12月31日。

**错误**

    本报告数据的统计期限为2024年1月1日至2024年12月31日。

**怎么改**：改成报告的年度；说的确实是上年的，写明“上年”。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding, Severity
from generator.report import Report
from generator.rules import prose
from generator.rules.prose import Paragraph
from generator.rules.subject import Subject

_PERIOD = re.compile(
    r"((?:19|20)[0-9]{2}) ?年 ?1 ?月 ?1 ?日[^，。0-9\n]{0,4}(?:((?:19|20)[0-9]{2}) ?年 ?)?12 ?月 ?31 ?日"
)
_NAME = re.compile(r"((?:19|20)[0-9]{2}) ?年度?(?:政府信息公开工作年度报告|政府信息公开年度报告)")
_THIS_YEAR = re.compile("今年|本年|上年|去年|上一年|同比")


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for years that ought to be the report's."""
    report = subject.report
    if report is None or not report.template.years[0] <= report.year <= report.template.last_year:
        return  # the report's own year is what is wrong
    preamble = report.template.preamble.path if report.template.preamble else None
    for paragraph in prose.read(subject).holding(_PERIOD):
        if paragraph.passage.path == preamble or "统计" in paragraph.line:
            yield from _period(subject, report, paragraph)
    for paragraph in prose.read(subject).field(preamble) if preamble else ():
        yield from _named(subject, report, paragraph)
    yield from _said(subject, report)


def _period(subject: Subject, report: Report, paragraph: Paragraph) -> Iterator[Finding]:
    for match in _PERIOD.finditer(paragraph.line):
        for group in (1, 2):
            if match[group] and int(match[group]) != report.year:
                place = prose.place(subject, paragraph.passage, match.start(group))
                message = f"统计期限写的是 {match[group]} 年，报告的年度是 {report.year}。请核对年份。"
                yield Finding("N209", Severity.ERROR, message, place)


def _named(subject: Subject, report: Report, paragraph: Paragraph) -> Iterator[Finding]:
    for match in _NAME.finditer(paragraph.line):
        if int(match[1]) != report.year:
            place = prose.place(subject, paragraph.passage, match.start())
            message = f"报告的名称写的是 {match[1]} 年，报告的年度是 {report.year}。请核对年份。"
            yield prose.warning("N209", message, place)


def _said(subject: Subject, report: Report) -> Iterator[Finding]:
    """A sentence on another year with this year's figure, in a paragraph that compares no years."""
    for statement in prose.said(subject):
        line, numeral = statement.passage.line, statement.numeral
        if statement.year == report.year or numeral is None or not statement.certain or not numeral.exact:
            continue
        known = prose.amounts(report, statement)
        one = prose.agreeing(statement, known)
        if one and one.number and f"{report.year}" not in line and not _THIS_YEAR.search(line):
            place = prose.place(subject, statement.passage, statement.start)
            message = (
                f"{prose.shown(numeral, line)}是 {report.year} 年度“{one.text}”的数，句子说的却是 {statement.year} 年。"
                "请核对年份。"
            )
            yield prose.warning("N209", message, place)
