"""A sentence as the lexicon sees it: its words with their roles, its numbers, its clauses, whose sentence it is."""

from __future__ import annotations

import re

from generator.lexicon import HIDDEN, MASKED, Language, Lexicon, Role, Word
from generator.numerals import Kind, Numeral
from generator.shapes import NamedTuple

_STRONG = re.compile("[，,：:（(）)]")
_NAME = 14  # characters of a body's name that are looked at


class Mention(NamedTuple):
    """A word of the lexicon at a place of a line."""

    start: int
    stop: int
    word: Word


class Sentence:
    """A sentence of a line, between `start` and `stop`, with the numbers in it; the report is of `year`.

    `mentions` are its words, `names` those that name a topic, `items` words and numbers from left to right; `blank` is
    its text with the words hidden; `bounds` are where the clauses end: the places of the strong marks outside words,
    and the end of the sentence. The year before and the year after are read as if the author had written 上年 and 下年.
    """

    def __init__(self, lexicon: Lexicon, line: str, span: tuple[int, int], numerals: list[Numeral], year: int) -> None:
        self.line = line
        self.language = lexicon.language
        self.start, self.stop = span
        text = line[self.start : self.stop]
        for date in numerals:
            if date.kind is Kind.DATE:
                first, last = date.start - self.start, date.end - self.start
                text = text[:first] + _read(text[first:last], year) + text[last:]
        self.mentions, self.blank = _mentions(lexicon, text, self.start)
        self._roles = {mention.word.role for mention in self.mentions}
        self.names = [mention for mention in self.mentions if mention.word.role is Role.NAME]
        self.numerals = [
            numeral for numeral in numerals if numeral.kind is Kind.DATE or not self._is_in_a_word(numeral)
        ]
        words = [mention for mention in self.mentions if mention.word.role is not Role.MASK]
        self.items: list[Mention | Numeral] = sorted([*words, *self.numerals], key=lambda item: item.start)
        self.bounds = [*(self.start + mark.start() for mark in _STRONG.finditer(self.blank)), self.stop]

    def _is_in_a_word(self, numeral: Numeral) -> bool:
        return self.blank[numeral.start - self.start] in (HIDDEN, MASKED)

    def clause(self, place: int) -> tuple[int, int]:
        """The clause around a place."""
        first = self.start
        for bound in self.bounds:
            if place < bound:
                return first, bound
            first = bound + 1
        return first, self.stop

    def rest(self, start: int, stop: int) -> str:
        """The text between two places with the words of the lexicon hidden."""
        return self.blank[start - self.start : stop - self.start]

    def within(self, span: tuple[int, int], role: Role) -> list[Mention]:
        """The words of a role in a span."""
        if role not in self._roles:
            return []
        first, last = span
        return [m for m in self.mentions if m.word.role is role and first <= m.start < last]

    def is_of_others(self, place: int, agency: str) -> bool:
        """Whether another body than the agency is the subject at a place."""
        verdict = False
        for match in self.language.body.finditer(self.line, self.start, place):
            name = self._name(match.start()) + match[0]
            if not self.language.channel.search(name) and "的" not in name:
                verdict = not _is_own(self.language, name, agency)
        if verdict:
            return not any(m.word.role is Role.OWN for m in self.mentions if m.start < place)
        return False

    def _name(self, stop: int) -> str:
        """The Chinese characters before the end of a body's name."""
        start = stop
        while start > max(self.start, stop - _NAME) and "一" <= self.line[start - 1] <= "鿿":
            start -= 1
        return self.line[start:stop]


def _read(date: str, year: int) -> str:
    """The year before as 上年 and the year after as 下年, where a date is no more than that; another is hidden."""
    bare = date.rstrip("年度 ")
    if bare == str(year - 1):
        return "上年".rjust(len(date), HIDDEN)
    return "下年".ljust(len(date), HIDDEN) if bare == str(year + 1) else HIDDEN * len(date)


def _is_own(language: Language, name: str, agency: str) -> bool:
    """Whether a body is the agency itself: 我局, 全区, 各部门, or the end of the agency's own name."""
    name = name.rpartition("年")[2]
    if language.own.search(name):
        return True
    if language.below.search(name):
        return False
    if name.endswith(language.bodies_in_general) or len(name) < 3:
        return True
    shared = 0
    while shared < min(len(name), len(agency)) and name[-1 - shared] == agency[-1 - shared]:
        shared += 1
    return shared >= min(3, len(agency)) or shared == len(name)


def _mentions(lexicon: Lexicon, text: str, start: int) -> tuple[list[Mention], str]:
    """The words of a text from left to right, the longest at each place; and the text with them hidden."""
    found: list[Mention] = []
    blank: list[str] = []
    place, words = 0, lexicon.words
    for match in lexicon.begins.finditer(text):
        first = match.start()
        if first < place:
            continue
        for word in words.get(text[first : first + 2]) or words.get(text[first]) or ():
            if text.startswith(word.text, first):
                blank.append(text[place:first])
                place = first + len(word.text)
                blank.append((MASKED if word.role is Role.MASK else HIDDEN) * len(word.text))
                found.append(Mention(start + first, start + place, word))
                break
    blank.append(text[place:])
    return found, "".join(blank)
