"""Marks, blanks and ways of writing in prose as the standards want them, where a rule of typography says how.

No number becomes another one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.mending.patient import Edit, Patient
from generator.numerals import value_of

_CHINESE = re.compile("[〇零一二两三四五六七八九十百千万亿]+")


def edits(patient: Patient) -> Iterator[Edit]:
    """An edit for each change that the rules of family T hold for safe."""
    for finding in patient.result.findings:
        if not finding.code.startswith("T"):
            continue
        for mend in finding.mends:
            if _numbers(mend.old) == _numbers(mend.new):
                what = f"{mend.old} 改为 {mend.new}" if mend.new.strip() else _taken(mend.old)
                yield Edit(patient.offset(mend.position), len(mend.old), mend.new, mend.position.line, what)


def _taken(old: str) -> str:
    return f"删去多余的 {old}" if old.strip() else "删去多余的空格"


def _numbers(text: str) -> list[str]:
    """The numbers that a text writes, in whatever digits, without noughts before them."""
    plain = unicodedata.normalize("NFKC", text)
    if _CHINESE.fullmatch(text) and len(text.strip("〇零")) == len(text):
        return [str(value_of(text))]
    return [run.lstrip("0") or "0" for run in re.findall("[0-9]+", plain)]
