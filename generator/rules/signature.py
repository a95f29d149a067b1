"""# C205 没有落款

**检查什么**：文末有没有署名和成文日期。

**为什么**：谁编制的、什么时候定稿的，读报告的人应当看得到。网上发布的报告常常漏掉，格式没有规定，所以是警告。

**正确**

    落款: {署名: 示例市水务局, 日期: 2026-01-05}

**错误**：没有“落款”，或者没有日期。

**怎么改**：补上落款。署名同机关名称的，可以只写日期。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.findings import Finding, Position, Severity
from generator.nodes import Mapping
from generator.rules import totals
from generator.rules.subject import Subject
from generator.template import RuleUse, Template


def prepare(template: Template, use: RuleUse) -> Callable[[Subject], Iterator[Finding]]:
    """The rule; it takes no arguments."""
    totals.require_no_arguments(template, use)

    def check(subject: Subject) -> Iterator[Finding]:
        report, root = subject.report, subject.source.root
        if report is None or not isinstance(root, Mapping) or (report.signature and report.signature.date):
            return
        entry = root.entries.get("落款")
        if entry and isinstance(entry.value, Mapping) and "日期" in entry.value.entries:
            return  # left empty or wrong, which other rules say
        message = "“落款”没有写日期。请补上。" if entry else "没有落款，看不出由谁在什么时候定稿。请补上“落款”。"
        place = subject.source.at(entry.key) if entry else Position(subject.source.file, 1, 1)
        yield Finding(use.code, Severity.WARNING, message, place)

    return check
