"""# N102 数据的名称和表里的重复

**检查什么**：“数据”里的名称是不是也指向表里的数字，是不是引用得到（名称里不能有 ·、花括号、竖线和两边空着的加减号）。

**为什么**：同一个名字有两个数，叙述里引用它时，读的人不知道是哪一个；程序用的是表里的。

**正确**

    数据: {主动公开信息总数: 555}

**错误**

    数据: {本年新收: 555}

**怎么改**：表里有的数字不用再写，直接引用；确实是另一个数的，换一个名称。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.paths import Path
from generator.rules.subject import Subject, error
from generator.template import Template

_UNREACHABLE = re.compile(r"[·{}|｜]|\s[+−-]\s")


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for declared numbers that a figure of the form already answers to."""
    report = subject.report
    if report is None:
        return
    for keys, fact in report.facts.items():
        if _UNREACHABLE.search(keys[-1]):
            message = f"名称“{keys[-1]}”里有 ·、花括号、竖线，或者两边空着的加减号，引用不到。请换一个名称。"
            yield error("N102", message, fact.position, paths=(Path(keys),))
            continue
        figures = _figures(report.template, keys)
        if figures:
            name = report.template.name(figures[0])
            message = f"“{keys[0]}”是表里“{name}”的名字。请换一个名称，或者删去它直接引用表里的。"
            yield error("N102", message, fact.position, paths=(Path(keys),))


def _figures(template: Template, keys: tuple[str, ...]) -> tuple[Path, ...]:
    """The figures that the name of a declared number means in the form; a part's name counts only with its whole's."""
    try:
        return template.resolve(str(Path(keys)))
    except LookupError:
        return ()
