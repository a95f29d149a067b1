"""# H101 上年的报告没有用上

**检查什么**：nianbao.yaml 的“上年报告”或者 `--previous` 指出的文件，是不是在那里，读不读得出来，是不是上一年度的、
同一个机关的；是上一种格式的，哪些数字没有核对。

**为什么**：没有上年的报告，结转的申请、现行有效的文件数就没有核对过。没核对和核对过没有问题是两回事，所以要说出来。

**正确**

    # nianbao.yaml
    上年报告: "{机关}-{年度}.yaml"

**错误**：文件夹里没有上年的文件，或者那个文件里的年度不是上一年。

**怎么改**：核对文件名和年度。上年没有这样的文件的，删去“上年报告”，或者在 nianbao.yaml 里把这条规则关闭。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.counterparts import counterparts
from generator.findings import Finding, Severity
from generator.rules.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    """A finding where a report of last year is named but not compared, or is another agency's."""
    last, report = subject.last_year, subject.report
    if last is None or report is None:
        return
    if last.problem:
        severity = Severity.WARNING if last.is_there else Severity.NOTE
        message = f"{last.problem}，没有和上年核对。请核对文件名和年度；上年没有这样的文件的，可以关闭这条规则。"
        yield Finding("H101", severity, message, last.place)
    elif report.previous and report.previous.agency != report.agency:
        other = f"上年的报告 {last.file} 的机关是“{report.previous.agency}”，不是“{report.agency}”"
        message = f"{other}。请核对是不是同一个机关。"
        yield Finding("H101", Severity.NOTE, message, last.place)
    elif report.previous and report.previous.template is not report.template:
        old, new = report.previous.template, report.template
        lost = "、".join(lost.name for lost in counterparts(old, new).lost)
        message = f"上年的报告是 {old.id} 的格式，和 {new.id} 只核对意思没有变的数字"
        yield Finding("H101", Severity.NOTE, f"{message}，没有核对：{lost or '其余的'}。", last.place)
