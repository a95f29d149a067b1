"""# Y103 用了锚点或引用

**检查什么**：有没有 YAML 的 `&名字`、`*名字`。

**为什么**：锚点让一处的数字悄悄成为另一处的数字，审阅的人看不见。报告里每个数字都要写在自己的位置上。

**正确**

    行政处罚: 0

**错误**

    行政处罚: &零 0
    行政强制: *零

**怎么改**：直接写出数字；文字以 & 或 * 开头时，整段加上单引号。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.rules.subject import Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for anchors and aliases."""
    for fault in subject.faults("anchor"):
        message = (
            f"“{fault.detail}”是 YAML 的锚点或引用，报告里不用。请直接写出内容；文字以 & 或 * 开头时整段加上单引号。"
        )
        yield error("Y103", message, fault.position)
