"""# T117 统计的数用了汉字

**检查什么**：受理、公开、制发……多少件（条、份、次、人）这样的统计数，是不是用了汉字数字。

**为什么**：GB/T 15835—2011 4.1.1：用于计量、统计的数用阿拉伯数字。“一是”“一次性”“两会”“三会一课”“十四五”“三安全一稳定”
这样的词和单独的“一件”“两次”不算。

**正确**

    全年受理申请6件，公开信息120条。

**错误**

    全年受理申请六件，公开信息一百二十条。

**怎么改**：运行 `nianbao fix`，或者改成阿拉伯数字。确实是名称的，写进 nianbao.yaml 的 `保护词`。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.numerals import value_of
from generator.rules import typography
from generator.rules.subject import Subject
from generator.rules.typography import Field, Slip

_COUNTED = re.compile(
    "(?<=收到|新收|新增|申请|受理|办理|办结|答复|公开|发布|推送|制发|制定|印发|废止|结转|许可|处罚|强制|复议|诉讼|建议|提案|培训|召开|举办|开展"
    "|组织|共计|合计|总计|累计|整改|全年|其中|信息|文件|目录|会议|件、|条、|份、)"
    "(?:了|共|为|有|达|计)?(?P<digits>(?:[二三四五六七八九十百千]|一[十百千])[〇零一二两三四五六七八九十百千万]*)"
    "(?:件次|人次|[件条份宗起例篇次名])(?=[，。；、）]|$|会议|培训|检查|政府信息|信息|申请|文件)",
    re.MULTILINE,
)
_ROUGH = re.compile("[二三四五六七八九]{2}")  # 五六件: some


def check(subject: Subject) -> Iterator[Finding]:
    """Notes for counts in Chinese digits."""
    yield from typography.notes("T117", subject, _slips, "统计数用了汉字", "改成阿拉伯数字")


def _slips(field: Field) -> Iterator[Slip]:
    for match in _COUNTED.finditer(field.hidden):
        digits = match["digits"]
        if not _ROUGH.search(digits) and not digits.endswith("万"):
            yield Slip(match.start("digits"), digits, str(value_of(digits)))
