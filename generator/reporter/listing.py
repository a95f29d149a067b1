"""The findings of a whole check in one list, each with a fingerprint that stays while the finding stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from generator.check import Result
from generator.findings import Finding, Position
from generator.reporter import Outcome, line_of, place
from generator.shapes import NamedTuple


class Listed(NamedTuple):
    """A finding with the result it belongs to, the file as other programs know it, and its fingerprint."""

    finding: Finding
    result: Result
    file: str
    fingerprint: str


def listed(outcome: Outcome) -> Iterator[Listed]:
    """Every finding of every result, in their order; one on settings that reports share comes with each of them.

    A fingerprint is made of the file, the rule and the figures or the text spoken of, never of a line's number or of a
    message, whose numbers change. Findings alike in all that are counted, so that each has its own.
    """
    known: dict[tuple[str, str, Position], str] = {}
    alike: Counter[str] = Counter()
    for result in outcome.results:
        for finding in result.findings:
            file = place(finding.position.file, outcome.root)
            identity = (finding.code, finding.message, finding.position)
            if identity not in known:
                what = "\0".join((file, finding.code, _context(result, finding)))
                alike[what] += 1
                known[identity] = sha256(f"{what}\0{alike[what]}".encode()).hexdigest()[:32]
            yield Listed(finding, result, file, known[identity])


def distinct(outcome: Outcome) -> list[Listed]:
    """Every finding once."""
    return list({one.fingerprint: one for one in listed(outcome)}.values())


def _context(result: Result, finding: Finding) -> str:
    """What a finding speaks of; a field of prose is long, so there its line is told too."""
    named = [str(path) for path in finding.paths]
    if not named or any(path in result.prose for path in finding.paths):
        named.append(line_of(result.source, finding.position).strip())
    return "\n".join(named)
