"""Documents as agencies publish them, made from random reports, so that every true figure is known.

A document is a title, headings, texts and the three tables of the form; a deviation changes it the way real ones differ
from the form, and a format writes it out. `documents()` gives every deviation in every format that can show it.
"""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from html import escape
from io import BytesIO
from typing import Any

from generator.figures import State, Value, printed
from generator.findings import Position
from generator.grid import Role
from generator.layout import section_grid
from generator.narrative import heading_number
from generator.paths import Path
from generator.template import Template
from tests.making import TABULAR, balanced, varied

# The deviations are made on the long table of requests, which these forms have.
FORMS = [template for template in TABULAR if any(use.code == "A103" for use in template.rules)]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass
class Cell:
    """A cell with its spans; `path` names the figure that it holds."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    path: Path | None = None
    role: Role = Role.FIGURE


Row = list[Cell]


@dataclass
class Made:
    """A document before it is written out; `truth` has None where the document does not say the number."""

    seed: int
    title: list[str]
    parts: list[tuple[str, list[str], list[list[Row]]]]  # heading, paragraphs, tables
    truth: dict[Path, object]
    before: list[str] = field(default_factory=list)  # around the report
    after: list[str] = field(default_factory=list)
    fill: str = ""  # how merged cells are written: as spans, "repeated" or "blank"

    @property
    def tables(self) -> Iterator[list[Row]]:
        return (table for _, _, tables in self.parts for table in tables)

    @property
    def cells(self) -> Iterator[Cell]:
        return (cell for table in self.tables for row in table for cell in row)


def made(template: Template, seed: int) -> Made:
    """A plain document of the form with random figures that satisfy it."""
    source = random.Random(seed)
    most = source.choice([1, 3, 30, 2000])
    sparse = source.random() < 0.6

    def number() -> int:
        return 0 if sparse and source.random() < 0.8 else source.randint(0, most)

    values = varied(template, balanced(template, number), source, 10**4)
    texts = {path: _shown(template, path, value) for path, value in values.items()}
    parts = []
    for section in template.sections:
        heading = heading_number(1, section.number) + section.key
        tables = []
        words = [f"本部分说明第{section.number}项工作，情况良好。"]
        if section.blocks:
            lines = section_grid(template, section, texts).lines()
            tables = [[[Cell(c.text, c.rowspan, c.colspan, c.path, c.role) for c in line] for line in lines]]
        elif len(section.narratives) > 1:
            named = [narrative for narrative in section.narratives if narrative.heading]
            words = [
                text
                for count, narrative in enumerate(named, 1)
                for text in (heading_number(2, count) + narrative.heading, f"{narrative.heading}正常，第{count}段。")
            ]
        parts.append((heading, words, tables))
    return Made(seed, ["示例市水务局2025年政府信息公开工作年度报告"], parts, values)


def _shown(template: Template, path: Path, value: Any) -> str:
    column = template.figures[path].column
    unit = column.unit if column.units and value else ""
    return printed(column, Value(value, State.WRITTEN, Position("", 1, 1), unit=unit))


# --- deviations: each takes a document and a source of chance, and changes the document


def _labels(made: Made) -> list[Cell]:
    return [cell for cell in made.cells if cell.role is not Role.FIGURE and len(cell.text) > 2]


def _figure_rows(table: list[Row]) -> list[int]:
    return [number for number, row in enumerate(table) if any(cell.path for cell in row)]


def labels_broken(made: Made, source: random.Random) -> None:
    for cell in _labels(made):
        place = source.randint(1, len(cell.text) - 1)
        cell.text = f"{cell.text[:place]}\n{cell.text[place:]}"


def labels_with_blanks(made: Made, source: random.Random) -> None:
    blank = source.choice([" ", "　", "\xa0"])
    for cell in _labels(made):
        cell.text = blank.join(cell.text) if source.random() < 0.5 else cell.text.replace("）", f"）{blank}")


def labels_half_width(made: Made, source: random.Random) -> None:
    narrow = str.maketrans("（），、：“”", '(),、:""')
    for cell in _labels(made):
        cell.text = cell.text.translate(narrow)
    made.parts = [(heading.translate(narrow), words, tables) for heading, words, tables in made.parts]


def labels_full_width(made: Made, source: random.Random) -> None:
    wide = str.maketrans("12345678.", "１２３４５６７８．")
    for cell in _labels(made):
        cell.text = cell.text.translate(wide)


def _split(made: Made, source: random.Random, repeat: bool, again: bool) -> None:
    """Break the long table into two; `repeat` its heads, `again` in the same table."""
    for number, (heading, words, tables) in enumerate(made.parts):
        if not tables or len(_figure_rows(tables[0])) < 20:
            continue
        table = tables[0]
        first = _figure_rows(table)[0]
        groups = [row for row in range(first + 1, len(table)) if not _crossed(table, row)]
        at = source.choice(groups)
        heads = [[replace(cell) for cell in row] for row in table[:first]] if repeat else []
        second = [*heads, *table[at:]]
        made.parts[number] = (heading, words, [[*table[:at], *second]] if again else [table[:at], second])


def _crossed(table: list[Row], row: int) -> bool:
    """Whether a cell reaches over the edge above a row."""
    return any(number + cell.rowspan > row for number in range(row) for cell in table[number])


def heads_repeated(made: Made, source: random.Random) -> None:
    _split(made, source, repeat=True, again=True)


def table_split_with_heads(made: Made, source: random.Random) -> None:
    _split(made, source, repeat=True, again=False)


def table_split_without_heads(made: Made, source: random.Random) -> None:
    _split(made, source, repeat=False, again=False)


def heads_missing(made: Made, source: random.Random) -> None:
    for table in made.tables:
        first = _figure_rows(table)[0]
        if len(table) > 20:
            del table[:first]


def merges_repeated(made: Made, source: random.Random) -> None:
    made.fill = "repeated"


def merges_blank(made: Made, source: random.Random) -> None:
    made.fill = "blank"


def extra_column(made: Made, source: random.Random) -> None:
    """A column that the form does not have, between two others or at the end, of the longest table."""
    table = max(made.tables, key=len)
    name = source.choice(["小计", "备注", "合计数"])
    first = _figure_rows(table)[0]
    last = source.random() < 0.5
    for number, row in enumerate(table):
        if number >= first:
            text = "" if name == "备注" else str(source.randint(0, 99))
            row.insert(len(row) if last else len(row) - 1, Cell(text))
        elif number == 0:
            row[-1].colspan += not last
            if last:
                row.append(Cell(name, first, role=Role.COLUMN_HEAD))
        elif not last and row and row[-1].text.endswith("总计"):
            row.insert(len(row) - 1, Cell(name, first - number, role=Role.COLUMN_HEAD))


def extra_row(made: Made, source: random.Random) -> None:
    """A sub-total under a group of rows."""
    table = max(made.tables, key=len)
    at = source.choice([row for row in _figure_rows(table)[3:] if len(table[row]) == 8])
    figures = [cell for cell in table[at] if cell.path]
    table.insert(at, [Cell("小计", role=Role.ROW_HEAD), *[Cell(str(source.randint(0, 99))) for _ in figures]])
    for number in range(at):
        for cell in table[number]:
            if number + cell.rowspan > at:
                cell.rowspan += 1


def row_shifted(made: Made, source: random.Random) -> None:
    """One row's figures one cell to the left, where a blank of its label was, and a blank at the end."""
    made.fill = "blank"
    table = max(made.tables, key=len)
    wide = [row for row in _figure_rows(table) if table[row][-8].colspan > 1]
    row = table[source.choice(wide)]
    row[-8].colspan -= 1
    row.append(Cell(""))


def head_variants(made: Made, source: random.Random) -> None:
    for cell in made.cells:
        cell.text = {
            "现行有效件数": "现行有效件",
            "行政规范性文件": "规范性文件",
            "危及“三安全一稳定”": "危及三安全一稳定",
        }.get(cell.text, cell.text)


def section_variants(made: Made, source: random.Random) -> None:
    names = {
        3: "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        4: source.choice(
            ["五、存在主要问题及改进情况", "五、政府信息公开工作存在的主要问题及改进情况", "五、存在问题及改进情况"]
        ),
        2: "三、收到和处理政府信息公开申请的情况",
    }
    made.parts = [
        (names.get(number, heading), words, tables) for number, (heading, words, tables) in enumerate(made.parts)
    ]


def numbers_lost(made: Made, source: random.Random) -> None:
    made.parts = [(heading.split("、", 1)[1], words, tables) for heading, words, tables in made.parts]
    if source.random() < 0.5:
        for cell in made.cells:
            if cell.role is Role.ROW_HEAD and cell.text[:1] in "（一二三四12345678":
                cell.text = cell.text.split("）" if cell.text[0] == "（" else "、" if cell.text[1] == "、" else ".", 1)[
                    1
                ]


def title_in_lines(made: Made, source: random.Random) -> None:
    made.title = source.choice(
        [
            ["示例市水务局2025年政府", "信息公开工作年度报告"],
            ["示例市水务局", "2025 年政府信息公开工作年度报告"],
            ["示例市水务局2025年度", "政府信息公开", "工作年度报告"],
        ]
    )


def traditional(made: Made, source: random.Random) -> None:
    from opencc import OpenCC

    convert = OpenCC(source.choice(["s2t", "s2tw", "s2hk"])).convert
    for cell in made.cells:
        if cell.role is not Role.FIGURE:
            cell.text = convert(cell.text)
    made.parts = [
        (convert(heading), [convert(word) for word in words], tables) for heading, words, tables in made.parts
    ]


def _some(made: Made, source: random.Random, count: int) -> list[Cell]:
    return source.sample([cell for cell in made.cells if cell.path], count)


def not_numbers(made: Made, source: random.Random) -> None:
    for cell in _some(made, source, 12):
        cell.text = source.choice(["/", "-", "—", "", "无", "——", "／"])
        made.truth[cell.path] = None  # type: ignore[index]


def with_units(made: Made, source: random.Random) -> None:
    for cell in made.cells:
        if cell.path and isinstance(made.truth[cell.path], Decimal) and not cell.text.endswith("元"):
            yuan = int(made.truth[cell.path] * 10_000)  # type: ignore[operator]
            made.truth[cell.path] = Decimal(yuan).scaleb(-4)
            cell.text = f"{yuan}元"
    for cell in _some(made, source, 6):
        if isinstance(made.truth[cell.path], int):  # type: ignore[index]
            cell.text += source.choice(["件", "（含自然失效3件）", " 件", "(含上年结转)"])


def dressed_digits(made: Made, source: random.Random) -> None:
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    for cell in _some(made, source, 40):
        number = made.truth[cell.path]  # type: ignore[index]
        ways = [cell.text.translate(wide), f" {cell.text} ", f"\xa0{cell.text}"]
        if isinstance(number, int) and number > 999:
            ways.append(f"{number:,}")
        cell.text = source.choice(ways)


def run_together(made: Made, source: random.Random) -> None:
    """A row whose figures stand in one cell, which is right only where the sums leave one way to part them."""
    table = max(made.tables, key=len)
    for number in source.sample(_figure_rows(table), 2):
        row = table[number]
        figures = [cell for cell in row if cell.path]
        first = row.index(figures[0])
        row[first].text = "".join(cell.text for cell in figures)
        for cell in figures[1:]:
            cell.text = ""


def navigation(made: Made, source: random.Random) -> None:
    made.before = ["首页 > 政府信息公开 > 政府信息公开年报", "发布时间：2026-01-20 来源：示例市水务局 浏览次数：12"]
    made.after = [
        "【打印本页】 【关闭窗口】",
        "上一篇：关于召开会议的通知",
        "版权所有：示例市人民政府 ICP备案号：浙ICP备00000000号",
        "扫一扫在手机打开当前页",
    ]


def rows_missing(made: Made, source: random.Random) -> None:
    """A row that was left out."""
    table = max(made.tables, key=len)
    at = source.choice([row for row in _figure_rows(table) if len(table[row]) == 8 and table[row][0].colspan == 1])
    for cell in table[at]:
        if cell.path:
            made.truth[cell.path] = None
    del table[at]
    for number in range(at):
        for cell in table[number]:
            if number + cell.rowspan > at:
                cell.rowspan -= 1


def rows_swapped(made: Made, source: random.Random) -> None:
    """Two rows of the long table in each other's place."""
    table = max(made.tables, key=len)
    one, other = source.sample([n for n in _figure_rows(table) if len(table[n]) == 8 and table[n][0].colspan == 1], 2)
    table[one], table[other] = table[other], table[one]


def columns_swapped(made: Made, source: random.Random) -> None:
    """Two columns of the long table in each other's place, heads and figures."""
    table = max(made.tables, key=len)
    one, other = source.sample(range(1, 6), 2)
    for row in table:
        figures = [number for number, cell in enumerate(row) if cell.path]
        heads = [number for number, cell in enumerate(row) if cell.text in ("商业企业", "其他")]
        first = figures[0] if len(figures) == 7 else heads[0] - 1 if len(heads) == 2 and not figures else None
        if first is not None:
            row[first + one], row[first + other] = row[first + other], row[first + one]


def nothing(made: Made, source: random.Random) -> None:
    """A document that is as the form wants it."""


Deviation = Callable[[Made, random.Random], None]
DEVIATIONS: tuple[Deviation, ...] = (
    nothing,
    labels_broken,
    labels_with_blanks,
    labels_half_width,
    labels_full_width,
    heads_repeated,
    heads_missing,
    table_split_with_heads,
    table_split_without_heads,
    merges_repeated,
    merges_blank,
    extra_column,
    extra_row,
    row_shifted,
    head_variants,
    section_variants,
    numbers_lost,
    title_in_lines,
    traditional,
    not_numbers,
    with_units,
    dressed_digits,
    run_together,
    navigation,
    rows_missing,
    rows_swapped,
    columns_swapped,
)


# --- formats


def _filled(table: list[Row], fill: str) -> list[list[str]]:
    """The texts of a table with its merged cells written out, repeated or as blanks."""
    taken: dict[tuple[int, int], str] = {}
    rows = []
    for number, row in enumerate(table):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            for down in range(cell.rowspan):
                for right in range(cell.colspan):
                    shown = cell.text if fill == "repeated" or not (down or right) else ""
                    taken[number + down, column + right] = shown
        rows.append(number)
    width = max(column for _, column in taken) + 1
    return [[taken.get((row, column), "") for column in range(width)] for row in rows]


def _unmerged(made: Made) -> list[tuple[str, list[str], list[list[Row]]]]:
    if not made.fill:
        return made.parts
    return [
        (heading, words, [[[Cell(text) for text in row] for row in _filled(table, made.fill)] for table in tables])
        for heading, words, tables in made.parts
    ]


def html(made: Made) -> bytes:
    """A whole saved page."""
    body = ["<div class='top'>", *(f"<p>{escape(text)}</p>" for text in made.before), "</div><div class='content'>"]
    body.append("<p style='text-align:center'>" + "<br>".join(map(escape, made.title)) + "</p>")
    for heading, words, tables in _unmerged(made):
        body.append(f"<p><b>{escape(heading)}</b></p>")
        body += [f"<p>　　{escape(word)}</p>" for word in words]
        body += [_html_table(table) for table in tables]
    body += ["</div><div class='bottom'>", *(f"<p>{escape(text)}</p>" for text in made.after), "</div>"]
    page = f"<html><head><meta charset='utf-8'><title>年报</title></head><body>{''.join(body)}</body></html>"
    return page.encode()


def _html_table(table: list[Row]) -> str:
    rows = []
    for row in table:
        texts = [escape(cell.text).replace("\n", "<br>") for cell in row]
        cells = [
            f"<td rowspan='{cell.rowspan}' colspan='{cell.colspan}'><p>{text}</p></td>"
            for cell, text in zip(row, texts, strict=True)
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table border='1'>{''.join(rows)}</table>"


def docx(made: Made) -> bytes:
    """A plain Word file without styles."""
    body = [_paragraph(text) for text in (*made.before, *made.title)]
    for heading, words, tables in _unmerged(made):
        body += [_paragraph(text) for text in (heading, *words)]
        body += [_word_table(table) + _paragraph("") for table in tables]
    body += [_paragraph(text) for text in made.after]
    document = f'<w:document xmlns:w="{W}"><w:body>{"".join(body)}</w:body></w:document>'
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
        )
        package.writestr("word/document.xml", document)
    return content.getvalue()


def _paragraph(text: str) -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p><w:r>{lines}</w:r></w:p>"


def _word_table(table: list[Row]) -> str:
    open_cells: dict[tuple[int, int], int] = {}
    rows = []
    for number, row in enumerate(table):
        column, cells = 0, []
        waiting = list(row)
        while waiting or (number, column) in open_cells:
            if (number, column) in open_cells:
                span = open_cells[number, column]
                cells.append(f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/><w:vMerge/></w:tcPr><w:p/></w:tc>')
                column += span
                continue
            cell = waiting.pop(0)
            for down in range(1, cell.rowspan):
                open_cells[number + down, column] = cell.colspan
            merge = '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""
            cells.append(
                f'<w:tc><w:tcPr><w:gridSpan w:val="{cell.colspan}"/>{merge}</w:tcPr>{_paragraph(cell.text)}</w:tc>'
            )
            column += cell.colspan
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def cells(made: Made) -> bytes:
    """Word's export to text: a line for each cell after a tab, merged cells going on as blank ones downwards."""
    lines = [*made.before, *made.title, ""]
    for heading, words, tables in _unmerged(made):
        lines += [heading, *words]
        for table in tables:
            lines += [*_cell_lines(table), "", ""]
    return "\n".join([*lines, *made.after]).encode()


def _cell_lines(table: list[Row]) -> Iterator[str]:
    going_on: dict[int, list[tuple[int, int]]] = {}  # by row: columns that a cell above covers, with their spans
    for number, row in enumerate(table):
        column = 0
        waiting = list(row)
        above = dict(going_on.get(number, []))
        while waiting or column in above:
            if column in above:
                yield "\t"
                column += above[column]
                continue
            cell = waiting.pop(0)
            for down in range(1, cell.rowspan):
                going_on.setdefault(number + down, []).append((column, cell.colspan))
            yield "\t" + cell.text
            column += cell.colspan
        yield ""


def rows(made: Made) -> bytes:
    """A line for each row, tabs between cells."""
    lines = [*made.before, *made.title, ""]
    for heading, words, tables in made.parts:
        lines += [heading, *words, ""]
        for table in tables:
            lines += [
                "\t".join(text.replace("\n", " ") for text in row) for row in _filled(table, made.fill or "blank")
            ]
            lines.append("")
    return "\n".join([*lines, *made.after]).encode()


def markdown(made: Made) -> bytes:
    """Tables with pipes."""
    lines = [*made.before, "# " + "".join(made.title), ""]
    for heading, words, tables in made.parts:
        lines += [f"## {heading}", "", *words, ""]
        for table in tables:
            filled = [
                [text.replace("\n", "<br>").replace("|", "\\|") for text in row] for row in _filled(table, made.fill)
            ]
            piped = ["| " + " | ".join(row) + " |" for row in filled]
            lines += [piped[0], "|" + " --- |" * len(filled[0]), *piped[1:], ""]
    return "\n".join([*lines, *made.after]).encode()


FORMATS: dict[str, tuple[str, Callable[[Made], bytes]]] = {
    "docx": ("docx", docx),
    "html": ("html", html),
    "cells": ("txt", cells),
    "rows": ("txt", rows),
    "markdown": ("txt", markdown),
}
_NOT_SHOWN = {("cells", "row_shifted"), ("cells", "merges_blank"), ("cells", "merges_repeated")}


def documents(
    template: Template, seeds: range, deviations: tuple[Deviation, ...] = DEVIATIONS
) -> Iterator[tuple[str, str, Made, str, bytes]]:
    """Every deviation in every format for every seed: names, the document, the reader's name, the bytes."""
    for deviation in deviations:
        for name, (reader, write) in FORMATS.items():
            if (name, deviation.__name__) in _NOT_SHOWN:
                continue
            for seed in seeds:
                document = made(template, seed)
                deviation(document, random.Random(f"{deviation.__name__} {seed}"))
                yield deviation.__name__, name, document, reader, write(document)
