"""# N205 各部分加起来不是总数

**检查什么**：“其中……A 4 条、B 1 条”“（主办 1 件，协办 3 件）”这样列出来的各部分，加起来是不是前面的总数。部分
比总数大的一定不对；部分加起来比总数小的，只在列得像是全部的时候提示；总数和部分都和表里一致的，不提示。

**为什么**：读的人会加一遍。

**正确**

    全年主动公开信息14条，其中部门动态4条、机构职能1条、通知公告9条。

**错误**

    全年主动公开信息14条，其中部门动态4条、机构职能1条、通知公告7条。

**怎么改**：核对各部分和总数；列的只是一部分的，写“主要有”或者在最后加“等”。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.figures import Number, add, plain_number
from generator.findings import Finding
from generator.numerals import Kind, Numeral
from generator.rules import prose
from generator.rules.prose import Paragraph
from generator.rules.subject import Subject

_SENTENCE = re.compile("[^。；;！？]+")
_ALTOGETHER = re.compile("(?:共计|合计|总计|一共)[^，。；：、0-9]{0,2}\\Z")
_PARENTHESIS = re.compile("[（(][^（）()]*[）)]")
_MARKER = re.compile("其中|包括(?!但)|包含|具体为|具体是|构成为")
_TOTAL = re.compile("共|各类|总|合计|累计|各類|總")
_OPEN_LIST = re.compile(
    "等(?!级|待|候)|主要|重点|例如|比如|特别是|尤其|分别占|同比|较上年|比上年|增长|下降|还|同时|此外|约"
)
_NEW_MATTER = re.compile(
    "办结|答复|已办|办理|满意|同比|较上年|比上年|增长|下降|增加|减少|培训|检查|完成率|今年|全年|量达"
)
_APART = 14  # characters between two numbers of a list
_LIKE = ({"条", "件", "篇", "份", "则"}, {"件", "次", "起", "宗", "份", "项"}, {"人", "人次", "名", "位"})
_ONE_PART = re.compile("(?![^，]*(?:以|重点|涉及))[^，、；]{0,10}")


def check(subject: Subject) -> Iterator[Finding]:
    """Warnings for lists whose parts do not make up the number before them."""
    for paragraph in prose.read(subject).numbered:
        numbers = [n for n in paragraph.numbers if n.unit and n.kind in (Kind.NUMBER, Kind.VAGUE, Kind.RANGE)]
        if len(numbers) > 1:
            for total, parts in _wrong(paragraph.line, numbers):
                known = prose.borne_out(subject)
                if not all((id(paragraph.passage), number.start) in known for number in (total, *parts)):
                    yield _finding(subject, paragraph, total, parts)


def _finding(subject: Subject, paragraph: Paragraph, total: Numeral, parts: list[Numeral]) -> Finding:
    amount, whole = _sum(parts), total.value or 0
    listed = " + ".join(plain_number(part.value or 0) for part in parts)
    gap = prose.off(amount, whole, False)
    said = prose.shown(total, paragraph.line)
    message = f"总数是 {said}，各部分 {listed} = {plain_number(amount)}，{gap}。请核对各部分和总数。"
    if len(parts) == 1:
        message = (
            f"总数是 {prose.shown(total, paragraph.line)}，其中的一部分却是 {plain_number(amount)}，{gap}。请核对。"
        )
    return prose.warning("N205", message, prose.place(subject, paragraph.passage, total.start))


def _wrong(line: str, numbers: list[Numeral]) -> Iterator[tuple[Numeral, list[Numeral]]]:
    """Totals with parts that do not add up to them."""
    for match in _PARENTHESIS.finditer(line):
        inside = [n for n in numbers if match.start() < n.start < match.end()]
        before = [n for n in numbers if n.stop <= match.start() and match.start() - n.stop <= 1]
        if inside and before and not re.search("占|比|增|减|降", match[0]):
            yield from _judged(before[-1], inside, match[0], closed=len(inside) > 1)
        numbers = [n for n in numbers if n not in inside]
    previous: Numeral | None = None
    for match in _SENTENCE.finditer(line):
        inside = [n for n in numbers if match.start() <= n.start < match.end()]
        yield from _in_sentence(line, match, inside, previous)
        previous = inside[-1] if inside else None


def _in_sentence(
    line: str, sentence: re.Match[str], numbers: list[Numeral], previous: Numeral | None
) -> Iterator[tuple[Numeral, list[Numeral]]]:
    marks = list(_MARKER.finditer(line, sentence.start(), sentence.end()))
    for mark, end in zip(marks, [*(m.start() for m in marks[1:]), sentence.end()], strict=False):
        before = [n for n in numbers if n.stop <= mark.start()]
        opening = mark.start() - sentence.start() <= 1
        total = before[-1] if before else previous if opening else None
        parts = [n for n in numbers if mark.end() <= n.start < end]
        if total and total.exact and parts:
            yield from _listed(line, mark.end(), total, parts)
    if not marks and len(numbers) > 3 and numbers[0].exact:
        yield from _without_marker(line, sentence.start(), numbers)
    if not marks and len(numbers) > 2:
        yield from _added_up(line, sentence.start(), numbers)


def _listed(line: str, start: int, total: Numeral, parts: list[Numeral]) -> Iterator[tuple[Numeral, list[Numeral]]]:
    """The parts after 其中 up to where the sentence turns to something else."""
    kept: list[Numeral] = []
    first = start
    for part in parts:
        words = line[start : part.start]
        if not _alike(total, part) or not part.exact or (kept and _NEW_MATTER.search(words)):
            break
        kept.append(part)
        start = part.stop
        if _sum(kept) == total.value:
            return
    if len(kept) == 1 and not _ONE_PART.fullmatch(line, first, kept[0].start):
        return
    text = line[total.stop : kept[-1].stop + 2] if kept else ""
    closed = len(kept) == len(parts) and not _OPEN_LIST.search(text)
    yield from _judged(total, kept, text, closed)


def _judged(total: Numeral, parts: list[Numeral], text: str, closed: bool) -> Iterator[tuple[Numeral, list[Numeral]]]:
    """Parts that exceed their total, or fall short of it where the list is whole: long, or nearly enough."""
    if not parts or not total.exact or not all(part.exact and _alike(total, part) for part in parts):
        return
    amount, whole = _sum(parts), total.value or 0
    least = {1: 2, 2: 0.9, 3: 0.75}.get(len(parts), 0)
    if re.search("另|其余|余下", text) and len(parts) > 1:
        least = 0
    if amount > whole or (closed and amount < whole and float(amount) >= least * float(whole)):
        yield total, parts


def _without_marker(line: str, start: int, numbers: list[Numeral]) -> Iterator[tuple[Numeral, list[Numeral]]]:
    """A total and at least three kinds right after it that nearly make it up, though 其中 is not said."""
    total, parts = numbers[0], list[Numeral]()
    for part in numbers[1:]:
        gap = line[(parts[-1] if parts else total).stop : part.start]
        if not _alike(total, part) or not part.exact or len(gap) > _APART or re.search("[。；]", gap):
            break
        parts.append(part)
    amount, whole = _sum(parts), total.value or 0
    near = 0.8 * float(whole) <= float(amount) <= 1.25 * float(whole)
    if len(parts) >= 3 and near and amount != whole and _TOTAL.search(line, start, total.start):
        yield total, parts


def _added_up(line: str, start: int, numbers: list[Numeral]) -> Iterator[tuple[Numeral, list[Numeral]]]:
    """A 12 件、B 9 件，合计 21 件: at least two kinds, side by side, before the number that sums them up."""
    for place, total in enumerate(numbers):
        if not total.exact or not _ALTOGETHER.search(line, max(start, total.start - 5), total.start):
            continue
        parts: list[Numeral] = []
        for part in reversed(numbers[:place]):
            gap = line[part.stop : (parts[-1] if parts else total).start]
            if not _alike(total, part) or not part.exact or len(gap) > _APART or re.search(_OPEN_LIST, gap):
                break
            parts.append(part)
        whole = float(total.value or 0)
        near = 0.8 * whole <= float(_sum(parts)) <= 1.25 * whole
        sums = [_sum(parts[first:last]) for last in range(2, len(parts) + 1) for first in range(last - 1)]
        if len(parts) > 1 and near and (total.value or 0) not in sums:
            yield total, parts[::-1]


def _alike(one: Numeral, other: Numeral) -> bool:
    return one.unit == other.unit or any(one.unit in units and other.unit in units for units in _LIKE)


def _sum(parts: list[Numeral]) -> Number:
    amount: Number = 0
    for part in parts:
        amount = add(amount, part.value or 0)
    return amount
