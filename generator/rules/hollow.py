"""# C201 一个方面没有内容

**检查什么**：总体情况的五个方面（主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障）是不是只写了“无”“略”
“同上”这样的话。缺了整个方面的，由 S102、S103 指出。

**为什么**：国办公开办函〔2021〕30号要求总体情况从这五个方面写，没有内容的方面等于没有报告。

**正确**

    政府信息管理: |
      本年度清理行政规范性文件，失效的都已注明。

**错误**

    政府信息管理: 无

**怎么改**：写出这一方面本年度做了什么；确实没有开展的，也用一句话说明情况。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.findings import Finding, Severity
from generator.label_keys import simplified
from generator.rules import prose, topics
from generator.rules.subject import Subject
from generator.template import RuleUse, Template


def prepare(template: Template, use: RuleUse) -> Callable[[Subject], Iterator[Finding]]:
    """The rule for the fields `within`: one of the `words` is not enough."""
    fields, words = topics.fields(template, use), topics.words(template, use, "words")

    def check(subject: Subject) -> Iterator[Finding]:
        report = subject.report
        if report is None:
            return
        for narrative in fields:
            text = report.narratives.get(narrative.path)
            shown = prose.read(subject).printed(narrative.path).strip(" 　。.\n")
            if text and simplified(shown) in words.phrases:
                message = f"“{narrative.path.parts[-1]}”只写了“{shown}”。请写出本年度的情况，没有开展的也说明一句。"
                yield Finding(use.code, Severity.WARNING, message, text.key, paths=(narrative.path,))

    return check
