"""# G101 没有报送

**检查什么**：名册里要报送的机关，是不是都有一份报告。

**为什么**：少一个机关，加起来的数就少一块；没有报送不等于零。

**正确**：名册里的每个机关都有自己的文件，“机关”和名册里的名称一样。

**错误**：名册里有东湖街道办事处，文件夹里没有它的报告。

**怎么改**：催报，补上文件再汇总。确实不用报的，在名册里写 `报送: 不报`，并写说明。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.collection import Collection, Verdict
from generator.findings import Finding
from generator.roster import Scope
from generator.rules.subject import error


def check(collection: Collection) -> Iterator[Finding]:
    """Findings for the units of the roster of which no file has turned up that ought to be their report."""
    turned_up = {filed.unit for filed in collection.filed if filed.verdict is not Verdict.WRITTEN_SUM}
    for unit in collection.roster.root.tree():
        if unit.scope is not Scope.NONE and unit not in turned_up:
            kind = "" if unit.scope is Scope.OWN else "汇总"
            message = (
                f"{unit.name}没有报送{collection.roster.year}年度的{kind}报告，没有计入汇总。"
                "请催报；确实不用报的，在名册里写“报送: 不报”。"
            )
            yield error("G101", message, unit.position)
