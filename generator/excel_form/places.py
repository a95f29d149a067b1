"""What can be filled in: every place of an agency file that a form shows, with the kind of what belongs there."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator import schema as schemas
from generator.figures import number
from generator.form import YES_NO, Header, Narrative
from generator.labels import label
from generator.nodes import Mapping, Node, Scalar, is_null
from generator.paths import SEPARATOR, Path
from generator.report import Report
from generator.shapes import NamedTuple
from generator.template import Template

FACTS, NOTE, UNIT, CONTENT, PARTS = "数据", "注", "单位", "值", "其中"
_ELSEWHERE = {"格式", FACTS, "例外"}  # not among the particulars
NUMBERS = (
    "count",
    "amount",
    "money",
    "signed",
)  # kinds of figures; a figure of any other kind is read as it is written
_NEW_FACTS = 8  # empty lines for numbers that are not declared yet

Value = int | Decimal | str | bool | None


class Place(NamedTuple):
    """A place of an agency file by its keys; `is_note` for the note of the figure that stands there."""

    keys: tuple[str, ...]
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A place with what belongs there: a kind of `kinds.KINDS`, the words for it in messages, a hint.

    `choices` are what may be chosen, and `expected` whether the form is incomplete without it.
    """

    place: Place
    kind: str
    label: str
    hint: str = ""
    unit: str = ""
    choices: tuple[str, ...] = ()
    expected: bool = False


def entries(template: Template, report: Report) -> dict[Place, Entry]:
    """Everything that the form of a report has room for, in the order of its sheets."""
    found = [*_particulars(template), *map(_narrative, template.narratives), *_figures(template), *_notes(template)]
    return {entry.place: entry for entry in (*found, *_facts(report))}


def fact_names() -> list[Place]:
    """The places of the names of numbers that may be declared anew, one for each empty line."""
    return [Place((FACTS, "", str(line))) for line in range(1, _NEW_FACTS + 1)]


def _particulars(template: Template) -> Iterator[Entry]:
    schema = schemas.generate(template)
    own = {section.key for section in template.sections} | {one.path.parts[0] for one in template.narratives}
    for key, below in schema["properties"].items():
        if key not in own | _ELSEWHERE:
            yield from _leaves((key,), below, key in schema["required"])


def _leaves(keys: tuple[str, ...], schema: dict[str, Any], expected: bool) -> Iterator[Entry]:
    """The places that a part of the schema describes."""
    if "properties" in schema:
        for key, below in schema["properties"].items():
            yield from _leaves((*keys, key), below, expected=False)
        return
    choices = tuple(schema.get("enum", ()))
    kind = {"integer": "year", "boolean": "yesno"}.get(str(schema.get("type")), "choice" if choices else "text")
    kind = "date" if schema.get("format") == "date" else kind
    hint = schema["description"].replace("true 或 false", "是或者否")  # as a cell has it
    yield Entry(Place(keys), kind, SEPARATOR.join(keys), hint, "", choices, expected)


def _narrative(narrative: Narrative) -> Entry:
    lead = narrative.description or ("表格之后的文字" if narrative.after_tables else "标题和表格之间的文字")
    hint = "可以不写" if narrative.optional else ""
    name = narrative.heading or narrative.path.parts[-1]
    hint = f"{lead}；{hint}" if hint else lead
    return Entry(Place(narrative.path.parts), "prose", name, hint, expected=not narrative.optional)


def _figures(template: Template) -> Iterator[Entry]:
    """The figures that are no sums of others."""
    for path, figure in template.figures.items():
        if not figure.sums:
            leaf, name = figure.leaf, label(template, path)
            choices = YES_NO if leaf.kind == "yesno" else leaf.choices
            yield Entry(Place(path.parts), _kind(leaf), name, "", leaf.unit, choices, expected=not leaf.optional)
            if leaf.units:
                yield Entry(Place((*path.parts, UNIT)), "choice", f"{name}的单位", "", "", leaf.units)


def _kind(leaf: Header) -> str:
    """The kind of a figure's cell: 是 or 否 is a choice of words, `money` has its unit beside it."""
    return "choice" if leaf.kind == "yesno" else "money" if leaf.units else leaf.kind


def _notes(template: Template) -> Iterator[Entry]:
    for section in template.sections:
        if section.blocks:
            name = f"{section.key}·{NOTE}"
            yield Entry(Place((section.key, NOTE)), "prose", name, "印在表格下面，可以不写")
    for path, figure in template.figures.items():
        if figure.leaf.is_number:
            yield Entry(Place(path.parts, is_note=True), "text", f"{label(template, path)}的注")


def _facts(report: Report) -> Iterator[Entry]:
    root = report.source.root
    declared = root.get(FACTS) if isinstance(root, Mapping) else None
    yield from _declared(declared, (FACTS,), (), "")
    for place in fact_names():
        line = place.keys[-1]
        yield Entry(place, "text", f"{FACTS}第{line}行的名称")
        yield Entry(Place((FACTS, "", line, CONTENT)), "number", f"{FACTS}第{line}行的值")
        yield Entry(Place((FACTS, "", line, UNIT)), "text", f"{FACTS}第{line}行的单位")


def _declared(node: Node | None, keys: tuple[str, ...], names: tuple[str, ...], unit: str) -> Iterator[Entry]:
    for name, entry in node.entries.items() if isinstance(node, Mapping) else ():
        own, shown = unit, (*names, name)
        if isinstance(entry.value, Mapping):
            written = entry.value.get(UNIT)
            own = written.text if isinstance(written, Scalar) else unit
            yield Entry(Place((*keys, name, CONTENT)), "number", SEPARATOR.join(shown), "", own, expected=True)
            yield from _declared(entry.value.get(PARTS), (*keys, name, PARTS), shown, own)
        else:
            yield Entry(Place((*keys, name)), "number", SEPARATOR.join(shown), "", own, expected=True)


def contents(report: Report, asked: Dict[Place, Entry]) -> dict[Place, Value]:
    """What a report says at each place, None where it says nothing or what cannot be read as the kind asks."""
    return {place: _content(report, entry) for place, entry in asked.items()}


def _content(report: Report, entry: Entry) -> Value:
    path = Path(entry.place.keys)
    if path in report.values and (entry.place.is_note or entry.kind in NUMBERS):
        value = report.values[path]
        if entry.place.is_note:
            return value.note or None
        return _amount(report, path) if entry.kind == "money" else value.number
    node = node_at(report.source.root, entry.place.keys)
    if not isinstance(node, Scalar) or is_null(node):
        return None
    if entry.kind in ("year", "number"):
        return number(node)
    if entry.kind == "yesno":
        return node.value if isinstance(node.value, bool) else None
    return (node.text.removesuffix("\n") if entry.kind == "prose" else node.text) or None


def _amount(report: Report, path: Path) -> Value:
    """An amount in the unit that stands beside it, as it is written."""
    node = node_at(report.source.root, path.parts)
    if node is None:
        return report.values[path].number
    return number(node.get(CONTENT) if isinstance(node, Mapping) else node)


def figure_at(template: Template, place: Place) -> Path | None:
    """The number of a form's tables that a place says, or says the unit or the note of; None for any other place."""
    keys = place.keys[:-1] if place.keys[-1] == UNIT else place.keys
    figure = template.figures.get(Path(keys))
    return figure.path if figure and figure.leaf.is_number else None


def node_at(root: Node | None, keys: tuple[str, ...]) -> Node | None:
    """What stands under a chain of keys, None where the chain breaks."""
    node = root
    for key in keys:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node


def number_of(value: Value) -> int | Decimal | None:
    """A value that is a number, None for any other."""
    return value if isinstance(value, int | Decimal) and not isinstance(value, bool) else None
