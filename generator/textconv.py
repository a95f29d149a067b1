"""A report as lines in the form's own words, one a figure or paragraph: what git compares instead of YAML or docx.

What is not a report of ours is given back as it is, so that one setting may speak of every YAML file of a repository.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from generator import importer, readers
from generator.check import Result, check_source
from generator.errors import InputError
from generator.fields import FIRST, fields
from generator.figures import State, Value, plain_number, written
from generator.findings import Finding
from generator.form import Section
from generator.labels import heading, label
from generator.paths import SEPARATOR, Path
from generator.prose import paragraphs
from generator.recognition import is_report
from generator.report import Report
from generator.source import Source, read

HEADING = "== "  # before a heading, by which git names the place of a change
_CONFLICT = re.compile(
    rb"^<{7,}[^\n]*\n(.*?)(?:^\|{7,}[^\n]*\n.*?)?^={7,}\r?\n(.*?)^>{7,}[^\n]*\n", re.DOTALL | re.MULTILINE
)
_WORD = b"PK\3\4"
_NONE = {State.UNKNOWN: "未填", State.EMPTY: "不填"}


def convert(content: bytes) -> bytes:
    """The lines of a report, YAML or a published Word file; anything else as it is, another Word file as one line."""
    if content.startswith(_WORD):
        return _word(content)
    if not is_report(content):
        return content
    if _CONFLICT.search(content):
        return _conflicted(content)
    result = check_source(read(content, ""), _nothing_shared)
    if result.report is None:
        return content
    return _text([*_report(result.report), *_findings(result)])


def _conflicted(content: bytes) -> bytes:
    """The lines of a report with conflicts: those of both sides, with marks around the ones that differ."""
    ours, theirs = (convert(_CONFLICT.sub(side, content)) for side in (rb"\1", rb"\2"))
    one, two = ours.splitlines(keepends=True), theirs.splitlines(keepends=True)
    lines: list[bytes] = []
    for tag, first, last, start, end in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        same = tag == "equal"
        marks = (b"", b"", b"") if same else (b"<<<<<<<\n", b"=======\n", b">>>>>>>\n")
        lines += [marks[0], *one[first:last], marks[1], *(() if same else two[start:end]), marks[2]]
    return b"".join(lines)


def _nothing_shared(_: str) -> Source | None:
    """Git hands over a file without its place, so no nianbao.yaml can be found for it, for the old one or the new."""
    return None


def _text(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _report(report: Report) -> Iterator[str]:
    template = report.template
    outside = list(fields(report))
    yield from (f"{path}：{_content(field.content)}" for path, field in outside if path.parts[0] in FIRST)
    if template.preamble:
        yield f"{HEADING}{label(template, template.preamble.path)}"
        yield from _prose(report, template.preamble.path)
    for section in template.sections:
        yield f"{HEADING}{heading(section)}"
        yield from _section(report, section)
    yield f"{HEADING}其他"
    yield from (f"{path}：{_content(field.content)}" for path, field in outside if path.parts[0] not in FIRST)


def _section(report: Report, section: Section) -> Iterator[str]:
    for narrative in section.narratives:
        if not narrative.after_tables and narrative.path in report.narratives:
            if not section.is_prose:
                yield f"{HEADING}{label(report.template, narrative.path)}"
            yield from _prose(report, narrative.path)
    blocks = set(map(id, section.blocks))
    for path, figure in report.template.figures.items() if blocks else ():
        if id(figure.block) in blocks:
            yield from _figure(label(report.template, path), report.values[path], bool(figure.sums))
    if section.key in report.notes:
        yield f"{heading(section)}{SEPARATOR}注：{' '.join(paragraphs(report.notes[section.key]))}"
    for narrative in section.narratives:
        if narrative.after_tables and narrative.path in report.narratives:
            yield f"{HEADING}{label(report.template, narrative.path)}"
            yield from _prose(report, narrative.path)


def _prose(report: Report, path: Path) -> Iterator[str]:
    if path in report.narratives:
        yield from paragraphs(report.narratives[path].scalar.text)


def _figure(place: str, value: Value, total: bool) -> Iterator[str]:
    number = _NONE.get(value.state) or written(value.content or 0)
    yield f"{place}：{number}{'（合计）' if total else ''}"
    if value.note:
        yield f"{place}{SEPARATOR}注：{value.note}"


def _content(content: object) -> str:
    text = content if isinstance(content, str) else plain_number(content) if isinstance(content, int) else str(content)
    return " ".join(paragraphs(text))


def _findings(result: Result) -> Iterator[str]:
    """What check says, without the line, which moves with every edit above it."""
    if result.findings:
        yield f"{HEADING}检查发现的问题"
        yield from map(_finding, result.findings)


def _finding(finding: Finding) -> str:
    return f"{finding.severity.label} {finding.code} {finding.message}"


def _word(content: bytes) -> bytes:
    """A published Word file as it is imported; of one that is no report only whether it is the same can be told."""
    try:
        imported = importer.import_reading(None, readers.module("docx").read("docx", content))
    except InputError:
        imported = None
    if imported:
        source = read(importer.yaml(imported.template, imported, "").encode("utf-8"), "")
        report = check_source(source, _nothing_shared).report
        if report is not None:
            return _text(list(_report(report)))
    mark = hashlib.sha256(content).hexdigest()[:16]
    return _text([f"（不是年度报告的 Word 文件，{len(content)} 字节，内容标记 {mark}）"])
