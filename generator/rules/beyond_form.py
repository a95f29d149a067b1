"""# I106 格式以外的行和列

**检查什么**：原件的表里有没有格式没有的行和列，如“小计”“备注”。

**为什么**：格式是统一的，自己加的行和列不能发布，也没有地方写；把它们混进别的格就错了。

**正确**：表里只有格式规定的行和列。

**错误**：表里多一列“小计”。

**怎么改**：不用改。要紧的说明可以写进“说明”“表后说明”，或者给数字加注。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark
from generator.rules.subject import shown as shorten


def finding(remark: Remark, position: Position) -> Finding:
    """A row or a column that the form does not have, which is kept out."""
    what = "一列" if remark.kind == "column" else "一行"
    message = f"“{shorten(remark.text)}”{what}是格式里没有的，没有带入。请核对有没有要写进说明的。"
    return Finding("I106", Severity.WARNING, message, position)
