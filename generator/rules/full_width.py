"""# Y110 该用半角的地方用了全角

**检查什么**：键后面的冒号、花括号里的逗号、行首的缩进，有没有写成全角的 `：` `，` `　`。

**为什么**：YAML 只认半角的冒号、逗号和空格。全角的看起来差不多，程序却当成普通文字。正文里的标点仍用全角。

**正确**

    予以公开: {自然人: 4, 其他: 1}

**错误**

    予以公开：{自然人: 4，其他: 1}

**怎么改**：切换到英文输入法，把提示处的标点改成半角；半角冒号和逗号后面各空一格。
也可以运行 nianbao fix，自动改好。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding, Position
from generator.nodes import Scalar
from generator.rules.subject import Subject, error, glued_colon

_HALF = {"：": "冒号“：”", "，": "逗号“，”", "　": "空格", "｛": "花括号“｛”"}


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for full-width punctuation where YAML needs the half-width one."""
    for fault in subject.faults("fullwidth"):
        line = subject.source.line(fault.position.line)
        mark = line[fault.position.column - 1 : fault.position.column]
        name = _HALF.get(mark) or next(name for wide, name in _HALF.items() if wide in fault.detail)
        yield _finding(name, fault.position)
    for violation in subject.violations:
        offset = glued_colon(violation)
        if offset >= 0 and isinstance(violation.node, Scalar) and violation.node.text[offset] == "：":
            yield _finding(_HALF["："], subject.source.inside(violation.node, offset))


def _finding(name: str, place: Position) -> Finding:
    mend = "请切换到英文输入法改成半角，冒号、逗号后面空一格"
    return error("Y110", f"这里用了全角的{name}，YAML 只认半角的。{mend}。", place)
