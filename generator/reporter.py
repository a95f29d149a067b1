"""Findings in words: for people (full, concise) and for programs (json)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from generator.check import Result
from generator.findings import Finding, Severity
from generator.source import STANDARD_INPUT, Source, load
from generator.widths import width

_COLOURS = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.NOTE: "36;1"}
_SHOWN_RELATED = 6
_AROUND = 60  # characters of a line shown on either side of a place


def headline(finding: Finding, colour: bool = False) -> str:
    """Place, severity, code and message on one line."""
    label = f"{finding.severity.label} {finding.code}"
    if colour:
        label = f"\x1b[{_COLOURS[finding.severity]}m{label}\x1b[0m"
    return (
        f"{place(finding.position.file)}:{finding.position.line}:{finding.position.column}: {label} {finding.message}"
    )


def concise(results: Iterable[Result], colour: bool = False) -> Iterator[str]:
    """A line for each finding."""
    for result in results:
        yield from (headline(finding, colour) for finding in result.findings)


def full(results: Iterable[Result], colour: bool = False) -> Iterator[str]:
    """Each finding with the line it speaks of, a caret under the place, and the other places it concerns."""
    for result in results:
        for finding in result.findings:
            yield headline(finding, colour)
            yield from _excerpt(result.source, finding)


def json(results: Iterable[Result], _: bool = False) -> Iterator[str]:
    """All findings as one JSON document, version 1."""
    from json import dumps

    files = [
        {"file": result.source.file, "findings": [_record(finding) for finding in result.findings]}
        for result in results
    ]
    yield dumps({"version": 1, "files": files}, ensure_ascii=False, indent=1) + "\n"


FORMATS = {"full": full, "concise": concise, "json": json}


def summary(results: Iterable[Result]) -> str:
    """How many findings of each kind there are."""
    counts = Counter(finding.severity for result in results for finding in result.findings)
    if not counts:
        return "检查完毕，没有发现问题。"
    return (
        "检查完毕："
        + "，".join(f"{severity.label} {counts[severity]} 个" for severity in Severity if counts[severity])
        + "。"
    )


def place(file: str) -> str:
    """A file as messages name it."""
    return "<标准输入>" if file == STANDARD_INPUT else file


def _excerpt(source: Source, finding: Finding) -> Iterator[str]:
    position = finding.position
    source = source if position.file == source.file else load(position.file)
    line = "".join(mark if mark.isprintable() else " " for mark in source.line(position.line))
    if line.strip():
        start = max(position.column - 1 - _AROUND, 0)
        yield f"{position.line:5} | {line[start : start + 2 * _AROUND]}"
        yield f"      | {' ' * width(line[start : position.column - 1])}^"
    if finding.related:
        shown = "、".join(f"{other.line}:{other.column}" for other in finding.related[:_SHOWN_RELATED])
        more = " 等" if len(finding.related) > _SHOWN_RELATED else ""
        yield f"      = 另见 {shown}{more}"


def _record(finding: Finding) -> dict[str, object]:
    position = finding.position
    return {
        "code": finding.code,
        "severity": finding.severity.name.lower(),
        "message": finding.message,
        "file": position.file,
        "line": position.line,
        "column": position.column,
        "paths": [str(path) for path in finding.paths],
        "related": [{"file": p.file, "line": p.line, "column": p.column} for p in finding.related],
        "fix": finding.fix,
        "mends": [
            {"line": m.position.line, "column": m.position.column, "old": m.old, "new": m.new} for m in finding.mends
        ],
    }
