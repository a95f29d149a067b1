"""# G105 年度或者格式不一样

**检查什么**：要汇总的报告是不是同一个年度、同一种格式。

**为什么**：去年的数加进今年，或者两种表加在一起，都没有意义。

**正确**：名册里 `年度: 2025`，报告也是 `年度: 2025`。

**错误**：报告写的是 `年度: 2024`。

**怎么改**：年度写错了就改；是去年的文件，换成今年的。格式不同的，用同一种格式重报。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.collection import Collection, Verdict
from generator.findings import Finding
from generator.rules.handed_in import lost
from generator.rules.subject import error


def check(collection: Collection) -> Iterator[Finding]:
    """Findings for files of another year or another form than the aggregate's."""
    for filed in collection.select(Verdict.OTHER_YEAR):
        message = f"{filed.agency}的报告是 {filed.year} 年度的，汇总的是 {collection.roster.year} 年度"
        yield error("G105", f"{message}，{lost(filed)}。请核对年度，换上该年度的报告。", filed.at("年度"))
    for filed in collection.select(Verdict.OTHER_FORM):
        message = f"{filed.agency}的报告用的格式是 {filed.form}，汇总的格式是 {collection.template.id}"
        yield error("G105", f"{message}，{lost(filed)}。请用同一种格式重报。", filed.at("格式"))
