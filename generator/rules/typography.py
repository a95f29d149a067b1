"""What the rules on typography share: the prose with what no rule may touch hidden, and one note for each field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, cast

from generator.conversion import UNTOUCHED
from generator.findings import Finding, Mend, Severity
from generator.mends import replacement
from generator.nodes import Scalar
from generator.rules.subject import Subject

HIDDEN = "□"
HAN = f"一-鿿{HIDDEN}"
_NAMES = "《[^》\n]*》|“[^”\n]*”|「[^」\n]*」"
_MOST = 3


class Slip(NamedTuple):
    """Something to mend in a field: `old` at `offset` ought to be `new`, None where a person must decide."""

    offset: int
    old: str
    new: str | None


class Field(NamedTuple):
    """A narrative field as written: `open` with addresses and references hidden, `hidden` with quoted names as well."""

    scalar: Scalar
    open: str
    hidden: str


def fields(subject: Subject) -> list[Field]:
    """Every narrative field that stands in the file as it is printed, not folded over lines, read once."""
    if "fields" not in subject.known:
        words = "".join(f"|{re.escape(word)}" for word in subject.settings.protected)
        addresses, names = re.compile(UNTOUCHED + words), re.compile(_NAMES)
        subject.known["fields"] = [
            Field(text.scalar, opened := addresses.sub(_hide, text.scalar.text), names.sub(_hide, opened))
            for text in (subject.report.narratives.values() if subject.report else ())
            if subject.source.exact(text.scalar, len(text.scalar.text.rstrip("\n"))) or text.scalar.style == "|"
        ]
    return cast("list[Field]", subject.known["fields"])


def _hide(match: re.Match[str]) -> str:
    return HIDDEN * len(match[0])


def notes(
    code: str, subject: Subject, slips: Callable[[Field], Iterator[Slip]], reason: str, mend: str
) -> Iterator[Finding]:
    """One note for each field with slips, at the first of them, with all changes that are safe."""
    for field in fields(subject):
        found = sorted(slips(field))
        if not found:
            continue
        mends: list[Mend] = []
        for slip in found:
            if slip.new is not None:
                mends += replacement(subject.source, field.scalar, slip.offset, slip.old, slip.new)
        shown = "、".join(dict.fromkeys(f"“{slip.old.strip() or '空格'}”" for slip in found[:_MOST]))
        count = f"，共 {len(found)} 处" if len(found) > 1 else ""
        place = subject.source.inside(field.scalar, found[0].offset)
        yield Finding(code, Severity.NOTE, f"{reason}：{shown}{count}。请{mend}。", place, mends=tuple(mends))


def replaced(pattern: re.Pattern[str], text: str, new: str | None) -> Iterator[Slip]:
    """A slip for each match, with one replacement for all."""
    for match in pattern.finditer(text):
        yield Slip(match.start(), match[0], new)
