"""A sentence as the lexicon sees it: its words with their roles, its numbers, its clauses, whose sentence it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from generator.lexicon import Lexicon, Role, Word
from generator.numerals import Numeral
from generator.shapes import NamedTuple

STRONG = "，,：:（(）)"
_HIDDEN, _MASKED = "□", "■"
_BODY = re.compile(
    "(?:局|委员会|委|办公室|办|街道|镇|乡|科|处|所|队|中心|公司|医院|学校|政府|厅|部门|单位|大厅)"
    "(?=全年|本年|今年|年内|共|累计|也|均|则|还|另|分别|一共|合计|新收|收到|受理|接到|办结|作出|制发|制定|实施|未|没有|予以|答复|发生)"
)
_BEFORE_BODY = re.compile("[一-鿿]{0,14}\\Z")
_CHANNEL = re.compile("通过|向|经|在|对|依托|登录|利用")


class Mention(NamedTuple):
    """A word of the lexicon at a place of a line."""

    start: int
    stop: int
    word: Word


class Sentence:
    """A sentence of a line, between `start` and `stop`, with the numbers in it."""

    def __init__(self, lexicon: Lexicon, line: str, span: tuple[int, int], numerals: list[Numeral]) -> None:
        self.line = line
        self.start, self.stop = span
        self.mentions, self.blank = _mentions(lexicon, line[self.start : self.stop], self.start)
        self.numerals = [numeral for numeral in numerals if not self._is_in_a_word(numeral)]

    @cached_property
    def items(self) -> list[Mention | Numeral]:
        """Words and numbers from left to right."""
        words = [mention for mention in self.mentions if mention.word.role is not Role.MASK]
        return sorted([*words, *self.numerals], key=lambda item: item.start)

    def _is_in_a_word(self, numeral: Numeral) -> bool:
        return self.blank[numeral.start - self.start] in (_HIDDEN, _MASKED)

    @cached_property
    def bounds(self) -> list[int]:
        """Where the clauses end: the places of the strong marks outside words, and the end of the sentence."""
        marks = [self.start + n for n, mark in enumerate(self.blank) if mark in STRONG]
        return [*marks, self.stop]

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

    def within(self, span: tuple[int, int], role: Role) -> Iterator[Mention]:
        """The words of a role in a span."""
        return (m for m in self.mentions if m.word.role is role and span[0] <= m.start < span[1])

    def is_of_others(self, place: int, agency: str) -> bool:
        """Whether another body than the agency is the subject at a place."""
        verdict = False
        for match in _BODY.finditer(self.line, self.start, place):
            before = _BEFORE_BODY.search(self.line, self.start, match.start())
            name = (before[0] if before else "") + match[0]
            if not _CHANNEL.search(name) and "的" not in name:
                verdict = not _is_own(name, agency)
        if verdict:
            return not any(m.word.role is Role.OWN for m in self.mentions if m.start < place)
        return False


def _is_own(name: str, agency: str) -> bool:
    """Whether a body is the agency itself: 我局, 全区, 各部门, or the end of the agency's own name."""
    name = name.rpartition("年")[2]
    if re.search("[我本全各该]", name) or name[-2:] in ("部门", "单位") or len(name) < 3:
        return True
    shared = 0
    while shared < min(len(name), len(agency)) and name[-1 - shared] == agency[-1 - shared]:
        shared += 1
    return shared >= min(3, len(agency)) or shared == len(name)


def _mentions(lexicon: Lexicon, text: str, start: int) -> tuple[list[Mention], str]:
    """The words of a text from left to right, the longest at each place; and the text with them hidden."""
    found: list[Mention] = []
    blank: list[str] = []
    place = 0
    while place < len(text):
        for word in lexicon.words.get(text[place], ()):
            if text.startswith(word.text, place):
                found.append(Mention(start + place, start + place + len(word.text), word))
                blank.append((_MASKED if word.role is Role.MASK else _HIDDEN) * len(word.text))
                place += len(word.text)
                break
        else:
            blank.append(text[place])
            place += 1
    return found, "".join(blank)
