"""# I104 连在一起的数字

**检查什么**：是不是一行的几个数字连在一格里，如 `640020470`。

**为什么**：从网页复制时常丢掉格线。按总计和勾稽关系只有一种分法说得通时照它分开，否则不猜，写成 `~`。

**正确**：64 | 0 | 0 | 2 | 0 | 4 | 70 各在一格。

**错误**：640020470 在一格里。

**怎么改**：对照原件核对分开的数字；没有分开的，自己填上。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark
from generator.rules.subject import shown as shorten


def finding(remark: Remark, position: Position) -> Finding:
    """Digits that were cut apart by the sums, or could not be."""
    if remark.kind:
        message = f"“{shorten(remark.text)}”连在一起，按总计分成 {remark.value}，只有这一种说得通。请对照原件核对。"
        return Finding("I104", Severity.WARNING, message, position, remark.paths)
    message = f"“{shorten(remark.text)}”连在一起，不知道怎样分，“{remark.value}”写成了 ~。请对照原件填上。"
    return Finding("I104", Severity.ERROR, message, position, remark.paths)
