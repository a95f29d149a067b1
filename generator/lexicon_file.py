"""Reading the words of the language and those of a form into a lexicon."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from generator.lexicon import HIDDEN, MASKED, SUM, Entry, Language, Lexicon, Role, Topic, Word
from generator.nodes import plain
from generator.source import Source

_RECORDS = {"topics", "superseded", "like"}  # the keys that hold more than words
_FLAGS = ("named", "alone", "weak")
_LISTS = (
    Role.MASK,
    Role.ELSEWHERE,
    Role.LAST_YEAR,
    Role.THIS_YEAR,
    Role.PART_OF_YEAR,
    Role.BECOMING,
    Role.PART,
    Role.DENIAL,
    Role.NO_DENIAL,
    Role.TOGETHER,
    Role.RESPECTIVELY,
    Role.OWN,
)


def build(language: Source, source: Source, like: Source | None, names: Callable[[str], bool]) -> Lexicon:
    """The lexicon of a prose.yaml and the language's own words; the sources must satisfy prose.schema.json.

    What it does not say is as in `like`, but for words of that one whose figures this form does not have; `names` tells
    whether a path names a figure here.
    """
    data, common = plain(source.root), plain(language.root)
    if like:
        data = _joined(plain(like.root), data, names)
    lists = {key: f"{common.get(key, '')} {data.get(key, '')}".split() for key in {*common, *data} - _RECORDS}
    words = _indexed(_words(data["topics"], lists))
    topics = {topic["key"]: _topic(topic) for topic in data["topics"]}
    return Lexicon(
        topics,
        words,
        re.compile(f"[{re.escape(''.join(sorted({key[0] for key in words})))}]"),
        _language(lists),
        frozenset[str]().union(*(topic.units for topic in topics.values())),
        tuple((old["number"], old["by"]) for old in data.get("superseded", ())),
    )


def _language(lists: dict[str, list[str]]) -> Language:
    ends = "[，,。；：:（）()]"
    return Language(
        re.compile(f"(?:{HIDDEN}|[，,：:（(\\s]|{_any(lists['fillers'])})*"),
        re.compile(f"(?:[{HIDDEN}、]|{_any(lists['links'])})*"),
        re.compile(f"(?:[{HIDDEN}{MASKED}、]|{_any(lists['denied'])})*(?:{ends}|\\Z)"),
        re.compile(_any(lists["narrowing"])),
        re.compile(f"(?:{_any(lists['comparing'])})\\Z"),
        re.compile(f"(?:{_any(lists['bodies'])})(?={_any(lists['acting'])})"),
        re.compile(_any(lists["channels"])),
        re.compile(_any(lists["own_marks"])),
        re.compile(_any(lists["below"])),
        re.compile(_by_beginning(lists["denials"], lists["no_denials"])),
        tuple(lists["bodies_in_general"]),
        tuple(lists["whole_year"]),
    )


def _any(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _by_beginning(words: list[str], exceptions: list[str]) -> str:
    """A pattern for any of these words, the longest first, where none of the exceptions begins.

    A branch begins with one character: those are found many times as fast as a place where no exception begins.
    """
    branches = []
    for mark in sorted({word[0] for word in words}):
        rest, others = ([word[1:] for word in some if word[0] == mark] for some in (words, exceptions))
        branches.append(f"{re.escape(mark)}{f'(?!{_any(others)})' if others else ''}(?:{_any(rest)})")
    return "|".join(branches)


def _joined(base: dict[str, Any], own: dict[str, Any], names: Callable[[str], bool]) -> dict[str, Any]:
    """Two lexicons as plain data, the topics by their keys."""
    said = {topic["key"] for topic in own["topics"]}
    inherited = [_narrowed(topic, names) for topic in base["topics"] if topic["key"] not in said]
    told = [topic for topic in inherited if topic["says"] or topic["figures"]]
    return {**base, **own, "topics": [*told, *own["topics"]]}


def _narrowed(topic: dict[str, Any], names: Callable[[str], bool]) -> dict[str, Any]:
    """A topic with the meanings that a form has."""

    def known(meanings: list[str]) -> list[str]:
        return [meaning for meaning in meanings if all(map(names, meaning.split(SUM)))]

    figures = [{**figure, "says": known(figure["says"])} for figure in topic["figures"]]
    return {**topic, "says": known(topic["says"]), "figures": [figure for figure in figures if figure["says"]]}


def _indexed(words: Iterator[Word]) -> dict[str, list[Word]]:
    """The words by their first two characters, longer ones first, each with the word of the first character alone."""
    index: dict[str, list[Word]] = {}
    for word in sorted(words, key=lambda word: -len(word.text)):
        index.setdefault(word.text[:2], []).append(word)
    for key in index:
        index[key] += index.get(key[0], []) if len(key) > 1 else []
    return index


def _entry(topic: dict[str, Any], data: dict[str, Any]) -> Entry:
    named, alone, weak = (data.get(flag, False) for flag in _FLAGS)
    return Entry(topic["key"], tuple(dict.fromkeys(data["says"])), named, alone, weak, data.get("of", ""))


def _topic(data: dict[str, Any]) -> Topic:
    return Topic(
        data["key"],
        data.get("assumed", False),
        frozenset(data["home"]),
        re.compile(_any(data["about"].split())) if "about" in data else None,
        frozenset(data["units"].split()),
        re.compile(_any(data["foreign"].split())),
        _entry(data, {"says": data["says"]}),
    )


def _words(topics: list[dict[str, Any]], lists: dict[str, list[str]]) -> Iterator[Word]:
    """Every word once for each of its roles; one that stands for figures of several topics has an entry for each."""
    figures: dict[str, dict[str, Entry]] = {}
    for topic in topics:
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
        for text in lists.get(role.value, ()):
            yield Word(text, role, {})
