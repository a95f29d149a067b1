"""Characters that cannot be seen: taken away, a soft return in a text becomes the line end that it stood for."""

from __future__ import annotations

from collections.abc import Iterator

from generator.mending.patient import Edit, Patient, is_prose
from generator.tree import UNPRINTABLE

_SOFT_RETURNS = "\v\f\x85\u2028\u2029"


def edits(patient: Patient) -> Iterator[Edit]:
    """An edit for each such character; a soft return between two digits stays, because they may be two numbers."""
    if not UNPRINTABLE.search(patient.text):
        return
    for number, (start, line) in enumerate(zip(patient.starts, patient.lines, strict=False), 1):
        for match in UNPRINTABLE.finditer(line):
            mark, before, after = match[0], line[: match.start()], line[match.end() :]
            name, text = f"U+{ord(mark):04X}", ""
            if mark in _SOFT_RETURNS:
                if before.strip() and after.strip() and is_prose(patient.lines[:number]):
                    text = "\n" + line[: len(line) - len(line.lstrip(" "))]
                elif before[-1:].isdigit() and after[:1].isdigit():
                    continue
            what = f"软回车（{name}）改成换行" if text else f"删去看不见的字符（{name}）"
            yield Edit(start + match.start(), 1, text, number, what)
