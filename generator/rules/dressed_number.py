"""# I103 按含义读的数字

**检查什么**：格里的数字是不是带着单位、括号、逗号、空格，或者用了全角。

**为什么**：含义清楚的照含义读：`１２` 是 12，`1,479` 是 1479，万元一栏里的 `251000元` 是 25.1，
`55（含自然失效29件）` 是 55 并加注。

**正确**：1479

**错误**：1,479

**怎么改**：核对读出来的数字。换算过单位的、加了注的，尤其要看。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark
from generator.rules.subject import shown as shorten


def finding(remark: Remark, position: Position) -> Finding:
    """A number that was read by its meaning, or whose raised marker leads to no note."""
    shown = shorten(remark.text)
    if remark.kind == "raised":
        message = f"数字旁边的上标“{shown}”没有对应的注，没有带入。请核对，要加注的写成“{{值: 数字, 注: 文字}}”。"
        return Finding("I103", Severity.WARNING, message, position, remark.paths)
    if remark.kind == "unitless":
        message = f"“{shown}”没有写明单位，表头也没有规定，单位写成了 ~。请核对是元还是万元，填上。"
        return Finding("I103", Severity.WARNING, message, position, remark.paths)
    how = {"unit": "换算成表头的单位，", "note": "括号里的字作为注，"}.get(remark.kind, "")
    message = f"“{shown}”{how}读作 {remark.value}。请核对。"
    return Finding("I103", Severity.WARNING if how else Severity.NOTE, message, position, remark.paths)
