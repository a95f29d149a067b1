"""# G107 名册里写了两次

**检查什么**：名册里有没有写了两次的机关。

**为什么**：一个机关归两处汇总，它的数就会算两次。程序只算第一次。

**正确**：每个机关在名册里出现一次。不同地方的同名机关写全称，如“甲县水务局”“乙县水务局”。

**错误**：水务局既在政府下面，又在街道下面。

**怎么改**：留下一处，删去另一处；是两个机关的，写全称。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.collection import Collection
from generator.findings import Finding
from generator.rules.subject import error


def check(collection: Collection) -> Iterator[Finding]:
    """Findings for units whose name stands further up in the roster."""
    for unit in collection.roster.doubled:
        first = collection.roster.units[unit.name].position
        message = f"“{unit.name}”在第 {first.line} 行已经写过，只算那一次。请删去一处；是两个机关的，都写全称。"
        yield error("G107", message, unit.position, related=(first,))
