"""What the rules on completeness share: the words that a template, as data, looks for in narrative fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.findings import Position
from generator.form import Narrative
from generator.nodes import Mapping
from generator.report import Report, Text
from generator.template import RuleUse, Template

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


def phrases(template: Template, use: RuleUse, name: str) -> re.Pattern[str]:
    """A pattern for any of the phrases of an argument; TemplateError where there is none."""
    words = _strings(use, name)
    if not words:
        raise template.error(use, f"规则 {use.code} 缺少 {name}", "写出要找的词")
    return pattern(words)


def topics(template: Template, use: RuleUse) -> dict[str, re.Pattern[str]]:
    """The topics of the argument `topics`, each with the pattern of its phrases."""
    given = use.arguments.get("topics")
    if not isinstance(given, dict) or not given:
        raise template.error(use, f"规则 {use.code} 缺少 topics", "写出要有的内容和表示它的词")
    return {str(topic): pattern(words) for topic, words in given.items()}


def pattern(words: Iterable[object]) -> re.Pattern[str]:
    """Any of some phrases; … in one stands for a few words of the same clause, Latin letters for whole words."""
    return re.compile("|".join(_phrase(str(word)) for word in words))


def _phrase(word: str) -> str:
    escaped = _GAP.join(re.escape(part) for part in word.split("…"))
    return rf"(?<![A-Za-z0-9]){escaped}(?![A-Za-z0-9])" if word.isascii() and word.isalnum() else escaped


def printed(report: Report, text: Text | None) -> str:
    """A narrative field as it is printed, a line for each paragraph."""
    paragraphs = text.paragraphs if text else ()
    return "\n".join("".join(part for part, _ in report.filled(paragraph)) for paragraph in paragraphs)


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


def missing(text: str, wanted: dict[str, re.Pattern[str]]) -> Iterator[str]:
    """The topics that a text says nothing of."""
    return (topic for topic, words in wanted.items() if not words.search(text))
