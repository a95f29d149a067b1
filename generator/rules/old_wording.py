"""# I113 旧格式的行和列

**检查什么**：原件是不是还有这种格式已经不用的行名、列名，如 2021 年度起的报告里的“规范性文件”“对外公开总数量”，
或者把分成几行的“（六）其他处理”并成一行。

**为什么**：格式换了，有的只是改了名称，照新的名称读；有的数的已经不是同一件事，不能填进新格式的格里。

**正确**：行政规范性文件 | 本年制发件数 | 本年废止件数 | 现行有效件数

**错误**：规范性文件 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量

**怎么改**：没有带入的，照台账按新格式重新填；整份报告都是旧格式的，用 --form 写明旧格式的编号。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark
from generator.rules.subject import shown as shorten


def finding(remark: Remark, position: Position) -> Finding:
    """A label of the form that this one replaced: read as today's where it means the same, else left out."""
    text, now = shorten(remark.text), remark.value
    if remark.kind == "renamed":
        message = f"“{text}”是旧格式的说法，当作“{now}”读入。请核对数字是不是按现在的口径统计的。"
        return Finding("I113", Severity.WARNING, message, position, remark.paths)
    if remark.kind == "group":
        message = f"“{text}”在这种格式里分成几行，原件还是旧格式的一行，没有带入。请照台账分开填：{now}。"
        return Finding("I113", Severity.ERROR, message, position, remark.paths)
    instead = f"，和“{now}”数的不是同一件事" if now else "，现在的格式没有"
    message = f"“{text}”是旧格式的{'列' if remark.kind == 'column' else '行'}{instead}，没有带入。请按现在的口径填。"
    severity = Severity.ERROR if remark.paths else Severity.WARNING
    return Finding("I113", severity, message, position, remark.paths)
