"""Comparisons for programs: version 1, as schemas/diff.schema.json describes it; numbers are exact, as text."""

from __future__ import annotations

from collections.abc import Iterator
from json import dumps

from generator import wording
from generator.diff import Change, Comparison, Kind
from generator.fields import Content
from generator.figures import plain_number
from generator.versions import Review

VERSION = 1


def write(review: Review) -> str:
    """The JSON document of a review."""
    data = {
        "version": VERSION,
        "old": review.old,
        "new": review.new,
        "files": [_file(comparison) for comparison in review.comparisons],
        "changes": [_change(item, change) for item in review.comparisons for change in item.changes],
        "findings": [record for item in review.comparisons for record in _findings(item)],
    }
    return dumps(data, ensure_ascii=False, indent=1) + "\n"


def _file(comparison: Comparison) -> dict[str, object]:
    report = comparison.current.report
    return {
        "file": comparison.current.source.file,
        "old_file": comparison.old.source.file if comparison.old else None,
        "status": comparison.status,
        "agency": report.agency if report else None,
        "year": report.year if report else None,
        "readable": all(result.report is not None for result in (comparison.old, comparison.new) if result),
        "remarks": list(comparison.remarks),
    }


def _change(comparison: Comparison, change: Change) -> dict[str, object]:
    record: dict[str, object] = {
        "kind": change.kind.value,
        "path": str(change.path),
        "place": change.place,
        "old": _content(change.old),
        "new": _content(change.new),
        "difference": _content(change.difference),
        "percent": _content(change.percent),
        "derived": change.derived,
        "file": comparison.current.source.file,
        "line": change.position.line,
    }
    if change.kind in (Kind.NARRATIVE, Kind.NOTE):
        record["pieces"] = [{"kind": piece.kind, "text": piece.text} for piece in wording.text(change)]
    return record


def _content(content: Content) -> str | None:
    return content if content is None or isinstance(content, str) else plain_number(content)


def _findings(comparison: Comparison) -> Iterator[dict[str, object]]:
    for status in ("appeared", "disappeared", "remaining"):
        for finding in getattr(comparison, status):
            yield {
                "status": status,
                "code": finding.code,
                "severity": finding.severity.name.lower(),
                "message": finding.message,
                "accepted": finding.accepted or None,
                "file": finding.position.file,
                "line": finding.position.line,
                "column": finding.position.column,
                "paths": [str(path) for path in finding.paths],
            }
