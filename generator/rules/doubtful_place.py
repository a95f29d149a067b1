"""# I105 位置有疑问的行或列

**检查什么**：数字和表头、行名是不是对得齐：有没有错了一格、合并了格、缺了表头、行名写得不同。

**为什么**：位置对不齐时，只有一种读法说得通才照读，并且说明；有几种说得通的，写成 `~`。

**正确**：每个数字正对着它的表头和行名。

**错误**：一行的七个数字都往左错了一格，最后一格空着。

**怎么改**：对照原件核对这一行（列）的每一个数字。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark
from generator.rules.subject import shown as shorten


def finding(remark: Remark, position: Position) -> Finding:
    """A row or column that was put in its place by reasoning, or could not be."""
    severity, message = _WORDS[remark.kind]
    message = message.format(text=shorten(remark.text), value=shorten(remark.value))
    return Finding("I105", severity, message, position, remark.paths)


_WORDS = {
    "shifted": (Severity.WARNING, "“{text}”一行的数字和别的行没有对齐，按先后读作各列。请对照原件核对这一行。"),
    "summed": (Severity.WARNING, "“{text}”有几种读法，只有 {value} 符合总计，照这样读。请对照原件核对这一行。"),
    "doubt": (
        Severity.ERROR,
        "“{text}”的格数和表头对不上，不知道哪个数属于哪一列，“{value}”写成了 ~。请对照原件填上。",
    ),
    "merged": (Severity.ERROR, "“{value}”有的格和别的格合并了，不知道数字属于哪一格，写成了 ~。请对照原件填上。"),
    "label": (Severity.WARNING, "“{text}”当作“{value}”来读。请核对这一行是不是它。"),
    "order": (Severity.WARNING, "“{text}”一行的次序和格式不同，按行名读。请核对这一行。"),
    "head": (Severity.WARNING, "列头“{text}”写法不同，按位置和字面当作格式里的那一列。请核对这一列。"),
    "heads": (Severity.WARNING, "“{value}”的表头缺了，或者不全，按格式的列序读。请对照原件核对各列。"),
}
