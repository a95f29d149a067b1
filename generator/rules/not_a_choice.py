"""# S107 不在可选的内容里

**检查什么**：只能从几个词里选一个的键，是不是选了其中之一；写“是”或者“否”的项目也在内。

**为什么**：机关类型、统计口径决定适用哪些要求，写成别的词就不知道适用哪些；`yes`、`true`、`√` 各有各的读法。

**正确**

    机关类型: 部门

**错误**

    机关类型: 局

**怎么改**：从提示的词里选一个，一字不差地写。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.form import YES_NO
from generator.nodes import Scalar, is_null
from generator.rules.subject import Subject, closest, error, path, shown, title

_SAID = {"是的": "是", "不是": "否"} | dict.fromkeys(("true", "yes", "y", "on", "1", "有", "对", "√", "✓"), "是")
_SAID |= dict.fromkeys(("false", "no", "n", "off", "0", "无", "没有", "不", "×", "x"), "否")


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for a word that is none of those offered."""
    for violation in subject.violations:
        node = violation.node
        if violation.keyword == "enum" and isinstance(node, Scalar) and not is_null(node):
            choices = [str(choice) for choice in violation.schema["enum"] if choice is not None]
            near = _SAID.get(node.text.strip().lower()) if choices == [*YES_NO] else closest(node.text, choices, 0.75)
            mend = f"改为“{near}”" if near else "改成其中之一"
            yield error(
                "S107",
                f"“{title(violation)}”只能写：{'、'.join(choices)}；这里写的是“{shown(node.text)}”。请{mend}。",
                subject.place(violation),
                paths=(path(violation),),
                fix=near,
            )
