"""# I201 文件里的数字和报告不一样

**检查什么**：`nianbao verify` 把文件里的每个数字读回来，和 YAML 里的一一核对。

**为什么**：发布的文件改过一个数字，就和存档、和汇总对不上了。

**正确**：YAML 里是 6，Word 文件里也是 6。

**错误**：YAML 里是 6，Word 文件里是 5。

**怎么改**：以 YAML 为准的，重新输出；文件里改得对的，改 YAML 再输出。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark
from generator.rules.subject import shown as shorten


def finding(remark: Remark, position: Position) -> Finding:
    """A figure that a file shows otherwise than its report."""
    name = remark.paths[0] if remark.paths else ""
    if remark.kind == "marker":
        found, wanted = (f"“{mark}”" if mark else "没有" for mark in (remark.text, remark.value))
        message = f"{name}：注的记号应为{wanted}，文件里是{found}。请重新输出，或者改 YAML。"
    elif remark.kind == "missing":
        message = f"{name}：应为 {remark.value}，文件里没有读到。请重新输出。"
    elif remark.kind == "unknown":
        message = f"{name}：报告里还没有填，文件里是“{shorten(remark.text)}”。请在 YAML 里填上，再输出。"
    else:
        message = f"{name}：应为 {remark.value}，文件里是“{shorten(remark.text)}”。请重新输出，或者改 YAML。"
    return Finding("I201", Severity.ERROR, message, position, remark.paths)
