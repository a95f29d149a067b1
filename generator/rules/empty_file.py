"""# Y113 文件是空的

**检查什么**：文件里有没有内容。

**为什么**：空文件没有可以检查的数字。

**正确**：`nianbao new 机关 年度` 写出的文件。

**错误**：没有内容，或者只有注释的文件。

**怎么改**：用 `nianbao new 机关 年度` 新建一份，再填写。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.rules.subject import Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    """A finding for a file without content."""
    for fault in subject.faults("empty"):
        yield error(
            "Y113", "文件是空的，或者只有注释。请填写内容；新的报告可以用“nianbao new 机关 年度”新建。", fault.position
        )
