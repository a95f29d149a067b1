"""# I202 文件里的文字和报告不一样

**检查什么**：`nianbao verify` 把文件里的标题、小标题、每一段文字、落款读回来，和 YAML 印出来的按顺序核对。

**为什么**：发布前后有人直接在 Word 里改了一段话，存档的 YAML 就不再是发布的那一份。

**正确**：各段文字和次序都一样。

**错误**：Word 里多了一段，或者改了几个字。

**怎么改**：以 YAML 为准的，重新输出；文件里改得对的，改 YAML 再输出。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark
from generator.rules.subject import shown as shorten


def finding(remark: Remark, position: Position) -> Finding:
    """A paragraph that is missing, added or changed."""
    text, value = shorten(remark.text), shorten(remark.value)
    message = {
        "changed": f"应为“{remark.value}”，文件里是“{remark.text}”。请重新输出，或者改 YAML。",
        "missing": f"文件里没有这一段：“{value}”。请重新输出，或者从 YAML 里删去。",
        "added": f"报告里没有这一段：“{text}”。请重新输出，或者写进 YAML。",
        "level": f"这一段在文件里是第 {text} 级标题，应为第 {value} 级（0 是正文）。请重新输出，或者改 YAML。",
    }[remark.kind]
    return Finding("I202", Severity.ERROR, message, position)
