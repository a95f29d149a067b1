"""# C101 网页标签不全

**检查什么**：写了“网站”时，政府网站网页必须有的标签是不是都能写出来：网站名称、域名、标识码、栏目、发布时间。

**为什么**：《政府网站发展指引》（国办发〔2017〕47号）要求网页带这些标签，检索和监测都靠它们。

**正确**

    网站:
      名称: 示例市人民政府
      域名: www.example.gov.cn
      标识码: '0100000001'
      栏目: 政府信息公开年报
      发布时间: 2026-01-20 10:00

**错误**

    网站: {名称: 示例市人民政府}

**怎么改**：补上缺的各项，可以写在 nianbao.yaml 里供各份报告共用；网站另有办法加标签的，删去“网站”。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding, Position, Severity
from generator.nodes import Mapping
from generator.paths import Path
from generator.report import SITE_TAGS
from generator.rules.subject import Subject

_OPTIONAL = {"网址"}


def check(subject: Subject) -> Iterator[Finding]:
    """A warning where a site is named without all that its pages must say."""
    report = subject.report
    if report is None or not report.site:
        return
    missing = [key for key in dict.fromkeys(SITE_TAGS.values()) if key not in report.site and key not in _OPTIONAL]
    if missing:
        message = f"“网站”缺少{'、'.join(missing)}，网页上会缺少必须有的标签。请补上。"
        yield Finding("C101", Severity.WARNING, message, _place(subject), (Path(("网站",)),))


def _place(subject: Subject) -> Position:
    root = subject.source.root
    entry = root.entries.get("网站") if isinstance(root, Mapping) else None
    return subject.source.at(entry.key) if entry else Position(subject.source.file, 1, 1)
