"""# N207 一是、二是、三是不连续，或者和说的项数不同

**检查什么**：“一是……二是……四是”这样的序号有没有跳号、重号；“有三个问题：一是……二是……”里说的项数和列出的是不是一样；
“报告由六个部分组成”和报告的部分数是不是一样。

**为什么**：改稿时删去或者加上一条，序号常常忘了改。

**正确**

    主要有两个问题：一是形式单一。二是解读不够。

**错误**

    主要有三个问题：一是形式单一。三是解读不够。

**怎么改**：重新编号，核对项数。分段写的，可以用 `## 小标题`，编号由程序给。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.narrative import chinese_number
from generator.numerals import value_of
from generator.passages import Passage
from generator.rules import prose
from generator.rules.subject import Subject
from generator.shapes import NamedTuple

_ITEM = re.compile("(?:^|[。；;：:，,])[ \u3000]*([一二三四五六七八九十]{1,3})是(?!否)")
_TYPED = re.compile("(?:([（(])([一二三四五六七八九十]{1,3}|[0-9]{1,2})[）)]|([0-9]{1,2})[.．、](?![0-9]))")
_ANNOUNCED = re.compile(
    "([一二两三四五六七八九十]|[2-9])[个项条点大]?(?:主要)?(?:方面|问题|不足|措施|举措|工作|任务)[^。；：:]{0,8}"
    "[：:] *(?=一是)"
)
_SIGHTS = (re.compile("是(?<=[一二三四五六七八九十]是)"), re.compile("\n[（(0-9]"))  # what a list of items holds
_REPORT = re.compile("(?:报告|全文)[^。，；\n]{0,10}?([一二两三四五六七八九十]|[2-9])个?(?:部分|方面)")


class _Item(NamedTuple):
    passage: Passage
    place: int
    number: int
    style: str


def check(subject: Subject) -> Iterator[Finding]:
    """Warnings for numbers of items that skip or repeat, and for announced counts that differ from what follows."""
    for path in dict.fromkeys(paragraph.passage.path for paragraph in prose.read(subject).holding(*_SIGHTS)):
        passages = [paragraph.passage._replace(line=paragraph.line) for paragraph in prose.read(subject).field(path)]
        yield from _sequences(subject, passages)
    yield from _parts(subject)


def _sequences(subject: Subject, passages: list[Passage]) -> Iterator[Finding]:
    open_lists: list[list[_Item]] = []
    announced: dict[int, tuple[Passage, int, int]] = {}
    for passage in passages:
        if passage.depth:
            yield from _counted(subject, announced, open_lists)
            open_lists, announced = [], {}
            continue
        promised = {match.end(): match for match in _ANNOUNCED.finditer(passage.line)}
        for item in _items(passage):
            if item.number == 1:
                open_lists.append([item])
                match = promised.get(item.place)
                if match:
                    announced[id(open_lists[-1])] = (passage, match.start(1), int(value_of(match[1])))
                continue
            yield from _continued(subject, open_lists, item)
    yield from _counted(subject, announced, open_lists)


def _items(passage: Passage) -> Iterator[_Item]:
    typed = _TYPED.match(passage.line)
    if typed and (typed[2] or typed[3]):
        style = f"{typed[1] or '.'}{'一' if not (typed[2] or typed[3])[0].isdecimal() else '1'}"
        yield _Item(passage, 0, int(value_of(typed[2] or typed[3])), style)
    if "是" in passage.line:
        for match in _ITEM.finditer(passage.line):
            yield _Item(passage, match.start(1), int(value_of(match[1])), "是")


def _continued(subject: Subject, open_lists: list[list[_Item]], item: _Item) -> Iterator[Finding]:
    """Put an item into the list that it goes on; a finding where none waits for its number."""
    alike = [known for known in open_lists if known[-1].style == item.style]
    waiting = [known for known in alike if known[-1].number == item.number - 1]
    if waiting:
        waiting[-1].append(item)
        return
    place = prose.place(subject, item.passage, item.place)
    if not alike:
        if item.style == "是":
            word = chinese_number(item.number)
            yield prose.warning("N207", f"前面没有“一是”，这里却是“{word}是”。请重新编号。", place)
            open_lists.append([item])
        return
    last = alike[-1][-1]
    alike[-1].append(item)
    message = (
        f"“{_shown(last)}”之后是“{_shown(item)}”，应当是“{_shown(item._replace(number=last.number + 1))}”。请重新编号。"
    )
    yield prose.warning("N207", message, place)


def _shown(item: _Item) -> str:
    number = chinese_number(item.number) if item.style.endswith(("是", "一")) else str(item.number)
    if item.style == "是":
        return f"{number}是"
    return f"{number}." if item.style[0] == "." else f"（{number}）"


def _counted(
    subject: Subject, announced: dict[int, tuple[Passage, int, int]], lists: list[list[_Item]]
) -> Iterator[Finding]:
    for items in lists:
        if id(items) in announced:
            passage, place, number = announced[id(items)]
            if items[-1].number != number:
                message = f"这里说有 {number} 项，下面列出 {items[-1].number} 项。请核对。"
                yield prose.warning("N207", message, prose.place(subject, passage, place))


def _parts(subject: Subject) -> Iterator[Finding]:
    """The count of the report's parts in its preface."""
    report = subject.report
    preamble = report.template.preamble if report else None
    for paragraph in prose.read(subject).field(preamble.path) if preamble else ():
        match = _REPORT.search(paragraph.line)
        if match and value_of(match[1]) != len(report.template.sections):  # type: ignore[union-attr]
            message = f"这里说有 {value_of(match[1])} 个部分，报告有 {len(report.template.sections)} 个。请核对。"  # type: ignore[union-attr]
            yield prose.warning("N207", message, prose.place(subject, paragraph.passage, match.start(1)))
