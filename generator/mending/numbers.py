"""Numbers and days in another spelling with the same digits: full-width, quoted, grouped, with a unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from generator.extents import raw_length
from generator.mending.patient import Edit, Patient


def edits(patient: Patient) -> Iterator[Edit]:
    """The mends of these rules that leave every digit and its place; 010, 0x1 and 1e3 are for people to look at."""
    source = patient.result.source
    for finding in patient.findings("S104", "S105", "S108"):
        length = raw_length(source, finding.position)
        if finding.fix is None or not length:
            continue
        start = patient.offset(finding.position)
        written = patient.text[start : start + length]
        if _digits(written) == _digits(finding.fix):
            yield Edit(start, length, finding.fix, finding.position.line, f"{written} 改为 {finding.fix}")


def _digits(text: str) -> str:
    return re.sub(r"[^0-9.]", "", normalize("NFKC", text))
