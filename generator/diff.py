"""What differs between two reports: models are compared, not text, in the form's order.

A figure that is unknown is not a zero: 未填 -> 0 is a change. Reports of different forms are compared in the figures
that mean the same in both, and in the fields that the forms have in common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from generator.check import Result
from generator.counterparts import Pair, counterparts, summed
from generator.fields import FIRST, Content, Field, fields, position_of, top_of
from generator.figures import Number, percent, subtract
from generator.findings import Finding, Position, Severity
from generator.form import Section
from generator.labels import heading, label, sum_label
from generator.paths import SEPARATOR, Path
from generator.prose import align, paragraphs
from generator.report import Report, Text


class Kind(Enum):
    """What kind of thing has changed."""

    FIELD = "field"
    FIGURE = "figure"
    NOTE = "note"
    NARRATIVE = "narrative"

    @property
    def words(self) -> str:
        """What users call it."""
        return _WORDS[self]


_WORDS = {Kind.FIELD: "基本情况", Kind.FIGURE: "数字", Kind.NOTE: "表注", Kind.NARRATIVE: "文字"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs; None is a number that is unknown, or a text that is not there.

    `place` names it as the form does; `derived` marks a total, which follows from its parts; `position` is where the
    new one stands, the old one where there is no new one.
    """

    kind: Kind
    path: Path
    place: str
    old: Content
    new: Content
    position: Position
    derived: bool = False

    @property
    def difference(self) -> Number | None:
        """New less old, exact; None where one of them is no number."""
        if isinstance(self.old, int | Decimal) and isinstance(self.new, int | Decimal):
            return subtract(self.new, self.old)
        return None

    @property
    def percent(self) -> Decimal | None:
        """The difference in percent of the old number, to one decimal; None where there is none or the old one is 0."""
        if self.difference is None or not isinstance(self.old, int | Decimal) or not self.old:
            return None
        return percent(self.difference, self.old)

    def exceeds(self, threshold: Decimal) -> bool:
        """Whether a number has changed by so many percent or more; from 0 every change does."""
        if self.difference is None:
            return False
        return self.percent is None or abs(self.percent) >= threshold


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a report; one of them is None where the report is new or gone.

    `remarks` say in Chinese what keeps the two from being compared whole; `moved` is whether the file lies elsewhere.
    """

    old: Result | None
    new: Result | None
    changes: tuple[Change, ...]
    appeared: tuple[Finding, ...]
    disappeared: tuple[Finding, ...]
    remaining: tuple[Finding, ...]
    remarks: tuple[str, ...] = ()
    moved: bool = False

    @property
    def current(self) -> Result:
        """The new version, or the old one where the report is gone."""
        result = self.new or self.old
        assert result is not None
        return result

    @property
    def status(self) -> str:
        """`added`, `removed`, `renamed`, `changed`, or `same` where nothing that is compared differs."""
        if self.old is None or self.new is None:
            return "added" if self.old is None else "removed"
        if self.moved:
            return "renamed"
        return "changed" if self.changes or self.appeared or self.disappeared or self.remarks else "same"

    def of_kind(self, *kinds: Kind) -> list[Change]:
        """The changes of some kinds."""
        return [change for change in self.changes if change.kind in kinds]


def compare(old: Result | None, new: Result | None, *, moved: bool = False) -> Comparison:
    """Compare two checked versions of a report; at least one of them is there, and the file has `moved` or not."""
    before, after = old.findings if old else (), new.findings if new else ()
    appeared, disappeared, remaining = _findings(before, after)
    if new and new.report is None:
        disappeared = ()  # what cannot be read may still have the problems that it had
    changes: tuple[Change, ...] = ()
    if old and new and old.report and new.report:
        changes = tuple(_changes(old.report, new.report))
    return Comparison(old, new, changes, appeared, disappeared, remaining, tuple(_remarks(old, new)), moved)


def _remarks(old: Result | None, new: Result | None) -> Iterator[str]:
    for name, result in (("原来", old), ("现在", new)):
        if result and result.report is None:
            yield f"{name}的文件读不出来，没法比较内容，见下面的问题。"
    if not (old and new and old.report and new.report) or old.report.template is new.report.template:
        return
    before, after = old.report.template, new.report.template
    if before.id != after.id or before.figures.keys() != after.figures.keys():
        found = counterparts(before, after)
        gone = len(before.figures) - sum(len(pair.old) for pair in found.pairs)
        came = len(after.figures) - sum(len(pair.new) for pair in found.pairs)
        which = "意思没有变的" if found.related else "两种格式都有的"
        yield (
            f"两份报告的格式不同（{before.id}、{after.id}），只比较{which} {len(found.pairs)} 个数字；"
            f"另有 {gone} 个只在原来的格式里，{came} 个只在现在的格式里。"
        )
        yield from (f"不能比较 {reason}。" for reason in found.reasons)


def _changes(old: Report, new: Report) -> Iterator[Change]:
    before, after = dict(fields(old)), dict(fields(new))
    yield from _fields(before, after, first=True)
    if new.template.preamble:
        yield from _narrative(old, new, new.template.preamble.path)
    for section in new.template.sections:
        yield from _section(old, new, section)
    yield from _fields(before, after, first=False)


def _section(old: Report, new: Report, section: Section) -> Iterator[Change]:
    for narrative in section.narratives:
        if not narrative.after_tables:
            yield from _narrative(old, new, narrative.path)
    blocks = set(map(id, section.blocks))
    pairs = counterparts(old.template, new.template).before
    for path, figure in new.template.figures.items() if blocks else ():
        pair = pairs.get(path)
        if id(figure.block) in blocks and pair and path == pair.new[0]:
            yield from _figure(old, new, pair)
    note = old.notes.get(section.key), new.notes.get(section.key)
    if note[0] != note[1]:
        keys = (section.key, "注")
        at = position_of(new, keys) or position_of(old, keys) or top_of(new)
        yield Change(Kind.NOTE, Path(keys), f"{heading(section)}{SEPARATOR}注", *note, at)
    for narrative in section.narratives:
        if narrative.after_tables:
            yield from _narrative(old, new, narrative.path)


def _figure(old: Report, new: Report, pair: Pair) -> Iterator[Change]:
    before, after = summed(old.values, pair.old), summed(new.values, pair.new)
    if before.content == after.content and before.note == after.note:
        return
    path = pair.new[0] if len(pair.new) == 1 else pair.path
    place = sum_label(new.template, pair.new)
    if before.content != after.content:
        derived = len(pair.new) > 1 or bool(new.template.figures[path].sums)
        yield Change(Kind.FIGURE, path, place, before.content, after.content, after.position, derived)
    if before.note != after.note:
        at = Path((*path.parts, "注"))
        yield Change(Kind.NOTE, at, f"{place}{SEPARATOR}注", before.note or None, after.note or None, after.position)


def _narrative(old: Report, new: Report, path: Path) -> Iterator[Change]:
    """A change for each paragraph that differs; its number is that of the new text, of the old one where it is gone."""
    if not old.template.has_narrative(path):
        return
    was, becomes = old.narratives.get(path), new.narratives.get(path)
    if (was and was.scalar.text) == (becomes and becomes.scalar.text):
        return
    before, after = (paragraphs(text.scalar.text) if text else [] for text in (was, becomes))
    place = label(new.template, path)
    for one, other in align(before, after):
        first = None if one is None else before[one]
        second = None if other is None else after[other]
        if first != second:
            report, text, number = (new, becomes, other) if other is not None else (old, was, one)
            assert text is not None
            assert number is not None
            shown = f"{place} 第{number + 1}段" if max(len(before), len(after)) > 1 else place
            yield Change(Kind.NARRATIVE, path, shown, first, second, _paragraph(report, text, number))


def _paragraph(report: Report, text: Text, number: int) -> Position:
    """Where a paragraph of a field begins."""
    offset = 0
    for line in text.scalar.text.split("\n"):
        if line.strip():
            if number == 0:
                return report.source.inside(text.scalar, offset + len(line) - len(line.lstrip()))
            number -= 1
        offset += len(line) + 1
    return text.key


def _fields(before: Mapping[Path, Field], after: Mapping[Path, Field], *, first: bool) -> Iterator[Change]:
    for path in dict.fromkeys((*after, *before)):
        if (path.parts[0] in FIRST) is not first:
            continue
        was, becomes = before.get(path), after.get(path)
        if (was and was.content) != (becomes and becomes.content):
            field = becomes or was
            assert field is not None
            yield Change(Kind.FIELD, path, str(path), was and was.content, becomes and becomes.content, field.position)


def _findings(
    before: Iterable[Finding], after: Iterable[Finding]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[Finding, ...]]:
    """Findings that came, that went and that stayed.

    One stays where a finding of the same rule speaks of the same figures, or in the same words: a line that moved or
    a sum that is wrong by another amount makes no new problem. One that is accepted now is another than before.
    """
    was = list(before)
    came: list[Finding] = []
    stayed: list[Finding] = []
    counts = Counter(map(_identity, was))
    for finding in after:
        if counts[_identity(finding)]:
            counts[_identity(finding)] -= 1
            stayed.append(finding)
        else:
            came.append(finding)
    left = Counter(map(_identity, stayed))
    gone = []
    for finding in was:
        if left[_identity(finding)]:
            left[_identity(finding)] -= 1
        else:
            gone.append(finding)
    return (
        tuple(sorted(came, key=by_severity)),
        tuple(sorted(gone, key=by_severity)),
        tuple(sorted(stayed, key=by_severity)),
    )


def _identity(finding: Finding) -> tuple[object, ...]:
    about = finding.paths or finding.message
    return finding.code, about, finding.severity, bool(finding.accepted)


def by_severity(finding: Finding) -> tuple[Severity, str, int, int]:
    """Sort key: the gravest first, then by place."""
    return finding.severity, finding.position.file, finding.position.line, finding.position.column
