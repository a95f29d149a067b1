"""# Y106 嵌套太深

**检查什么**：括号和缩进套了多少层，超过 32 层不再往下读。

**为什么**：报告最深不过七层。套得更深的不是报告，多半是粘贴错了，或者是有意让程序出错。

**正确**

    行政复议: {结果维持: 0, 结果纠正: 1, 其他结果: 0, 尚未审结: 0}

**错误**：一连串几十个 [ 或 {。

**怎么改**：删去多余的括号；文字以 [ 或 { 开头时，整段加上单引号。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.rules.subject import Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for files that nest without end."""
    for fault in subject.faults("depth"):
        yield error("Y106", "从这里起嵌套超过 32 层，报告没有这么深。请删去多余的括号或缩进。", fault.position)
