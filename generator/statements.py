"""What the sentences of a report say about its figures: which number speaks of which, and which figure is denied.

A sentence is read from left to right. A number belongs to the nearest word of its clause; where several figures may be
meant, all of them are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.lexicon import SUM, Entry, Lexicon, Role
from generator.numerals import Kind, Numeral
from generator.passages import Passage
from generator.scope import Scope, State, Statement
from generator.sentences import Mention, Sentence
from generator.shapes import NamedTuple

_SENTENCE = re.compile("[^。；;！？!?]+")
_LIST = re.compile("(?:□|[、和及与或]|以及|或者|申请|的|共|共计|合计|总计|累计|案件|决定|处理|等|类|分别|有|为|计|了)*")
_WHOLE_YEAR = ("1月1日", "12月31日", "12月底", "12月末", "1至12月", "1-12月", "1—12月", "1～12月", "12月")
_DENIED = re.compile(
    "(?:[□■、和或及与]|以及|或者|收到|接到|发生|出现|产生|存在|任何|有关|相关|公民|法人|其他组织|企业|群众|自然人|个人|单位|因|由|对|就|于|被|政府信息公开|信息公开"
    "|政府信息|工作|事项|问题|引起|引发|产生|导致|涉及|的|向|我局|我委|我镇|我区|我县|我市|我街道|我单位|本局|本机关|本单位|提起|书面|新|本年度|年内|全年|情形|情况"
    "|案件|办件|关于|申请|提出|提交|作出|作|收取|征收|实施|进行|办理|处理|决定|过|行政|公开|中|方面|方式|当年|依|需要|需)*"
    "(?:[，,。；：:（）()]|\\Z)"
)
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_FAR = 24  # characters between a word and its number
_REACH = 30  # characters between a denial and what it denies
_DENIAL_SIGNS = ("未", "没", "无", "沒", "均", "全部", "都")


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


class _Link(NamedTuple):
    """The words that a number may belong to; `row` where it may be the sum of them all."""

    entries: list[Entry]
    certain: bool
    row: bool = False


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
        return self.scope.said

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
                self.scope.pending.append(mention)
        elif role is Role.FIGURE:
            self.scope.pending.append(mention)
            if len(mention.word.entries) == 1 and next(iter(mention.word.entries.values())).alone:
                (self.state.topic,) = mention.word.entries
        elif role is Role.DENIAL:
            self._denial(mention)
        elif role is Role.TOGETHER:
            self._together(mention)

    def _date(self, date: Numeral) -> None:
        text = self.sentence.line[date.start : date.end]
        year = _YEAR.match(text)
        if year:
            self.state.year, self.another_year = int(year[0]), 0
        if ("月" in text or "季度" in text) and not text.endswith(_WHOLE_YEAR):
            self.partial = True

    # Numbers

    def _number(self, numeral: Numeral, respectively: list[Mention]) -> None:
        clause = self.sentence.clause(numeral.start)
        if self._is_elsewhere(numeral, clause):
            self.scope.pending.clear()
            return
        marked = [mention for mention in respectively if mention.start < numeral.start]
        found = self._respective(numeral, marked[-1]) if marked else None
        found = found or self._left(numeral, clause) or self._right(numeral, clause) or self._before(numeral, clause)
        if found is None:
            return
        entries, certain = found.entries, found.certain
        meanings = _meanings(found)
        year = self.another_year or self.state.year
        repeated = any(said.meanings == meanings and said.year == year for said in self.scope.said)
        part = repeated or any(self.sentence.within(clause, Role.PART)) or self._is_of_a_part(numeral, clause, entries)
        home = self.lexicon.topics[entries[0].topic].is_home(self.passage.path)
        self._say(numeral.start, numeral.stop, numeral, meanings, certain and home and not part, part)
        if not marked:
            self.scope.pending.clear()

    def _is_of_a_part(self, numeral: Numeral, clause: tuple[int, int], entries: list[Entry]) -> bool:
        """新收的46件中办结42件: a weak word after a number of which only a part is spoken of."""
        before = [other for other in self.sentence.numerals if clause[0] <= other.start < numeral.start and other.unit]
        return (
            bool(before)
            and entries[0].weak
            and self.sentence.line[before[-1].stop : before[-1].stop + 1] in ("中", "里")
        )

    def _is_elsewhere(self, numeral: Numeral, clause: tuple[int, int]) -> bool:
        """Whether the clause, its time or its subject take the number away from this report's figures."""
        before = self.sentence.line[max(clause[0], numeral.start - _FAR) : numeral.start]
        return (
            "每" in before
            or self.partial
            or any(self.sentence.within(clause, Role.ELSEWHERE))
            or self.sentence.is_of_others(numeral.start, self.agency)
        )

    def _left(self, numeral: Numeral, clause: tuple[int, int]) -> _Link | None:
        """The words before a number in its clause: the last strong one, several in a row, else a weak one or a name."""
        words = [
            (m, entry)
            for m in self.scope.pending
            if m.start >= clause[0]
            for entry in self.scope.entries(m, numeral, clause)
        ]
        specific = [(m, e) for m, e in words if m.word.role is Role.FIGURE and numeral.start - m.stop <= _FAR]
        strong = [pair for pair in specific if not pair[1].weak] or specific[-1:]
        if strong and (not strong[-1][1].weak or self.scope.is_filler(strong[-1][0].stop, numeral.start)):
            row = self._row(strong)
            others = [entry for _, entry in strong if entry not in [e for _, e in row]] if len(row) == 1 else []
            return _Link(
                [entry for _, entry in row] + others[::-1], len({id(entry) for _, entry in strong}) == 1, len(row) > 1
            )
        names = [(m, e) for m, e in words if m.word.role is Role.NAME and e.meanings]
        if names and not specific and self.scope.is_filler(names[-1][0].stop, numeral.start):
            row = self._row(names)
            return _Link([e for _, e in row], len(row) == 1 and len(row[0][1].meanings) == 1, len(row) > 1)
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

    def _right(self, numeral: Numeral, clause: tuple[int, int]) -> _Link | None:
        """The words after a number in its clause and before the next number."""
        following = [other.start for other in self.sentence.numerals if other.start > numeral.start and other.unit]
        end = min([clause[1], *following])
        words = [m for m in self.sentence.mentions if numeral.stop <= m.start < end]
        for mention in words:
            for entry in self.scope.entries(mention, numeral, clause):
                near = mention.start - numeral.stop <= _FAR // 2
                if near and mention.word.role is Role.FIGURE and not entry.of:
                    return _Link([entry], not entry.weak)
        for mention in words[:1]:
            for entry in self.scope.entries(mention, numeral, clause):
                if mention.word.role is Role.NAME and entry.meanings and mention.start - numeral.stop <= 1:
                    return _Link([entry], False)
        return None

    def _before(self, numeral: Numeral, clause: tuple[int, int]) -> _Link | None:
        """The last word of the clause before, where only empty words stand between."""
        for mention in reversed(self.scope.pending):
            if mention.stop <= clause[0] and self.scope.is_filler(mention.stop, numeral.start):
                for entry in self.scope.entries(mention, numeral, self.sentence.clause(mention.start)):
                    if entry.meanings:
                        return _Link([entry], False)
        return None

    def _respective(self, numeral: Numeral, marker: Mention) -> _Link | None:
        """The word that a number answers to after 分别."""
        numbers = [other for other in self.sentence.numerals if other.start > marker.start and other.unit]
        words = [m for m in self.scope.pending if m.stop <= marker.start and m.word.role in (Role.FIGURE, Role.NAME)]
        names = [m for m in words if m.word.role is Role.FIGURE]
        words = names if len(names) == len(numbers) else words
        if numeral not in numbers or len(words) != len(numbers):
            return None
        mention = words[numbers.index(numeral)]
        entries = self.scope.entries(mention, numeral, self.sentence.clause(mention.start))
        return _Link([entries[0]], True) if entries and entries[0].meanings else None

    # Denials

    def _denial(self, denial: Mention) -> None:
        """未收到…申请: what the clause names after the denial is nought, or before it where nothing follows."""
        clause = self.sentence.clause(denial.start)
        rest = self.sentence.rest(denial.stop, clause[1])
        counted = any(denial.stop <= numeral.start < clause[1] and numeral.unit for numeral in self.sentence.numerals)
        if counted or self.partial or any(word in rest for word in self.lexicon.narrowing):
            return
        if not _DENIED.match(rest):
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
        year = self.another_year or self.state.year
        self.scope.said.append(Statement(self.passage, start, stop, numeral, meanings, year, certain, part))


def _meanings(link: _Link) -> tuple[str, ...]:
    """What the number may mean: the sum of words in a row, or each of them."""
    whole = (SUM.join(entry.meanings[0] for entry in link.entries),) if link.row else ()
    return (*whole, *dict.fromkeys(meaning for entry in link.entries for meaning in entry.meanings))
