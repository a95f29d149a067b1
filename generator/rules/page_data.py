"""# I111 网页数据和页面不符

**检查什么**：nianbao 输出的网页自带整份报告的数据；导入时核对它和页面上印的是不是一样。

**为什么**：网页发布后可能被人改过。公开的是页面，所以以页面为准。

**正确**：页面和数据一样，数据、引用、例外全部带回。

**错误**：有人在网页上把 6 改成了 5，数据里还是 6。

**怎么改**：核对网页，查明哪一个对；要带回数据、引用和例外的，用没有改动过的网页。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark


def finding(remark: Remark, position: Position) -> Finding:
    """A page of ours whose data is not what it shows."""
    what = {
        "unreadable": "网页自带的数据读不出来",
        "figures": f"网页自带的数据和页面上的数字不一样（{remark.text}等 {remark.value} 处）",
        "text": f"网页自带的数据和页面上的文字不一样（“{remark.text}”）",
    }[remark.kind]
    message = f"{what}，以页面为准，引用、数据和例外没有带入。请查明页面是不是改动过。"
    return Finding("I111", Severity.WARNING, message, position, remark.paths)
