"""# I109 报告以外的文字

**检查什么**：原件里有没有不属于报告的文字：导航、页码、发布信息、打印和分享的按钮。

**为什么**：保存下来的网页和导出的文字常带着这些，带进报告就错了；万一认错了，也要看得见丢了什么。

**正确**：文件里只有报告。

**错误**：报告后面跟着“打印本页”。

**怎么改**：看一眼列出的文字；确实属于报告的，自己补进去。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark
from generator.rules.subject import shown as shorten


def finding(remark: Remark, position: Position) -> Finding:
    """A paragraph that was taken for no part of the report."""
    if remark.kind:
        return Finding("I109", Severity.NOTE, f"另有 {remark.text} 段不像报告里的文字，没有带入。请核对。", position)
    message = f"“{shorten(remark.text)}”不像报告里的文字，没有带入。请核对，属于报告的请补上。"
    return Finding("I109", Severity.NOTE, message, position)
