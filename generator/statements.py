"""What the sentences of a report say about its figures: which number speaks of which figure, and which figure is denied.

A sentence is read from left to right. A number belongs to the nearest word of its clause; where several figures may be
meant, all of them are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.lexicon import SUM, Entry, Lexicon, Role
from generator.numerals import Kind, Numeral
from generator.passages import Passage
from generator.sentences import Mention, Sentence

_SENTENCE = re.compile("[^。；;！？!?]+")
_FILLER = re.compile(
    "(?:□|[，,：:\\s]|总共|一共|共计|合计|总计|累计|总数|数量|件数|申请|共|为|有|达到|达|计|是|全年|分别|其中|约|近|已|均|的|了|政府信息|信息|案件|办件|情况|方面"
    "|年内|本年度|答复|决定|处理|也|仅|只|：|另外|另|各|作出|公开|年度|事项|类|等|因|被|新|发生|产生|全部|都|收费|金额)*"
)
_LIST = re.compile("(?:□|[、和及与或]|以及|或者|申请|的|共|共计|合计|总计|累计|案件|决定|处理|等|类|分别|有|为|计|了)*")
_WHOLE_YEAR = ("1月1日", "12月31日", "12月底", "12月末", "1至12月", "1-12月", "1—12月", "1～12月", "12月")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_FAR = 24  # characters between a word and its number
_REACH = 30  # characters between a denial and what it denies
_DENIAL_SIGNS = ("未", "没", "无", "沒", "均", "全部", "都")


class Statement(NamedTuple):
    """A number, or a denial where `numeral` is None, and the figures it may speak of, the usual one first.

    It stands in `line[start:stop]` of the passage and speaks of `year`. `certain` where the sentence leaves no doubt which
    figure is meant; `part` where the number may be a part of the figure.
    """

    passage: Passage
    start: int
    stop: int
    numeral: Numeral | None
    meanings: tuple[str, ...]
    year: int
    certain: bool
    part: bool = False


class State:
    """What one sentence of a passage leaves to the next: the year and the topic that are spoken of."""

    def __init__(self, year: int, topic: str) -> None:
        self.year = year
        self.topic = topic


def read(
    lexicon: Lexicon, agency: str, year: int, passage: Passage, line: str, numerals: list[Numeral]
) -> Iterator[Statement]:
    """What a passage says; `line` is its text in Simplified characters, `numerals` the numbers in it."""
    assumed = [topic.key for topic in lexicon.topics.values() if topic.assumed and topic.is_home(passage.path)]
    state = State(year, assumed[0] if assumed else "")
    for match in _SENTENCE.finditer(line):
        inside = [numeral for numeral in numerals if match.start() <= numeral.start < match.end()]
        if inside or any(sign in match[0] for sign in _DENIAL_SIGNS):
            sentence = Sentence(lexicon, line, match.span(), inside)
            yield from _Reading(lexicon, agency, year, passage, sentence, state).statements()


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
        self.said: list[Statement] = []
        self.pending: list[Mention] = []  # words since the last number that was told
        self.another_year = 0
        self.partial = False  # a part of the year is spoken of

    def statements(self) -> list[Statement]:
        """What the sentence says, in its order."""
        respectively = list(self.sentence.within((self.sentence.start, self.sentence.stop), Role.RESPECTIVELY))
        for item in self.sentence.items:
            if isinstance(item, Mention):
                self._word(item)
            elif item.kind is Kind.DATE:
                self._date(item)
            elif item.unit:
                self._number(item, respectively)
        return self.said

    def _word(self, mention: Mention) -> None:
        role = mention.word.role
        if role is Role.LAST_YEAR:
            self.another_year = self.year - 1
        elif role is Role.THIS_YEAR:
            self.another_year, self.state.year = 0, self.year
        elif role is Role.PART_OF_YEAR:
            self.partial = True
        elif role is Role.NAME:
            (topic,) = mention.word.entries
            if not mention.word.at_home or self.lexicon.topics[topic].is_home(self.passage.path):
                self.state.topic = topic
                self.pending.append(mention)
        elif role is Role.FIGURE:
            self.pending.append(mention)
            if len(mention.word.entries) == 1 and next(iter(mention.word.entries.values())).alone:
                (self.state.topic,) = mention.word.entries
        elif role is Role.DENIAL:
            self._denial(mention)
        elif role is Role.TOGETHER:
            self._together(mention)

    def _date(self, date: Numeral) -> None:
        text = self.sentence.line[date.start : date.end]
        year = _YEAR.match(text)
        if year and int(year[0]) != self.year or not year:
            pass
        if year:
            self.state.year, self.another_year = int(year[0]), 0
        if ("月" in text or "季度" in text) and not text.endswith(_WHOLE_YEAR):
            self.partial = True

    # Numbers

    def _number(self, numeral: Numeral, respectively: list[Mention]) -> None:
        clause = self.sentence.clause(numeral.start)
        if self._is_elsewhere(numeral, clause):
            self.pending.clear()
            return
        marked = [mention for mention in respectively if mention.start < numeral.start]
        found = self._respective(numeral, marked[-1]) if marked else None
        found = found or self._left(numeral, clause) or self._right(numeral, clause) or self._before(numeral, clause)
        if found is None:
            return
        entries, certain = found
        meanings = _meanings(entries)
        repeated = any(statement.meanings == meanings for statement in self.said)
        part = repeated or any(self.sentence.within(clause, Role.PART))
        home = self.lexicon.topics[entries[0].topic].is_home(self.passage.path)
        self._say(numeral.start, numeral.stop, numeral, meanings, certain and home and not part, part)
        if not marked:
            self.pending.clear()

    def _is_elsewhere(self, numeral: Numeral, clause: tuple[int, int]) -> bool:
        """Whether the clause, its time or its subject take the number away from this report's figures."""
        before = self.sentence.line[max(numeral.start - 2, 0) : numeral.start]
        return (
            "每" in before
            or self.partial
            or any(self.sentence.within(clause, Role.ELSEWHERE))
            or self.sentence.is_of_others(numeral.start, self.agency)
        )

    def _left(self, numeral: Numeral, clause: tuple[int, int]) -> tuple[list[Entry], bool] | None:
        """The words before a number in its clause: the last strong one, several in a row, else a weak one or a name."""
        words = [(m, entry) for m in self.pending if m.start >= clause[0] for entry in self._entries(m, numeral, clause)]
        specific = [(m, e) for m, e in words if m.word.role is Role.FIGURE and numeral.start - m.stop <= _FAR]
        strong = [pair for pair in specific if not pair[1].weak] or specific[-1:]
        if strong and (not strong[-1][1].weak or self._is_filler(strong[-1][0].stop, numeral.start)):
            row = self._row(strong)
            return ([entry for _, entry in row], len(row) == 1)
        names = [(m, e) for m, e in words if m.word.role is Role.NAME and e.meanings]
        if names and not specific and self._is_filler(names[-1][0].stop, numeral.start):
            row = self._row(names)
            return ([entry for _, entry in row], len(row) == 1 and len(row[0][1].meanings) == 1)
        return None

    def _row(self, words: list[tuple[Mention, Entry]]) -> list[tuple[Mention, Entry]]:
        """The last words that stand in one row, such as 予以公开、部分公开."""
        row = [words[-1]]
        for mention, entry in reversed(words[:-1]):
            gap = self.sentence.rest(mention.stop, row[0][0].start)
            if not gap or not _LIST.fullmatch(gap) or not set(gap) & set("、和及与或"):
                break
            if entry is not row[0][1]:
                row.insert(0, (mention, entry))
        return row

    def _right(self, numeral: Numeral, clause: tuple[int, int]) -> tuple[list[Entry], bool] | None:
        """The words after a number in its clause and before the next number."""
        following = [other.start for other in self.sentence.numerals if other.start > numeral.start and other.unit]
        end = min([clause[1], *following])
        words = [m for m in self.sentence.mentions if numeral.stop <= m.start < end]
        for mention in words:
            for entry in self._entries(mention, numeral, clause):
                near = mention.start - numeral.stop <= _FAR // 2
                if near and mention.word.role is Role.FIGURE and not entry.of:
                    return [entry], not entry.weak
        for mention in words[:1]:
            for entry in self._entries(mention, numeral, clause):
                if mention.word.role is Role.NAME and entry.meanings and mention.start - numeral.stop <= 1:
                    return [entry], False
        return None

    def _before(self, numeral: Numeral, clause: tuple[int, int]) -> tuple[list[Entry], bool] | None:
        """The last word of the clause before, where only empty words stand between."""
        for mention in reversed(self.pending):
            if mention.stop <= clause[0] and self._is_filler(mention.stop, numeral.start):
                for entry in self._entries(mention, numeral, self.sentence.clause(mention.start)):
                    if entry.meanings:
                        return [entry], False
        return None

    def _respective(self, numeral: Numeral, marker: Mention) -> tuple[list[Entry], bool] | None:
        """The word that a number answers to after 分别."""
        numbers = [other for other in self.sentence.numerals if other.start > marker.start and other.unit]
        words = [m for m in self.pending if m.stop <= marker.start and m.word.role in (Role.FIGURE, Role.NAME)]
        names = [m for m in words if m.word.role is Role.FIGURE]
        words = names if len(names) == len(numbers) else words
        if numeral not in numbers or len(words) != len(numbers):
            return None
        mention = words[numbers.index(numeral)]
        entries = self._entries(mention, numeral, self.sentence.clause(mention.start))
        return ([entries[0]], True) if entries and entries[0].meanings else None

    # Denials

    def _denial(self, denial: Mention) -> None:
        """未收到…申请: what the clause names after the denial is nought, or before it where nothing follows."""
        clause = self.sentence.clause(denial.start)
        rest = self.sentence.rest(denial.stop, clause[1])
        counted = any(denial.stop <= numeral.start < clause[1] and numeral.unit for numeral in self.sentence.numerals)
        if counted or self.partial or any(word in rest for word in self.lexicon.narrowing):
            return
        targets = self._denied((denial.stop, clause[1]), denial.stop)
        if not targets and len(rest) <= 4:
            targets = self._denied((clause[0], denial.start), denial.start)
        for target, entry in targets:
            home = self.lexicon.topics[entry.topic].is_home(self.passage.path)
            others = self.sentence.is_of_others(denial.start, self.agency)
            if not others and not any(self.sentence.within(clause, Role.ELSEWHERE)):
                stop = max(target.stop, denial.stop)
                self._say(min(denial.start, target.start), stop, None, entry.meanings[:1], home)

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
            for entry in self._entries(mention, None, span):
                held = items.get(item)
                if entry.meanings and (mention.word.role is Role.FIGURE or held is None or held[0].word.role is Role.NAME):
                    items[item] = (mention, entry)
        return list(items.values())

    def _together(self, marker: Mention) -> None:
        """均予以公开: the number before holds for what the clause names after 均."""
        clause = self.sentence.clause(marker.start)
        counted = any(clause[0] <= numeral.start < clause[1] and numeral.unit for numeral in self.sentence.numerals)
        earlier = [statement for statement in self.said if statement.numeral and statement.stop <= marker.start]
        if counted or not earlier or self.sentence.line[marker.stop : marker.stop + 1] in ("未", "无"):
            return
        for mention in self.sentence.mentions:
            if marker.stop <= mention.start < min(clause[1], marker.stop + 8) and mention.word.role is Role.FIGURE:
                for entry in self._entries(mention, None, clause)[:1]:
                    if not entry.weak:
                        self._say(marker.start, mention.stop, earlier[0].numeral, entry.meanings, False)

    # What both share

    def _entries(self, mention: Mention, numeral: Numeral | None, clause: tuple[int, int]) -> list[Entry]:
        """What a word may mean here: one entry, or none where its topic is not spoken of."""
        if mention.word.role not in (Role.FIGURE, Role.NAME):
            return []
        entries = mention.word.entries
        key = next(iter(entries)) if len(entries) == 1 else self._topic_before(mention)
        entry = entries.get(key)
        if entry is None or not self._is_spoken_of(entry, mention):
            return []
        topic = self.lexicon.topics[key]
        if numeral is not None and numeral.unit not in topic.units:
            return []
        if any(word in self.sentence.rest(*clause) for word in topic.foreign):
            return []
        if entry.named and not self._is_named(entry, mention, numeral, clause):
            return []
        if entry.of and self.said and entry.of not in self.said[-1].meanings and not self._after_sibling(entry):
            return []
        return [entry]

    def _after_sibling(self, entry: Entry) -> bool:
        """Whether what was said last is another part of the same figure."""
        return any(meaning.startswith(entry.of + "·") for meaning in self.said[-1].meanings)

    def _topic_before(self, mention: Mention) -> str:
        names = [m for m in self.sentence.mentions if m.word.role is Role.NAME and m.start < mention.start]
        names = [m for m in names if next(iter(m.word.entries)) in mention.word.entries]
        return next(iter(names[-1].word.entries)) if names else self.state.topic

    def _is_spoken_of(self, entry: Entry, mention: Mention) -> bool:
        """Whether the topic is named here, or assumed, and no later name has taken the word away."""
        topic = self.lexicon.topics[entry.topic]
        home = topic.is_home(self.passage.path)
        if not home and topic.about and not any(word in self.sentence.line for word in topic.about):
            return False
        names = [m for m in self.sentence.mentions if m.word.role is Role.NAME and (home or not m.word.at_home)]
        named = any(entry.topic in m.word.entries for m in names)
        if mention.word.role is Role.FIGURE:
            later = [m for m in self.pending if m.word.role is Role.NAME and m.start > mention.start]
            if later and entry.topic not in later[-1].word.entries:
                return False
        return named or entry.alone or self.state.topic == entry.topic or (home and topic.assumed)

    def _is_named(self, entry: Entry, mention: Mention, numeral: Numeral | None, clause: tuple[int, int]) -> bool:
        """Whether the topic's name stands in the clause, or nothing else does between the word and the number."""
        if any(entry.topic in m.word.entries for m in self.sentence.within(clause, Role.NAME)):
            return True
        if numeral is None or self.state.topic != entry.topic:
            return False
        gap = (mention.stop, numeral.start) if mention.start < numeral.start else (numeral.stop, mention.start)
        return self._is_filler(*gap)

    def _is_filler(self, start: int, stop: int) -> bool:
        return _FILLER.fullmatch(self.sentence.rest(start, stop)) is not None

    def _say(
        self, start: int, stop: int, numeral: Numeral | None, meanings: tuple[str, ...], certain: bool, part: bool = False
    ) -> None:
        year = self.another_year or self.state.year
        self.said.append(Statement(self.passage, start, stop, numeral, meanings, year, certain, part))


def _meanings(entries: list[Entry]) -> tuple[str, ...]:
    """What the number of one word, or of several in a row, may mean: each of them, and their sum."""
    if len(entries) == 1:
        return entries[0].meanings
    usual = [entry.meanings[0] for entry in entries]
    return (SUM.join(usual), *dict.fromkeys(meaning for entry in entries for meaning in entry.meanings))
