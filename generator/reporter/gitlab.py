"""GitLab's Code Quality report: a list of problems whose fingerprints tell old ones from new ones."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from json import dumps

from generator.findings import Severity
from generator.reporter import Outcome, place
from generator.reporter.listing import distinct

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def report(outcome: Outcome) -> Iterator[str]:
    """The list, a file that cannot be read as a blocker."""
    problems = [
        _problem("nianbao", message, "blocker", place(file, outcome.root), 1, sha256(file.encode()).hexdigest()[:32])
        for file, message in outcome.unread
    ]
    for finding, _, file, fingerprint in distinct(outcome):
        severity = _SEVERITIES[finding.severity]
        problems.append(_problem(finding.code, finding.message, severity, file, finding.position.line, fingerprint))
    yield dumps(problems, ensure_ascii=False, indent=1)


def _problem(rule: str, message: str, severity: str, file: str, line: int, fingerprint: str) -> dict[str, object]:
    return {
        "description": message if rule == "nianbao" else f"{rule} {message}",
        "check_name": rule,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": file, "lines": {"begin": line}},
    }
