"""# I108 标题和各部分

**检查什么**：六个部分和它们的小标题是不是都在，写法、编号是不是和格式一样。

**为什么**：各部分靠标题认出来。写法不同的照意思认，并且说明；找不到的，那一部分就没有带入。

**正确**：二、主动公开政府信息情况

**错误**：主动公开政府信息情况（丢了编号）

**怎么改**：核对各段文字是不是在它该在的部分；缺的部分补上。输出时标题和编号由程序按格式印出。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark
from generator.rules.subject import shown as shorten


def finding(remark: Remark, position: Position) -> Finding:
    """A part or a field that is missing, or whose heading reads differently."""
    severity, message = _WORDS[remark.kind]
    return Finding("I108", severity, message.format(text=shorten(remark.text), value=shorten(remark.value)), position)


_WORDS = {
    "missing": (Severity.ERROR, "没有找到“{text}”这一部分，没有带入。请核对原件，补上。"),
    "field": (Severity.ERROR, "“{value}”里没有找到小标题“{text}”，这一项写成了 ~。请核对原件，补上。"),
    "variant": (Severity.NOTE, "标题“{text}”当作“{value}”。请核对这一部分的文字。"),
    "wording": (Severity.NOTE, "小标题“{text}”当作“{value}”，输出时印后者。请核对。"),
    "number": (Severity.NOTE, "标题“{text}”没有编号，当作“{value}”。请核对这一部分的文字。"),
}
