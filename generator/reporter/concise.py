"""A line for each finding."""

from __future__ import annotations

from collections.abc import Iterator

from generator.reporter import Outcome, headline


def report(outcome: Outcome) -> Iterator[str]:
    """Place, severity, code and message of each finding."""
    for result in outcome.results:
        yield from (headline(finding, outcome.colour) for finding in result.findings)
