"""# G106 不在名册里

**检查什么**：每份报告的机关，是不是名册里的机关。

**为什么**：名册说明谁归谁汇总。名称对不上，就不知道这份数该加到哪里，也会误以为名册里的那个机关没有报送。

**正确**：报告写 `机关: 示例市水务局`，名册里也是 `示例市水务局`。

**错误**：报告写 `机关: 市水务局`。

**怎么改**：名称写得不一样的，改成一样（建议都用规范全称）；名册漏了的，补进名册；放错地方的，移出文件夹。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.collection import Collection, Verdict
from generator.findings import Finding
from generator.rules.handed_in import lost
from generator.rules.subject import closest, error


def check(collection: Collection) -> Iterator[Finding]:
    """Findings for agencies that the roster does not name, with the most likely one that it does."""
    names = list(collection.roster.units)
    for filed in collection.select(Verdict.STRANGER):
        near = closest(filed.agency, names, 0.5)
        guess = f"名册里有“{near}”，是不是它？" if near else ""
        message = f"名册里没有“{filed.agency}”，{lost(filed)}。{guess}请核对名称，或者补进名册。"
        yield error("G106", message, filed.at("机关"))
