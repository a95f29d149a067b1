"""# N113 数据的各部分加起来不对

**检查什么**：“数据”里写了“其中”的，各部分之和是不是等于“值”；部分的部分也一样。

**为什么**：“其中”就是全部的组成部分。加起来不对，文字里“共多少条，其中……”就自相矛盾。

**正确**

    数据: {主动公开信息总数: {值: 555, 单位: 条, 其中: {政策文件: 10, 通知公告: 52, 其他: 493}}}

**错误**

    数据: {主动公开信息总数: {值: 555, 单位: 条, 其中: {政策文件: 10, 通知公告: 52}}}

**怎么改**：核对各个数。没有列全的，加一项“其他”；不是组成部分的，移到“其中”外面单独写。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.figures import plain_number, subtract
from generator.findings import Finding
from generator.paths import Path
from generator.quotations import alike
from generator.report import Fact
from generator.rules import totals
from generator.rules.subject import Subject, error

_Part = tuple[tuple[str, ...], Fact]


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for declared numbers that are not the sum of their parts; silent where a part is unknown."""
    report = subject.report
    for keys, fact in report.facts.items() if report else ():
        parts = [(below, part) for below, part in report.facts.items() if below[:-1] == keys]  # type: ignore[union-attr]
        if parts:
            yield from _compared(keys, fact, parts)


def _compared(keys: tuple[str, ...], fact: Fact, parts: list[_Part]) -> Iterator[Finding]:
    other = next((part for part in parts if not alike(part[1].unit, fact.unit)), None)
    if other:
        message = (
            f"“{keys[-1]}”的单位是{fact.unit or '（没有写）'}，其中“{other[0][-1]}”的单位是"
            f"{other[1].unit}，不能相加。请用同一个单位。"
        )
        yield error("N113", message, other[1].position, paths=(Path(keys),))
        return
    amount = fact.content
    for _, part in parts:
        if part.content is None or amount is None:
            return
        amount = subtract(amount, part.content)
    assert fact.content is not None
    if amount:
        expected = subtract(fact.content, amount)
        message = (
            f"“{keys[-1]}”写的是 {plain_number(fact.content)}，其中各部分之和是 {plain_number(expected)}，"
            f"{totals.difference(expected, fact.content)}。请核对；没有列全的，加一项“其他”。"
        )
        places = tuple(part.position for _, part in parts)
        yield error("N113", message, fact.position, paths=(Path(keys),), related=places)
