"""# C204 前言不全

**检查什么**：前言里有没有写编制依据、统计期限、电子版的获取途径、联系方式（写了“联系方式”一项的，联系方式就有了）。

**为什么**：这是报告惯有的开头，看报告的人要知道数字从哪一天算到哪一天，有疑问找谁。格式没有规定怎么写，所以是警告。

**正确**

    前言: |
      根据《中华人民共和国政府信息公开条例》第五十条编制。数据统计期限自2025年1月1日至12月31日。
      电子版可在本机关网站下载，有疑问请联系本机关办公室，电话：0571-00000000。

**错误**：没有前言，或者只写了依据。

**怎么改**：补上缺的内容。`nianbao new --with-text` 写好的前言可以直接用。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.findings import Finding, Severity
from generator.rules import prose, topics
from generator.rules.subject import Subject
from generator.template import RuleUse, Template


def prepare(template: Template, use: RuleUse) -> Callable[[Subject], Iterator[Finding]]:
    """The rule: the fields `within`, with the particulars of the agency, speak of every one of the `topics`."""
    fields, wanted = topics.fields(template, use), topics.topics(template, use)

    def check(subject: Subject) -> Iterator[Finding]:
        report = subject.report
        if report is None:
            return
        contact = "；".join(f"联系方式：{key}{value}" for key, value in report.contact.items())
        for narrative in fields:
            text = report.narratives.get(narrative.path)
            said = prose.read(subject).printed(narrative.path)
            absent = list(topics.missing(f"{said}\n{contact}", wanted))
            if absent:
                key = narrative.path.parts[-1]
                lead = f"“{key}”没有写" if text else f"没有“{key}”，报告里缺少"
                message = f"{lead}{'、'.join(absent)}。请补上。"
                place = topics.place(report, narrative)
                yield Finding(use.code, Severity.WARNING, message, place, paths=(narrative.path,))

    return check
