"""Which words of a sentence a number belongs to: before it, after it, in a row, or in the clause before."""

from __future__ import annotations

from generator.lexicon import SUM, Entry, Role
from generator.numerals import Numeral
from generator.scope import Scope
from generator.sentences import Mention
from generator.shapes import NamedTuple

_FAR = 24  # characters between a word and its number


class Link(NamedTuple):
    """The words that a number may belong to; `row` where it may be the sum of them all."""

    entries: list[Entry]
    certain: bool
    row: bool = False

    @property
    def meanings(self) -> tuple[str, ...]:
        """What the number may mean: the sum of words in a row, or each of them."""
        if len(self.entries) == 1:
            return self.entries[0].meanings
        whole = (SUM.join(entry.meanings[0] for entry in self.entries),) if self.row else ()
        return (*whole, *dict.fromkeys(meaning for entry in self.entries for meaning in entry.meanings))


class Links:
    """The links of one sentence; `scope` knows the words that are still to be had."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.sentence = scope.sentence
        self.taken: list[Mention] = []  # words that stand after their number

    def of(self, numeral: Numeral, clause: tuple[int, int]) -> Link | None:
        """What a number belongs to, None where it is nothing of the form's."""
        marker = self.respectively(numeral)
        found = self._respective(numeral, marker) if marker else None
        return found or self._left(numeral, clause) or self._right(numeral, clause) or self._before(numeral, clause)

    def respectively(self, numeral: Numeral) -> Mention | None:
        """The 分别 before a number, the last one."""
        marked = self.sentence.within((self.sentence.start, numeral.start), Role.RESPECTIVELY)
        return marked[-1] if marked else None

    def _left(self, numeral: Numeral, clause: tuple[int, int]) -> Link | None:
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
            return Link(
                [entry for _, entry in row] + others[::-1], len({id(entry) for _, entry in strong}) == 1, len(row) > 1
            )
        names = [(m, e) for m, e in words if m.word.role is Role.NAME and e.meanings and not self._is_a_kind(m, clause)]
        if names and not specific and self.scope.is_filler(names[-1][0].stop, numeral.start):
            row = self._row(names)
            return Link([e for _, e in row], len(row) == 1 and len(row[0][1].meanings) == 1, len(row) > 1)
        return None

    def _is_a_kind(self, name: Mention, clause: tuple[int, int]) -> bool:
        """互联网申请: whether a name that counts only at home has an unknown word right before it."""
        if not name.word.at_home:
            return False
        before = [m.stop for m in self.sentence.mentions if m.stop <= name.start]
        return not self.scope.is_filler(max([clause[0], *before[-1:]]), name.start)

    def _row(self, words: list[tuple[Mention, Entry]]) -> list[tuple[Mention, Entry]]:
        """The last words that stand in one row, such as 予以公开、部分公开."""
        row = [words[-1]]
        for mention, entry in reversed(words[:-1]):
            gap = self.sentence.rest(mention.stop, row[0][0].start)
            if not gap or not self.scope.lexicon.language.links.fullmatch(gap) or not set(gap) & set("、和及与或"):
                break
            if entry is not row[0][1]:
                row.insert(0, (mention, entry))
        return row

    def _right(self, numeral: Numeral, clause: tuple[int, int]) -> Link | None:
        """The words after a number in its clause and before the next number."""
        following = [other.start for other in self.sentence.numerals if other.start > numeral.start and other.unit]
        end = min([clause[1], *following])
        words = [m for m in self.sentence.mentions if numeral.stop <= m.start < end]
        for mention in words:
            for entry in self.scope.entries(mention, numeral, clause):
                near = mention.start - numeral.stop <= _FAR // 2
                if near and mention.word.role is Role.FIGURE and not entry.of:
                    self.taken.append(mention)
                    return Link([entry], not entry.weak)
        of_all = any(self.sentence.within((numeral.stop, clause[1]), Role.TOGETHER))
        for mention in words[:1] if of_all else ():
            for entry in self.scope.entries(mention, numeral, clause):
                if mention.word.role is Role.NAME and entry.meanings and mention.start - numeral.stop <= 1:
                    return Link([entry], False)
        return None

    def _before(self, numeral: Numeral, clause: tuple[int, int]) -> Link | None:
        """The last word of the clause before, where only empty words stand between."""
        for mention in reversed(self.scope.pending):
            free = mention.stop <= clause[0] and mention not in self.taken
            if free and self.scope.is_filler(mention.stop, numeral.start):
                for entry in self.scope.entries(mention, numeral, self.sentence.clause(mention.start)):
                    if entry.meanings:
                        return Link([entry], False)
        return None

    def _respective(self, numeral: Numeral, marker: Mention) -> Link | None:
        """The word that a number answers to after 分别."""
        numbers = [other for other in self.sentence.numerals if other.start > marker.start and other.unit]
        words = [m for m in self.scope.pending if m.stop <= marker.start and m.word.role in (Role.FIGURE, Role.NAME)]
        names = [m for m in words if m.word.role is Role.FIGURE]
        words = names if len(names) == len(numbers) else words
        if numeral not in numbers or len(words) != len(numbers):
            return None
        mention = words[numbers.index(numeral)]
        entries = self.scope.entries(mention, numeral, self.sentence.clause(mention.start))
        return Link([entries[0]], True) if entries and entries[0].meanings else None
