"""What a word means at its place in a sentence: whether its topic is spoken of, and which figures it may stand for."""

from __future__ import annotations

from generator.lexicon import Entry, Lexicon, Role
from generator.numerals import Numeral
from generator.passages import Passage
from generator.sentences import Mention, Sentence
from generator.shapes import NamedTuple


class Statement(NamedTuple):
    """A number, or a denial where `numeral` is None, and the figures it may speak of, the usual one first.

    It stands in `line[start:stop]` of the passage and speaks of `year`. `certain` where the sentence leaves no doubt
    which figure is meant; `part` where the number may be a part of the figure.
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


class Scope:
    """A sentence of a passage while it is read.

    `pending` are the words since the last number that was told, `said` is what has been told.
    """

    def __init__(self, lexicon: Lexicon, passage: Passage, sentence: Sentence, state: State) -> None:
        self.lexicon = lexicon
        self.passage = passage
        self.sentence = sentence
        self.state = state
        self.pending: list[Mention] = []
        self.said: list[Statement] = []

    def entries(self, mention: Mention, numeral: Numeral | None, clause: tuple[int, int]) -> list[Entry]:
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
        if topic.foreign.search(self.sentence.rest(*clause)):
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
        names = [m for m in self.sentence.names if m.start < mention.start]
        names = [m for m in names if next(iter(m.word.entries)) in mention.word.entries]
        if names:
            return next(iter(names[-1].word.entries))
        if self.state.topic in mention.word.entries:
            return self.state.topic
        clause = self.sentence.clause(mention.start)
        after = [key for m in self.sentence.within(clause, Role.NAME) for key in m.word.entries]
        return next((key for key in after if key in mention.word.entries), "")

    def _is_spoken_of(self, entry: Entry, mention: Mention) -> bool:
        """Whether the topic is named here, or assumed, and no later name has taken the word away."""
        topic = self.lexicon.topics[entry.topic]
        home = topic.is_home(self.passage.path)
        if not home and topic.about and not topic.about.search(self.sentence.line):
            return False
        if mention.word.role is Role.FIGURE:
            later = [m for m in self.pending if m.word.role is Role.NAME and m.start > mention.start]
            if later and entry.topic not in later[-1].word.entries:
                return False
        if entry.alone or self.state.topic == entry.topic or (home and topic.assumed):
            return True
        return any(entry.topic in m.word.entries for m in self.sentence.names if home or not m.word.at_home)

    def _is_named(self, entry: Entry, mention: Mention, numeral: Numeral | None, clause: tuple[int, int]) -> bool:
        """Whether the topic's name stands in the clause, or nothing else does between the word and the number."""
        if any(entry.topic in m.word.entries for m in self.sentence.within(clause, Role.NAME)):
            return True
        before = self.sentence.rest(self.sentence.start, clause[0])
        if self.lexicon.topics[entry.topic].foreign.search(before):
            return False
        if numeral is None or self.state.topic != entry.topic:
            return False
        gap = (mention.stop, numeral.start) if mention.start < numeral.start else (numeral.stop, mention.start)
        return self.is_filler(*gap)

    def is_filler(self, start: int, stop: int) -> bool:
        """Whether only empty words stand between two places."""
        return self.lexicon.language.filler.fullmatch(self.sentence.rest(start, stop)) is not None
