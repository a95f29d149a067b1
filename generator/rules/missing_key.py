"""# S102 缺少键

**检查什么**：格式规定的部分、行和列是不是都在。

**为什么**：表格的每一格都要有数，缺了一行就不知道是零还是忘了填，而“不知道”不能当作零。

**正确**

    行政处罚: 0
    行政强制: 0

**错误**

    行政处罚: 0

**怎么改**：补上缺的键。没有发生的写 0；还不知道的写 ~，可以先用 `render --draft` 出草稿。
缺的行也可以用 nianbao fix 按格式的次序补上，都写 ~。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.nodes import Mapping
from generator.rules.subject import Subject, error, nearest, path, title
from generator.validation import Schema, Violation

_NUMBERS = {"integer", "number"}


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for absent rows, columns and fields; none where a misspelt key evidently stands for it."""
    for violation in subject.violations:
        if violation.keyword == "required" and not _misspelt(violation):
            schema = violation.schema["properties"][violation.name]
            place = subject.source.at(violation.key or violation.node)
            yield error(
                "S102",
                f"{_place(violation)}缺少“{violation.name}”。请补上{_mend(schema)}。",
                place,
                paths=(path(violation),),
            )


def _place(violation: Violation) -> str:
    return f"“{title(violation)}”下面" if violation.key else title(violation)


def _misspelt(violation: Violation) -> bool:
    valid = list(violation.schema["properties"])
    entries = violation.node.entries if isinstance(violation.node, Mapping) else {}
    return any(nearest(name, valid) == violation.name for name in entries if name not in valid)


def _mend(schema: Schema) -> str:
    types = schema.get("type", ())
    types = {types} if isinstance(types, str) else set(types)
    if types & _NUMBERS and "string" not in types:
        return "，写四位数字" if schema.get("minimum", 0) > 0 else "，没有发生的写 0，还不知道的写 ~"
    return "" if types == {"object"} else "内容"
