"""# N210 引用的格式文件已经被代替

**检查什么**：文字里有没有把旧的格式文件当作编制依据，如 2021 年度起的报告仍引国办公开办函〔2019〕60号。

**为什么**：2021 年度起的报告按国办公开办函〔2021〕30号编制，60 号的格式是试行的。

**正确**

    前言: |
      按照国办公开办函〔2021〕30号规定的格式编制本报告。

**错误**

    前言: |
      按照国办公开办函〔2019〕60号规定的格式编制本报告。

**怎么改**：改成现行的文件，连同文件名一起核对。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import prose
from generator.rules.subject import Subject

_SIGNS = re.compile(r"[〔\[（(【]|[〕\]）)】]|\s")


def check(subject: Subject) -> Iterator[Finding]:
    """Warnings for a notice on the form that another has replaced."""
    report = subject.report
    lexicon = report.template.lexicon if report else None
    for old, new in lexicon.superseded if lexicon else ():
        number = _SIGNS.sub(" ", old).split()
        pattern = re.compile(
            r"\s*[〔\[（(【]?\s*".join(map(re.escape, number[:2])) + r"\s*[〕\]）)】]\s*" + re.escape(number[2])
        )
        for paragraph in prose.paragraphs(subject):
            if number[1] in paragraph.line:
                for match in pattern.finditer(paragraph.line):
                    place = prose.place(subject, paragraph.passage, match.start())
                    yield prose.warning("N210", f"“{match[0]}”已经由{new}代替。请改成现行的文件。", place)
