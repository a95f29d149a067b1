"""A report as an Excel form for those who won't write YAML, and back: exact, with everything else in the YAML kept.

The workbook carries the agency file that it was made from. What comes back is held against it cell by cell, so that
only what somebody has changed in Excel is changed in a file: comments, order and layout stay.
"""

from __future__ import annotations

from generator import rules
from generator.check import report_in
from generator.errors import InputError
from generator.excel_form import filling, reading, sheets
from generator.excel_form.places import Place, Value, contents, entries
from generator.excel_form.reading import Filled
from generator.findings import Finding
from generator.remarks import Remark
from generator.report import Report
from generator.shapes import NamedTuple
from generator.source import read as read_yaml
from generator.template import Template

__all__ = [
    "Filled",
    "Form",
    "empty",
    "export",
    "findings",
    "merged",
    "of",
    "opened",
    "read",
    "unfilled",
    "whose",
    "yaml",
]

_BOM = b"\xef\xbb\xbf"


class Form(NamedTuple):
    """A report, or an empty form, as text and as what a workbook holds of it; `text` is empty for an empty form."""

    template: Template
    text: str
    report: Report


def empty(template: Template) -> Form:
    """The form of a template with nothing filled in."""
    text = filling.blank(template)
    report = filling.report_of(template, text)
    assert report
    return Form(template, "", report)


def opened(content: bytes, file: str) -> Form:
    """The form of an agency file as it stands on disk; InputError where nothing of it can be read."""
    return of(_text(content), file)


def of(text: str, file: str) -> Form:
    """The form of the text of an agency file; InputError where nothing of it can be read."""
    report = _report(text, file)
    return Form(report.template, text, report)


def _report(text: str, file: str, done: str = "导出") -> Report:
    source = read_yaml(text.encode("utf-8"), file)
    report = None if source.faults else report_in(source)
    if report is None:
        raise InputError(f"{file} 读不出来，没有{done}。请先用 nianbao check {file} 看看问题。")
    return report


def export(form: Form) -> bytes:
    """The workbook of a form; the same form gives the same bytes."""
    from generator.excel_form import workbook

    return workbook.write(sheets.book(form.template, form.text, form.report))


def read(file: str, content: bytes, into: str = "") -> Filled:
    """What a workbook says; InputError where it cannot be read, or is no form of ours.

    `into` is the agency file that it is for, if any, beside which a nianbao.yaml may say where the template is.
    """
    return reading.read(file, content, into)


def findings(filled: Filled, file: str, old: bytes = b"", into: str = "") -> list[Finding]:
    """What was not plain about a form, and where it and the file `old` that it is for have both changed something."""
    remarks = [*filled.remarks, *(_conflicts(filled, old, into) if into else ())]
    return rules.worded(remarks, file)


def whose(filled: Filled) -> tuple[str, int]:
    """The agency and the year that a form gives."""
    agency, year = (filled.values.get(Place((key,))) for key in ("机关", "年度"))
    return str(agency or ""), year if isinstance(year, int) else 0


def unfilled(filled: Filled) -> int:
    """How many cells without which the form is incomplete are empty."""
    return sum(entry.expected and filled.values.get(place) is None for place, entry in filled.asked.items())


def yaml(filled: Filled, schema: str) -> str:
    """The agency file of a form: the one that it was made from with what has changed, or a new one."""
    if not filled.text:
        return filling.fresh(filled.template, filled.values, schema)
    return _changed(filled, filled.text, "表格带着的报告")


def merged(filled: Filled, old: bytes, into: str) -> bytes:
    """A file with what has changed in the form; the same bytes where nothing has."""
    changes = _wanted(filled, _contents(filled, _text(old), into))
    if not changes:
        return old
    new = _changed(filled, _text(old), into, changes).encode("utf-8")
    return (_BOM if old.startswith(_BOM) else b"") + (new.replace(b"\n", b"\r\n") if b"\r\n" in old else new)


def _changed(filled: Filled, text: str, file: str, changes: dict[Place, Value] | None = None) -> str:
    try:
        return filling.changed(filled.template, text, filled.changes if changes is None else changes)
    except ValueError:
        raise InputError(f"{file} 的写法太特别，表格里的改动没能并入，没有写。请照表格在 YAML 里手工改。") from None


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return "\0"  # which is no YAML either


def _contents(filled: Filled, text: str, into: str) -> dict[Place, Value]:
    """What a file that a form is for says at the places of the form; InputError where it is another report's."""
    report = _report(text, into, "并入")
    if report.template.id != filled.template.id:
        raise InputError(f"{into} 的格式是 {report.template.id}，表格的是 {filled.template.id}，没有并入。请核对文件。")
    for name, ours in (("机关", report.agency), ("年度", report.year)):
        theirs = filled.before.get(Place((name,))) or filled.values.get(Place((name,)))
        if ours and theirs and ours != theirs:
            raise InputError(f"{into} 的{name}是“{ours}”，表格的是“{theirs}”，没有并入。请核对是不是同一份报告。")
    return contents(report, entries(filled.template, report))


def _wanted(filled: Filled, there: dict[Place, Value]) -> dict[Place, Value]:
    """The changes that a file has not got yet; an empty cell of what was an empty form says nothing."""
    changes = {place: value for place, value in filled.changes.items() if filled.text or value is not None}
    return {place: value for place, value in changes.items() if there.get(place) != value}


def _conflicts(filled: Filled, old: bytes, into: str) -> list[Remark]:
    """The places that the form and the file have changed, each in its own way, since the form was made."""
    there = _contents(filled, _text(old), into)
    if not filled.text:
        return []
    return [
        Remark("I304", "", filled.spots.get(place), _shown(value), _shown(there.get(place)), (), _name(filled, place))
        for place, value in _wanted(filled, there).items()
        if there.get(place) != filled.before.get(place)
    ]


def _name(filled: Filled, place: Place) -> str:
    return filled.asked[place].label if place in filled.asked else place.keys[1]


def _shown(value: Value) -> str:
    if value is None:
        return ""
    return ("是" if value else "否") if isinstance(value, bool) else str(value)
