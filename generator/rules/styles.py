"""The rules on typography by code, each with what a report must hold before its module needs to be loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from generator.shapes import NamedTuple


class Style(NamedTuple):
    """A rule on typography: its module, and what a report's prose must hold before the rule needs to look.

    That is what the pattern `sight` finds, `marks` where it is empty. Where there are marks, it only finds lines with
    one of them; they are neither Chinese characters nor ，。、, of which most lines consist.
    """

    module: str
    marks: str
    sight: str = ""


_COMMON = "一-鿿，。、"  # what most lines consist of
_MARK = re.compile(rf"[^{_COMMON}\n]")
_MARKED = re.compile(rf"\n[{_COMMON}]*+[^{_COMMON}\n].*")


def seen(text: str) -> Iterator[str]:
    """The codes of the rules that need to look at a text, whose lines stand after a line break each."""
    marked = "".join(_MARKED.findall(text))
    marks = frozenset(_MARK.findall(marked))
    for code, style in TYPOGRAPHY.items():
        if style.marks and marks.isdisjoint(style.marks):
            continue
        if sight(code).search(marked if style.marks else text):
            yield code


@cache
def sight(code: str) -> re.Pattern[str]:
    """What a rule on typography looks for first."""
    style = TYPOGRAPHY[code]
    return re.compile(style.sight or f"[{re.escape(style.marks)}]")


# Patterns begin with a mark or a few, which are found quickly, and look back from there.
PAIRS = ("（）", "《》", "“”", "〔〕", "【】", "「」")
_HALVES, _LAST = "".join(PAIRS), "".join(pair[1] for pair in PAIRS)
_NONE = rf"[^{_HALVES}\n]*+"
_UNPAIRED = "".join(
    (
        rf"[\"{{:\n{_HALVES}](?:(?<=\")",
        *(f"|(?<={pair[0]}){_NONE}(?!{pair[1]})" for pair in PAIRS),
        rf"|(?<=[\n{_LAST}]){_NONE}[{_LAST}]",
        rf"|(?<={{){{[^{{}}\n]*[{_HALVES}]|(?<=:)//[^\s，。；、）)]*[{_HALVES}])",  # in what the rule does not look at
    )
)
_BEGINS = r"\n[ 　]*"
TYPOGRAPHY = {
    "T101": Style("half_width_mark", ",;:!?(."),
    "T102": Style("unpaired_mark", '"（）《》“”〔〕【】「」', _UNPAIRED),
    "T103": Style("nested_title", "《", r"《[^》\n]*[<＜《]"),
    "T104": Style("needless_comma", "", "、(?:等|(?<=[》”]、)[《“])"),
    "T105": Style("tilde", "~"),
    "T106": Style("ellipsis", "", r"…|\.\.\.|。。。|・・・|--"),
    "T107": Style(
        "item_mark",
        "0123456789.．（",
        _BEGINS + "(?:[0-9]{1,2}、|[一二三四五六七八九十]+[.．]|（[0-9一二三四五六七八九十]+）[、，.．])",
    ),
    "T108": Style("doubled_mark", "", "[，。、；：][，。、；：]"),
    "T109": Style("stray_blank", " 　", r"[ 　](?<=[^\s{|+−#-].)[ 　]*[0-9一-鿿，。；：、（）《》“”]"),
    "T110": Style("heading_stop", "#", "#.*。"),
    "T111": Style("full_width_digit", "０１２３４５６７８９％ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ"),
    "T112": Style("short_year", "", "年(?<=[0-9]{2}年)(?<![0-9]{3}年)|二零"),
    "T113": Style("range_unit", "0123456789", "[～~—–至-](?<=[0-9].)[0-9.]+[%％万亿]"),
    "T114": Style("twice_about", "0123456789", "[约近过逾足][0-9]"),
    "T115": Style(
        "document_number", "〔[【（(", r"[〕\[【（(〔](?:(?<=〕)(?:[第0]|(?<=[^〔][0-9]{4}〕))|[0-9]{4}[\]】）)])"
    ),
    "T116": Style("bare_point", ".", r"\.(?<=[^0-9A-Za-z].)[0-9]"),
    "T117": Style(
        "chinese_count",
        "",
        "[人件条份宗起例篇次名](?<=[二三四五六七八九十百千].)(?<!第.条)(?<!第..条)(?<!第...条)",
    ),
    "T118": Style("date_style", "", "[-./〇零○](?:(?<=[〇零○])|(?<=[0-9]{4}.)[01]?[0-9][-./])"),
    "T119": Style("grouping", ",", ",(?<=[0-9],)[0-9]{3}"),
    "T120": Style("date_comma", "0123456789", "、(?<=[0-9]{4}、)[01]?[0-9]、"),
    "T121": Style("caption_stop", " 　：:", "[表图注](?:(?<=注)：|[0-9一二三四五六七八九十]{1,3}[ 　：:]).*。"),
    "T122": Style("skipped_level", "0123456789（(", _BEGINS + "(?:#+[ 　]*)?(?:[（(]?[0-9]|(?<=[#  　])[（(])"),
    "T123": Style(
        "joining_mark",
        "-－–—~～",
        "[-－–—~～](?=[0-9]{1,4}(?![0-9]))(?:(?<=[年月日%％万].)|(?<=[12][0-9]{3}.)|(?<=[0-9].)(?<![0-9]{4}.))",
    ),
}
