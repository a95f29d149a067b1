"""# G104 统计口径和名册不一样

**检查什么**：报告的“统计口径”，和名册里的“报送”是不是一回事。

**为什么**：口径是汇总的报告已经包含下级；再加上下级自己的报告，同样的件数就算了两次。反过来，只报了本机关的，
就少了下级。没有名册时，不知道一份汇总包含了谁，所以只提醒。

**正确**：名册里有下级、要报本机关的，报告写 `统计口径: 本机关`。

**错误**：名册里镇政府要报本机关的，下面的村镇机关另外报送，镇政府的报告却写 `统计口径: 汇总`。

**怎么改**：报告的口径写错了就改报告；这一级报的就是包含下级的汇总，在名册里写 `报送: 汇总`，下级就不再相加。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.collection import Collection, Filed, Verdict
from generator.findings import Finding, Severity
from generator.roster import Scope
from generator.rules.handed_in import listed, lost, where
from generator.rules.subject import error


def check(collection: Collection) -> Iterator[Finding]:
    """Findings for scopes that are not what the roster says; a warning where both meet without a roster."""
    for filed in collection.select(Verdict.OTHER_SCOPE):
        yield error("G104", f"{_why(filed)}，{lost(filed)}。{_mend(filed)}", filed.at("统计口径"))
    if collection.roster.is_open:
        yield from _mixed(list(collection.select(Verdict.COUNTED)))


def _why(filed: Filed) -> str:
    unit = filed.unit
    assert unit
    if filed.scope is Scope.OWN:
        return f"{filed.agency}报的是本机关的数，名册（{where(unit.position)}）里写的是{unit.scope.value}"
    below = [child.name for child in unit.below]
    if not below:
        return f"{filed.agency}的口径是汇总，名册（{where(unit.position)}）里是本机关"
    return f"{filed.agency}的口径是汇总，已经包含下级，而{listed(below)}又各自报送，加起来就算了两次"


def _mend(filed: Filed) -> str:
    if filed.scope is Scope.OWN:
        return "请核对报告的口径，或者改名册里的“报送”。"
    if filed.unit and filed.unit.above is None:
        return "请补上本机关的报告；没有另外的本机关报告，就在名册里写“报送: 不报”。"
    return "请改成本机关的数；报的确实是包含下级的汇总，就在名册里写“报送: 汇总”。"


def _mixed(counted: list[Filed]) -> Iterator[Finding]:
    """A sum among reports of single agencies may hold them already; only a roster can tell."""
    sums = [filed for filed in counted if filed.scope is Scope.WHOLE]
    for filed in sums if len(sums) < len(counted) else ():
        message = (
            f"{filed.agency}的口径是汇总，可能已经包含这里的其他机关，现在照样计入了。"
            "请核对；写一份名册.yaml，说明谁归谁汇总，就能查出来。"
        )
        yield Finding("G104", Severity.WARNING, message, filed.at("统计口径"))
