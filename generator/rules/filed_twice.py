"""# G103 重复报送

**检查什么**：同一个机关是不是有两份同一年度、同一口径的报告。

**为什么**：两份都加就多算一次；只加一份，又不知道哪份是对的。所以一份也不计入。

**正确**：一个机关一份报告。另外写的一份 `统计口径: 汇总` 是汇总，不算重复。

**错误**：`水务局.yaml` 和 `水务局（改）.yaml` 都是示例市水务局的。

**怎么改**：和报送的机关核对，留下正确的一份，把另一份移出文件夹。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.collection import Collection, Filed, Verdict
from generator.findings import Finding
from generator.rules.handed_in import lost, where
from generator.rules.subject import error


def check(collection: Collection) -> Iterator[Finding]:
    """A finding for each file of an agency that has handed in more than one, at the name of the agency."""
    groups: dict[object, list[Filed]] = {}
    for filed in collection.select(Verdict.TWICE):
        groups.setdefault(filed.slot, []).append(filed)
    for group in groups.values():
        places = [filed.at("机关") for filed in group]
        for filed, place in zip(group, places, strict=True):
            others = [other for other in places if other is not place]
            message = (
                f"{filed.agency}报送了 {len(group)} 份，另见 {'、'.join(map(where, others))}。"
                f"不知道以哪份为准，{lost(filed)}。请留下正确的一份，把其余的移出去。"
            )
            yield error("G103", message, place, related=tuple(others))
