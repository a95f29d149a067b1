"""# Y102 键重复

**检查什么**：同一级里有没有写了两次的键。

**为什么**：一个键只能有一个值。两处写得不一样时，谁也不知道哪个是真的。

**正确**

    行政处罚: 8032
    行政强制: 580

**错误**

    行政处罚: 8032
    行政处罚: 580

**怎么改**：核对两处，留下正确的一处，删去另一处。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.rules.subject import Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for keys written twice; the second place, with the first as related."""
    for fault in subject.faults("duplicate"):
        first = fault.related[0]
        message = (
            f"键“{fault.detail}”写了两次，第一次在第 {first.line} 行第 {first.column} 列。请核对两处，留下正确的一处。"
        )
        yield error("Y102", message, fault.position, related=fault.related)
