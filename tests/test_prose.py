"""What is found in prose: labelled sentences, and a thousand random reports with one number changed."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import rules
from generator.check import open_template
from generator.figures import State, Value, plain_number
from generator.findings import Position
from generator.lexicon import SUM
from generator.paths import Path
from generator.report import Report
from generator.rules.subject import Subject
from tests.making import balanced, with_values
from tests.prose import corpus

_PLACE = re.compile(r"\{([^{}]+)\}")
_HERE = Position("报告.yaml", 1, 1)
_CHINESE = "〇一二三四五六七八九"


@pytest.mark.parametrize(("part", "least"), [("sentences", 300), ("holdout", 120)])
def test_contradictions_are_told_from_what_is_none(part: str, least: int) -> None:
    scores = corpus.detection(part)
    assert len(corpus.sentences(part)) >= least
    assert scores.right + scores.missed >= least * 0.4
    assert (scores.precision >= 0.95, scores.recall >= 0.90) == (True, True), scores.faults


def test_in_sentences_that_taught_the_rules_nothing_most_contradictions_are_found() -> None:
    scores = corpus.detection("fresh")
    assert len(corpus.sentences("fresh")) == 60
    assert (scores.precision >= 0.85, scores.recall >= 0.85) == (True, True), scores.faults


@pytest.mark.parametrize("part", ["sentences", "holdout"])
def test_quantities_are_told_from_other_digits(part: str) -> None:
    scores = corpus.tokens(part)
    assert scores.right > 250
    assert scores.accuracy >= 0.99, scores.faults


def test_every_meaning_of_the_lexicon_is_a_figure_of_the_form() -> None:
    template = open_template("zfxxgk-2021")[0]
    assert template.lexicon
    topics = {
        key for section in template.sections for key in (section.key, *(n.path.parts[-1] for n in section.narratives))
    }
    for word in (word for words in template.lexicon.words.values() for word in words):
        for entry in word.entries.values():
            for meaning in entry.meanings:
                assert all(template.resolve(part) for part in meaning.split(SUM)), (word.text, meaning)
    assert all(topic.home <= topics for topic in template.lexicon.topics.values())


def _wording() -> dict[Path, list[str]]:
    lines: dict[Path, list[str]] = {}
    for line in (corpus.FOLDER / "wording.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            field = Path(tuple(line[2:].split("·")))
        elif line and not line.startswith("#"):
            lines.setdefault(field, []).append(line)
    return lines


class _Made:
    """A random report with plain prose; `names` are the figures that its prose speaks of."""

    def __init__(self, base: Report, wording: dict[Path, list[str]], random: Random) -> None:
        self.random = random
        small = random.random() < 0.3
        figures = balanced(base.template, lambda: random.randrange(4) if small else random.randrange(1, 90))
        values = {path: Value(number, State.WRITTEN, _HERE) for path, number in figures.items()}
        self.base = with_values(base, values)
        self.texts = {
            field: "\n".join(random.sample(lines, min(len(lines), random.randrange(1, 4))))
            for field, lines in wording.items()
        }
        self.names = [
            (field, match) for field, text in self.texts.items() for match in _PLACE.finditer(text) if match[1] != "年"
        ]

    def report(self, changed: tuple[Path, re.Match[str]] | None = None, delta: int = 0) -> Report:
        """The report, the number at one place of its prose off by `delta`."""
        texts = {}
        for field, text in self.texts.items():
            texts[field] = _PLACE.sub(
                lambda match, field=field: self._written(  # type: ignore[misc]
                    match[1], delta if changed and (field, match.start()) == (changed[0], changed[1].start()) else 0
                ),
                text,
            )
        return corpus.with_prose(self.base, texts)

    def _written(self, name: str, delta: int) -> str:
        if name == "年":
            return str(self.base.year)
        number = sum(self.base.values[path].content for path in self.base.template.resolve(name))  # type: ignore[misc]
        return plain_number(number + delta)

    def with_another_figure(self, name: str, delta: int) -> Report:
        """The report with a figure of its tables changed and its prose as it was."""
        prose = self.report()
        path = self.random.choice(self.base.template.resolve(name))
        content = self.base.values[path].content
        assert content is not None
        changed = Value(content + delta, State.WRITTEN, _HERE)
        return with_values(prose, {path: changed})


@pytest.mark.parametrize("part", range(4))
def test_one_changed_number_is_found_and_none_is_reported_where_all_agree(part: int) -> None:
    base, wording, random = corpus.report(), _wording(), Random(part)
    missed = []
    for _ in range(250):
        made = _Made(base, wording, random)
        assert corpus.contradictions(made.report()) == set(), made.texts
        place = random.choice(made.names)
        delta = random.choice([1, 1, 2, 3, 9, 10, 27, 90])
        changed = made.report(place, delta) if random.random() < 0.5 else made.with_another_figure(place[1][1], delta)
        if not corpus.contradictions(changed):
            missed.append((place[1][1], place[1].string))
    assert len(missed) <= 250 * 0.05, missed


_WORDS = st.sampled_from(
    [
        *(
            "收到",
            "新收",
            "申请",
            "政府信息公开申请",
            "上年",
            "结转",
            "予以公开",
            "部分公开",
            "行政复议",
            "维持",
            "诉讼",
            "未",
            "没有",
            "均",
        ),
        *(
            "分别",
            "其中",
            "占",
            "12件",
            "５件",
            "3.5万元",
            "20%",
            "（",
            "）",
            "，",
            "、",
            "。",
            "；",
            "一是",
            "三是",
            "2024年",
            "1月",
            "“",
            "《",
        ),
        *(
            "》",
            "{{ 本年新收 }}",
            "{{ 没有 }}",
            "\\{{",
            "\n",
            "## ",
            "**",
            " ",
            "约",
            "余",
            "至",
            "百分之",
            "十二",
            "規範性文件",
            "開",
            "全区",
        ),
    ]
)


@settings(max_examples=150)
@given(st.lists(_WORDS, max_size=30).map("".join), st.sampled_from(sorted(_wording(), key=str)))
def test_no_sentence_breaks_a_rule_and_every_place_is_in_the_text(text: str, field: Path) -> None:
    made = corpus.with_prose(corpus.report(), {field: text})
    subject = Subject(made.source, {}, report=made)
    codes = [code for code in rules.ALL if code[:2] in ("N2", "T1")]
    for finding in (finding for code in codes for finding in rules.module(code).check(subject)):
        line = made.source.line(finding.position.line)
        assert finding.position.file != made.source.file or 1 <= finding.position.column <= len(line) + 1
        assert finding.message.endswith("。")
