"""# I112 不是 UTF-8 的编码

**检查什么**：原件的编码是不是 UTF-8。

**为什么**：编码认错，字就错了。

**正确**：UTF-8 的文本。

**错误**：GBK 的文本。

**怎么改**：看看导入的文字对不对；不对就把原件另存为 UTF-8，再导入一次。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark


def finding(remark: Remark, position: Position) -> Finding:
    """A guessed encoding."""
    return Finding("I112", Severity.NOTE, f"{remark.text}。请看看导入的文字对不对。", position)
