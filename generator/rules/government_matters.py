"""# C202 政府的报告缺少考核、评议、追究

**检查什么**：机关类型是“政府”的，监督保障里有没有写工作考核、社会评议、责任追究结果。

**为什么**：《中华人民共和国政府信息公开条例》第五十条要求各级人民政府的报告写这三项；没有发生责任追究的，也要说没有。

**正确**

    监督保障: |
      政府信息公开列入年度考核，社会评议结果良好，没有发生责任追究的情况。

**错误**：只写了考核，没有提社会评议和责任追究。

**怎么改**：补写缺少的一项，没有发生的也写明没有。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.findings import Finding, Severity
from generator.rules import prose, topics
from generator.rules.subject import Subject
from generator.template import RuleUse, Template


def prepare(template: Template, use: RuleUse) -> Callable[[Subject], Iterator[Finding]]:
    """The rule for agencies of the `kinds`: the field `within` speaks of every one of the `topics`."""
    fields, wanted = topics.fields(template, use), topics.topics(template, use)
    kinds = topics.words(template, use, "kinds")

    def check(subject: Subject) -> Iterator[Finding]:
        report = subject.report
        if report is None or report.kind not in kinds.phrases:
            return
        for narrative in fields:
            text = report.narratives.get(narrative.path)
            absent = list(topics.missing(prose.read(subject).printed(narrative.path), wanted)) if text else []
            if text and absent:
                lead = f"“{narrative.path.parts[-1]}”没有写{'、'.join(absent)}"
                message = f"{lead}。{report.kind}的报告要写，请补上；没有发生的也写明。"
                yield Finding(use.code, Severity.WARNING, message, text.key, paths=(narrative.path,))

    return check
