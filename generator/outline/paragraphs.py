"""Paragraphs as parts of a report: which are headings, of what and of which level, and which are notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator import label_keys
from generator.form import Section
from generator.narrative import chinese_number
from generator.reading import Item, Paragraph, Run

_LONGEST_HEADING = 50
_LONGEST_NAMED = 25  # characters of the heading of a field
_SENTENCE = re.compile(r"[。；！？;]")
_RUN_IN = re.compile(r"[。：:]")
_NOTE = re.compile(r"注\d*[：:]")
_ALIKE, _OVERLAP = 0.6, 0.7
_COMMON = re.compile(r"(?:工作|办理)?(?:情况|工作)\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph of the report; `level` is 0 for body text and 1 to 4 for a heading, whose number is off its text."""

    level: int
    runs: tuple[Run, ...]
    source: Paragraph

    @property
    def text(self) -> str:
        """The text without its weights."""
        return "".join(run.text for run in self.runs)


def marks_headings(sections: Sequence[Item], items: Sequence[Item]) -> bool:
    """Whether a file marks most headings of sections, and headings below them, as such."""
    marked = sum(isinstance(item, Paragraph) and item.level == 1 for item in sections)
    below = any(isinstance(item, Paragraph) and (item.level or 0) > 1 for item in items)
    return below and 2 * marked > len(sections)


def entry(paragraph: Paragraph, base: int) -> Entry:
    """A paragraph with its level; a heading's number is taken off, because the form counts by itself."""
    level, number = level_of(paragraph)
    if not level:
        return Entry(0, paragraph.runs, paragraph)
    return Entry(max(level, base), _cut(paragraph.runs, number), paragraph)


def level_of(paragraph: Paragraph) -> tuple[int, int]:
    """The level of a heading, 0 for body text, and how many characters its number takes.

    The file's own mark and the number tell it together; without a mark, only a short paragraph can be a heading.
    """
    text = paragraph.text
    if paragraph.level == 0:
        return 0, 0
    if paragraph.level and (printed := label_keys.printed_number(text, paragraph.level)):
        return paragraph.level, printed
    number, rest = label_keys.number_level(text.strip())
    if number and (paragraph.level or _is_short(text.strip())):
        return number, len(text.rstrip()) - len(rest)
    return paragraph.level or 0, 0


def _is_short(text: str) -> bool:
    return (
        len(text) <= _LONGEST_HEADING
        and not _SENTENCE.search(text[:-1])
        and not text.endswith(("，", "、", "；", "：", ";", ":"))
    )


def _cut(runs: tuple[Run, ...], count: int) -> tuple[Run, ...]:
    """Runs without so many characters at their beginning."""
    kept: list[Run] = []
    for run in runs:
        taken = min(count, len(run.text))
        count -= taken
        if run.text[taken:]:
            kept.append(Run(run.text[taken:], run.bold))
    return tuple(kept)


def flat(items: Sequence[Item], blocks: Mapping[int, int]) -> list[Item]:
    """The items with every table that is none of the form's as paragraphs, one for each of its rows."""
    flat: list[Item] = []
    for item in items:
        if isinstance(item, Paragraph) or id(item) in blocks:
            flat.append(item)
            continue
        for row in item.rows:
            texts = [slot.cell.text.replace("\n", "") for slot in row.values() if slot.is_origin and slot.cell.text]
            if texts:
                place = next(iter(row.values())).cell.position
                flat.append(Paragraph((Run("　".join(texts)),), place, None, "", False, item.group))
    return [item for item in flat if not isinstance(item, Paragraph) or item.text.strip()]


def heading_score(item: Item, section: Section) -> float:
    """How well a paragraph fits as the heading of a section."""
    if not isinstance(item, Paragraph) or item.level == 0 or len(item.text) > _LONGEST_HEADING:
        return 0.0
    text = item.text.strip()
    number, rest = label_keys.number_level(label_keys.squeezed(text).replace("(", "（").replace(")", "）"))
    bonus = (2.0 if number == 1 else -3.0 if number else 0.0) + (1.0 if item.level == 1 else 0.0)
    name = label_keys.key(text)
    if name in {label_keys.key(known) for known in (section.key, *section.aliases)}:
        return 10.0 + bonus
    numbered = number == 1 and text.lstrip().startswith(chinese_number(section.number))
    if (
        numbered
        and not _SENTENCE.search(rest[:-1])
        and label_keys.likeness(name, label_keys.key(section.key)) >= _ALIKE
    ):
        return 6.0 + bonus
    return 0.0


def field_score(paragraph: Paragraph, heading: str, key: str, level: int) -> float:
    """How well a paragraph fits as the heading of a field."""
    head, rest = run_in(paragraph)
    text = head.text.strip()
    if paragraph.level == 0 or len(text) > _LONGEST_NAMED or (_SENTENCE.search(text[:-1])):
        return 0.0
    number, bare = label_keys.number_level(text)
    if not number and (rest or (paragraph.level is None and re.search("[，。,.]", text))):
        return 0.0
    name, wanted = label_keys.key(bare.rstrip("。：:")), label_keys.key(heading)
    bonus = (3.0 if (number or paragraph.level) == level else 0.0) + (0.5 if number else 0.0)
    if name == wanted or name == label_keys.key(key):
        return 10.0 + bonus
    core, own = _COMMON.sub("", name), _COMMON.sub("", label_keys.key(key))
    likeness = label_keys.overlap(core, own) if len(core) > 1 else 0.0
    return 5.0 * likeness + label_keys.likeness(core, own) + bonus if likeness >= _OVERLAP else 0.0


def run_in(paragraph: Paragraph) -> tuple[Paragraph, Paragraph | None]:
    """A heading and the text that follows it on the same line, where there is a number before and a stop between."""
    text = paragraph.text
    stop = _RUN_IN.search(text)
    if (
        paragraph.level is not None
        or not stop
        or stop.end() == len(text.rstrip())
        or not label_keys.number_level(text.strip())[0]
    ):
        return paragraph, None
    head: list[Run] = []
    rest: list[Run] = []
    place = 0
    for run in paragraph.runs:
        cut = min(max(stop.end() - place, 0), len(run.text))
        head += [Run(run.text[:cut], run.bold)] if run.text[:cut] else []
        rest += [Run(run.text[cut:], run.bold)] if run.text[cut:] else []
        place += len(run.text)
    return replace(paragraph, runs=tuple(head)), replace(paragraph, runs=tuple(rest), level=0)


def shared(groups: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """The containers that all have in common."""
    shared = groups[0] if groups else ()
    for group in groups[1:]:
        size = next(
            (n for n, (a, b) in enumerate(zip(shared, group, strict=False)) if a != b), min(len(shared), len(group))
        )
        shared = shared[:size]
    return shared


def is_note(paragraph: Paragraph) -> bool:
    """Whether a paragraph under a table is a note to it."""
    if paragraph.style in ("年报注", "note"):
        return True
    plain = paragraph.level is None or (not paragraph.level and not paragraph.style)  # a PDF tells no kinds of text
    return plain and bool(_NOTE.match(paragraph.text.strip()))
