"""# N210 引用的格式文件或者说法已经被代替

**检查什么**：文字里有没有把旧的格式文件当作编制依据，如 2021 年度起的报告仍引国办公开办函〔2019〕60号；有没有旧格式的
列名、行名，如“对外公开总数量”。

**为什么**：2021 年度起的报告按国办公开办函〔2021〕30号编制，60 号的格式是试行的，它的有些数字现在的表里没有了。

**正确**

    前言: |
      按照国办公开办函〔2021〕30号规定的格式编制本报告。

**错误**

    前言: |
      按照国办公开办函〔2019〕60号规定的格式编制本报告。

**怎么改**：改成现行的文件，连同文件名一起核对；旧的说法改成表里现在的说法，数字也要按现在的口径。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from generator.findings import Finding, Position
from generator.rules import prose
from generator.rules.subject import Subject

_SIGNS = re.compile(r"[〔\[（(【]|[〕\]）)】]|\s")


def check(subject: Subject) -> Iterator[Finding]:
    """Warnings for a notice on the form that another has replaced, and for words that only the form before has."""
    report = subject.report
    lexicon = report.template.lexicon if report else None
    for old, new in lexicon.superseded if lexicon else ():
        for place, text in _found(subject, _notice(old)):
            yield prose.warning("N210", f"“{text}”已经由{new}代替。请改成现行的文件。", place)
    succession = report.template.succeeds if report else None
    words = [word for word in succession.words if word.in_prose] if succession else []
    for word in words if words and prose.read(subject).holding(_any(*(word.text for word in words))) else ():
        for place, text in _found(subject, _any(word.text)):
            mend = f"改成“{word.now}”，并核对数字的口径" if word.now else "删去或者改写"
            yield prose.warning("N210", f"“{text}”是旧格式的说法，现在的表里没有。请{mend}。", place)


def _found(subject: Subject, pattern: re.Pattern[str]) -> Iterator[tuple[Position, str]]:
    for paragraph in prose.read(subject).holding(pattern):
        for match in pattern.finditer(paragraph.line):
            yield prose.place(subject, paragraph.passage, match.start()), match[0]


@cache
def _notice(number: str) -> re.Pattern[str]:
    """Finds the number of a document, whatever its brackets and blanks."""
    body, year, count, *_ = map(re.escape, _SIGNS.sub(" ", number).split())
    blanks = r"[^\S\n]*"
    return re.compile(rf"{body}{blanks}[〔\[（(【]?{blanks}{year}{blanks}[〕\]）)】]{blanks}{count}")


@cache
def _any(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))
