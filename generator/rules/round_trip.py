"""# T203 转成繁体再转不回来

**检查什么**：报告要印成繁体、文字是简体写的时候，转成繁体再转回来是不是和原文一样。
词典、保护词里写明的不看；没有装 OpenCC 时不查。

**为什么**：转不回来，说明那个字转得可疑：原来不是通用的简体字，或者转成了别的字。

**正确**：秘书处（转成 秘書處，转回来是 秘书处）

**错误**：祕书处（转成 秘書處，转回来成了 秘书处）

**怎么改**：先核对原文有没有错字；没有错，就把这个词写进 nianbao.yaml 的“繁体: 词典”，写明印成什么。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import GeneratorError
from generator.findings import Finding, Severity
from generator.printing import HANT
from generator.rules.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    """A warning for each stretch of prose that does not come back."""
    from generator.rewriting import strayed

    report = subject.report
    if report is None or report.script not in HANT or subject.source.faults:
        return
    try:
        for line, found in strayed(report):
            message = f"“{found.text}”转成繁体是“{found.became}”，转回来成了“{found.back}”。"
            mend = "请核对原文；没有错的，写进 nianbao.yaml 的“繁体: 词典”。"
            place = subject.source.inside(line.scalar, line.offset + found.offset)
            yield Finding("T203", Severity.WARNING, message + mend, place)
    except GeneratorError:  # rendering says what is missing
        return
