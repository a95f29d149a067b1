"""Reading prose.yaml into a lexicon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.lexicon import Entry, Lexicon, Role, Topic, Word
from generator.nodes import plain
from generator.source import Source

WORDS_FILE = "prose.yaml"
_FLAGS = ("named", "alone", "weak")
_LISTS = (
    Role.MASK,
    Role.ELSEWHERE,
    Role.LAST_YEAR,
    Role.THIS_YEAR,
    Role.PART_OF_YEAR,
    Role.PART,
    Role.DENIAL,
    Role.NO_DENIAL,
    Role.TOGETHER,
    Role.OWN,
)


def build(source: Source) -> Lexicon:
    """The lexicon that a prose.yaml describes; its source must already satisfy prose.schema.json."""
    data = plain(source.root)
    return Lexicon(
        {topic["key"]: _topic(topic) for topic in data["topics"]},
        _indexed(_words(data)),
        tuple(data["narrowing"].split()),
        tuple((old["number"], old["by"]) for old in data["superseded"]),
    )


def _indexed(words: Iterator[Word]) -> dict[str, list[Word]]:
    index: dict[str, list[Word]] = {}
    for word in sorted(words, key=lambda word: -len(word.text)):
        index.setdefault(word.text[0], []).append(word)
    return index


def _entry(topic: dict[str, Any], data: dict[str, Any]) -> Entry:
    named, alone, weak = (data.get(flag, False) for flag in _FLAGS)
    return Entry(topic["key"], tuple(data["says"]), named, alone, weak, data.get("of", ""))


def _topic(data: dict[str, Any]) -> Topic:
    return Topic(
        data["key"],
        data.get("assumed", False),
        frozenset(data["home"]),
        tuple(data.get("about", "").split()),
        frozenset(data["units"].split()),
        tuple(data["foreign"].split()),
        _entry(data, {"says": data["says"]}),
    )


def _words(data: dict[str, Any]) -> Iterator[Word]:
    """Every word once for each of its roles; one that stands for figures of several topics has an entry for each."""
    figures: dict[str, dict[str, Entry]] = {}
    for topic in data["topics"]:
        whole = {topic["key"]: _entry(topic, {"says": topic["says"]})}
        for at_home in (False, True):
            for name in topic.get("home_names" if at_home else "names", "").split():
                yield Word(name, Role.NAME, whole, at_home)
        for figure in topic["figures"]:
            entry = _entry(topic, figure)
            for word in figure["words"].split():
                figures.setdefault(word, {})[topic["key"]] = entry
    for text, entries in figures.items():
        yield Word(text, Role.FIGURE, entries)
    for role in _LISTS:
        for text in data[role.value].split():
            yield Word(text, role, {})
    yield Word(data["respectively"], Role.RESPECTIVELY, {})
