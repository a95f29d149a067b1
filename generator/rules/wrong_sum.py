"""# G108 汇总和各机关相加的不一样

**检查什么**：写好的汇总报告里的每个数，是不是等于各机关的数相加。
用 `--check` 给出的汇总报告，和名册里每一级的汇总报告都查。

**为什么**：汇总就是相加，没有别的来源。少加一个机关，或者抄错一个数，从汇总报告自己的勾稽关系里看不出来。

有机关没有计入时，相加的数只是一部分；这时汇总报告写的数更大是应当的，更小就一定不对。

**正确**：三个机关的行政许可是 3、4、5，汇总写 12。

**错误**：汇总写 11。

**怎么改**：按提示列出的各机关的数核对。汇总写错了就改；机关的数后来改过的，重新汇总。
`nianbao aggregate … --explain 行政许可` 列出每个机关的数和所在的行。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.collection import Collection, Difference, Proof
from generator.figures import plain_number
from generator.findings import Finding
from generator.rules import totals
from generator.rules.handed_in import where
from generator.rules.subject import error

_MOST = 6


def check(collection: Collection) -> Iterator[Finding]:
    """A finding for each figure of a written sum that differs, with the greatest amounts that make it up."""
    for proof in collection.proofs:
        for difference in proof.differences:
            places = tuple(value.position for _, value in difference.amounts)
            paths = (difference.figure.path,)
            message = f"{_words(proof, difference)}。{_made_of(difference)}请核对这些数，改正汇总或者重新汇总。"
            yield error("G108", message, difference.written.position, paths=paths, related=places)


def _words(proof: Proof, difference: Difference) -> str:
    expected, written = plain_number(difference.expected), difference.written.number
    lead = f"{totals.name(difference.figure)}：各机关相加"
    if proof.gaps:
        lead += f"（缺 {len(proof.gaps)} 个机关）"
    if written is None:
        return f"{lead}是 {expected}，汇总没有填"
    gap = totals.difference(difference.expected, written)
    return f"{lead}{'已经' if proof.gaps else '应'}是 {expected}，汇总写的是 {plain_number(written)}，{gap}"


def _made_of(difference: Difference) -> str:
    """The amounts, greatest first, each with its place."""
    amounts = sorted(difference.amounts, key=lambda one: -(one[1].number or 0))
    if not amounts:
        return "各机关都是 0。"
    shown = "、".join(
        f"{filed.agency} {plain_number(value.number or 0)}（{where(value.position)}）"
        for filed, value in amounts[:_MOST]
    )
    more = f"，另有 {len(amounts) - _MOST} 个机关" if len(amounts) > _MOST else ""
    return f"相加的是：{shown}{more}。"
