"""Where a report begins and ends in a file: its title, its signature, and the furniture of pages around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator import label_keys
from generator.reading import Paragraph
from generator.shapes import NamedTuple
from generator.template import Template
from generator.validation import is_date

_YEAR = re.compile(r"(?:19|20)\d{2}")
_MOST_LINES = 4  # of a title
_LONGEST_TITLE = 80
_ALIKE = 0.75
_PAGE = re.compile(r"[-—–－\s]*第?\s*\d{1,3}\s*页?[-—–－\s]*(?:[/，,]?\s*共?\s*\d{1,3}\s*页?)?\Z")
_FURNITURE = re.compile(
    r"(?:(?:上一?|下一?)[篇条页]|相关(?:链接|文章|阅读|附件|信息|稿件)|附件(?:下载)?[:：]|[【\[]?(?:打印|关闭|返回|收藏|分享|字体|字号|大|中|小)"
    r"(?:本页|本文|窗口|顶部|首页|到|大小)?[】\]：:\s]|(?:信息)?来源[:：]|发[布稿文](?:时间|日期|机构|单位|机关)|(?:浏览|点击|访问|阅读)"
    r"(?:次数|量|数)?[:：]|责任编辑|编辑[:：]|作者[:：]|版权所有|(?:主办|承办|维护)单位|网站标识码|[^，。]{0,20}ICP备|[^，。]{0,20}公网安备|"
    r"扫一扫|您?(?:现在|当前)?的?(?:所在)?位置[:：]|首页\s*[>＞»/-]|索引号|信息分类|主题分类|公开(?:方式|时限|形式)|广告|联系我们|网站地图|"
    r"技术支持|Copyright|©|目\s*录\Z|\[?打印\]?\Z|\[?关闭\]?\Z|【[^】]{1,6}】\s*)",
    re.IGNORECASE,
)
_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\Z")
_HAN_DATE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日\Z"
)
_DIGITS = {mark: str(number % 10) for number, mark in enumerate("零一二三四五六七八九〇○")} | {"〇": "0", "○": "0"}
DRAFTS = ("draft", "年报草稿")  # styles of a draft's first page
_STYLES = ("signature", "年报署名", "年报日期")
_LONGEST_NAME = 45
_LAST = 6  # paragraphs from the end among which a signature is looked for


class Title(NamedTuple):
    """A title as printed, what it says, and the paragraphs it takes; both bounds 0 where there is none."""

    text: str = ""
    agency: str = ""
    year: int = 0
    start: int = 0
    end: int = 0


class Signature(NamedTuple):
    """The agency and the day at the end of a report; `date` is YYYY-MM-DD, empty where there is none."""

    name: str
    date: str
    source: Paragraph


def title(template: Template, paragraphs: Sequence[Paragraph]) -> Title:
    """The title before the first section: the last run of paragraphs that reads like the template's pattern.

    A paragraph that the file itself marks as the title is one whatever it says.
    """
    marked = [number for number, item in enumerate(paragraphs) if item.style.lower() == "title"]
    head, _, tail = template.title.replace("|", "").partition("{年度}")
    pattern = _Pattern("" if "{机关}" in head else head, label_keys.key(tail))
    for number in reversed(marked):
        found = _title(_joined([paragraphs[number].text]), pattern)
        if found:
            return _upwards(paragraphs, found._replace(start=number, end=number + 1))
    for start in range(len(paragraphs) - 1, -1, -1):
        for end in range(start + 1, min(start + _MOST_LINES, len(paragraphs)) + 1):
            text = _joined([item.text for item in paragraphs[start:end]])
            found = _title(text, pattern)
            if found:
                return _upwards(paragraphs, found._replace(start=start, end=end))
    if marked:
        text = _joined([paragraphs[marked[-1]].text])
        year = _YEAR.search(text)
        agency = text[: year.start()] if year else ""
        return Title(text, agency, int(year[0]) if year else 0, marked[-1], marked[-1] + 1)
    return Title()


def _upwards(paragraphs: Sequence[Paragraph], found: Title) -> Title:
    """A title whose agency stands on lines of its own above it."""
    start, first = found.start, paragraphs[found.start]
    while not found.agency and start and found.end - start < _MOST_LINES:
        above = paragraphs[start - 1]
        plain = (
            not is_furniture(above) and not re.search("[，。；：、>|]", above.text) and len(above.text) < _LONGEST_NAME
        )
        if not plain or above.style != first.style:
            break
        start -= 1
        agency = _joined([above.text])
        found = found._replace(text=agency + found.text, agency=agency, start=start)
    return found


class _Pattern(NamedTuple):
    """What a title says before the year, where it does not begin with the agency, and the key of what it says after."""

    lead: str
    tail: str


def _title(text: str, pattern: _Pattern) -> Title | None:
    if len(text) > _LONGEST_TITLE or re.search("[，。；：]", text):
        return None
    year = _YEAR.search(label_keys.squeezed(text)) and _YEAR.search(text)
    if not year or label_keys.likeness(label_keys.key(text[year.end() :]), pattern.tail) < _ALIKE:
        return None
    before = text[: year.start()]
    if pattern.lead:
        before = label_keys.squeezed(before)
        lead = label_keys.simplified(before).rfind(label_keys.squeezed(pattern.lead).rstrip("("))
        if lead < 0:
            return None
        before = before[:lead]
    if re.search(r"^[第]|[》〉]", text):
        return None
    return Title(text, before.strip("关于 　"), int(year[0]))


def _joined(texts: Sequence[str]) -> str:
    """The lines of a title as one, without the blanks that only a break or a habit has put between."""
    text = "".join(text.strip().replace("\n", "") for text in texts)
    return re.sub(r"(?<=[\u3400-\u9fff\d“”（）])[ \t　]+(?=[\u3400-\u9fff\d“”（）])", "", text)


def is_page_number(text: str) -> bool:
    """Whether a paragraph is nothing but the number of a page."""
    return bool(_PAGE.match(text.strip())) and any(mark.isdigit() for mark in text)


def is_furniture(paragraph: Paragraph) -> bool:
    """Whether a paragraph belongs to the page around a report."""
    text = paragraph.text.strip()
    return paragraph.level is None and (bool(_FURNITURE.match(text)) or is_page_number(text))


def trimmed(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """A preface without the furniture in it, and that."""
    gone = [item for item in paragraphs if is_furniture(item)]
    return [item for item in paragraphs if item not in gone], gone


def signature(paragraphs: list[Paragraph]) -> tuple[int, Signature | None, list[Paragraph]]:
    """How many paragraphs stand before the signature, the signature, and what follows or is furniture."""
    styled = [number for number, item in enumerate(paragraphs) if item.style in _STYLES]
    if styled:
        return _styled(paragraphs, styled)
    end = len(paragraphs)
    dated = [n for n in range(max(end - 40, 0), end) if _date(paragraphs[n].text) and paragraphs[n].level is None]
    for number in reversed(dated):
        alone = _date(paragraphs[number].text, whole=True)
        if alone and number and _is_name(paragraphs[number - 1]):
            name = _joined([paragraphs[number - 1].text])
            return number - 1, Signature(name, alone, paragraphs[number - 1]), paragraphs[number + 1 :]
        beside = re.match(r"(.{2,40}?)[\s　]+\S+\Z", paragraphs[number].text.strip())
        if not alone and beside and not re.search("[，。；]", beside[1]):
            date = _date(paragraphs[number].text)
            return number, Signature(_joined([beside[1]]), date, paragraphs[number]), paragraphs[number + 1 :]
    while end and is_furniture(paragraphs[end - 1]):
        end -= 1
    return end, None, paragraphs[end:]


def _styled(paragraphs: list[Paragraph], styled: list[int]) -> tuple[int, Signature | None, list[Paragraph]]:
    texts = [(paragraphs[number].text.strip(), paragraphs[number]) for number in styled]
    dates = [date for text, _ in texts if (date := _date(text, whole=True))]
    names = [text for text, _ in texts if not _date(text, whole=True)]
    after = [item for number, item in enumerate(paragraphs) if number > styled[-1]]
    return styled[0], Signature("".join(names), dates[-1] if dates else "", texts[0][1]), after


def _is_name(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    return (
        paragraph.level is None
        and 2 <= len(text) <= _LONGEST_NAME
        and not re.search("[，。；：！？]", text)
        and not (label_keys.number_level(text)[0])
    )


def _date(text: str, whole: bool = False) -> str:
    """The day that a text is, or ends with, as YYYY-MM-DD; empty where it is none of the calendar."""
    bare = "".join(text.split())
    match = (_DATE.match if whole else _DATE.search)(bare)
    if match:
        date = f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
        return date if is_date(date) else ""
    han = (_HAN_DATE.match if whole else _HAN_DATE.search)(bare)
    if not han:
        return ""
    year = "".join(_DIGITS[mark] for mark in han[1])
    date = f"{year}-{_han_number(han[2]):02d}-{_han_number(han[3]):02d}"
    return date if is_date(date) else ""


def _han_number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    return (int(_DIGITS[tens]) if tens else 1) * 10 * bool(ten) + (int(_DIGITS[ones]) if ones else 0)
