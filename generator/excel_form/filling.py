"""What was filled in, put into an agency file: only the places that changed, comments and all else as they are."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from typing import Any

from generator import agency_file
from generator import schema as schemas
from generator.agency_file import Content
from generator.config import Config
from generator.excel_form.places import (
    CONTENT,
    FACTS,
    NOTE,
    UNIT,
    Entry,
    Place,
    Value,
    contents,
    entries,
    figure_at,
    number_of,
)
from generator.excel_form.yaml_editor import Editor, quoted
from generator.figures import Number, plain_number, sum_of
from generator.nodes import Mapping, Scalar, is_null
from generator.paths import Path
from generator.report import Report, build
from generator.source import read
from generator.template import Template

Changes = Dict[Place, Value]


def blank(template: Template) -> str:
    """The agency file of an empty form."""
    content = Content("", 0, units=_no_units(template), brief=True, totals=False)
    return agency_file.write(template, content, _schema(template))


def _no_units(template: Template) -> dict[Path, str]:
    """Amounts whose unit is still to be chosen; they go in with it."""
    return {path: "" for path, figure in template.figures.items() if figure.leaf.units}


def _schema(template: Template) -> str:
    return f"schemas/{template.id}.schema.json"


def fresh(template: Template, values: Changes, schema: str) -> str:
    """The agency file of a filled form where there is none yet; `schema` is where editors find the JSON Schema."""
    known = {place: value for place, value in values.items() if value is not None}
    figures: dict[Path, Number | str] = {}
    units = _no_units(template)
    for path in template.figures.keys() - units.keys():
        value = known.get(Place(path.parts))
        if (number := number_of(value)) is not None:
            figures[path] = number
        elif isinstance(value, str) and quoted(value) == agency_file.scalar(value):
            figures[path] = value
    notes = {path: str(known[place]) for path in figures if (place := Place(path.parts, is_note=True)) in known}
    agency, year = known.get(Place(("机关",)), ""), known.get(Place(("年度",)))
    content = Content(
        str(agency),
        year if isinstance(year, int) else 0,
        figures=figures,
        units=units,
        notes=notes,
        brief=True,
        totals=False,
    )
    text = agency_file.write(template, content, schema)
    report = report_of(template, text)
    assert report
    said = contents(report, entries(template, report))
    return changed(template, text, {place: value for place, value in known.items() if said.get(place) != value})


def changed(template: Template, text: str, changes: Changes) -> str:
    """The text of an agency file with these places changed; ValueError where it cannot take them."""
    report = report_of(template, text)
    if report is None:
        raise ValueError("no report")
    schema = schemas.generate(template)
    editor = Editor(text, lambda keys: _known_keys(schema, keys))
    asked = entries(template, report)
    before = contents(report, asked)
    _Figures(report, before, changes).put_into(editor)
    for place, value in changes.items():
        if not figure_at(template, place):
            _put(editor, place.keys, asked.get(place), value)
    _require(template, editor.text, before, changes)
    return editor.text


def _known_keys(schema: dict[str, Any], keys: tuple[str, ...]) -> list[str]:
    for key in keys:
        schema = schema.get("properties", {}).get(key, {})
    return list(schema.get("properties", ()))


def _put(editor: Editor, keys: tuple[str, ...], entry: Entry | None, value: Value) -> None:
    """Let a place outside the tables say something, or nothing."""
    is_prose = entry is not None and entry.kind == "prose"
    if value is None and (keys[0] == FACTS or (entry and entry.expected) or (is_prose and keys[-1] != NOTE)):
        editor.put(keys, "~")
    elif value is None:
        editor.remove(keys)
    elif isinstance(value, bool):
        editor.put(keys, "true" if value else "false")
    elif not isinstance(value, str):
        editor.put(keys, plain_number(value))
    elif is_prose:
        editor.put(keys, quoted(value + "\n" if value.endswith("\n") else value), value)
    else:
        editor.put(keys, quoted(value))


class _Figures:
    """The figures of a report with those that changed, and the totals that follow from them."""

    def __init__(self, report: Report, before: Changes, changes: Changes) -> None:
        self.report = report
        self.template = report.template
        self.before, self.now = before, {**before, **changes}
        self.numbers = {path: value.number for path, value in report.values.items()}
        self.touched: dict[Path, None] = {}
        for place in changes:
            path = figure_at(self.template, place)
            if path:
                self.touched[path] = None
                self.numbers[path] = self._number(path, self.now)
        self.totals = self._added_up()

    def _added_up(self) -> dict[Path, Number]:
        """The totals that change with their parts; never of amounts that may differ in their units."""
        moved = {path for path in self.touched if self._number(path, self.now) != self._number(path, self.before)}
        found: dict[Path, Number] = {}
        figures = self.template.figures
        waiting = [
            figure
            for figure in figures.values()
            if figure.sums and not any(figures[part].leaf.units for part in figure.sums[0][1])
        ]
        for _ in range(len(waiting)):
            before = len(moved)
            for figure in waiting:
                parts = figure.sums[0][1]
                if moved.intersection(parts) and (amount := sum_of(self.numbers[part] for part in parts)) is not None:
                    self.numbers[figure.path] = found[figure.path] = amount
                    moved.add(figure.path)
            if len(moved) == before:
                break
        return found

    def put_into(self, editor: Editor) -> None:
        """Write what changed; a written total is added up anew."""
        for path in self.touched:
            if not self.template.figures[path].sums or self._differs(Place(path.parts, is_note=True)):
                self._put(editor, path)
        for path, number in self.totals.items():
            node = editor.node(path.parts)
            if isinstance(node, Mapping):
                editor.put((*path.parts, CONTENT), plain_number(number))
            elif isinstance(node, Scalar) and not is_null(node):
                editor.put(path.parts, plain_number(number))
            elif node is None and number:
                self._drop_zeros(editor, path)

    def _drop_zeros(self, editor: Editor, path: Path) -> None:
        """Take away a row of totals that says 0 for all of them."""
        above = path.parts[: editor.reach(path.parts)]
        node = editor.node(above)
        if isinstance(node, Scalar) and not is_null(node):
            editor.remove(above)

    def _put(self, editor: Editor, path: Path) -> None:
        depth = editor.reach(path.parts)
        above = path.parts[:depth]
        leaf, parts = self.template.figures[path].leaf, self._parts(path)
        if leaf.optional and parts == {CONTENT: "~"}:
            editor.remove(path.parts)
            return
        if depth < len(path.parts) and isinstance(editor.node(above), Scalar):
            editor.put(above, self._row(above))
            if not leaf.units:
                return
        node = editor.node(path.parts)
        if isinstance(node, Mapping) and node.entries.keys() == parts.keys():
            for key, text in parts.items():
                if self._differs(self._place(path, key)):
                    editor.put((*path.parts, key), text)
        else:
            flow = ", ".join(f"{key}: {text}" for key, text in parts.items())
            editor.put(path.parts, f"{{{flow}}}" if len(parts) > 1 else parts[CONTENT])

    @staticmethod
    def _place(path: Path, key: str) -> Place:
        return Place((*path.parts, UNIT)) if key == UNIT else Place(path.parts, is_note=key == NOTE)

    def _differs(self, place: Place) -> bool:
        return self.now.get(place) != self.before.get(place)

    def _number(self, path: Path, said: Changes) -> Number | None:
        """A figure in the unit that it is written in."""
        place = Place(path.parts)
        return number_of(said[place]) if place in said else self.report.values[path].number

    def _parts(self, path: Path) -> dict[str, str]:
        """What a figure says, by the keys of a cell with a unit or a note."""
        number = self._number(path, self.now)
        parts = {CONTENT: "~" if number is None else plain_number(number)}
        for key in (UNIT, NOTE):
            text = self.now.get(self._place(path, key))
            if text:
                parts[key] = quoted(str(text))
        return parts

    def _row(self, keys: tuple[str, ...]) -> str:
        """A whole row, which was written as a bare 0 or not at all."""
        units = _no_units(self.template)
        figures = {
            path: number
            for path, number in self.numbers.items()
            if number is not None and not self.template.figures[path].sums and (number == 0 or path not in units)
        }
        notes = {Path(place.keys): str(note) for place, note in self.now.items() if place.is_note and note}
        content = Content("", 0, figures=figures, units=units, notes=notes, brief=True, totals=False)
        written = Editor(agency_file.write(self.template, content, ""), lambda _: ())
        node = written.node(keys)
        assert node is not None
        return written.text[written.cut.offset(node) : written.cut.end(node)]


def _require(template: Template, text: str, before: Changes, changes: Changes) -> None:
    """ValueError where a text does not say what it should, and nothing else than before."""
    report = report_of(template, text)
    if report is None:
        raise ValueError("no report any more")
    wanted = {**before, **changes}
    for place, value in contents(report, entries(template, report)).items():
        if wanted.get(place) != value:
            raise ValueError(f"{place} says {value!r}, not {wanted.get(place)!r}")


def report_of(template: Template, text: str) -> Report | None:
    """The report of a template that a text holds; None where it cannot be read."""
    source = read(text.encode("utf-8"), "")
    return None if source.faults else build(template, source, Config())
