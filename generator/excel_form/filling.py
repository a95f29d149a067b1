"""What was filled in, put into an agency file: only the places that changed, comments and all else as they are."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from typing import Any

from generator import agency_file
from generator import schema as schemas
from generator.agency_file import Content
from generator.check import report_in
from generator.excel_form.places import CONTENT, FACTS, NOTE, NUMBERS, Entry, Place, Value, contents, entries, number_of
from generator.excel_form.yaml_editor import Editor, quoted
from generator.figures import Number, plain_number, sum_of
from generator.nodes import Mapping, Scalar, is_null
from generator.paths import Path
from generator.report import Report
from generator.source import read
from generator.template import Template

Changes = Dict[Place, Value]


def blank(template: Template) -> str:
    """The agency file of an empty form."""
    return agency_file.write(template, Content("", 0, brief=True, totals=False), _schema(template))


def _schema(template: Template) -> str:
    return f"schemas/{template.id}.schema.json"


def fresh(template: Template, values: Changes, schema: str) -> str:
    """The agency file of a filled form where there is none yet; `schema` is where editors find the JSON Schema."""
    known = {place: value for place, value in values.items() if value is not None}
    figures = {
        path: number for path in template.figures if (number := number_of(known.get(Place(path.parts)))) is not None
    }
    notes = {path: str(known[place]) for path in figures if (place := Place(path.parts, is_note=True)) in known}
    agency, year = known.get(Place(("机关",)), ""), known.get(Place(("年度",)))
    content = Content(
        str(agency), year if isinstance(year, int) else 0, figures=figures, notes=notes, brief=True, totals=False
    )
    text = agency_file.write(template, content, schema)
    report = _report(text)
    assert report
    said = contents(report, entries(template, report))
    return changed(template, text, {place: value for place, value in known.items() if said.get(place) != value})


def changed(template: Template, text: str, changes: Changes) -> str:
    """The text of an agency file with these places changed; ValueError where it cannot take them."""
    report = _report(text)
    if report is None:
        raise ValueError("no report")
    schema = schemas.generate(template)
    editor = Editor(text, lambda keys: _known_keys(schema, keys))
    _Figures(report, changes).put_into(editor)
    asked = entries(template, report)
    for place, value in changes.items():
        if not place.is_note and not _is_number(template, place):
            _put(editor, place.keys, asked.get(place), value)
    _require(template, editor.text, contents(report, asked), changes)
    return editor.text


def _is_number(template: Template, place: Place) -> bool:
    figure = template.figures.get(Path(place.keys))
    return figure is not None and figure.leaf.kind in NUMBERS


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

    def __init__(self, report: Report, changes: Changes) -> None:
        self.report = report
        self.template = report.template
        self.numbers = {path: value.number for path, value in report.values.items()}
        self.notes = {path: value.note for path, value in report.values.items()}
        self.touched: dict[Path, None] = {}
        for place, value in changes.items():
            path = Path(place.keys)
            if place.is_note or _is_number(self.template, place):
                self.touched[path] = None
                if place.is_note:
                    self.notes[path] = "" if value is None else str(value)
                else:
                    self.numbers[path] = number_of(value)
        self.totals = self._added_up()

    def _added_up(self) -> dict[Path, Number]:
        """The totals that change with their parts."""
        moved = {path for path in self.touched if self.numbers[path] != self.report.values[path].number}
        found: dict[Path, Number] = {}
        waiting = [figure for figure in self.template.figures.values() if figure.sums]
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
            if not self.template.figures[path].sums or self.notes[path] != self.report.values[path].note:
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
        if depth < len(path.parts) and isinstance(editor.node(above), Scalar):
            editor.put(above, self._row(above))
        elif isinstance(editor.node(path.parts), Mapping) and self.notes[path] == self.report.values[path].note:
            editor.put((*path.parts, CONTENT), self._number(path))
        else:
            editor.put(path.parts, self._cell(path))

    def _number(self, path: Path) -> str:
        number = self.numbers[path]
        return "~" if number is None else plain_number(number)

    def _cell(self, path: Path) -> str:
        note = self.notes[path]
        return f"{{{CONTENT}: {self._number(path)}, {NOTE}: {quoted(note)}}}" if note else self._number(path)

    def _row(self, keys: tuple[str, ...]) -> str:
        """A whole row, which was written as a bare 0 or not at all."""
        figures = {path: number for path, number in self.numbers.items() if number is not None}
        figures = {path: number for path, number in figures.items() if not self.template.figures[path].sums}
        notes = {path: note for path, note in self.notes.items() if note}
        content = Content("", 0, figures=figures, notes=notes, brief=True, totals=False)
        written = Editor(agency_file.write(self.template, content, ""), lambda _: ())
        node = written.node(keys)
        assert node is not None
        return written.text[written.cut.offset(node) : written.cut.end(node)]


def _require(template: Template, text: str, before: Changes, changes: Changes) -> None:
    """ValueError where a text does not say what it should, and nothing else than before."""
    report = _report(text)
    if report is None:
        raise ValueError("no report any more")
    wanted = {**before, **changes}
    for place, value in contents(report, entries(template, report)).items():
        if wanted.get(place) != value:
            raise ValueError(f"{place} says {value!r}, not {wanted.get(place)!r}")


def _report(text: str) -> Report | None:
    source = read(text.encode("utf-8"), "")
    return None if source.faults else report_in(source)
