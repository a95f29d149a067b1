"""# I107 前后不一的数字

**检查什么**：同一行在原件里印了两次时，两次是不是一样。

**为什么**：两次不一样，就不知道以哪一次为准，写成 `~`。

**正确**：跨页重印的一行和前面一样。

**错误**：“重复申请”前面是 3，后面是 5。

**怎么改**：查明哪一次是对的，填上。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark


def finding(remark: Remark, position: Position) -> Finding:
    """Figures of a row that is printed twice and differently."""
    message = f"“{remark.value}”印了两次，数字不一样，写成了 ~。请查明以哪一次为准，填上。"
    return Finding("I107", Severity.ERROR, message, position, remark.paths)
