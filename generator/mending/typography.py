"""Marks and blanks of prose as the standards want them, where a rule of typography says how, and changes no digit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.mending.patient import Edit, Patient


def edits(patient: Patient) -> Iterator[Edit]:
    """An edit for each change that the rules of family T hold for safe."""
    for finding in patient.result.findings:
        if not finding.code.startswith("T"):
            continue
        for mend in finding.mends:
            if re.sub(r"\D", "", mend.old) == re.sub(r"\D", "", mend.new):
                what = f"{mend.old} 改为 {mend.new}" if mend.new.strip() else "删去多余的空格"
                yield Edit(patient.offset(mend.position), len(mend.old), mend.new, mend.position.line, what)
