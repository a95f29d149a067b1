"""Which form a published report has: by what its tables print, its headings say and it cites, never by its year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.form import Header
from generator.label_keys import key
from generator.reading import Paragraph, Reading
from generator.shapes import NamedTuple
from generator.template import Template


class Evidence(NamedTuple):
    """What a file shows of a form that it shows of no other one: labels, headings, whether it cites its notice.

    `shared` is the part of all the form's labels that is there.
    """

    labels: tuple[str, ...]
    headings: int
    cited: bool
    shared: float

    @property
    def weight(self) -> tuple[int, int, bool]:
        """What decides between forms."""
        return len(self.labels), self.headings, self.cited


def evidence(reading: Reading, templates: Sequence[Template]) -> dict[str, Evidence]:
    """What a file shows of each of some forms, by their ids."""
    cells = {key(cell.text): cell.text for table in reading.tables for cell in table.cells if cell.text}
    texts = [item.text for item in reading.items if isinstance(item, Paragraph)]
    headings = {key(text) for text in texts}
    labels = {template.id: set(_labels(template)) for template in templates}
    sections = {template.id: set(_headings(template)) for template in templates}
    found = {}
    for template in templates:
        own, titles = labels[template.id], sections[template.id]
        others = [other.id for other in templates if other is not template]
        marks = own.difference(*(labels[other] for other in others)) & cells.keys()
        heads = titles.difference(*(sections[other] for other in others)) & headings
        cited = any(template.authority[1] in text for text in texts)
        share = len(own & cells.keys()) / len(own) if own else 0.0
        found[template.id] = Evidence(tuple(cells[mark] for mark in cells if mark in marks), len(heads), cited, share)
    return found


def _labels(template: Template) -> Iterator[str]:
    for block in template.blocks:
        yield from _keys((*block.rows, *block.columns))


def _keys(headers: tuple[Header, ...]) -> Iterator[str]:
    for header in headers:
        yield key(header.label)
        yield from _keys(header.children)


def _headings(template: Template) -> Iterator[str]:
    for section in template.sections:
        yield from map(key, (section.key, *section.aliases))
