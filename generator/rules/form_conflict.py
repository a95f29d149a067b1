"""# I304 表格和文件都改了

**检查什么**：`nianbao form import --into` 并入的文件，导出表格以后有没有又改过，改的和表格里填的是不是同一处。

**为什么**：表格导出以后别人改了文件，直接并入就会盖掉他改的。两边改得一样的不算；改了不同地方的，两边都保留。

**正确**：表格里改了行政许可，文件里改了行政处罚。

**错误**：导出时行政许可是 3984，表格里填了 3990，文件里已经改成 4001。

**怎么改**：问清哪个对，把表格和文件里的这一处改成一样，再并入一次。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark
from generator.rules.subject import shown as shorten


def finding(remark: Remark, position: Position) -> Finding:
    """A place that both have changed, each in its own way."""
    here, there = shorten(remark.text) or "空着", shorten(remark.value) or "空着"
    words = f"“{remark.name}”表格里填的是“{here}”，文件导出以后改成了“{there}”，没有并入。"
    return Finding("I304", Severity.ERROR, f"{words}请把两边改成一样，再并入。", position, remark.paths)
