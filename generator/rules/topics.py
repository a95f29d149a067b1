"""What the rules on completeness share: the words that a template, as data, looks for in narrative fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.findings import Position
from generator.form import Narrative
from generator.label_keys import simplified
from generator.nodes import Mapping
from generator.report import Report
from generator.shapes import NamedTuple
from generator.template import RuleUse, Template

_ELLIPSIS = "…"
_GAP = "[^，。；！？\n]{0,16}"


def fields(template: Template, use: RuleUse) -> list[Narrative]:
    """The narrative fields that the argument `within` names by their keys; TemplateError for one that is not there."""
    named = [narrative for key in _strings(use, "within") for narrative in _field(template, use, key)]
    if not named:
        raise template.error(use, f"规则 {use.code} 缺少 within", "写出叙述字段的键")
    return named


def _field(template: Template, use: RuleUse, key: str) -> list[Narrative]:
    found = [narrative for narrative in template.narratives if narrative.path.parts[-1] == key]
    if not found:
        raise template.error(use, f"规则 {use.code} 的 within 里没有名为 {key} 的叙述字段", "核对键的写法")
    return found


class Words(NamedTuple):
    """Phrases to look for, written in Simplified Chinese, in texts of either script.

    … in one stands for a few words of the same clause, Latin letters for whole words.
    """

    phrases: tuple[str, ...]

    def hits(self, text: str) -> list[tuple[int, str]]:
        """Where one of them stands, and what stands there, in the order of the text."""
        plain = simplified(text)
        if not self.may_be_in(plain):
            return []
        near = [phrase for phrase in self.phrases if all(part in plain for part in phrase.split(_ELLIPSIS))]
        return sorted(
            (match.start(), text[match.start() : match.end()])
            for phrase in near
            for match in _pattern(phrase).finditer(plain)
        )

    def may_be_in(self, plain: str) -> bool:
        """Whether the beginning of one of them stands in a text in Simplified Chinese."""
        return _beginnings(self.phrases).search(plain) is not None

    def are_in(self, text: str) -> bool:
        """Whether one of them stands in a text."""
        text = simplified(text)
        plain = (phrase for phrase in self.phrases if _ELLIPSIS not in phrase and not phrase.isascii())
        return any(phrase in text for phrase in plain) or bool(self.hits(text))


@lru_cache(maxsize=64)
def _beginnings(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Finds what the phrases begin with, up to the first …."""
    return re.compile("|".join(re.escape(next(filter(None, phrase.split(_ELLIPSIS)))) for phrase in phrases))


def _pattern(phrase: str) -> re.Pattern[str]:
    escaped = _GAP.join(map(re.escape, phrase.split(_ELLIPSIS)))
    whole = phrase.isascii() and phrase.isalnum()
    return re.compile(rf"(?<![A-Za-z0-9]){escaped}(?![A-Za-z0-9])" if whole else escaped)


def words(template: Template, use: RuleUse, name: str) -> Words:
    """The phrases of an argument; TemplateError where there is none."""
    given = _strings(use, name)
    if not given:
        raise template.error(use, f"规则 {use.code} 缺少 {name}", "写出要找的词")
    return Words(tuple(map(simplified, given)))


def topics(template: Template, use: RuleUse) -> dict[str, Words]:
    """The topics of the argument `topics`, each with its phrases."""
    given = use.arguments.get("topics")
    if not isinstance(given, dict) or not given:
        raise template.error(use, f"规则 {use.code} 缺少 topics", "写出要有的内容和表示它的词")
    return {str(topic): Words(tuple(simplified(str(phrase)) for phrase in phrases)) for topic, phrases in given.items()}


def place(report: Report, narrative: Narrative) -> Position:
    """The key of a narrative field, the first line of the file where it is not written."""
    text = report.narratives.get(narrative.path)
    if text:
        return text.key
    root = report.source.root
    key = root.entries.get(narrative.path.parts[0]) if isinstance(root, Mapping) else None
    return report.source.at(key.key) if key else Position(report.source.file, 1, 1)


def _strings(use: RuleUse, name: str) -> list[str]:
    given = use.arguments.get(name)
    return [str(item) for item in given] if isinstance(given, list) else []


def missing(text: str, wanted: dict[str, Words]) -> Iterator[str]:
    """The topics that a text says nothing of."""
    return (topic for topic, phrases in wanted.items() if not phrases.are_in(text))
