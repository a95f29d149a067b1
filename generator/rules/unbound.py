"""# N203 数字不在表里，也没有写进“数据”

**检查什么**：文字里带单位的数字（件、条、份、宗、起、次、人、元），有哪些不在三张表里，也不是“数据”里的引用。整份报告只提示一次。

**为什么**：写进“数据”的数字，同一个数在几处只写一次，组成部分加得起来，下一年也能对照。

**正确**

    数据: {主动公开信息总数: {值: 555, 单位: 条}}
    总体情况:
      主动公开: |
        全年主动公开政府信息{{ 主动公开信息总数 }}条。

**错误**

    总体情况:
      主动公开: |
        全年主动公开政府信息555条。

**怎么改**：要紧的数字写进“数据”再引用；其余的不用管，也可以在 nianbao.yaml 里把这条规则关闭。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding, Severity
from generator.rules import prose
from generator.rules.subject import Subject

_UNITS = frozenset(("件", "条", "份", "宗", "起", "次", "人", "人次", "元"))
_SHOWN = 4


def check(subject: Subject) -> Iterator[Finding]:
    """One note for all numbers with a unit that no figure and no declared number stands for."""
    told = {(id(statement.passage), statement.start) for statement in prose.said(subject)}
    found = [
        (paragraph, numeral)
        for paragraph in prose.read(subject).numbered
        for numeral in paragraph.numbers
        if numeral.unit in _UNITS
        and numeral.exact
        and paragraph.line[numeral.start].isdecimal()
        and (id(paragraph.passage), numeral.start) not in told
        and paragraph.passage.reference(numeral.start) is None
    ]
    if found:
        shown = [paragraph.line[numeral.start : numeral.stop] for paragraph, numeral in found]
        listed = "、".join(shown[:_SHOWN]) + (f"等 {len(shown)} 个" if len(shown) > _SHOWN else "")
        message = f"这些数字不在表里：{listed}。请把要紧的写进“数据”再引用，其余的不用管。"
        paragraph, numeral = found[0]
        yield Finding("N203", Severity.NOTE, message, prose.place(subject, paragraph.passage, numeral.start))
