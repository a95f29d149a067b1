"""SARIF 2.1.0 (OASIS standard), for code scanning and for editors that show its results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import dumps
from pathlib import Path
from typing import Any
from urllib.parse import quote

from generator import __version__, rules
from generator.extents import raw_length
from generator.findings import Finding, Position, Severity
from generator.reporter import Outcome, place
from generator.reporter.listing import Listed, distinct
from generator.source import Source

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_CODES = list(rules.ALL)

Json = dict[str, Any]


def report(outcome: Outcome) -> Iterator[str]:
    """The log of one run; columns are counted in code points, as everywhere here."""
    run = {
        "tool": {
            "driver": {
                "name": "nianbao",
                "version": __version__,
                "language": "zh-CN",
                "rules": list(map(_rule, _CODES)),
            }
        },
        "invocations": [
            {
                "executionSuccessful": not outcome.unread,
                "toolExecutionNotifications": [_unread(outcome, *unread) for unread in outcome.unread],
            }
        ],
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "results": [_result(row, outcome.root) for row in distinct(outcome)],
    }
    yield dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _rule(code: str) -> Json:
    page = rules.page(code)
    body = page.split("\n", 1)[1].strip()
    first = re.sub(r"\*\*.*?\*\*：?", "", body.split("\n\n")[0]).replace("\n", "")
    return {
        "id": code,
        "name": rules.ALL[code].title().replace("_", ""),
        "shortDescription": {"text": f"{rules.title(code)}。"},
        "fullDescription": {"text": first.replace("`", "")},
        "help": {"text": re.sub(r"\*\*|`", "", body), "markdown": body},
    }


def _result(row: Listed, root: str) -> Json:
    finding, source = row.finding, row.result.source
    result: Json = {
        "ruleId": finding.code,
        "ruleIndex": _CODES.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [_location(source, finding, root)],
        "partialFingerprints": {"primaryLocationLineHash": row.fingerprint},  # the one that GitHub looks at
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _physical(source, position, root)}
            for number, position in enumerate(finding.related, 1)
        ]
    if finding.accepted:
        result["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": finding.accepted}]
    length = raw_length(source, finding.position)
    if finding.fix is not None and length:
        result["fixes"] = [_fix(source, finding, finding.fix, root)]
    return result


def _location(source: Source, finding: Finding, root: str) -> Json:
    location: Json = {"physicalLocation": _physical(source, finding.position, root)}
    if finding.paths:
        location["logicalLocations"] = [{"fullyQualifiedName": str(path), "kind": "member"} for path in finding.paths]
    return location


def _physical(source: Source, position: Position, root: str) -> Json:
    return {"artifactLocation": _artifact(position.file, root), "region": _region(source, position)}


def _region(source: Source, position: Position) -> Json:
    region = {"startLine": position.line, "startColumn": position.column}
    length = raw_length(source, position)
    return {**region, "endLine": position.line, "endColumn": position.column + length} if length else region


def _fix(source: Source, finding: Finding, text: str, root: str) -> Json:
    replacement = {"deletedRegion": _region(source, finding.position), "insertedContent": {"text": text}}
    change = {"artifactLocation": _artifact(finding.position.file, root), "replacements": [replacement]}
    return {"description": {"text": f"改为 {text}"}, "artifactChanges": [change]}


def _artifact(file: str, root: str) -> Json:
    """A path below the root as a relative address, any other as a file: address."""
    shown = place(file, root)
    path = Path(shown)
    return {"uri": path.as_uri() if path.is_absolute() else quote(shown)}


def _unread(outcome: Outcome, file: str, message: str) -> Json:
    location = {"physicalLocation": {"artifactLocation": _artifact(file, outcome.root)}}
    return {"level": "error", "message": {"text": message}, "locations": [location]}
