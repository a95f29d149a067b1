"""# C203 没有说明信息处理费，或者和表三不一致

**检查什么**：其他需要报告的事项里有没有说明信息处理费；表三（六）2“申请人逾期未按收费通知要求缴纳费用”不是零时，有没有说没有
发过收费通知。

**为什么**：《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）施行后，收没有收、发没有发通知都要在年度报告里说明。表里有人
逾期没有按通知缴费，就一定发过通知。

**正确**

    其他需要报告的事项: |
      本年度没有发出收费通知，没有收取信息处理费。

**错误**：只写“无”；或者（六）2 是 1，文字却说没有发出收费通知。

**怎么改**：写明发出收费通知几件、收取多少，没有的写明没有；和表三不一致的，核对台账。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.findings import Finding, Severity
from generator.form import Narrative
from generator.report import Report, Text
from generator.rules import prose, topics
from generator.rules.subject import Subject, shown
from generator.rules.totals import name
from generator.template import RuleUse, Template


def prepare(template: Template, use: RuleUse) -> Callable[[Subject], Iterator[Finding]]:
    """The rule: the field `within` speaks of the `topics`, and uses none of the `denials` where `row` is not zero."""
    fields, wanted = topics.fields(template, use), topics.topics(template, use)
    denials = topics.words(template, use, "denials")
    row = str(use.arguments.get("row", ""))
    try:
        paths = template.resolve(row)
    except LookupError:
        raise template.error(use, f"规则 {use.code} 的 row“{row}”不是表里的一行", "核对行的键") from None

    def check(subject: Subject) -> Iterator[Finding]:
        report = subject.report
        for narrative in fields if report else ():
            text = report.narratives.get(narrative.path)  # type: ignore[union-attr]
            if text:
                said = prose.read(subject).printed(narrative.path)
                yield from _looked_at(report, narrative, text, said)  # type: ignore[arg-type]

    def _looked_at(report: Report, narrative: Narrative, text: Text, said: str) -> Iterator[Finding]:
        key = narrative.path.parts[-1]
        for topic in topics.missing(said, wanted):
            message = f"“{key}”没有说明{topic}。请写明发出收费通知几件、收取多少，没有的写明没有。"
            yield Finding(use.code, Severity.WARNING, message, text.key, paths=(narrative.path,))
        value = report.values[paths[0]]
        denial = denials.hits(said) if value.content else []
        if denial:
            message = (
                f"“{key}”写了“{shown(denial[0][1])}”，而表里“{name(template.figures[paths[0]])}”是 {value.content}，"
                "说明发过收费通知。请核对。"
            )
            written = denials.hits(text.scalar.text)  # a denial that a reference prints is not written as such
            place = report.source.inside(text.scalar, written[0][0]) if written else text.key
            named, places = (narrative.path, paths[0]), (value.position,)
            yield Finding(use.code, Severity.ERROR, message, place, paths=named, related=places)

    return check
