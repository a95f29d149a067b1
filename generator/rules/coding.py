"""# I112 编码和繁体字

**检查什么**：原件的编码是不是 UTF-8；繁体的标题和行名有没有 OpenCC 可以对照。

**为什么**：编码认错，字就错了。繁体的行名要先换成简体才能和格式对照，换字用 OpenCC；正文不换。

**正确**：UTF-8 的文本。

**错误**：GBK 的文本；或者繁体的报告，而没有装 OpenCC。

**怎么改**：编码：看看导入的文字对不对。繁体：运行 `pip install 'nianbao[import]'` 再导入一次。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark


def finding(remark: Remark, position: Position) -> Finding:
    """A guessed encoding, or Traditional labels that could not be compared."""
    if remark.kind == "script":
        message = (
            "报告是繁体的，没有装 OpenCC，有的标题和行名认不出来。请运行 pip install 'nianbao[import]'，再导入一次。"
        )
        return Finding("I112", Severity.WARNING, message, position)
    return Finding("I112", Severity.NOTE, f"{remark.text}。请看看导入的文字对不对。", position)
