"""# Y111 一个文件里有几份文档

**检查什么**：有没有单独一行 `---` 把文件分成几份。

**为什么**：一个文件就是一份报告，`---` 之后的内容不会被读到。

**正确**：一个机关一个年度一个文件。

**错误**：两份报告写在一个文件里，中间用 `---` 隔开。

**怎么改**：把 `---` 之后的内容移到另一个文件，或者删去这一行。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.rules.subject import Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    """A finding for a second document in one file."""
    for fault in subject.faults("documents"):
        yield error("Y111", "“---”之后是另一份文档，没有读取。请把它移到另一个文件，或者删去这一行。", fault.position)
