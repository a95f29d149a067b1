"""The order of a report in what a file says: title, preface, sections with their texts, signature, and what is no part.

Headings are found by their words in the order of the form; a file's own marks for headings and body text help where it
has them. Whatever is left out or read with a guess becomes a remark.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator import labels
from generator.form import Section
from generator.narrative import chinese_number
from generator.outline_ends import DRAFTS, Signature, is_page_number, signature, title, trimmed
from generator.paths import Path
from generator.reading import Item, Paragraph, RawTable, Reading, Run
from generator.remarks import Remark
from generator.template import Template

_LONGEST_HEADING = 50
_LONGEST_NAMED = 25  # characters of the heading of a field
_SENTENCE = re.compile(r"[。；！？;]")
_RUN_IN = re.compile(r"[。：:]")
_NOTE = re.compile(r"注\d*[：:]")
_CONTINUED = re.compile(r"续表.{0,6}\Z|（?接上页）?\Z")
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


@dataclass
class Outline:
    """A report's parts. `notes` are the paragraphs under a section's tables, by its key; `missing` keys of sections."""

    title: str = ""
    agency: str = ""
    year: int = 0
    narratives: dict[Path, list[Entry]] = field(default_factory=dict)
    notes: dict[str, list[Paragraph]] = field(default_factory=dict)
    signature: Signature | None = None
    missing: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def outline(template: Template, reading: Reading, blocks: Mapping[int, int]) -> Outline:
    """The parts of a report; `blocks` are the tables of the form, by id, as `match` tells them."""
    return _Outliner(template, reading, blocks).outline()


class _Outliner:
    def __init__(self, template: Template, reading: Reading, blocks: Mapping[int, int]) -> None:
        self.template = template
        self.blocks = blocks
        self.items = list(_flat(reading.items, blocks))
        self.found = Outline()
        self.outside: list[Paragraph] = []

    def outline(self) -> Outline:
        starts = self.starts()
        chosen = [self.items[place] for place in starts.values()]
        trusted = not any(isinstance(item, Paragraph) and item.aside for item in chosen)
        kept = self.inside(chosen, trusted)
        first = min(starts.values(), default=len(self.items))
        self.preface([item for place, item in kept if place < first])
        bounds = sorted(starts.values())
        for number, section in enumerate(self.template.sections):
            if section.key not in starts:
                self.found.missing.append(section.key)
                self.found.remarks.append(Remark("I108", "missing", None, section.key))
                continue
            start = starts[section.key]
            end = next((other for other in bounds if other > start), len(self.items))
            content = [item for place, item in kept if start < place < end]
            if end == len(self.items):
                content = self.ending(content)
            self.named(section, number, self.items[start])
            self.section(section, content)
        self.remark_outside()
        return self.found

    def starts(self) -> dict[str, int]:
        """The place of each section's heading: the best-scoring ones in the form's order, the later of equals."""
        sections = self.template.sections
        scores = [[_heading_score(item, section) for section in sections] for item in self.items]
        for place, row in enumerate(scores):
            below = scores[place + 1] if place + 1 < len(scores) else []
            if any(row) and any(below):  # a list of contents, rather than a heading with something under it
                scores[place] = [score and score - 4 for score in row]
        height, width = len(self.items), len(sections)
        best = [[0.0] * (width + 1) for _ in range(height + 1)]
        for i in range(height - 1, -1, -1):
            for j in range(width - 1, -1, -1):
                take = scores[i][j] + best[i + 1][j + 1] if scores[i][j] > 0 else 0.0
                best[i][j] = max(take, best[i + 1][j], best[i][j + 1])
        found: dict[str, int] = {}
        i = j = 0
        while i < height and j < width:
            if best[i][j] == best[i + 1][j]:
                i += 1
            elif best[i][j] == best[i][j + 1]:
                j += 1
            else:
                found[sections[j].key] = i
                i, j = i + 1, j + 1
        return found

    def inside(self, chosen: Sequence[Item], trusted: bool) -> list[tuple[int, Item]]:
        """The items that belong to the report: what the page marks as aside, or has in another container, does not."""
        groups = [item.group for item in chosen]
        groups += [item.group for item in self.items if id(item) in self.blocks]
        shared = _shared(groups) if len(chosen) > 1 else ()
        kept: list[tuple[int, Item]] = []
        for place, item in enumerate(self.items):
            if isinstance(item, Paragraph):
                in_chosen = any(item is other for other in chosen)
                away = item.group[: len(shared)] != shared
                aside = (trusted and item.aside) or (item.level is None and is_page_number(item.text))
                if (away or aside) and not in_chosen:
                    title_like = away and not aside and item.style == "title"
                    if not title_like:
                        self.outside.append(item)
                        continue
            kept.append((place, item))
        return kept

    def preface(self, items: Sequence[Item]) -> None:
        paragraphs = [item for item in items if isinstance(item, Paragraph)]
        paragraphs = [item for item in paragraphs if item.style not in DRAFTS]
        named = title(self.template, paragraphs)
        self.found.title, self.found.agency, self.found.year = named.text, named.agency, named.year
        before, rest = paragraphs[: named.start], paragraphs[named.end :]
        self.outside += before
        rest, gone = trimmed(rest)
        self.outside += gone
        preamble = self.template.preamble
        if preamble and rest:
            self.found.narratives[preamble.path] = self.entries(rest, preamble.level)

    def ending(self, items: list[Item]) -> list[Item]:
        """The last section without the signature and what follows it."""
        last = max((n for n, item in enumerate(items) if isinstance(item, RawTable)), default=-1)
        tail = [item for item in items[last + 1 :] if isinstance(item, Paragraph)]
        count, self.found.signature, gone = signature(tail)
        self.outside += gone
        return [*items[: last + 1], *tail[:count]]

    def named(self, section: Section, number: int, item: Item) -> None:
        """A remark where a section's heading reads differently, or has lost its number."""
        assert isinstance(item, Paragraph)
        text = "".join(item.text.split())
        if labels.key(text) != labels.key(section.key):
            self.found.remarks.append(Remark("I108", "variant", item.position, text, section.key))
        elif labels.number_level(text)[0] != 1 and item.level is None:
            shown = f"{chinese_number(number + 1)}、{section.key}"
            self.found.remarks.append(Remark("I108", "number", item.position, text, shown))

    def section(self, section: Section, items: Sequence[Item]) -> None:
        tables = [number for number, item in enumerate(items) if isinstance(item, RawTable)]
        if not tables:
            self.fields(section, [item for item in items if isinstance(item, Paragraph)])
            return
        before = [item for item in items[: tables[0]] if isinstance(item, Paragraph)]
        after = [item for item in items[tables[0] :] if isinstance(item, Paragraph)]
        after = [item for item in after if not _CONTINUED.match(item.text.strip())]
        notes = [item for item in after if _is_note(item)]
        self.found.notes[section.key] = notes
        for narrative in section.narratives:
            lines = [item for item in after if item not in notes] if narrative.after_tables else before
            if lines:
                self.found.narratives[narrative.path] = self.entries(lines, narrative.level)

    def fields(self, section: Section, paragraphs: list[Paragraph]) -> None:
        """Share out a section's text among its fields, by their headings in the form's order."""
        named = [narrative for narrative in section.narratives if narrative.heading]
        plain = next((n for n in section.narratives if not n.heading and not n.after_tables), None)
        starts = self.field_starts(paragraphs, [(n.heading, n.path.parts[-1], n.level) for n in named])
        first = min(starts.values(), default=len(paragraphs))
        if plain and paragraphs[:first]:
            self.found.narratives[plain.path] = self.entries(paragraphs[:first], plain.level)
        elif paragraphs[:first] and named:
            self.found.narratives[named[0].path] = self.entries(paragraphs[:first], named[0].level + 1)
        for number, narrative in enumerate(named):
            if number not in starts:
                self.found.remarks.append(Remark("I108", "field", None, narrative.heading, section.key))
                continue
            start = starts[number]
            end = min((other for other in starts.values() if other > start), default=len(paragraphs))
            head, rest = _run_in(paragraphs[start])
            lines = [*([rest] if rest else []), *paragraphs[start + 1 : end]]
            shown = labels.number_level(head.text.strip())[1].rstrip("。：: ")
            if labels.key(shown) != labels.key(narrative.heading):
                self.found.remarks.append(Remark("I108", "wording", head.position, shown, narrative.heading))
            entries = self.entries(lines, narrative.level + 1)
            self.found.narratives[narrative.path] = self.found.narratives.get(narrative.path, []) + entries

    def field_starts(self, paragraphs: Sequence[Paragraph], fields: Sequence[tuple[str, str, int]]) -> dict[int, int]:
        """The paragraph with which each field begins, in order, of the best total score."""
        scores = [[_field_score(paragraph, *one) for one in fields] for paragraph in paragraphs]
        height, width = len(paragraphs), len(fields)
        best = [[0.0] * (width + 1) for _ in range(height + 1)]
        for i in range(height - 1, -1, -1):
            for j in range(width - 1, -1, -1):
                take = scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0.0
                best[i][j] = max(take, best[i + 1][j], best[i][j + 1])
        found: dict[int, int] = {}
        i = j = 0
        while i < height and j < width:
            if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
                found[j] = i
                i, j = i + 1, j + 1
            elif best[i][j] == best[i + 1][j]:
                i += 1
            else:
                j += 1
        return found

    def entries(self, paragraphs: Sequence[Paragraph], base: int) -> list[Entry]:
        return [entry(paragraph, base) for paragraph in paragraphs]

    def remark_outside(self) -> None:
        texts = [item for item in self.outside if item.text.strip()]
        for item in texts[:5]:
            self.found.remarks.append(Remark("I109", "", item.position, item.text.strip()))
        if len(texts) > 5:
            self.found.remarks.append(Remark("I109", "more", texts[5].position, str(len(texts) - 5)))


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
    if paragraph.level and (printed := labels.printed_number(text, paragraph.level)):
        return paragraph.level, printed
    number, rest = labels.number_level(text.strip())
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


def _flat(items: Sequence[Item], blocks: Mapping[int, int]) -> list[Item]:
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


def _heading_score(item: Item, section: Section) -> float:
    """How well a paragraph fits as the heading of a section."""
    if not isinstance(item, Paragraph) or item.level == 0 or len(item.text) > _LONGEST_HEADING:
        return 0.0
    text = item.text.strip()
    number, rest = labels.number_level(labels.squeezed(text).replace("(", "（").replace(")", "）"))
    bonus = (2.0 if number == 1 else -3.0 if number else 0.0) + (1.0 if item.level == 1 else 0.0)
    name = labels.key(text)
    if name in {labels.key(known) for known in (section.key, *section.aliases)}:
        return 10.0 + bonus
    numbered = number == 1 and text.lstrip().startswith(chinese_number(section.number))
    if numbered and not _SENTENCE.search(rest[:-1]) and labels.likeness(name, labels.key(section.key)) >= _ALIKE:
        return 6.0 + bonus
    return 0.0


def _field_score(paragraph: Paragraph, heading: str, key: str, level: int) -> float:
    """How well a paragraph fits as the heading of a field."""
    head, rest = _run_in(paragraph)
    text = head.text.strip()
    if paragraph.level == 0 or len(text) > _LONGEST_NAMED or (_SENTENCE.search(text[:-1])):
        return 0.0
    number, bare = labels.number_level(text)
    if not number and (rest or (paragraph.level is None and re.search("[，。,.]", text))):
        return 0.0
    name, wanted = labels.key(bare.rstrip("。：:")), labels.key(heading)
    bonus = (3.0 if (number or paragraph.level) == level else 0.0) + (0.5 if number else 0.0)
    if name == wanted or name == labels.key(key):
        return 10.0 + bonus
    core, own = _COMMON.sub("", name), _COMMON.sub("", labels.key(key))
    likeness = labels.overlap(core, own) if len(core) > 1 else 0.0
    return 5.0 * likeness + labels.likeness(core, own) + bonus if likeness >= _OVERLAP else 0.0


def _run_in(paragraph: Paragraph) -> tuple[Paragraph, Paragraph | None]:
    """A heading and the text that follows it on the same line, where there is a number before and a stop between."""
    text = paragraph.text
    stop = _RUN_IN.search(text)
    if (
        paragraph.level is not None
        or not stop
        or stop.end() == len(text.rstrip())
        or not labels.number_level(text.strip())[0]
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


def _shared(groups: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """The containers that all have in common."""
    shared = groups[0] if groups else ()
    for group in groups[1:]:
        size = next(
            (n for n, (a, b) in enumerate(zip(shared, group, strict=False)) if a != b), min(len(shared), len(group))
        )
        shared = shared[:size]
    return shared


def _is_note(paragraph: Paragraph) -> bool:
    if paragraph.style in ("年报注", "note"):
        return True
    return paragraph.level is None and bool(_NOTE.match(paragraph.text.strip()))
