"""# T122 序号跳了层次

**检查什么**：手写的序号是不是按一、 （一） 1. （1） 一层接一层；在一、之下直接用 1. 或者（1）就是跳了层次。
`## ` 后面手写的序号也看，输出时它会换成这一层的序号。

**为什么**：GB/T 9704—2012 7.3.3：结构层次序数依次用一、 （一） 1. （1）。

**正确**

    存在的主要问题及改进情况: |
      ## 主要问题
      解读形式单一。

**错误**

    存在的主要问题及改进情况: |
      （1）主要问题
      解读形式单一。

**怎么改**：写成 `## 小标题`，序号由程序给；不是小标题的，换成这一层的序号。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import Field, Slip

_LEVELS = (  # by the level that a number stands for
    (1, re.compile("[一二三四五六七八九十]{1,3}、")),
    (2, re.compile("[（(][一二三四五六七八九十]{1,3}[）)]")),
    (3, re.compile("[0-9]{1,2}[.．、](?:(?![0-9])|(?=(?:19|20)[0-9]{2}年))")),
    (4, re.compile("[（(][0-9]{1,2}[）)]")),
)
_LINE = re.compile("^[ 　]*(#{2,3}[ 　]+)?(?=[一二三四五六七八九十（(0-9#])(.*)$", re.MULTILINE)


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for numbers of items that leave out a level."""
    report = subject.report
    assert report
    above = {
        id(report.narratives[narrative.path].scalar): narrative.level - (not narrative.heading)
        for narrative in report.template.narratives
        if narrative.path in report.narratives
    }

    def slips(field: Field) -> Iterator[Slip]:
        yield from _skips(field.hidden, above[id(field.scalar)])

    yield from typography.notes(
        "T122", subject, slips, "序号跳了层次", "依次用一、 （一） 1. （1），小标题写成 ## 由程序编号"
    )


def _skips(text: str, above: int) -> Iterator[Slip]:
    """The numbers in a text below a heading of the level `above` that are more than one level deeper."""
    now = above
    for match in _LINE.finditer(text):
        level, number = next(
            ((level, found[0]) for level, pattern in _LEVELS if (found := pattern.match(match[2]))), (0, "")
        )
        if match[1]:
            now = above + match[1].count("#") - 1
            if level > now:
                yield Slip(match.start(2), number, None)
        elif level:
            if level > now + 1:
                yield Slip(match.start(2), number, None)
            now = max(level, above)
