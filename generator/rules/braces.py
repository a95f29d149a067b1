"""# Y112 括号开头的内容没有加引号

**检查什么**：有没有以 `{` 或 `[` 开头、又不是“键: 值”的内容，常见的是整段文字以 `{{ … }}` 开头。

**为什么**：YAML 把开头的花括号、方括号当作结构，不当作文字。

**正确**

    概述: |
      {{ 本年新收 }}件申请均已办结。

**错误**

    概述: {{ 本年新收 }}件申请均已办结。

**怎么改**：在冒号后写 |，文字另起一行并缩进两个空格；或者整段加上单引号。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.rules.subject import Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for a mapping or a list used as a key."""
    for fault in subject.faults("key"):
        yield error(
            "Y112", "以括号开头的文字被当成了结构。请在冒号后写 |，文字另起一行；或者整段加上单引号。", fault.position
        )
