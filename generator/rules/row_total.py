"""# A101 总计列不等于各列之和

**检查什么**：写了“总计”的每一行，总计是不是等于它左边各列之和。

**为什么**：表的构造如此：总计列是六类申请人之和（国办公开办函〔2021〕30号附件）。公开发布的报告里，这是常见的错。

**正确**

    予以公开: {自然人: 4, 商业企业: 1, 总计: 5}

**错误**

    予以公开: {自然人: 4, 商业企业: 1, 总计: 4}

**怎么改**：核对这一行的各列。总计可以不写，由程序算出。
"""

from __future__ import annotations

from generator.rules import totals
from generator.template import RuleUse, Template


def prepare(template: Template, use: RuleUse) -> totals.Check:
    """The rule for every total column of blocks that have rows."""
    return totals.compared(template, use, "row", "各列")
