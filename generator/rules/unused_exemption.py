"""# S110 例外没有用处

**检查什么**：“例外”里的每一条，是不是对得上一个检查发现的问题。

**为什么**：例外是给审阅的人看的说明。问题已经改好，或者编号、位置写错了，这条说明就是错的。
文件写法（Y）和格式（S）的问题不能作为例外；没有写理由的例外不算数。

**正确**

    例外:
      - {代码: A101, 位置: 予以公开, 理由: 有一件由两类申请人共同提出，各计一次，总计计一次}

**错误**：代码写成 A999，或者“予以公开”的总计本来就对。

**怎么改**：核对代码和位置；问题已经改好的，删去这一条。位置写表里的行名（可以加列名）或者叙述的键，不写就是整份报告。
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from generator.findings import Finding, Severity
from generator.paths import Path, ends_with, segments
from generator.report import Exemption, Report
from generator.rules.subject import shown

_CODE = re.compile("[A-Z][0-9]{3}")


def accepted(
    report: Report, findings: list[Finding], codes: Collection[str], every: Collection[str]
) -> Iterator[Finding]:
    """The findings, those accepted by the report lowered to notes with the reason.

    `codes` are the rules whose findings may be accepted, `every` all rules there are. An exemption that accepts nothing
    gives a finding of its own; one without a reason or a proper code is none, and the schema has said so.
    """
    reasons: dict[int, str] = {}
    for exemption in report.exemptions:
        if not exemption.reason.strip() or not _CODE.fullmatch(exemption.code):
            continue
        matching = [
            n for n, finding in enumerate(findings) if exemption.code in codes and _covers(report, exemption, finding)
        ]
        if matching and reasons.keys() >= set(matching):
            message = "这条例外说的问题，前面的例外已经接受了。请删去其中一条。"
            yield Finding("S110", Severity.WARNING, message, exemption.position)
        elif not matching:
            message = _useless(report, exemption, codes, every)
            yield Finding("S110", Severity.WARNING, message, exemption.position)
        reasons = dict.fromkeys(matching, exemption.reason) | reasons
    for number, finding in enumerate(findings):
        reason = reasons.get(number)
        yield finding if reason is None else _lowered(finding, reason)


def _lowered(finding: Finding, reason: str) -> Finding:
    message = f"{finding.message}（已接受，理由：{reason}）"
    return finding._replace(severity=Severity.NOTE, message=message, accepted=reason)


def _useless(report: Report, exemption: Exemption, codes: Collection[str], every: Collection[str]) -> str:
    """Why an exemption accepts nothing, and what to do about it."""
    code, path = exemption.code, shown(exemption.path)
    if exemption.code not in every:
        return f"例外写的代码 {code} 不是一条规则。请写提示里的编号，如 A101。"
    if exemption.code not in codes:
        return f"{code} 的问题不能作为例外。请改正那个问题，删去这一条。"
    if path and not _is_somewhere(report, exemption.path):
        return f"例外 {code} 的位置“{path}”哪里也不是。请写表里的行名，或者叙述的键。"
    place = f"在“{path}”" if path else ""
    return f"例外 {code} {place}没有对上任何问题，可能已经改好。请删去这一条，或者核对代码和位置。"


def _is_somewhere(report: Report, text: str) -> bool:
    """Whether a path names figures, a narrative or a declared number, alone or with others."""
    known = (*report.values, *report.narratives, *map(Path, report.facts), Path(("网站",)))
    wanted = segments(text)
    return bool(_figures(report, text)) or any(ends_with(path.parts, wanted, str.startswith) for path in known)


def _figures(report: Report, text: str) -> set[Path]:
    try:
        return set(report.template.resolve(text))
    except LookupError:
        return set()


def _covers(report: Report, exemption: Exemption, finding: Finding) -> bool:
    """Whether an exemption speaks of a finding: by a path of one of its figures, or by the end of it."""
    if finding.code != exemption.code or not exemption.path:
        return finding.code == exemption.code
    wanted, named = segments(exemption.path), _figures(report, exemption.path)
    return any(path in named or ends_with(path.parts, wanted, str.startswith) for path in finding.paths)
