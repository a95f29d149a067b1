"""# I102 格里不是数字

**检查什么**：表格里该是数字的格，是不是写着“/”、“-”、“无”，或者空着。

**为什么**：发布的表格里这些写法有的表示没有发生，有的表示不适用，有的是漏填，程序不替人决定，写成 `~`。

**正确**：格里写着 0。

**错误**：格里写着 /，或者空着。

**怎么改**：对照台账，没有发生的写 0，有数的填上数。一行的头一格或者末一格空着时，可能整行错了一格，请把整行核对一遍。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark
from generator.rules.subject import shown as shorten


def finding(remark: Remark, position: Position) -> Finding:
    """Cells that hold no number, with the whole row where they may be a sign that it has slipped."""
    shown = "是空的" if remark.text == "空白" else f"写的是“{shorten(remark.text)}”"
    if remark.kind == "words":
        message = f"{remark.value}{shown}，不是这一项该填的，写成了 ~。请对照原件填上。"
        return Finding("I102", Severity.ERROR, message, position, remark.paths)
    mend = "这一行可能错了一格，请整行核对，再" if remark.kind else "请"
    message = f"{remark.value}{shown}，不是数字，写成了 ~。{mend}填上，没有发生的写 0。"
    return Finding("I102", Severity.ERROR, message, position, remark.paths)
