"""The wording of a form: which words of a sentence stand for which figures. Pure data, read from prose.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from generator.paths import Path

SUM = " + "


class Role(Enum):
    """What a word does in a sentence."""

    MASK = "masks"
    FIGURE = "figures"
    NAME = "names"
    ELSEWHERE = "elsewhere"
    LAST_YEAR = "last_year"
    THIS_YEAR = "this_year"
    PART_OF_YEAR = "part_of_year"
    PART = "part"
    DENIAL = "denials"
    NO_DENIAL = "no_denials"
    TOGETHER = "together"
    RESPECTIVELY = "respectively"
    OWN = "own"


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


@dataclass(frozen=True, slots=True, eq=False)
class Topic:
    """What a sentence is about: in `home` by its name or `assumed`, elsewhere by its name and one of `about` nearby."""

    key: str
    assumed: bool
    home: frozenset[str]
    about: tuple[str, ...]
    units: frozenset[str]
    foreign: tuple[str, ...]
    whole: Entry

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


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All words of a form by their first characters, longer ones first, and what else its sentences are judged by."""

    topics: dict[str, Topic]
    words: dict[str, list[Word]]
    narrowing: tuple[str, ...]
    superseded: tuple[tuple[str, str], ...]
