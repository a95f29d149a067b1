"""Reading prose.yaml into a lexicon."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from generator.errors import TemplateError
from generator.lexicon import SUM, Entry, Lexicon, Role, Topic, Word
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


_WHOLE = {role.value for role in _LISTS} | {"narrowing", "respectively", "superseded"}


def build(source: Source, like: Source | None, names: Callable[[str], bool]) -> Lexicon:
    """The lexicon that a prose.yaml describes; its source must already satisfy prose.schema.json.

    What it does not say is as in `like`, but for words of that one whose figures this form does not have; `names` tells
    whether a path names a figure here. TemplateError where something is said in neither.
    """
    data = plain(source.root)
    if like:
        data = _joined(plain(like.root), data, names)
    lacking = sorted(_WHOLE - data.keys())
    if lacking:
        raise TemplateError(f"{source.file}: 模板有误：缺少“{lacking[0]}”。请补上，或者用 like 沿用别的模板的。")
    pairs = data.get("traditional", "")
    return Lexicon(
        {topic["key"]: _topic(topic) for topic in data["topics"]},
        _indexed(_words(data)),
        tuple(data["narrowing"].split()),
        tuple((old["number"], old["by"]) for old in data["superseded"]),
        {ord(one): other for one, other in zip(pairs[::2], pairs[1::2], strict=True)},
    )


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
