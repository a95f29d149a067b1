"""# S106 数字超出范围

**检查什么**：数字是不是负数；年度是不是这种格式适用的年度。

**为什么**：件数和金额不会小于零；格式有适用的年度，别的年度要用别的格式。

**正确**

    年度: 2025

**错误**

    年度: 25

**怎么改**：核对数字。年度写四位，如 2025，是报告所说的年度，不是发布的年度。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.nodes import Scalar
from generator.rules.subject import Subject, error, path, shown, title
from generator.validation import Violation


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for figures below zero and years that the form is not for."""
    for violation in subject.violations:
        zero_row = violation.schema.get("maximum") == 0
        if violation.keyword in ("minimum", "maximum") and not zero_row and isinstance(violation.node, Scalar):
            message = _message(violation, violation.node)
            yield error("S106", message, subject.place(violation), paths=(path(violation),))


def _message(violation: Violation, node: Scalar) -> str:
    least, most = violation.schema.get("minimum"), violation.schema.get("maximum")
    if not least or least < 0:
        limit = f"不能小于 {least}" if violation.keyword == "minimum" else f"不能大于 {most}"
        return f"“{title(violation)}”{limit}，这里写的是 {shown(node.text)}。请核对。"
    return f"“{title(violation)}”应在 {least} 到 {most} 之间，这里写的是 {shown(node.text)}。请核对，年度要写四位。"
