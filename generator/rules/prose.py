"""What the rules on prose share: the report's paragraphs, their numbers, what they say, and whether that is so."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate

from generator import label_keys, narrative, numerals, passages, statements
from generator.characters import has_traditional
from generator.figures import Number, add, plain_number, total
from generator.findings import Finding, Position, Severity
from generator.lexicon import SUM
from generator.nodes import Scalar
from generator.numerals import Kind, Numeral
from generator.passages import Passage
from generator.paths import Path
from generator.report import Report
from generator.rules.subject import Subject
from generator.scope import Statement
from generator.shapes import NamedTuple, cast

_SHARE = Decimal("0.1")  # how far a number with 约 may be off


class Paragraph(NamedTuple):
    """A passage with its text in Simplified characters and the numbers in it."""

    passage: Passage
    line: str
    numbers: list[Numeral]


class Amount(NamedTuple):
    """What the tables say for a meaning, in single units (元, 件), and its figures."""

    text: str
    number: Number
    paths: tuple[Path, ...]


class Prose:
    """The paragraphs of a report, in the form's order, to be searched as one text before any of them is read."""

    def __init__(self, report: Report | None) -> None:
        self._report = report
        self._fields: dict[Path, range] = {}  # the numbers of their paragraphs
        self._paragraphs: list[tuple[Path, Scalar, narrative.Paragraph]] = []
        for path, text in report.narratives.items() if report else ():
            first = len(self._paragraphs)
            self._paragraphs += [(path, text.scalar, paragraph) for paragraph in text.paragraphs]
            self._fields[path] = range(first, len(self._paragraphs))
        self._printed = self._lines = [passages.line(report, paragraph) for _, _, paragraph in self._paragraphs]  # type: ignore[arg-type]
        self._text = "\n".join(["", *self._lines])
        if has_traditional(self._text):
            self._lines = [label_keys.simplified(line) for line in self._lines]
            self._text = "\n".join(["", *self._lines])
        self._breaks = list(accumulate([len(line) + 1 for line in self._lines], initial=0))
        self._found: dict[int, set[int]] = {}  # by the identity of a pattern, all of which stay; hashing one takes long
        self._read: dict[int, Paragraph] = {}

    def holding(self, *patterns: re.Pattern[str]) -> list[Paragraph]:
        """The paragraphs in which one of the patterns finds something.

        A pattern must not reach over a line break, but may begin with the one before its paragraph.
        """
        numbers: set[int] = set()
        for pattern in patterns:
            found = self._found.get(id(pattern))
            if found is None:
                places = [match.start() for match in pattern.finditer(self._text)]
                found = self._found[id(pattern)] = {bisect_right(self._breaks, place) - 1 for place in places}
            numbers |= found
        return [self.paragraph(number) for number in sorted(numbers)]

    @property
    def numbered(self) -> list[Paragraph]:
        """The paragraphs that may have numbers."""
        return self.holding(numerals.SIGHT)

    def field(self, path: Path) -> list[Paragraph]:
        """The paragraphs and headings of a narrative field, none where it is not written."""
        return [self.paragraph(number) for number in self._fields.get(path, ())]

    def printed(self, path: Path) -> str:
        """A narrative field as it is printed, a line for each paragraph."""
        return "\n".join([self._printed[number] for number in self._fields.get(path, ())])

    def __len__(self) -> int:
        return len(self._lines)

    def paragraph(self, number: int) -> Paragraph:
        """A paragraph by its number from 0, read once."""
        if number not in self._read:
            passage, line = passages.passage(self._report, *self._paragraphs[number]), self._lines[number]  # type: ignore[arg-type]
            self._read[number] = Paragraph(passage, line, list(numerals.find(line)))
        return self._read[number]


def read(subject: Subject) -> Prose:
    """The prose of a report, read once; there are no paragraphs where there is no report."""
    if "prose" not in subject.known:
        subject.known["prose"] = Prose(subject.report)
    return cast("Prose", subject.known["prose"])


def said(subject: Subject) -> list[Statement]:
    """Everything that the report's prose says about its figures, read once; nothing where the form has no lexicon."""
    if "said" not in subject.known:
        subject.known["said"] = list(_said(subject, subject.report)) if subject.report else []
    return cast("list[Statement]", subject.known["said"])


def _said(subject: Subject, report: Report) -> Iterator[Statement]:
    lexicon, agency = report.template.lexicon, label_keys.simplified(report.agency)
    if lexicon:
        for passage, line, numbers in read(subject).holding(numerals.SIGHT, lexicon.language.denial):
            if not passage.depth:
                yield from statements.read(lexicon, agency, report.year, passage, line, numbers)


def borne_out(subject: Subject) -> set[tuple[int, int]]:
    """The passages and places of the numbers that the tables bear out."""
    report = subject.report
    if "borne out" not in subject.known:
        subject.known["borne out"] = {
            (id(statement.passage), statement.start)
            for statement in (said(subject) if report else ())
            if statement.numeral and agreeing(statement, amounts(report, statement))  # type: ignore[arg-type]
        }
    return cast("set[tuple[int, int]]", subject.known["borne out"])


def amounts(report: Report, statement: Statement) -> list[Amount | None]:
    """What the tables say for each meaning of a statement, None where a figure is unknown."""
    return [amount(report, meaning) for meaning in statement.meanings]


def amount(report: Report, meaning: str) -> Amount | None:
    """The sum that a meaning names, in single units."""
    paths = tuple(path for part in meaning.split(SUM) for path in report.template.resolve(part))
    number = total([report.values[path] for path in paths])
    if number is None:
        return None
    return Amount(meaning, Decimal(number) * 10**4 if in_ten_thousands(report, paths) else number, paths)


def in_ten_thousands(report: Report, paths: tuple[Path, ...]) -> bool:
    """Whether the form counts these figures in units of ten thousand."""
    return report.template.figures[paths[0]].leaf.unit.startswith("万")


def agreeing(statement: Statement, known: list[Amount | None]) -> Amount | None:
    """The first meaning that a statement agrees with."""
    numeral = statement.numeral
    for one in known:
        if one and (one.number == 0 if numeral is None else fits(numeral, statement, one.number)):
            return one
    return None


def fits(numeral: Numeral, statement: Statement, number: Number) -> bool:
    """Whether a number in prose may stand for a figure: exactly, rounded as it is written, or as roughly as it says."""
    value = numeral.value
    if value is None or value == number or numeral.kind is Kind.RANGE:
        return True
    if statement.part and value <= number:
        return True
    if numeral.approximate:
        return _roughly(value, numeral.approximate, number)
    text = statement.passage.line[numeral.start : numeral.end]
    decimals = len(text) - text.index(".") - 1 if "." in text else 0
    step = Decimal(numeral.factor).scaleb(-decimals)
    exact = step == 1 and numeral.unit != "元"
    gap = abs(Decimal(value) - Decimal(number))
    return not gap if exact else bool(gap < step)


def _roughly(about: Number, word: str, exactly: Number) -> bool:
    value, number = Decimal(about), Decimal(exactly)
    zeros = len(str(about)) - len(str(about).rstrip("0")) if isinstance(about, int) else 0
    if word[0] in "余多餘" or word in ("超过", "超", "逾", "超過"):
        return value <= number <= value + Decimal(10) ** max(zeros, 1)
    if word in ("以上", "至少"):
        return number >= value
    if word in ("以下", "以内", "以內", "不足", "不到", "最多"):
        return number <= value
    return abs(value - number) <= value * _SHARE + 1


def place(subject: Subject, passage: Passage, start: int) -> Position:
    """Where a character of a passage stands in the file."""
    return subject.source.inside(passage.scalar, passage.offset(start))


def warning(code: str, message: str, position: Position, **more: object) -> Finding:
    """A finding that does not keep a report back."""
    return Finding(code, Severity.WARNING, message, position, **more)  # type: ignore[arg-type]


def shown(numeral: Numeral, line: str) -> str:
    """A number with its unit as the author wrote it, a blank between them."""
    return f"{line[numeral.start : numeral.end]} {line[numeral.end : numeral.stop].strip()}".strip()


def in_words(report: Report, one: Amount) -> str:
    """What the tables say, in the unit of the form."""
    if not in_ten_thousands(report, one.paths):
        return plain_number(one.number)
    return f"{wan(one.number)} 万元"


def wan(number: Number) -> str:
    """An amount of 元 in 万元, without zeros at its end."""
    text = format(Decimal(number) / 10**4, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def off(found: Number, expected: Number, money: bool) -> str:
    """How far a number is off: 多 3, 少 1."""
    gap = add(found, -expected)
    size = gap if gap > 0 else -gap
    return f"{'多' if gap > 0 else '少'} {wan(size) + ' 万元' if money else plain_number(size)}"
