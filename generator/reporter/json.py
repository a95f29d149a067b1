"""All findings as one JSON document; schemas/findings.schema.json describes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from json import dumps

from generator.findings import Position, Severity
from generator.reporter import Outcome, place
from generator.reporter.listing import Listed, listed

VERSION = 1


def report(outcome: Outcome) -> Iterator[str]:
    """The document, indented."""
    rows = list(listed(outcome))
    of_results: dict[int, list[Listed]] = {}
    for row in rows:
        of_results.setdefault(id(row.result), []).append(row)
    kinds = Counter("accepted" if row.finding.accepted else row.finding.severity.name.lower() for row in rows)
    files = [
        {
            "file": place(result.source.file, outcome.root),
            "findings": [_record(row, outcome.root) for row in of_results.get(id(result), ())],
            **_delivery(outcome, result.source.file),
        }
        for result in outcome.results
    ]
    document = {
        "version": VERSION,
        "summary": {kind: kinds[kind] for kind in (*(severity.name.lower() for severity in Severity), "accepted")},
        "files": files,
        "unread": [{"file": place(file, outcome.root), "message": message} for file, message in outcome.unread],
    }
    yield dumps(document, ensure_ascii=False, indent=1)


def _delivery(outcome: Outcome, file: str) -> dict[str, object]:
    """What became of a file in a run that renders."""
    if file not in outcome.delivered:
        return {}
    status, made, outputs = outcome.delivered[file]
    shown = [place(output, outcome.root) for output in outputs]
    return {"delivery": {"status": status, "unchanged": not made, "outputs": shown}}


def _record(row: Listed, root: str) -> dict[str, object]:
    finding = row.finding
    return {
        "code": finding.code,
        "severity": finding.severity.name.lower(),
        "message": finding.message,
        **_place(finding.position, root),
        "paths": [str(path) for path in finding.paths],
        "related": [_place(position, root) for position in finding.related],
        "fix": finding.fix,
        "mends": [
            {"line": mend.position.line, "column": mend.position.column, "old": mend.old, "new": mend.new}
            for mend in finding.mends
        ],
        "accepted": finding.accepted,
        "fingerprint": row.fingerprint,
    }


def _place(position: Position, root: str) -> dict[str, object]:
    return {"file": place(position.file, root), "line": position.line, "column": position.column}
