"""# I302 表格里的内容按含义读了

**检查什么**：`nianbao form import` 读 Excel 表格时，有没有虽然写法不对、但是含义清楚的内容：写成文字的数、
带逗号或者单位的数、全角的数字、填成公式的格、文字格里的数字、没有选单位的金额。

**为什么**：含义清楚的照含义读，但是要让人看到读成了什么。公式只取它显示的结果，公式本身不进报告。

**正确**：1479

**错误**：1,479（文字）、１２、`=3+4`。

**怎么改**：核对读出来的内容；不对的，在表格里改好再导入一次。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark
from generator.rules.subject import shown as shorten


def finding(remark: Remark, position: Position) -> Finding:
    """A cell whose content was taken by its meaning."""
    severity, words = _WORDS[remark.kind]
    words = words.format(text=shorten(remark.text), value=shorten(remark.value))
    return Finding("I302", severity, f"“{remark.name}”{words}", position, remark.paths)


_WORDS = {
    "text": (Severity.NOTE, "的 {text} 是文字，读作数字 {value}。请核对。"),
    "dressed": (Severity.NOTE, "写的是“{text}”，读作 {value}。请核对。"),
    "formula": (Severity.WARNING, "写的是公式 {text}，照它显示的读作 {value}。请核对，最好直接填结果。"),
    "unit": (Severity.WARNING, "写的是 {text}，没有选单位，报告还不完整。请在表格下面选单位，再导入一次。"),
    "digits": (Severity.WARNING, "的 {text} 是数字，不是文字，开头的 0 可能已经丢了。请核对。"),
}
