"""What the sentences of a report say about its figures: which number speaks of which, and which figure is denied.

A sentence is read from left to right. A number belongs to the nearest word of its clause; where several figures may be
meant, all of them are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.lexicon import Entry, Lexicon, Role
from generator.links import Links
from generator.numerals import Kind, Numeral
from generator.passages import Passage
from generator.scope import Scope, State, Statement
from generator.sentences import Mention, Sentence

_SENTENCE = re.compile("[^。；;！？!?]+")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_TIMES = frozenset((Role.LAST_YEAR, Role.THIS_YEAR, Role.PART_OF_YEAR, Role.BECOMING))
_FAR = 24  # characters between a word and its number
_REACH = 30  # characters between a denial and what it denies


def read(
    lexicon: Lexicon, agency: str, year: int, passage: Passage, line: str, numerals: list[Numeral]
) -> Iterator[Statement]:
    """What a passage says; `line` is its text in Simplified characters, `numerals` the numbers in it."""
    if lexicon.units.isdisjoint(numeral.unit for numeral in numerals) and not lexicon.language.denial.search(line):
        return
    assumed = [topic.key for topic in lexicon.topics.values() if topic.assumed and topic.is_home(passage.path)]
    state = State(year, assumed[0] if assumed else "")
    for match in _SENTENCE.finditer(line):
        inside = [numeral for numeral in numerals if match.start() <= numeral.start < match.end()]
        if not lexicon.units.isdisjoint(n.unit for n in inside) or lexicon.language.denial.search(match[0]):
            sentence = Sentence(lexicon, line, match.span(), inside, year)
            yield from _Reading(lexicon, agency, year, passage, sentence, state).statements()
        else:
            years = [found for date in inside if date.kind is Kind.DATE and (found := _YEAR.match(line, date.start))]
            state.year = int(years[-1][0]) if years else state.year


class _Reading:
    """One pass over a sentence."""

    def __init__(
        self, lexicon: Lexicon, agency: str, year: int, passage: Passage, sentence: Sentence, state: State
    ) -> None:
        self.lexicon = lexicon
        self.agency = agency
        self.year = year
        self.passage = passage
        self.sentence = sentence
        self.state = state
        self.scope = Scope(lexicon, passage, sentence, state)
        self.links = Links(self.scope)
        self.another_year = 0
        self.until = sentence.stop  # where the other year ends
        self.partial = False  # a part of the year is spoken of
        self.of_some = False  # one kind of applicants is the subject
        self.becoming: Statement | None = None  # what the next number tells anew

    def statements(self) -> list[Statement]:
        """What the sentence says, in its order."""
        for item in self.sentence.items:
            if isinstance(item, Mention):
                self._word(item)
            elif item.kind is Kind.DATE:
                self._date(item)
            elif item.unit:
                self._number(item)
        return self.scope.said

    def _word(self, mention: Mention) -> None:
        role = mention.word.role
        if role in _TIMES:
            self._time(mention)
        elif role is Role.NAME:
            (topic,) = mention.word.entries
            if not mention.word.at_home or self.lexicon.topics[topic].is_home(self.passage.path):
                self.state.topic = topic
                self.scope.pending.append(mention)
        elif role is Role.FIGURE:
            self.scope.pending.append(mention)
            if len(mention.word.entries) == 1 and next(iter(mention.word.entries.values())).alone:
                (self.state.topic,) = mention.word.entries
        elif role is Role.DENIAL:
            self._denial(mention)
        elif role is Role.TOGETHER:
            self._together(mention)

    def _time(self, mention: Mention) -> None:
        role = mention.word.role
        if role is Role.PART_OF_YEAR:
            self.partial = True
        elif role is Role.LAST_YEAR:
            self.another_year, self.until = self.year - 1, self.sentence.stop
        else:
            self.another_year, self.state.year = 0, self.year
            self.becoming = self._last_said(mention.start) if role is Role.BECOMING else None

    def _date(self, date: Numeral) -> None:
        text = self.sentence.line[date.start : date.end]
        year = _YEAR.match(text)
        before = self.sentence.line[self.sentence.start : date.start]
        if year and self.lexicon.language.comparing.search(before):
            self.another_year, self.until = int(year[0]), self._end_of_comparison(date.end)
        elif year:
            self.state.year, self.another_year = int(year[0]), 0
        if ("月" in text or "季度" in text) and not text.endswith(self.lexicon.language.whole_year):
            self.partial = True

    def _end_of_comparison(self, place: int) -> int:
        """The end of what is compared: the next comma, brackets passed over."""
        commas = [
            bound
            for bound in self.sentence.bounds
            if bound >= place and self.sentence.line[bound : bound + 1] in "，,："
        ]
        return commas[0] if commas else self.sentence.stop

    def _year_at(self, place: int) -> int:
        """The year that a place of the sentence speaks of."""
        return self.another_year if self.another_year and place < self.until else self.state.year

    def _last_said(self, place: int) -> Statement | None:
        """The number right before a place that says it has become another one."""
        last = self.scope.said[-1] if self.scope.said else None
        near = last and last.numeral and self.scope.is_filler(last.stop, place)
        return last if near else None

    def _is_left_behind(self, numeral: Numeral) -> bool:
        """Whether a number is said to have become another one since."""
        after = [m for m in self.sentence.mentions if m.start >= numeral.stop][:1]
        return (
            bool(after) and after[0].word.role is Role.BECOMING and self.scope.is_filler(numeral.stop, after[0].start)
        )

    # Numbers

    def _number(self, numeral: Numeral) -> None:
        clause = self.sentence.clause(numeral.start)
        if self.becoming:
            self._new_number(numeral, self.becoming)
            return
        if self._is_elsewhere(numeral, clause):
            self.scope.pending.clear()
            return
        found = self.links.of(numeral, clause)
        if found is None:
            return
        entries, meanings = found.entries, found.meanings
        if self._is_left_behind(numeral) and self._year_at(numeral.start) == self.year:
            self.another_year, self.until = self.year - 1, numeral.stop
        year = self._year_at(numeral.start)
        repeated = any(said.meanings == meanings and said.year == year for said in self.scope.said)
        part = (
            repeated
            or bool(self.sentence.within(clause, Role.PART))
            or self._is_of_a_part(numeral, clause, entries)
            or (self.of_some and not entries[0].of)
        )
        self.of_some = bool(entries[0].of) and (self.of_some or not self.scope.said)
        home = self.lexicon.topics[entries[0].topic].is_home(self.passage.path)
        self._say(numeral.start, numeral.stop, numeral, meanings, found.certain and home and not part, part)
        if not self.links.respectively(numeral):
            self.scope.pending.clear()

    def _new_number(self, numeral: Numeral, old: Statement) -> None:
        """由上年的38件增至46件: the second number speaks of what the first one does, a year later."""
        self.becoming = None
        if old.numeral and numeral.unit == old.numeral.unit:
            self._say(numeral.start, numeral.stop, numeral, old.meanings, old.certain)
        self.scope.pending.clear()

    def _is_of_a_part(self, numeral: Numeral, clause: tuple[int, int], entries: list[Entry]) -> bool:
        """新收的46件中办结42件: a weak word after a number of which only a part is spoken of."""
        if not entries[0].weak:
            return False
        before = [other for other in self.sentence.numerals if clause[0] <= other.start < numeral.start and other.unit]
        return bool(before) and self.sentence.line[before[-1].stop : before[-1].stop + 1] in ("中", "里")

    def _is_elsewhere(self, numeral: Numeral, clause: tuple[int, int]) -> bool:
        """Whether the clause, its time or its subject take the number away from this report's figures."""
        before = self.sentence.line[max(clause[0], numeral.start - _FAR) : numeral.start]
        return (
            "每" in before
            or self.partial
            or bool(self.sentence.within(clause, Role.ELSEWHERE))
            or self.sentence.is_of_others(numeral.start, self.agency)
        )

    # Denials

    def _denial(self, denial: Mention) -> None:
        """未收到…申请: what the clause names after the denial is nought, or before it where nothing follows."""
        clause = self.sentence.clause(denial.start)
        rest = self.sentence.rest(denial.stop, clause[1])
        counted = any(denial.stop <= numeral.start < clause[1] and numeral.unit for numeral in self.sentence.numerals)
        whole = self.sentence.rest(clause[0], clause[1])
        if counted or self.partial or self.lexicon.language.narrowing.search(whole):
            return
        if not self.lexicon.language.denied.match(rest):
            return
        targets = self._denied((denial.stop, clause[1]), denial.stop)
        if not targets and len(rest) <= 4:
            targets = self._denied((clause[0], denial.start), denial.start)
        for target, entry in targets:
            home = self.lexicon.topics[entry.topic].is_home(self.passage.path)
            others = self.sentence.is_of_others(denial.start, self.agency)
            if not others and not any(self.sentence.within(clause, Role.ELSEWHERE)):
                stop = max(target.stop, denial.stop)
                self._say(denial.start, stop, None, entry.meanings[:1], home)

    def _denied(self, span: tuple[int, int], origin: int) -> list[tuple[Mention, Entry]]:
        """The last word of each item of the list that a denial governs."""
        items: dict[int, tuple[Mention, Entry]] = {}
        for mention in self.sentence.mentions:
            if not span[0] <= mention.start < span[1] or abs(mention.start - origin) > _REACH:
                continue
            if mention.word.role is Role.NAME:
                (topic,) = mention.word.entries
                if mention.word.at_home and not self.lexicon.topics[topic].is_home(self.passage.path):
                    continue
                self.state.topic = topic
            item = len(re.findall("[、和及与或]", self.sentence.rest(span[0], mention.start)))
            for entry in self.scope.entries(mention, None, span):
                held = items.get(item)
                strong = mention.word.role is Role.FIGURE and not entry.weak
                if entry.meanings and (strong or held is None or held[0].word.role is Role.NAME):
                    items[item] = (mention, entry)
        return list(items.values())

    def _together(self, marker: Mention) -> None:
        """均予以公开: the number before holds for what the clause names after 均."""
        clause = self.sentence.clause(marker.start)
        counted = any(clause[0] <= numeral.start < clause[1] and numeral.unit for numeral in self.sentence.numerals)
        earlier = [statement for statement in self.scope.said if statement.numeral and statement.stop <= marker.start]
        if counted or len(earlier) != 1 or self.sentence.line[marker.stop : marker.stop + 1] in ("未", "无"):
            return
        for mention in self.sentence.mentions:
            if marker.stop <= mention.start < min(clause[1], marker.stop + 8) and mention.word.role is Role.FIGURE:
                for entry in self.scope.entries(mention, None, clause)[:1]:
                    if not entry.weak:
                        self._say(marker.start, mention.stop, earlier[0].numeral, entry.meanings, False)

    def _say(
        self,
        start: int,
        stop: int,
        numeral: Numeral | None,
        meanings: tuple[str, ...],
        certain: bool,
        part: bool = False,
    ) -> None:
        year = self._year_at(start)
        self.scope.said.append(Statement(self.passage, start, stop, numeral, meanings, year, certain, part))
