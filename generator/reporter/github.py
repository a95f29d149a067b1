"""Annotations of GitHub Actions: workflow commands, the gravest first.

A step shows ten annotations of a severity and drops the rest, so the rest is told in the log, and how many there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.findings import Severity
from generator.reporter import Outcome, counts, headline, place
from generator.reporter.listing import Listed, distinct
from generator.rules import title

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_SHOWN = 10


def report(outcome: Outcome) -> Iterator[str]:
    """The commands, then in a group of the log what GitHub would have dropped."""
    room = Counter(dict.fromkeys(Severity, _SHOWN))
    room[Severity.NOTE] -= 1  # for the one that says what was left out
    dropped = []
    for file, message in outcome.unread:
        yield f"::error file={_property(place(file, outcome.root))}::{_data(message)}"
        room[Severity.ERROR] -= 1
    for row in sorted(distinct(outcome), key=lambda row: (row.finding.severity, row.finding.accepted is not None)):
        if room[row.finding.severity] > 0:
            room[row.finding.severity] -= 1
            yield _command(row)
        else:
            dropped.append(row.finding)
    if dropped:
        rest = counts(dropped)
        yield f"::notice title=nianbao::GitHub 一步只标注 10 个错误和 10 个警告，没有标注的：{rest}，见日志。"
        yield f"::group::没有标注的：{rest}"
        yield from map(headline, dropped)
        yield "::endgroup::"


def _command(row: Listed) -> str:
    finding = row.finding
    accepted = "（已接受）" if finding.accepted else ""
    properties = {
        "file": row.file,
        "line": str(finding.position.line),
        "col": str(finding.position.column),
        "title": f"{finding.code} {title(finding.code)}{accepted}",
    }
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(finding.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
