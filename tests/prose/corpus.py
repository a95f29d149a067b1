"""The labelled sentences, and how well the rules on prose tell what the labels say."""

from __future__ import annotations

import re
from pathlib import Path as FilePath
from typing import NamedTuple

from generator import rules
from generator.check import open_template
from generator.config import Config
from generator.findings import Position
from generator.narrative import parse
from generator.nodes import Scalar
from generator.numerals import Kind, find
from generator.paths import Path
from generator.report import Report, Text, build
from generator.rules.subject import Subject
from generator.source import load

FOLDER = FilePath(__file__).parent
# The parts of the corpus: what the rules were made with, what was labelled before they saw it and has taught them
# since, and what has taught them nothing.
PARTS = {"sentences": "语料", "holdout": "留出", "fresh": "新句"}
CONTRADICTIONS = ("N201", "N204", "N205", "N206")
_LABEL = re.compile(r"\[(!?)([^\[\]]+)\]")


class Sentence(NamedTuple):
    """A sentence without its labels: the field it stands in, its quantities and what is wrong, by their places."""

    field: Path
    text: str
    quantities: frozenset[tuple[int, str]]
    wrong: frozenset[int]


class Scores(NamedTuple):
    """What was told rightly, told wrongly and missed, and the sentences of the last two."""

    right: int
    false: int
    missed: int
    faults: list[str]

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.false)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)

    @property
    def accuracy(self) -> float:
        return self.right / (self.right + self.false + self.missed)


def sentences(part: str) -> list[Sentence]:
    """The labelled sentences of a part."""
    found, field = [], Path(())
    for line in (FOLDER / f"{part}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            field = Path(tuple(line[2:].split("·")))
        elif line and not line.startswith("#"):
            found.append(_sentence(field, line))
    return found


def _sentence(field: Path, line: str) -> Sentence:
    text, last, quantities, wrong = "", 0, set(), set()
    for match in _LABEL.finditer(line):
        text += line[last : match.start()]
        if any(mark.isdecimal() or mark in "一二两三四五六七八九十百千" for mark in match[2]):
            quantities.add((len(text), match[2]))
        if match[1]:
            wrong.add(len(text))
        text += match[2]
        last = match.end()
    return Sentence(field, text + line[last:], frozenset(quantities), frozenset(wrong))


def report() -> Report:
    """The report whose figures the sentences speak of."""
    template = open_template("zfxxgk-2021")[0]
    return build(template, load(str(FOLDER / "report.yaml")), Config())


def with_prose(base: Report, texts: dict[Path, str]) -> Report:
    """A report with other prose, each field a block of its own at the top of the file."""
    lines: list[str] = []
    narratives = {}
    for path, text in texts.items():
        scalar = Scalar(text, "|", len(lines), 1)
        lines += text.split("\n")
        narratives[path] = Text(parse(text), scalar, Position("报告.yaml", 1, 1))
    return base._replace(source=base.source._replace(lines=tuple(lines)), narratives=narratives)


def contradictions(report: Report) -> set[tuple[int, int]]:
    """Line and offset of everything that is told to be contradictory."""
    subject = Subject(report.source, {}, report=report)
    found = [finding for code in CONTRADICTIONS for finding in rules.module(code).check(subject)]
    return {(finding.position.line, finding.position.column - 1) for finding in found}


def detection(part: str) -> Scores:
    """How well contradictions are told in a part."""
    base, right, false, missed, faults = report(), 0, 0, 0, []
    for sentence in sentences(part):
        told = {column for _, column in contradictions(with_prose(base, {sentence.field: sentence.text}))}
        right += len(told & sentence.wrong)
        false += len(told - sentence.wrong)
        missed += len(sentence.wrong - told)
        faults += [f"多报 {sentence.text}"] * bool(told - sentence.wrong)
        faults += [f"漏报 {sentence.text}"] * bool(sentence.wrong - told)
    return Scores(right, false, missed, faults)


def tokens(part: str) -> Scores:
    """How well quantities are told from other digits in a part."""
    right, false, missed, faults = 0, 0, 0, []
    for sentence in sentences(part):
        found = {
            (numeral.start, sentence.text[numeral.start : numeral.stop])
            for numeral in find(sentence.text)
            if numeral.kind is not Kind.DATE and numeral.unit
        }
        wanted = {(start, text) for start, text in sentence.quantities}
        right += len(found & wanted)
        false += len(found - wanted)
        missed += len(wanted - found)
        faults += [f"数字 {sentence.text} {sorted(found ^ wanted)}"] * (found != wanted)
    return Scores(right, false, missed, faults)
