"""A published report as an agency file: figures, narrative and particulars, with a remark on whatever was not plain."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath

from generator import agency_file, characters, embedded, label_keys, markup, readers, rules, verify
from generator.agency_file import Content
from generator.amounts import marker
from generator.check import check_source, open_template
from generator.document import compose
from generator.findings import Finding, Severity
from generator.limits import refused
from generator.matching import forms, match
from generator.matching.forms import Evidence
from generator.matching.found import Found, Match
from generator.outline import Outline, outline
from generator.paths import Path
from generator.reading import Reading
from generator.remarks import Remark
from generator.report import title_units
from generator.resources import template_ids
from generator.schema import contact_keys
from generator.shapes import NamedTuple
from generator.source import read as read_yaml
from generator.template import Template

_KINDS = (
    (re.compile(r"(?:街道|镇|乡|苏木|街道办事处|街道办|镇人民政府|乡人民政府)\Z"), "乡镇街道"),
    (re.compile(r"(?:[省市州县区旗盟]|自治[州县旗区]|人民政府|管委会|管理委员会)\Z"), "政府"),
    (re.compile(r"(?:局|委|厅|办|部|院|处|室|会|署|队|站)\Z"), "部门"),
    (re.compile(r"(?:大学|学院|中心|公司|协会|医院)\Z"), "授权组织"),
)
_NOTE = re.compile(r"(注\d*)[：:](.*)\Z", re.DOTALL)
_CONTACT = re.compile(r"联系方式[：:](.+?)。?\Z")
_YEAR = re.compile(r"(20\d{2})年(?:度|1月1日)?")


class Imported(NamedTuple):
    """What a file gives: its form, the content of an agency file, and findings on what was read with a doubt, in order.

    `data` is the whole report as plain data where a page of ours carries it, empty otherwise.
    """

    template: Template
    content: Content
    findings: tuple[Finding, ...]
    data: Mapping[str, object]

    @property
    def doubtful(self) -> bool:
        """Whether anything was missing, guessed or mended."""
        return any(finding.severity is not Severity.NOTE for finding in self.findings)

    @property
    def has_errors(self) -> bool:
        """Whether something is missing."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def import_file(template: Template | None, file: str, format: str = "", agency: str = "", year: int = 0) -> Imported:
    """Read a published report; InputError where the file cannot be read or is no report of this form.

    Without a form it is that of the shipped ones that the file shows. `agency` and `year` stand in for what the file
    does not say.
    """
    return import_reading(template, readers.read(file, format), agency, year)


def import_reading(template: Template | None, reading: Reading, agency: str = "", year: int = 0) -> Imported:
    """The report that a reading holds."""
    shown = forms.evidence(reading, [open_template(identifier)[0] for identifier in template_ids()])
    doubt: list[Remark] = []
    if template is None:
        template, doubt = _recognised(shown)
    _refuse_other_form(template, reading, shown)
    tables = list(reading.tables)
    found = match(template, tables)
    parts = outline(template, reading, found.blocks)
    if not found.blocks and all(section.key in parts.missing for section in template.sections):
        raise refused(
            reading.file, f"没有找到{template.authority[0]}的标题和表格，不像这样的报告。请核对是不是选错了文件。"
        )
    page = _Page(template, reading, found, parts, agency, year)
    content = page.content()
    data, more = _checked_data(template, reading) if reading.data else ({}, [])
    remarks = [Remark("I112", "coding", place, words) for words, place in reading.remarks]
    if not data:
        remarks += [*doubt, *found.remarks, *parts.remarks, *page.remarks, *more]
    return Imported(template, content, tuple(rules.worded(remarks, reading.file)), data)


def _checked_data(template: Template, reading: Reading) -> tuple[dict[str, object], list[Remark]]:
    """The report that a page of ours carries, where the page shows the same; else a remark on the first difference."""
    data = reading.data.get("report")
    data = data if isinstance(data, dict) else {}
    text = embedded.dump(data, "", "") if data else ""
    result = check_source(read_yaml(text.encode(), reading.file), previous=None) if text else None
    if result is None or result.report is None or result.report.template.id != template.id:
        return {}, [Remark("I111", "unreadable", None)]
    differing = verify.differences(compose(result.report), reading, ignore_draft=True)
    if not differing:
        return data, []
    figures = [remark for remark in differing if remark.code == "I201"]
    if figures:
        first = template.name(figures[0].paths[0])
        return {}, [Remark("I111", "figures", figures[0].position, first, str(len(figures)), figures[0].paths)]
    return {}, [Remark("I111", "text", differing[0].position, differing[0].text or differing[0].value)]


def _recognised(shown: Mapping[str, Evidence]) -> tuple[Template, list[Remark]]:
    """The form that a file shows most of, the newest of equals, and a remark where it may as well be another one."""
    best = max(shown, key=lambda form: (shown[form].weight, shown[form].shared, form))
    rivals = [form for form in shown if form != best and shown[form].weight == shown[best].weight]
    open_to = [form for form in rivals if shown[form].shared or any(shown[form].weight)]
    remarks = [Remark("I110", "form", None, "、".join(open_to), best)] if open_to else []
    return open_template(best)[0], remarks


def _refuse_other_form(template: Template, reading: Reading, shown: Mapping[str, Evidence]) -> None:
    """InputError, by name, for a report of another form than the one that it is to be read in."""
    other = max(shown, key=lambda form: len(shown[form].labels))
    own = shown.get(template.id)
    if own is None or own.labels or not shown[other].labels:
        return
    name, number = other, open_template(other)[0].authority[1]
    raise refused(
        reading.file,
        f"表里有“{shown[other].labels[0]}”，这是 {name}（{number}）的格式，和 {template.id}（{template.authority[1]}）"
        f"的不能换算，没有导入。请去掉 --form，或者写 --form {name}。",
    )


class _Page:
    """The content of a page, put together from its figures and its parts."""

    def __init__(
        self, template: Template, reading: Reading, found: Match, parts: Outline, agency: str, year: int
    ) -> None:
        self.template = template
        self.reading = reading
        self.figures = found
        self.parts = parts
        named = found.figures[template.agency].content if template.agency else None
        self.agency = agency or parts.agency or (parts.signature.name if parts.signature else "") or str(named or "")
        self.year = year or parts.year or self.dated()
        self.remarks: list[Remark] = []
        self.table_notes: dict[str, str] = {}

    def content(self) -> Content:
        notes = self.notes()
        contact = self.contact()
        narratives = {
            path: markup.text(self.template, path, entries) for path, entries in self.parts.narratives.items()
        }
        agency = label_keys.simplified(self.agency)
        kind = next((kind for pattern, kind in _KINDS if pattern.search(agency)), "")
        self.particulars(kind)
        title = self.parts.title
        own = "".join(title_units(self.template, self.agency, self.year))
        signature = self.parts.signature
        return Content(
            self.agency,
            self.year,
            kind,
            "本机关",
            title if title and label_keys.simplified(title) != label_keys.simplified(own) else "",
            self.script(),
            contact,
            {},
            {path: one.content for path, one in self.figures.figures.items() if one.content is not None},
            notes,
            self.table_notes,
            units={path: one.unit for path, one in self.figures.figures.items()},
            narratives={path: text for path, text in narratives.items() if text},
            signature=(signature.name, signature.date) if signature else None,
            intro=self.intro(),
            brief=True,
        )

    def intro(self) -> tuple[str, ...]:
        name = "标准输入" if self.reading.file == "-" else PurePath(self.reading.file).name
        return (f"由 nianbao import 从 {name} 读入。请对照原件核对，特别是提示过的地方；~ 是没有读到的数字。",)

    def dated(self) -> int:
        """The year that the texts speak of most, or that before the signature."""
        texts = "".join(entry.text for entries in self.parts.narratives.values() for entry in entries[:2])
        years = [int(match[1]) for match in _YEAR.finditer(texts)]
        if years:
            return max(sorted(set(years)), key=years.count)
        signature = self.parts.signature
        return int(signature.date[:4]) - 1 if signature and signature.date else 0

    def script(self) -> str:
        """What the prose is written in, or the tables where there is none; empty for Simplified."""
        texts = [entry.text for entries in self.parts.narratives.values() for entry in entries]
        text = "".join(texts or [cell.text for table in self.reading.tables for cell in table.cells])
        count = characters.count(text)
        if count.traditional <= count.simplified:
            return ""
        return "zh-Hant-HK" if characters.is_of_hong_kong(text) else "zh-Hant-TW"

    def particulars(self, kind: str) -> None:
        """Remarks on what a report does not print and was inferred."""
        if not self.agency:
            self.remarks.append(Remark("I110", "agency", None))
        if not self.parts.year:
            self.remarks.append(Remark("I110", "year", None, "", str(self.year or "")))
        self.remarks.append(Remark("I110", "kind", None, self.agency, kind))
        if self.script():
            self.remarks.append(Remark("I110", "script", None, "", self.script()))

    def contact(self) -> dict[str, str]:
        """The particulars that our own reports print as the last paragraph of the preface."""
        preamble = self.template.preamble
        entries = self.parts.narratives.get(preamble.path, []) if preamble else []
        plain = label_keys.simplified(entries[-1].text) if entries else ""
        match = _CONTACT.match(plain)
        if not match:
            return {}
        written = entries[-1].text[match.start(1) : match.end(1)]
        heads = list(re.finditer(f"(?:\\A|；)({'|'.join(map(re.escape, contact_keys()))})[：:]", match[1]))
        if not heads or heads[0].start():
            return {}
        ends = [*(head.start() for head in heads[1:]), len(written)]
        entries.pop()
        return {head[1]: written[head.end() : end] for head, end in zip(heads, ends, strict=True)}

    def notes(self) -> dict[Path, str]:
        """The notes of figures: what stood beside them in brackets, and what their markers point to under the table."""
        notes = {path: one.note for path, one in self.figures.figures.items() if one.note}
        for section in self.template.sections:
            numbered: dict[str, str] = {}
            table: list[str] = []
            for paragraph in self.parts.notes.get(section.key, []):
                match = _NOTE.match(paragraph.text.strip())
                if match and match[1] != "注":
                    numbered[match[1]] = match[2].strip()
                else:
                    table.append(match[2].strip() if match else paragraph.text.strip())
            for path, one in self.figures.figures.items():
                if path.parts[0] == section.key and one.cell:
                    self.marked(path, one, numbered, notes)
            used = set(notes.values())
            table += [f"{mark}：{text}" for mark, text in numbered.items() if text not in used]
            if table:
                self.table_notes[section.key] = "\n".join(table)
        return notes

    def marked(self, path: Path, one: Found, numbered: Mapping[str, str], notes: dict[Path, str]) -> None:
        assert one.cell
        raised = one.cell.raised or marker(one.cell.text)[1]
        if not raised:
            return
        text = numbered.get(raised) or numbered.get(f"注{raised.strip('[]（）()')}")
        if text:
            notes[path] = text
        else:
            self.remarks.append(Remark("I103", "raised", one.cell.position, raised, "", (path,)))


def output_name(content: Content, file: str) -> str:
    """The name of the agency file that an import writes: the agency and the year, else that of the source."""
    if content.agency and content.year:
        return f"{content.agency}-{content.year}"
    return PurePath(file).stem if file != "-" else "年报"


def yaml(template: Template, imported: Imported, schema: str) -> str:
    """The agency file of an import."""
    if imported.data:
        return embedded.dump(dict(imported.data), imported.content.intro[0], schema)
    return agency_file.write(template, imported.content, schema)
