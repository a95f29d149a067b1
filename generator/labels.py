"""Where something stands in a form, in the form's own words: `三、（三）不予公开·1.属于国家秘密·自然人`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile

from generator.form import Block, Header, Section
from generator.narrative import heading_number
from generator.paths import SEPARATOR, Path
from generator.template import Template


@lru_cache(maxsize=8)
def labels(template: Template) -> dict[Path, str]:
    """A label for every figure and every narrative field of a form, in the order of print."""
    found: dict[Path, str] = {}
    if template.preamble:
        found[template.preamble.path] = template.preamble.path.parts[-1]
    for section in template.sections:
        found |= _narratives(section, after_tables=False)
        for block in section.blocks:
            found |= _figures(template, section, block)
        found |= _narratives(section, after_tables=True)
    return found


def label(template: Template, path: Path) -> str:
    """The label of a path; one that the form does not know is told as it is written."""
    return labels(template).get(path) or SEPARATOR.join(path.parts)


def sum_label(template: Template, paths: tuple[Path, ...]) -> str:
    """The label of a figure; of several the keys that their labels begin and end with, and that it is their sum."""
    names = [label(template, path).split(SEPARATOR) for path in paths]
    if len(names) == 1:
        return SEPARATOR.join(names[0])
    first = _common(names)
    last = _common([keys[::-1] for keys in names])[::-1]
    return SEPARATOR.join((*first, *last)) + "（各行之和）"


def _common(names: list[list[str]]) -> list[str]:
    """The keys that all names begin with."""
    return [keys[0] for keys in takewhile(lambda keys: len(set(keys)) == 1, zip(*names, strict=False))]


def heading(section: Section) -> str:
    """A section's heading with its number: 一、总体情况."""
    return _number(section) + section.heading


def _number(section: Section) -> str:
    return heading_number(1, section.number) if section.has_heading else ""


def _narratives(section: Section, *, after_tables: bool) -> dict[Path, str]:
    found = {}
    count = 0
    for narrative in section.narratives:
        count += bool(narrative.heading)
        if narrative.after_tables is not after_tables:
            continue
        if narrative.heading:
            place = _number(section) + heading_number(2, count) + narrative.heading
        else:
            keys = narrative.path.parts[1:]
            place = SEPARATOR.join((heading(section), *keys))
        found[narrative.path] = place
    return found


def _figures(template: Template, section: Section, block: Block) -> dict[Path, str]:
    """Labels of a block's figures; the head of a large group is left out where the rest says enough."""
    rows = dict(_chains(block.rows))
    short = Counter(names[1:] for names in rows.values())
    columns = dict(_chains(block.columns))
    band = (block.band or block.key,) if len(section.blocks) > 1 else ()
    found = {}
    for path, figure in template.figures.items():
        if figure.block is not block:
            continue
        names = rows[figure.row] if figure.row else ()
        if not block.has_fields and len(names) > 1 and short[names[1:]] == 1 and names[1:] not in rows.values():
            names = names[1:]
        column = () if block.single_column else columns[figure.column]
        found[path] = _number(section) + SEPARATOR.join((*band, *names, *column))
    return found


def _chains(headers: tuple[Header, ...], above: tuple[str, ...] = ()) -> Iterator[tuple[Header, tuple[str, ...]]]:
    """Each leaf with the names of the heads that lead to it; a head without a key is not named."""
    for header in headers:
        names = (*above, _name(header)) if header.key else above
        if header.children:
            yield from _chains(header.children, names)
        else:
            yield header, names


def _name(header: Header) -> str:
    """The key with the number that the form prints before it: the rest of a label explains, and is long."""
    number, found, _ = header.label.partition(header.key)
    return number + header.key if found else header.key
