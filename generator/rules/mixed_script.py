"""# T202 简体和繁体混用

**检查什么**：一段文字里是不是既有只有简体才有的字，又有只有繁体才有的字；文字是繁体的，是不是写了“文种”。书名号、引号里的不看。

**为什么**：印出来一段里两种字，多半是有一处从别处复制来、没有转换，或者转换漏了。没有写“文种”，标题和表格会印成简体。

**正确**

    文种: zh-Hant-TW
    总体情况:
      主动公开: |
        通過門戶網站公開信息。

**错误**：没有写文种；或者 通過門戶網站公开信息。

**怎么改**：全文是繁体的，写上“文种: zh-Hant-TW”或者“zh-Hant-HK”；个别的字改成和全文一样的。
写了“文种”的，整段是另一种字也会转换，不用改。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator import characters
from generator.findings import Finding, Position, Severity
from generator.nodes import Scalar
from generator.printing import HANT
from generator.rules.subject import Subject
from generator.rules.typography import HIDDEN, fields
from generator.shapes import NamedTuple

_MOST = 5


class _Line(NamedTuple):
    """A line of a field with where it begins, and its characters of either script."""

    scalar: Scalar
    offset: int
    text: str
    simplified: list[int]
    traditional: list[int]


def check(subject: Subject) -> Iterator[Finding]:
    """A warning where no script is named for a Traditional text, and one for each field with both."""
    known = subject.settings.dictionary
    lines = [line for field in fields(subject) for line in _lines(field.scalar, _without(field.hidden, known))]
    simplified, traditional = sum(len(line.simplified) for line in lines), sum(len(line.traditional) for line in lines)
    if subject.report and not subject.report.script and traditional > simplified:
        names = "或者".join(f"{script}（{place}）" for script, place in HANT.items())
        message = f"文字是繁体，没有写“文种”，标题和表格会印成简体。请写上“文种: …”，{names}。"
        yield Finding("T202", Severity.WARNING, message, Position(subject.source.file, 1, 1))
    is_named = bool(subject.report and subject.report.script)
    told: set[int] = set()
    for line in lines:
        strange = line.traditional if simplified >= traditional else line.simplified
        if is_named:  # whole lines of the other script will be converted
            strange = min(line.simplified, line.traditional, key=len)
        if strange and id(line.scalar) not in told:
            told.add(id(line.scalar))
            yield _finding(subject, line, strange)


def _finding(subject: Subject, line: _Line, strange: list[int]) -> Finding:
    kind = "繁体" if strange == line.traditional else "简体"
    shown = "、".join(dict.fromkeys(f"“{line.text[at]}”" for at in strange[:_MOST]))
    more = "等" if len(strange) > _MOST else ""
    message = f"简体和繁体混用：{shown}{more}是{kind}字，共 {len(strange)} 个。请改成和全文一样的字。"
    return Finding("T202", Severity.WARNING, message, subject.source.inside(line.scalar, line.offset + strange[0]))


def _without(text: str, words: Iterable[str]) -> str:
    """A text with words hidden that a dictionary knows."""
    for word in words:
        text = text.replace(word, HIDDEN * len(word))
    return text


def _lines(scalar: Scalar, text: str) -> Iterator[_Line]:
    only = (characters.only_simplified(), characters.only_traditional())
    offset = 0
    for line in text.split("\n"):
        simplified, traditional = ([at for at, mark in enumerate(line) if mark in marks] for marks in only)
        yield _Line(scalar, offset, line, simplified, traditional)
        offset += len(line) + 1
