r"""# N101 引用的数字不存在

**检查什么**：叙述里的 `{{ … }}` 是不是指向表里的一个数字（或者“数据”里的一项）。

**为什么**：引用写错了，报告里就会缺一个数；程序不猜。

**正确**

    依申请公开: |
      本年度新收申请{{ 本年新收 }}件。

**错误**

    依申请公开: |
      本年度新收申请{{ 新收到的申请 }}件。

**怎么改**：写表里的行名，不带序号；可以只写开头几个字；指明某一列时写成 `{{ 本年新收·自然人 }}`。
名字不止一处有的，前面加上它所在的组，如 `{{ 其他处理·其他 }}`。正文里要印出花括号的，写成 `\{{`。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.narrative import UNCLOSED
from generator.report import Report
from generator.rules.subject import Subject, error, nearest

_SHOWN = 4


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for references that name no figure, or more than one."""
    report = subject.report
    for path, text in report.narratives.items() if report else ():
        for run in (run for paragraph in text.paragraphs for run in paragraph.references):
            message = _problem(report, run.reference or "")  # type: ignore[arg-type]
            if message:
                yield error("N101", message, subject.source.inside(text.scalar, run.offset), paths=(path,))


def _problem(report: Report, reference: str) -> str:
    if reference == UNCLOSED:
        return "花括号没有配对。请在同一行里补上 }}，要印出花括号就写成 \\{{。"
    if not reference:
        return "花括号里没有写名字。请写表里的行名，要印出花括号就写成 \\{{。"
    try:
        report.number(reference)
    except LookupError as error:
        candidates: list[str] = error.args[0]
        if candidates:
            shown = "、".join(candidates[:_SHOWN]) + ("等" if len(candidates) > _SHOWN else "")
            return f"“{reference}”没有说清是哪个数字，可能是：{shown}。请在前面加上组名，或者在后面加上列名。"
        near = nearest(reference, report.template.names() + ["·".join(keys) for keys in report.facts])
        return f"表里没有“{reference}”这个数字。请{f'改为“{near}”' if near else '写行的名字，不带序号'}。"
    return ""
