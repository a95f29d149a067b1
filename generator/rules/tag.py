"""# Y104 用了类型标记

**检查什么**：有没有 YAML 的 `!!str`、`!名字` 这类标记。

**为什么**：每个键是文字还是数字由模板规定，不由文件规定；标记还可能被别的软件当作程序执行。

**正确**

    机关: 示例市水务局

**错误**

    机关: !!str 示例市水务局

**怎么改**：删去感叹号开头的标记；文字以 ! 开头时，整段加上单引号。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.rules.subject import Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for explicit tags."""
    for fault in subject.faults("tag"):
        shown = fault.detail.replace("tag:yaml.org,2002:", "!!")
        yield error(
            "Y104", f"“{shown}”是 YAML 的类型标记，报告里不用。请删去；文字以 ! 开头时整段加上单引号。", fault.position
        )
