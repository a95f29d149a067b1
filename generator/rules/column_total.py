"""# A102 总计行不等于各行之和

**检查什么**：写了“总计”的那一行，每一列是不是等于上面各行之和。

**为什么**：（七）总计是（一）至（六）各行之和（国办公开办函〔2021〕30号附件）。

**正确**

    予以公开: {自然人: 4}
    部分公开: {自然人: 1}
    总计: {自然人: 5}

**错误**

    予以公开: {自然人: 4}
    部分公开: {自然人: 1}
    总计: {自然人: 4}

**怎么改**：核对这一列的各行。总计可以不写，由程序算出。
"""

from __future__ import annotations

from generator.rules import totals
from generator.template import RuleUse, Template


def prepare(template: Template, use: RuleUse) -> totals.Check:
    """The rule for every row that is the sum of others."""
    return totals.compared(template, use, "column", "各行")
