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
from generator.paths import SEPARATOR
from generator.quotations import UnresolvedError
from generator.report import Report
from generator.rules.quoted import place, references
from generator.rules.subject import Subject, closest, error, nearest, shown

_SHOWN = 4
_EMPTY = {
    UNCLOSED: "花括号没有配对。请在同一行里补上 }}，要印出花括号就写成 \\{{。",
    "": "花括号里没有写名字。请写表里的行名，要印出花括号就写成 \\{{。",
}


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for references that name no figure, or more than one."""
    report = subject.report
    if report is None:
        return
    for quoted in references(subject):
        if quoted.result is None:
            here = report.source.inside(quoted.text.scalar, quoted.run.offset)
            yield error("N101", _EMPTY[quoted.run.reference or ""], here, paths=(quoted.path,))
    for quoted in references(subject):
        if isinstance(quoted.result, UnresolvedError):
            here = place(subject, quoted, quoted.result.offset)
            yield error("N101", _problem(report, quoted.result), here, paths=(quoted.path,))


def _problem(report: Report, unresolved: UnresolvedError) -> str:
    name, candidates = shown(unresolved.name), unresolved.candidates
    if candidates:
        listed = "、".join(candidates[:_SHOWN]) + ("等" if len(candidates) > _SHOWN else "")
        return f"“{name}”没有说清是哪个数字，可能是：{listed}。请在前面加上组名，或者在后面加上列名。"
    if unresolved.message:
        return f"没有“{name}”这个数字。{unresolved.message}"
    known = report.template.names() + [SEPARATOR.join(keys) for keys in report.facts]
    beginnings = [key[: len(unresolved.name)] for key in known]
    near = nearest(unresolved.name, known) or closest(unresolved.name, beginnings, 0.7)
    return f"表里没有“{name}”这个数字。请{f'改为“{near}”' if near else '写行的名字，不带序号'}。"
