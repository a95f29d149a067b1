"""What is printed, in order, before any format: numbered headings, references filled in, notes counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from generator import titles
from generator.figures import printed_date
from generator.form import Section
from generator.labels import heading
from generator.narrative import heading_number
from generator.paths import Path
from generator.report import UNKNOWN, Report, Signature, Text, figure_texts
from generator.shapes import NamedTuple, new
from generator.template import Template
from generator.validation import is_date

DRAFT, UNVERIFIED = "草稿", "未经核对"
_UNBREAKABLE = re.compile("[!-~]{12}")
TITLE_ROOM = 19.5  # characters of 二号 in a line of 156 mm, less the gaps that Word leaves around a year
_DRAFT_LINES, _DRAFT_CHARACTERS = 34, 38  # of the first page of a draft, and of a line there


class Line(NamedTuple):
    """A printed paragraph: level 0 is body text, 1 to 4 a heading with its number; runs are (text, bold)."""

    level: int
    runs: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """The paragraph without its weights."""
        return self.runs[0][0] if len(self.runs) == 1 else "".join([text for text, _ in self.runs])

    @property
    def is_stiff(self) -> bool:
        """Whether it holds an address or the like that cannot be broken, so that justified lines would gape."""
        return _UNBREAKABLE.search(self.text) is not None


class Part(NamedTuple):
    """A section: its heading, empty where none is printed, what stands before its tables, their notes, what follows."""

    section: Section
    heading: str
    before: tuple[Line, ...]
    notes: tuple[Line, ...]
    after: tuple[Line, ...]


class Figure(NamedTuple):
    """A figure as printed, the marker of its note if it has one, and whether it is words, which may be broken."""

    text: str
    marker: str
    is_words: bool = False


class Document(NamedTuple):
    """A report as it is printed.

    `draft` holds the lines of the draft's first page, empty for a release; `caution` what must be said of the form
    before the report; `figures` are in the form's order.
    """

    report: Report
    title: str
    title_lines: list[str]
    year: str
    language: str
    draft: tuple[Line, ...]
    caution: tuple[Line, ...]
    preface: tuple[Line, ...]
    parts: tuple[Part, ...]
    figures: list[Figure]
    signature: Signature | None
    date: str

    @property
    def by_path(self) -> dict[Path, Figure]:
        """The figures by their paths."""
        return dict(zip(self.report.template.figures, self.figures, strict=True))

    def word(self, text: str) -> str:
        """A text of the program's own in the report's script."""
        return self.report.template.printing.word(text)


def texts(document: Document) -> dict[str, str]:
    """What every format prints for the names of texts in a frame, not yet escaped; blocks of one format are empty."""
    report, signature = document.report, document.signature
    date = signature.date if signature and is_date(signature.date) else f"{report.year + 1:04d}-01-01"
    return {
        "标题": document.title,
        "机关": report.agency,
        "年度": document.year,
        "日期": document.date,
        "时间": f"{date}T00:00:00Z",
        "文种": document.language,
        "草稿标记": document.word(DRAFT) if document.draft else "",
        "网页标签": "",
        "网页数据": "",
    }


def compose(report: Report, problems: Iterable[str] | None = None) -> Document:
    """The document of a report, in its script; with `problems`, a draft that lists them."""
    if report.script:
        from generator.rewriting import rewritten

        report = rewritten(report)
    word = report.template.printing.word
    words = _are_words(report.template)
    figures = [new(Figure, (text, "", is_word)) for text, is_word in zip(figure_texts(report), words, strict=True)]
    parts = tuple(_part(report, section, figures) for section in report.template.sections)
    return Document(
        report,
        "".join(report.title_units),
        titles.lines(report.title_units, TITLE_ROOM),
        str(report.year) if report.year else UNKNOWN,
        report.template.printing.language,
        () if problems is None else _draft(list(problems), word),
        _caution(report.template),
        _preface(report),
        parts,
        figures,
        report.signature,
        printed_date(report.signature.date) if report.signature else "",
    )


@lru_cache(maxsize=8)
def _are_words(template: Template) -> list[bool]:
    return [not figure.leaf.is_number for figure in template.figures.values()]


def _caution(template: Template) -> tuple[Line, ...]:
    """What nobody has verified of a form yet, for every reader to see."""
    word = template.printing.word
    return (Line(0, ((f"{word(UNVERIFIED)}：{word(template.unverified)}。", False),)),) if template.unverified else ()


def _draft(problems: list[str], word: Callable[[str], str]) -> tuple[Line, ...]:
    """The lines of a draft's first page: as many problems as it holds, and how many there are besides."""
    count = word("这是草稿，不得发布。")
    count += word("还有 {} 个问题：").format(len(problems)) if problems else word("检查没有发现问题。")
    room, listed = _DRAFT_LINES, 0
    for problem in problems:
        room -= -(-len(problem) // _DRAFT_CHARACTERS)
        if room < 0:
            break
        listed += 1
    more = len(problems) - listed
    rest = [word("另有 {} 个问题，用 nianbao check 查看。").format(more)] if more else []
    return tuple(Line(0, ((text, False),)) for text in (count, *problems[:listed], *rest))


def _preface(report: Report) -> tuple[Line, ...]:
    preamble = report.template.preamble
    text = report.narratives.get(preamble.path) if preamble else None
    lines = list(_lines(report, text, 2, [0] * 5)) if text else []
    word = report.template.printing.word
    contact = "；".join(f"{word(key)}：{value}" for key, value in report.contact.items())
    return (*lines, Line(0, ((f"{word('联系方式')}：{contact}。", False),))) if contact else tuple(lines)


def _part(report: Report, section: Section, figures: list[Figure]) -> Part:
    counters = [0] * 5
    before: list[Line] = []
    after: list[Line] = []
    for narrative in section.narratives:
        lines = after if narrative.after_tables else before
        level = narrative.level
        if narrative.heading:
            lines.append(_heading(narrative.level, ((narrative.heading, False),), counters))
            level += 1
        if narrative.path in report.narratives:
            lines += _lines(report, report.narratives[narrative.path], level, counters)
    return Part(
        section,
        heading(section) if section.has_heading else "",
        tuple(before),
        tuple(_notes(report, section, figures)),
        tuple(after),
    )


def _heading(level: int, runs: tuple[tuple[str, bool], ...], counters: list[int]) -> Line:
    level = min(level, 4)
    counters[level] += 1
    counters[level + 1 :] = [0] * (4 - level)
    return Line(level, ((heading_number(level, counters[level]), False), *runs))


def _lines(report: Report, text: Text, level: int, counters: list[int]) -> Iterable[Line]:
    """The paragraphs of a field whose `## ` headings stand at `level`."""
    for paragraph in text.paragraphs:
        runs = report.filled(paragraph)
        yield _heading(level + paragraph.depth - 1, runs, counters) if paragraph.depth else Line(0, runs)


def _notes(report: Report, section: Section, figures: list[Figure]) -> Iterable[Line]:
    """Number the notes of a section's figures; the markers are put into `figures`."""
    count, mark = 0, report.template.printing.word("注")
    blocks = set(map(id, section.blocks))
    for path in report.values.worded:
        note = report.values[path].note
        if note and id(report.template.figures[path].block) in blocks:
            count += 1
            place = report.template.places[path]
            figures[place] = figures[place]._replace(marker=f"{mark}{count}")
            yield Line(0, ((f"{mark}{count}：{note}", False),))
    if section.key in report.notes:
        for text in filter(None, map(str.strip, report.notes[section.key].split("\n"))):
            yield Line(0, ((f"{mark}：{text}", False),))
