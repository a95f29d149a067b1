"""The order of a report in what a file says: title, preface, sections with their texts, signature, and what is no part.

Headings are found by their words in the order of the form; a file's own marks for headings and body text help where it
has them. Whatever is left out or read with a guess becomes a remark.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator import label_keys
from generator.alignment import pairs
from generator.form import Section
from generator.narrative import chinese_number
from generator.outline.ends import DRAFTS, Signature, is_page_number, signature, title, trimmed
from generator.outline.paragraphs import (
    Entry,
    entry,
    field_score,
    flat,
    heading_score,
    is_note,
    marks_headings,
    run_in,
    shared,
)
from generator.paths import Path
from generator.reading import Item, Paragraph, RawTable, Reading
from generator.remarks import Remark
from generator.template import Template

_CONTINUED = re.compile(r"续表.{0,6}\Z|（?接上页）?\Z")


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
        self.items = list(flat(reading.items, blocks))
        self.found = Outline()
        self.outside: list[Paragraph] = []
        self.marked = False  # whether the file marks all its headings, so that the other paragraphs are body text

    def outline(self) -> Outline:
        alone = next((section for section in self.template.sections if not section.has_heading), None)
        if alone:
            self.alone(alone)
            return self.found
        starts = self.starts()
        chosen = [self.items[place] for place in starts.values()]
        self.marked = marks_headings(chosen, self.items)
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

    def alone(self, section: Section) -> None:
        """The only section of a form without headings: the report begins with its first table."""
        start = next((place for place, item in enumerate(self.items) if id(item) in self.blocks), -1)
        if start < 0:
            self.found.missing.append(section.key)
            self.found.remarks.append(Remark("I108", "missing", None, section.key))
            return
        kept = self.inside([self.items[start]], trusted=True)
        self.preface([item for place, item in kept if place < start])
        content = [item for place, item in kept if place >= start]
        if self.template.has_signature:
            content = self.ending(content)
        notes = [item for item in content if isinstance(item, RawTable) or is_note(item)]
        self.section(section, notes)
        self.outside += [item for item in content if isinstance(item, Paragraph) and item not in notes]
        self.remark_outside()

    def starts(self) -> dict[str, int]:
        """The place of each section's heading: the best-scoring ones in the form's order, the later of equals."""
        sections = self.template.sections
        scores = [[heading_score(item, section) for section in sections] for item in self.items]
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
        common = shared(groups) if len(chosen) > 1 else ()
        kept: list[tuple[int, Item]] = []
        for place, item in enumerate(self.items):
            if isinstance(item, Paragraph):
                in_chosen = any(item is other for other in chosen)
                away = item.group[: len(common)] != common
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
        else:
            self.outside += rest

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
        if label_keys.key(text) != label_keys.key(section.key):
            self.found.remarks.append(Remark("I108", "variant", item.position, text, section.key))
        elif label_keys.number_level(text)[0] != 1 and item.level is None:
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
        notes = [item for item in after if is_note(item)]
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
            head, rest = run_in(paragraphs[start])
            lines = [*([rest] if rest else []), *paragraphs[start + 1 : end]]
            shown = label_keys.number_level(head.text.strip())[1].rstrip("。：: ")
            if label_keys.key(shown) != label_keys.key(narrative.heading):
                self.found.remarks.append(Remark("I108", "wording", head.position, shown, narrative.heading))
            entries = self.entries(lines, narrative.level + 1)
            self.found.narratives[narrative.path] = self.found.narratives.get(narrative.path, []) + entries

    def field_starts(self, paragraphs: Sequence[Paragraph], fields: Sequence[tuple[str, str, int]]) -> dict[int, int]:
        """The paragraph with which each field begins, in order, of the best total score."""
        scores = [[field_score(self.body(paragraph), *one) for one in fields] for paragraph in paragraphs]
        return {field: paragraph for paragraph, field in pairs(scores)}

    def entries(self, paragraphs: Sequence[Paragraph], base: int) -> list[Entry]:
        return [entry(self.body(paragraph), base) for paragraph in paragraphs]

    def body(self, paragraph: Paragraph) -> Paragraph:
        """A paragraph as body text where the file marks its headings and this is none."""
        return replace(paragraph, level=0) if self.marked and paragraph.level is None else paragraph

    def remark_outside(self) -> None:
        texts = [item for item in self.outside if item.text.strip()]
        for item in texts[:5]:
            self.found.remarks.append(Remark("I109", "", item.position, item.text.strip()))
        if len(texts) > 5:
            self.found.remarks.append(Remark("I109", "more", texts[5].position, str(len(texts) - 5)))
