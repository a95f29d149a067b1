"""What the rules on typography share: the prose with what no rule may touch hidden, and one note for each field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from generator.conversion import ADDRESSES, REFERENCES
from generator.findings import Finding, Mend, Severity
from generator.mends import replacement
from generator.nodes import Mapping, Node, Scalar
from generator.rules.subject import Subject
from generator.shapes import NamedTuple, cast

HIDDEN = "□"
HAN = f"一-鿿{HIDDEN}"
_ADDRESSES, _REFERENCES = re.compile(ADDRESSES), re.compile(REFERENCES)
_NAMES = re.compile("《[^》\n]*》|“[^”\n]*”|「[^」\n]*」")
_MOST = 3
_REMARK = "注"


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
        protected = subject.settings.protected
        words = re.compile("|".join(map(re.escape, protected))) if protected else None
        subject.known["fields"] = [
            _field(text.scalar, words)
            for text in (subject.report.narratives.values() if subject.report else ())
            if text.scalar.style == "|" or subject.source.exact(text.scalar, len(text.scalar.text.rstrip("\n")))
        ]
    return cast("list[Field]", subject.known["fields"])


def _field(scalar: Scalar, words: re.Pattern[str] | None) -> Field:
    text = scalar.text
    if "{" in text:
        text = _REFERENCES.sub(_hide, text)
    if "." in text or "/" in text or "@" in text:
        text = _ADDRESSES.sub(_hide, text)
    if words:
        text = words.sub(_hide, text)
    return Field(scalar, text, _NAMES.sub(_hide, text))


def _hide(match: re.Match[str]) -> str:
    return HIDDEN * len(match[0])


def remarks(subject: Subject) -> list[Field]:
    """The notes on figures and tables, one field each."""
    report = subject.report
    if report is None or not (report.notes or any(value.note for value in report.values.values())):
        return []
    return [_field(scalar, None) for scalar in _remarks(subject.source.root)]


def _remarks(node: Node | None) -> Iterator[Scalar]:
    for key, entry in node.entries.items() if isinstance(node, Mapping) else ():
        if key == _REMARK and isinstance(entry.value, Scalar):
            yield entry.value
        else:
            yield from _remarks(entry.value)


def notes(
    code: str,
    subject: Subject,
    slips: Callable[[Field], Iterator[Slip]],
    reason: str,
    mend: str,
    *,
    among: list[Field] | None = None,
) -> Iterator[Finding]:
    """One note for each field with slips, at the first of them, with all changes that are safe.

    The fields are those of the narratives, if not told otherwise.
    """
    for field in fields(subject) if among is None else among:
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
