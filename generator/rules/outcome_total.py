"""# A104 总计不等于各项结果之和

**检查什么**：没有行标题的表（复议、诉讼），每一组的“总计”是不是等于这一组各项结果之和。

**为什么**：表的构造如此：总计是结果维持、结果纠正、其他结果、尚未审结之和（国办公开办函〔2021〕30号附件）。

**正确**

    行政复议: {结果维持: 1, 结果纠正: 1, 其他结果: 0, 尚未审结: 0, 总计: 2}

**错误**

    行政复议: {结果维持: 1, 结果纠正: 1, 其他结果: 0, 尚未审结: 0, 总计: 1}

**怎么改**：核对这一组的各项。总计可以不写，由程序算出。
"""

from __future__ import annotations

from generator.rules import totals
from generator.template import RuleUse, Template


def prepare(template: Template, use: RuleUse) -> totals.Check:
    """The rule for every total of blocks without rows."""
    return totals.compared(template, use, "row", "各项", rowless=True)
