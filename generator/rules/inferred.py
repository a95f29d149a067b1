"""# I110 推断出来的内容

**检查什么**：导入的文件里有没有原件没有写明、由程序推断的内容：格式、机关、年度、机关类型、文种。

**为什么**：机关类型、统计口径不印在报告上，而检查和汇总要用；推断可能错。

**正确**：机关类型: 乡镇街道（某某街道）

**错误**：机关类型: ~（看不出来）

**怎么改**：核对“机关”“年度”“机关类型”“统计口径”，不对的改过来；也可以用 --agency、--year 写明机关和年度。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark


def finding(remark: Remark, position: Position) -> Finding:
    """Particulars that a report does not print."""
    severity, message = _worded(remark)
    return Finding("I110", severity, message, position)


def _worded(remark: Remark) -> tuple[Severity, str]:
    if remark.kind == "agency":
        return Severity.ERROR, "没有读到机关的名称，写成了 ~。请用 --agency 写明，或者在文件里填上。"
    if remark.kind == "form":
        return (
            Severity.WARNING,
            f"从表格和标题看不出是 {remark.value} 还是 {remark.text} 的格式，按前者读。请核对，不是的用 --form 写明。",
        )
    if remark.kind == "script":
        return Severity.NOTE, f"文字是繁体，文种写成了 {remark.value}。请核对是台湾还是香港的用字。"
    if remark.kind == "year":
        if remark.value:
            return Severity.WARNING, f"标题里没有年度，按正文写成了 {remark.value}。请核对。"
        return Severity.ERROR, "没有读到年度，写成了 ~。请用 --year 写明，或者在文件里填上。"
    if remark.value:
        return Severity.NOTE, f"机关类型按“{remark.text}”写成了{remark.value}，统计口径写成了本机关。请核对。"
    return Severity.ERROR, "看不出机关类型，写成了 ~；统计口径写成了本机关。请核对，填上。"
