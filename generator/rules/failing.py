"""# G102 检查没有通过

**检查什么**：要汇总的每份报告，自己的检查有没有错误。

**为什么**：加进一份错的，汇总就是错的，而且看不出错在哪里。

读不出来、数字有错的报告不计入。只是有没填的数，或者错误只在文字里的，知道的数照样相加，没填的那些数在汇总里也是未知。

**正确**：`nianbao check` 没有错误。

**错误**：某机关的总计比各列之和多 1。

**怎么改**：用 `nianbao check` 看这份报告的全部问题，由报送的机关改正后再汇总。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.collection import Collection, Verdict
from generator.findings import Finding
from generator.rules.handed_in import lost
from generator.rules.subject import error


def check(collection: Collection) -> Iterator[Finding]:
    """A finding for each file with errors of its own, at the first of them; sums in the writing are let be."""
    for filed in collection.select(Verdict.COUNTED, Verdict.FAILING):
        if filed.first is None:
            continue
        partly = "知道的数已经计入，没填的数在汇总里是未知"
        fate = partly if filed.verdict is Verdict.COUNTED else lost(filed)
        message = (
            f"{filed.agency or '这份报告'}检查没有通过，有 {filed.errors} 个错误，第一个是 {filed.first.code}："
            f"{filed.first.message.split('。')[0]}。{fate}。请用 nianbao check 看全部问题，改正后再汇总。"
        )
        yield error("G102", message, filed.first.position, paths=filed.first.paths)
