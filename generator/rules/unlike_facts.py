"""# G109 数据的名称或者单位对不齐

**检查什么**：各机关“数据”里同名的数，单位是不是一样，是不是每个机关都有。

**为什么**：“数据”里的数按名称相加。单位不同不能相加；有的机关没有这个名称，可能是没有发生，也可能是叫了别的名字。

**正确**：各机关都写 `培训次数: {值: 3, 单位: 次}`。

**错误**：甲写 `收费: {值: 400, 单位: 元}`，乙写 `收费: {值: 0.04, 单位: 万元}`。

**怎么改**：商定同一个名称和单位，改报告后再汇总；汇总里用不着的，在汇总的“数据”里删去。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.collection import Collection
from generator.findings import Finding, Severity
from generator.paths import Path
from generator.rules.handed_in import listed, where


def check(collection: Collection) -> Iterator[Finding]:
    """A warning for units that differ, a note for names that some agencies lack; the parts of a number go with it."""
    agencies = [filed.agency for filed in collection.sources(collection.roster.root)]
    for keys, declared in collection.declared.named.items():
        name, places = Path(keys), tuple(declared.units.values())
        if len(declared.units) > 1:
            units = "、".join(f"{unit or '没有写'}（{where(place)}）" for unit, place in declared.units.items())
            message = f"数据“{name}”的单位不一样：{units}，没有相加。请商定一个单位，改报告后再汇总。"
            yield Finding("G109", Severity.WARNING, message, places[1], (name,), places[:1])
        elif len(keys) == 1 and len(declared.agencies) < len(agencies):
            without = [agency for agency in agencies if agency not in set(declared.agencies)]
            message = (
                f"数据“{name}”{len(agencies)} 个机关里有 {len(declared.agencies)} 个写了，只加了这些；"
                f"没有写的：{listed(without)}。请核对是没有发生，还是用了别的名称。"
            )
            yield Finding("G109", Severity.NOTE, message, places[0], (name,))
