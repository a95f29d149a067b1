"""# Y107 有看不见的控制字符

**检查什么**：有没有控制字符，包括从 Word 粘贴来的软回车。

**为什么**：这些字符在编辑器里看不见，到了 Word 和网页里却会断行、变成方块，甚至使文件打不开。

**正确**：换行用回车键，一行就是一段。

**错误**：从 Word 粘贴的文字里夹着软回车（Shift+Enter）。

**怎么改**：把光标放到提示的位置，删去看不见的字符；要分段就按回车键。也可以运行 nianbao fix，自动改好。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.rules.subject import Subject, error

_SOFT_RETURNS = "\v\f\x85\u2028\u2029"


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for control characters, each with its place and code point."""
    for fault in subject.faults("control"):
        name = "软回车" if fault.detail in _SOFT_RETURNS else "控制字符"
        mend = "删去它，要分段就按回车键换行" if name == "软回车" else "删去它"
        yield error("Y107", f"这里有看不见的{name}（U+{ord(fault.detail):04X}）。请{mend}。", fault.position)
