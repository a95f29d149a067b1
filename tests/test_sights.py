"""What lets a rule on prose pass over a text unread: its sight must see every place of which the rule would tell."""

from __future__ import annotations

from random import Random

import pytest

from generator import rules
from generator.check import open_template
from generator.config import Config
from generator.report import build
from generator.rules import styles
from generator.rules.prose import Prose
from generator.rules.subject import Subject, written
from generator.source import read
from tests.conftest import ROOT
from tests.making import BASE, checked
from tests.prose.corpus import PARTS, sentences

TEMPLATE, SCHEMA, _ = open_template("zfxxgk-2021")
FIELD = "    本年度主动公开工作有序进行。\n"
MARKS = (
    '，。、；：！？,.;:!?()（）《》〈〉<>“”"「」〔〕[]【】~～—–-－…・#｛｝ 　\n'
    "0123456789０％Ａａ零〇一二十百年月日号约近余至件条人元"
)
# T109 does not see a blank beside a reference or an address, T123 no mark after four digits or before more, as in the
# numbers of telephones.
ROUGH = {"T109", "T123"}


def _of_cases() -> list[str]:
    """What the cases of the rules on prose write into the fields of the base report, one text each."""
    changes = [file.read_text(encoding="utf-8") for file in (ROOT / "tests" / "cases").glob("[NT]*/*/change.txt")]
    added = [[line[2:].strip() for line in text.splitlines() if line.startswith("+   ")] for text in changes]
    texts = {"\n".join(line for line in lines if ": " not in line and not line.endswith(":")) for lines in added}
    return sorted(texts - {""})


CASES, SENTENCES = _of_cases(), [sentence.text for part in PARTS for sentence in sentences(part)]


def _field(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.split("\n") if line.strip())


def _mixed(random: Random) -> str:
    """A field of a few of these texts, with parts cut out and marks strewn in."""
    text = "\n".join(random.choice(random.choice((CASES, SENTENCES))) for _ in range(random.randint(1, 3)))
    for _ in range(random.randint(0, 6)):
        place = random.randrange(len(text) + 1)
        text = text[:place] + random.choice(MARKS) * random.choice((1, 2)) + text[place + random.choice((0, 0, 1, 4)) :]
    return _field(text)


def _subject(field: str) -> Subject:
    source = read(BASE.replace(FIELD, field).encode("utf-8"), "报告.yaml")
    return Subject(source, SCHEMA, report=build(TEMPLATE, source, Config()))


def test_a_rule_on_typography_finds_nothing_where_its_sight_sees_nothing() -> None:
    random, told = Random(0), set()
    for field in (*map(_field, CASES), *(_mixed(random) for _ in range(300))):
        subject = _subject(field)
        seen = set(styles.seen(written(subject)))
        for code in styles.TYPOGRAPHY:
            found = list(rules.module(code).check(subject))
            assert code in seen or not found or code in ROUGH, (code, field)
            told.update(one.code for one in found)
    assert told == {*styles.TYPOGRAPHY}


def test_rules_on_prose_find_the_same_where_every_paragraph_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(0)
    reports = [BASE.replace(FIELD, field) for field in (*map(_field, CASES), *(_mixed(random) for _ in range(200)))]
    found = [checked(report).findings for report in reports]
    assert {f"N20{n}" for n in (1, 3, 5, 6, 7, 8, 9)} <= {one.code for findings in found for one in findings}
    monkeypatch.setattr(Prose, "holding", lambda prose, *_: [prose.paragraph(n) for n in range(len(prose))])
    assert [checked(report).findings for report in reports] == found
