"""# I301 表格里填的内容不能用

**检查什么**：`nianbao form import` 读 Excel 表格时，每个要填的格里写的是不是该写的：件数是不是 0 或者正整数，
金额是不是 0 或者正数，日期是不是日期，只能选的是不是选了其中一个。

**为什么**：不能用的内容猜不出本意，`/`、`-`、`无` 可能是没有发生，也可能是不知道。有一处不能用就什么都不写，免得漏掉。

**正确**：没有发生的填 0，还不知道的空着。

**错误**：件数一格里写着 3.5、-1、`/`、`#REF!`。

**怎么改**：在表格里改好这一格，保存，再导入一次。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark
from generator.rules.subject import shown as shorten


def finding(remark: Remark, position: Position) -> Finding:
    """A cell whose content is not taken."""
    words = _WORDS[remark.kind].format(text=shorten(remark.text), value=remark.value)
    return Finding("I301", Severity.ERROR, f"“{remark.name}”{words}", position, remark.paths)


_NUMBER = "请改为数字，没有发生的填 0，还不知道的空着。"
_WORDS = {
    "number": f"写的是“{{text}}”，不是数字。{_NUMBER}",
    "nothing": f"写的是“{{text}}”，不知道是没有发生还是没有数。{_NUMBER}",
    "logical": f"写的是 {{text}}，不是数字。{_NUMBER}",
    "date": "写的是日期 {text}，不是数字。请把格的格式改回数字，再填上数。",
    "fraction": "写的是 {text}，应当是整数。请改为整数。",
    "negative": "写的是 {text}，不能小于 0。请核对后改正。",
    "large": "写的是 {text}，大得不合常理。请核对是不是多按了几位。",
    "error": "显示 {text}，是算式出错的记号。请填上数字或者文字。",
    "formula": "写的是公式 {text}，还没有算出结果。请在 Excel 或者 WPS 里打开保存一次，或者直接填结果。",
    "choice": "写的是“{text}”，只能是：{value}。请从中选一个。",
    "day": "写的是“{text}”，不是日期。请写成 2026-01-20 这样。",
    "text": "写的是 {text}，应当是文字。请把格的格式改为文本，再填一次。",
    "lines": "写了几行。请写在一行里。",
    "control": "里面有看不见的控制字符。请删去，或者重新打一遍。",
}
