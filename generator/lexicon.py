"""The wording of a form: which words of a sentence stand for which figures. Pure data, read from prose.yaml."""

from __future__ import annotations

import re
from enum import Enum

from generator.paths import Path
from generator.shapes import NamedTuple

SUM = " + "
WORDS_FILE = "prose.yaml"
LANGUAGE_FILE = "language.yaml"  # the words that all forms share, beside their folders
HIDDEN, MASKED = "□", "■"  # what stands in the place of a word, and of one that means nothing


class Role(Enum):
    """What a word does in a sentence."""

    MASK = "masks"
    FIGURE = "figures"
    NAME = "names"
    ELSEWHERE = "elsewhere"
    LAST_YEAR = "last_year"
    THIS_YEAR = "this_year"
    PART_OF_YEAR = "part_of_year"
    BECOMING = "becoming"
    PART = "part"
    DENIAL = "denials"
    NO_DENIAL = "no_denials"
    TOGETHER = "together"
    RESPECTIVELY = "respectively"
    OWN = "own"

    __hash__ = object.__hash__  # that of an enumeration hashes its name each time


class Entry(NamedTuple):
    """What a word of a topic may stand for, each meaning a sum of paths as a reference writes it, the usual one first.

    `named` asks for the topic's name in the same clause, `alone` makes the topic known by itself, `weak` yields to any
    other word of the clause, `of` is the meaning that must have been spoken of before, if any.
    """

    topic: str
    meanings: tuple[str, ...]
    named: bool = False
    alone: bool = False
    weak: bool = False
    of: str = ""


class Topic(NamedTuple):
    """What a sentence is about: in `home` by its name or `assumed`, elsewhere by its name and one of `about` nearby."""

    key: str
    assumed: bool
    home: frozenset[str]
    about: re.Pattern[str] | None
    units: frozenset[str]
    foreign: re.Pattern[str]
    whole: Entry

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def is_home(self, path: Path) -> bool:
        """Whether a narrative field speaks of this topic by itself."""
        return not self.home.isdisjoint(path.parts)


class Word(NamedTuple):
    """A word to look for: its role, for a name its topics, for a figure its entry in each topic.

    `at_home` is a name only in the home fields of its topic.
    """

    text: str
    role: Role
    entries: dict[str, Entry]
    at_home: bool = False


class Language(NamedTuple):
    """The words that mean no figure and yet decide what is meant, each list as a pattern.

    `filler` is all that may stand between a word and its number, `links` between the members of a row, `denied` between
    a denial and the end of its clause; `body` is the end of a body's name where it is the subject, `denial` any
    word that denies.
    """

    filler: re.Pattern[str]
    links: re.Pattern[str]
    denied: re.Pattern[str]
    narrowing: re.Pattern[str]
    comparing: re.Pattern[str]
    body: re.Pattern[str]
    channel: re.Pattern[str]
    own: re.Pattern[str]
    below: re.Pattern[str]
    denial: re.Pattern[str]
    bodies_in_general: tuple[str, ...]
    whole_year: tuple[str, ...]


class Lexicon(NamedTuple):
    """All words of a form, and what else its sentences are judged by.

    `words` has them by their first two characters, longer ones first, `begins` finds the first one.
    """

    topics: dict[str, Topic]
    words: dict[str, list[Word]]
    begins: re.Pattern[str]
    language: Language
    units: frozenset[str]
    superseded: tuple[tuple[str, str], ...]

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)
