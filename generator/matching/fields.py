"""Raw tables against a block of fields: each field's name somewhere in a row, and its value in the next cell.

A row may hold one field or several beside one another, as forms are printed both ways. Names that come again, such as
总数, are told apart by the heads of groups to their left and by the form's order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator import amounts, words
from generator.alignment import pairs
from generator.amounts import Amount, How
from generator.figures import Content, plain_number
from generator.form import Block
from generator.label_keys import key
from generator.matching.labels import Head, leaves
from generator.paths import Path
from generator.reading import RawCell, RawTable
from generator.remarks import Remark
from generator.shapes import NamedTuple
from generator.template import Template

_LEAST = 2  # names of fields that make a table one of the form's
_MOST_NAMES = 600  # cells that are looked at; the largest form has 64 fields
_UNIT = re.compile(r"[（(][^（()）]*[）)][:：]?\s*\Z|[:：]\s*\Z")


class Named(NamedTuple):
    """A cell that names a field, the cell after it, and the names to its left."""

    table: RawTable
    label: RawCell
    value: RawCell | None
    above: frozenset[str]


class Read(NamedTuple):
    """What the tables give of a block: contents with their cells by path, remarks, and the ids of its tables."""

    contents: dict[Path, tuple[Content | None, str, RawCell | None]]
    remarks: list[Remark]
    tables: frozenset[int]


def read(template: Template, block: Block, tables: Sequence[RawTable]) -> Read:
    """The fields of a block that the raw tables of a file give."""
    heads = list(leaves(block.rows, ()))
    paths = [path for path, figure in template.figures.items() if figure.block is block]
    known = frozenset(name for head in heads for name in head.names)
    groups = known | {name for head in heads for names in head.above for name in names}
    found = [named for table in tables for named in _named(table, known, groups)][:_MOST_NAMES]
    own = [named for named in found if sum(other.table is named.table for other in found) >= _LEAST]
    chosen = {field: own[place] for place, field in pairs([[_score(named, head) for head in heads] for named in own])}
    result = Read({}, [], frozenset(id(named.table) for named in chosen.values()))
    absent = []
    for number, path in enumerate(paths):
        if number in chosen:
            _take(template, path, chosen[number], result)
        else:
            result.contents[path] = None, "", None
            absent += [] if template.figures[path].leaf.optional else [path]
    if absent:
        names = "”“".join(template.name(path) for path in absent[:3])
        more = f"”等 {len(absent)} 行" if len(absent) > 3 else ""
        whole = len(absent) == len(paths)
        text = block.band or block.key if whole else names + more
        result.remarks.append(Remark("I101", "block" if whole else "", None, text, "", tuple(absent)))
    return result


def _named(table: RawTable, known: frozenset[str], groups: frozenset[str]) -> Iterator[Named]:
    """The cells of a table that read like the name of a field, in the order of reading."""
    for row, slots in enumerate(table.rows):
        cells = list(dict.fromkeys(slot.cell for slot in slots.values()))
        names = [_name(cell.text, groups) for cell in cells]
        for number, (cell, name) in enumerate(zip(cells, names, strict=True)):
            if name in known and cell.row == row:
                after = cells[number + 1] if number + 1 < len(cells) else None
                value = after if after and after.row == row else None
                yield Named(table, cell, value, frozenset(names[:number]))


def _name(text: str, names: frozenset[str]) -> str:
    """A label as its key, without the unit behind it where it is one of the names only so."""
    whole = key(text)
    return whole if whole in names else key(_UNIT.sub("", text.strip()))


def _score(named: Named, head: Head) -> float:
    if _name(named.label.text, head.names) not in head.names:
        return 0.0
    inside = sum(not names.isdisjoint(named.above) for names in head.above)
    return 10.0 + 2 * inside - 0.5 * (len(head.above) - inside) + (0.1 if named.value else 0.0)


def _take(template: Template, path: Path, named: Named, result: Read) -> None:
    """Enter what the cell beside a name says, with a remark where it says nothing or had to be interpreted."""
    leaf, cell = template.figures[path].leaf, named.value
    text = cell.text if cell else ""
    if leaf.is_number:
        amount = amounts.read(amounts.marker(text)[0], leaf.unit, leaf.kind == "count")
    else:
        amount = Amount(None, How.NOTHING if amounts.is_nothing(text) else How.UNCLEAR)
    content: Content | None = amount.content if leaf.is_number else words.read(text, leaf)
    result.contents[path] = content, amount.note, cell
    place = (cell or named.label).position
    if content is None and not (leaf.optional and amount.how in (How.BLANK, How.NOTHING)):
        kind = "" if leaf.is_number else "words"
        result.remarks.append(Remark("I102", kind, place, text or "空白", template.name(path), (path,)))
    elif amount.how is How.DRESSED and amount.content is not None:
        kind = "unit" if "元" in text else "note" if amount.note else ""
        result.remarks.append(Remark("I103", kind, place, text, plain_number(amount.content), (path,)))
