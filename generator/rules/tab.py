"""# Y105 用制表符缩进

**检查什么**：行首有没有制表符（Tab 键）。

**为什么**：YAML 规定缩进只能用空格，制表符有多宽各个软件不一样。

**正确**：行首用两个空格缩进。

    第二十条第（六）项:
      行政处罚: 0

**错误**：行首用 Tab 键缩进。

**怎么改**：删去行首的制表符，改为空格，每级两个。也可以运行 nianbao fix，自动改好。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.rules.subject import Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for tabs at the beginning of a line."""
    for fault in subject.faults("tab"):
        yield error("Y105", "这一行用制表符缩进，YAML 只认空格。请把行首的制表符改成空格，每级两个。", fault.position)
