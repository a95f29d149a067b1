"""# N112 引用后面的单位不对

**检查什么**：引用后面紧接着写的单位，和这个数的单位是不是同一个量级：万元的数后面写了“元”、件的数后面写了“万件”、百分比后面又写
了“%”。

**为什么**：数字是对的，单位错了，印出来就差了一万倍。已经发布的报告里有过这样的错。

**正确**

    说明: |
      收取行政事业性收费{{ 行政事业性收费 }}万元，合{{ 行政事业性收费|元 }}元。

**错误**

    说明: |
      收取行政事业性收费{{ 行政事业性收费 }}元。

**怎么改**：改后面的单位，或者换算：`{{ 行政事业性收费|元 }}元`。
“数据”里的数写明“单位”，才能这样检查。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.expressions import ExpressionError
from generator.findings import Finding
from generator.quotations import scale
from generator.rules.quoted import place, references
from generator.rules.subject import Subject, error

_PREFIXES = ("万亿", "万", "亿", "")
_PERCENT = ("%", "％")


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for a unit of another magnitude written right after a reference."""
    for quoted in references(subject):
        if quoted.result is None or isinstance(quoted.result, ExpressionError):
            continue
        unit, following = quoted.result.unit, quoted.following.lstrip()
        if unit in _PERCENT:
            message = "百分比已经连 % 一起印，后面又写了“%”。请删去后面的。" if following.startswith(_PERCENT) else ""
        else:
            message = _other_magnitude(unit, following)
        if message:
            yield error("N112", message, place(subject, quoted, 0))


def _other_magnitude(unit: str, following: str) -> str:
    if following.startswith(unit):
        return ""
    base = scale(unit)[1]
    written = next((prefix + base for prefix in _PREFIXES if following.startswith(prefix + base)), unit)
    if not base or scale(written) == scale(unit):
        return ""
    return f"这个数的单位是{unit}，后面写的是“{written}”。请改为“{unit}”，或者先换算。"
