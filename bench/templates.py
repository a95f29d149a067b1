"""The shipped frame as a template for each peer: the same page, tables and styles, with that peer's tags in it.

Every figure has a name, f0, f1 … in the form's order, every narrative field is a list of paragraphs, p0, p1 …; data has
`title`, `agency` and `date` besides. In what nianbao prints of a report whose texts are private characters, these are
replaced by the tags.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from generator import document, writers
from generator.check import check_file
from generator.document import Document, Line
from generator.report import Report

_FIGURES, _TEXTS, _FIELDS = 0xE000, 0xE200, 0xE300
_NAMED = ("title", "agency", "date")
_WIDE_TABLE = 2  # of the Word tables, the one that a loop can print


class Tags(NamedTuple):
    """How a program writes a name, and a field: the paragraphs that stand for it, one after the other."""

    name: Callable[[str], str]
    field: Callable[[str], tuple[str, ...]]


JINJA = Tags("{{{{ {} }}}}".format, lambda name: (f"{{%p for p in {name} %}}", "{{ p }}", "{%p endfor %}"))
DOCXTEMPLATER = Tags("{{{}}}".format, lambda name: (f"{{#{name}}}", "{.}", f"{{/{name}}}"))
CARBONE = Tags("{{d.{}}}".format, lambda name: (f"{{d.{name}[i].t}}", f"{{d.{name}[i+1].t}}"))
PLACES = Tags("@{}@".format, lambda name: (f"@{name}@",))


def write(folder: Path, sample: Path) -> None:
    """The template of every peer, and names.json: for each figure and field its keys in a report."""
    folder.mkdir(parents=True, exist_ok=True)
    report = check_file(str(sample)).report
    assert report is not None
    marked = _marked(report)
    docx = writers.module("docx").write(marked)
    for name, tags in (("jinja", JINJA), ("docxtemplater", DOCXTEMPLATER), ("carbone", CARBONE), ("places", PLACES)):
        (folder / f"{name}.docx").write_bytes(_edited(docx, lambda text, tags=tags: _tagged(text, tags)))  # type: ignore[misc]
    (folder / "loop.docx").write_bytes(_edited(docx, lambda text: _looped(_tagged(text, JINJA))))
    page = re.sub(r"<script type=\"application/json\".*?</script>", "", _text(marked, "html"), flags=re.DOTALL)
    (folder / "report.html").write_text(_plain(page, "<p>", "</p>\n"), encoding="utf-8")
    (folder / "report.txt").write_text(_plain(_text(marked, "txt"), "　　", "\n\n"), encoding="utf-8")
    names = {
        "figures": [path.parts for path in report.values],
        "fields": [path.parts for path in report.narratives],
        "rows": _rows(docx),
    }
    (folder / "names.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")


def _marked(report: Report) -> Document:
    """The document of a report with a private character for every figure and text, one line for every field."""
    assert report.signature is not None
    title, agency, date = (chr(_TEXTS + number) for number in range(len(_NAMED)))
    composed = document.compose(
        report._replace(agency=agency, title_units=[title], signature=report.signature._replace(name=agency))
    )
    figures = [document.Figure(chr(_FIGURES + number), "") for number in range(len(composed.figures))]
    marks = iter(range(_FIELDS, _FIELDS + 100))
    preface = _one_line(composed.preface, marks)
    parts = tuple(part._replace(before=_one_line(part.before, marks)) for part in composed.parts)
    return composed._replace(
        title=title,
        title_lines=(title,),
        date=date,
        figures=figures,
        preface=preface,
        parts=parts,
    )


def _one_line(lines: tuple[Line, ...], marks: Iterator[int]) -> tuple[Line, ...]:
    kept: list[Line] = []
    for line in lines:
        if line.level or not kept or kept[-1].level:
            kept.append(line if line.level else Line(0, ((chr(next(marks)), False),)))
    return tuple(kept)


def _text(marked: Document, name: str) -> str:
    return writers.module(name).write(marked).decode("utf-8")


def _edited(docx: bytes, edit: Callable[[str], str]) -> bytes:
    """A Word file with its XML members edited."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, edit(content.decode("utf-8")).encode() if name.endswith(".xml") else content)
    return target.getvalue()


def _name(mark: str) -> str:
    number = ord(mark)
    return _NAMED[number - _TEXTS] if number >= _TEXTS else f"f{number - _FIGURES}"


def _tagged(text: str, tags: Tags) -> str:
    """XML with a peer's tags in place of the private characters."""

    def paragraphs(found: re.Match[str]) -> str:
        return "".join(found[1] + tag + found[3] for tag in tags.field(f"p{ord(found[2]) - _FIELDS}"))

    text = re.sub(r"(<w:p>(?:(?!</w:p>).)*?)([\ue300-\ue3ff])(.*?</w:p>)", paragraphs, text)
    return re.sub(r"[\ue000-\ue2ff]", lambda found: tags.name(_name(found[0])), text)


def _plain(text: str, begin: str, end: str) -> str:
    """A page or a text as a Jinja template; what stood right-aligned before a figure is its width."""
    text = re.sub(
        f"{begin}([\ue300-\ue3ff]){end}",
        lambda found: f"{{% for p in p{ord(found[1]) - _FIELDS} %}}{begin}{{{{ p }}}}{end}{{% endfor %}}",
        text,
    )
    text = re.sub(r"( {3,})([\ue000-\ue1ff])", lambda m: f"{{{{ {_name(m[2])}.rjust({len(m[1]) + 1}) }}}}", text)
    return re.sub(r"[\ue000-\ue2ff]", lambda found: JINJA.name(_name(found[0])), text)


def _wide_rows(text: str) -> tuple[str, list[str]]:
    """The wide table of a document, and its rows of figures."""
    table = re.findall(r"<w:tbl>.*?</w:tbl>", text, re.DOTALL)[_WIDE_TABLE - 1]
    return table, [
        row for row in re.findall(r"<w:tr>.*?</w:tr>", table, re.DOTALL) if re.search(r"[\ue000-\ue1ff]|\{\{ f", row)
    ]


def _rows(docx: bytes) -> list[str]:
    """The names of the rows of the wide table: the last words before the figures."""
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        _, rows = _wide_rows(file.read("word/document.xml").decode("utf-8"))
    return [
        [text for text in re.findall(r"<w:t[^>]*>([^<]*)</w:t>", row) if not "\ue000" <= text[0] < "\ue200"][-1]
        for row in rows
    ]


def _looped(text: str) -> str:
    """The wide table with one row that is repeated, as docxtpl's documentation has it; merged heads cannot be kept."""
    if "<w:tbl>" not in text:
        return text
    table, rows = _wide_rows(text)
    pattern = re.sub(r"(<w:t[^>]*>)[^<{]*(</w:t>)", r"\1{{ r.label }}\2", rows[-1])
    numbers = iter(range(100))
    pattern = re.sub(r"\{\{ f\d+ \}\}", lambda _: f"{{{{ r.c{next(numbers)} }}}}", pattern)
    begin, end = (
        f"<w:tr><w:tc><w:p><w:r><w:t>{tag}</w:t></w:r></w:p></w:tc></w:tr>"
        for tag in ("{%tr for r in rows %}", "{%tr endfor %}")
    )
    return text.replace(table, table.replace("".join(rows), begin + pattern + end))
