"""# I303 表格的样子改过

**检查什么**：`nianbao form import` 读 Excel 表格时，锁住的格、行、列和工作表是不是导出时的样子，
有没有写在格子以外的内容。

**为什么**：数字照格子的位置读；位置动过的，照格子的名称读，名称跟着格子走。格子没了就不知道是哪个数，不猜。总计由各项相加，
盖在公式上的数不读。

**正确**：只填黄色和淡黄的格。

**错误**：取消保护以后删了一行，改了行的名称，删了一页，把总计的公式换成了数。

**怎么改**：照提示核对；缺了格子的，重新导出一份，把内容抄过去。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark
from generator.rules.subject import shown as shorten


def finding(remark: Remark, position: Position) -> Finding:
    """A change to what is locked."""
    severity, words = _WORDS[remark.kind]
    message = words.format(text=shorten(remark.text), value=shorten(remark.value) or "空白")
    return Finding("I303", severity, message, position, remark.paths)


_AGAIN = "请用 nianbao form export 重新导出一份，把内容抄过去。"
_WORDS = {
    "sheet": (Severity.ERROR, f"工作表“{{text}}”不见了。{_AGAIN}"),
    "gone": (Severity.ERROR, f"“{{text}}”一行要填的格不见了。{_AGAIN}"),
    "row": (Severity.ERROR, f"这一格原来在“{{text}}”一行，现在不在了，不知道是哪个数。{_AGAIN}"),
    "moved": (
        Severity.WARNING,
        "这一页的行或者列动过：原来的 {text} 现在是 {value}。数字照格子的名称读，请核对这一页。",
    ),
    "label": (Severity.WARNING, "这一格原来印着“{text}”，现在是“{value}”；仍照原来的读。请核对这一行（列）。"),
    "constant": (Severity.WARNING, "这里原来是公式，现在写着 {text}，没有读；由程序重新算。请核对。"),
    "outside": (Severity.WARNING, "这一格不是要填的，里面的“{text}”没有读。请把它写到要填的格里。"),
    "extra": (Severity.WARNING, "工作表“{text}”不是导出的，没有读。请把要用的内容写到要填的格里。"),
}
