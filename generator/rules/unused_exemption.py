"""# S110 例外没有用处

**检查什么**：“例外”里的每一条，是不是对得上一个检查发现的问题。

**为什么**：例外是给审阅的人看的说明。问题已经改好，或者编号、位置写错了，这条说明就是错的。
文件写法（Y）和格式（S）的问题不能作为例外。

**正确**

    例外:
      - {代码: A101, 位置: 予以公开, 理由: 有一件由两类申请人共同提出，各计一次，总计计一次}

**错误**：代码写成 A999，或者“予以公开”的总计本来就对。

**怎么改**：核对代码和位置；问题已经改好的，删去这一条。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.findings import Finding, Severity
from generator.paths import ends_with, segments
from generator.report import Exemption, Report
from generator.rules.subject import shown


def accepted(report: Report, findings: list[Finding], codes: set[str]) -> Iterator[Finding]:
    """The findings, those accepted by the report lowered to notes with the reason; `codes` may be accepted.

    An exemption that accepts nothing gives a finding of its own.
    """
    reasons: dict[int, str] = {}
    for exemption in report.exemptions:
        matching = [
            n for n, finding in enumerate(findings) if exemption.code in codes and _covers(report, exemption, finding)
        ]
        reasons |= dict.fromkeys(matching, exemption.reason)
        if not matching:
            code = shown(exemption.code) or "（没有代码）"
            place = f"在“{shown(exemption.path)}”" if exemption.path else ""
            message = f"例外 {code}{place}没有对上任何问题。请核对代码和位置，或者删去这一条。"
            yield Finding("S110", Severity.WARNING, message, exemption.position)
    for number, finding in enumerate(findings):
        reason = reasons.get(number)
        yield (
            finding
            if reason is None
            else replace(
                finding,
                severity=Severity.NOTE,
                message=f"{finding.message}（已接受，理由：{reason}）",
                accepted=reason or "（没有写理由）",
            )
        )


def _covers(report: Report, exemption: Exemption, finding: Finding) -> bool:
    """Whether an exemption speaks of a finding: by a path of one of its figures, or by the end of it."""
    if finding.code != exemption.code or not exemption.path:
        return finding.code == exemption.code
    wanted = segments(exemption.path)
    try:
        named = set(report.template.resolve(exemption.path))
    except LookupError:
        named = set()
    return any(path in named or ends_with(path.parts, wanted, str.startswith) for path in finding.paths)
