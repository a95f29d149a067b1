"""What a secretary measures with a ruler: the look of a report after GB/T 9704-2012, and of its page on any screen."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTTextLine

from generator.writers import docx, pdf, txt
from generator.writers import html as page_writer
from tests.conftest import ONE_OF_EACH
from tests.making import BASE, checked, printed

_NAMES = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
_W = "{" + _NAMES["w"] + "}"
CHARACTER = 156 / 25.4 * 72 / 28  # points, 28 of them in a line
LEAD_IN = "收到和处理政府信息公开申请情况:\n  说明: |\n"
BOLD = BASE.replace("规范管理。", "规范**从严**管理。")


def _package(text: str = BASE) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(docx.write(printed(checked(text))))) as package:
        return {
            name: etree.fromstring(package.read(name))
            for name in package.namelist()
            if name.startswith("word/") and name.endswith("xml")
        }


PARTS = _package()
DOCUMENT = PARTS["word/document.xml"]


def _found(element: Any, path: str) -> list[Any]:
    return list(element.xpath(path, namespaces=_NAMES))


def _style(name: str) -> dict[str, str]:
    """What a paragraph style says by itself, as `element@attribute`."""
    style = _found(PARTS["word/styles.xml"], f"//w:style[w:name/@w:val='{name}']")[0]
    properties = _found(style, "w:pPr/* | w:rPr/*")
    return {
        f"{child.tag.removeprefix(_W)}@{key.removeprefix(_W)}": value
        for child in properties
        for key, value in child.attrib.items()
    }


def test_the_paper_is_a4_with_the_margins_of_an_official_document() -> None:
    size, margins = (_found(DOCUMENT, f"//w:sectPr/w:{name}")[0].attrib for name in ("pgSz", "pgMar"))
    assert [size[_W + side] for side in ("w", "h")] == ["11906", "16838"]
    millimetres = [round(int(margins[_W + side]) / 1440 * 25.4) for side in ("top", "bottom", "left", "right")]
    assert millimetres == [37, 35, 28, 26]


def test_the_text_is_size_three_with_twenty_two_lines_a_page_and_indented_paragraphs() -> None:
    body = _style("年报正文")
    assert body["sz@val"] == "32"
    assert (body["spacing@line"], body["spacing@lineRule"]) == ("579", "exact")
    assert body["ind@firstLineChars"] == "200"
    assert _style("Title")["sz@val"] == "44"


@pytest.mark.parametrize(("level", "font"), [(1, "黑体"), (2, "楷体_GB2312"), (3, "仿宋_GB2312"), (4, "仿宋_GB2312")])
def test_a_heading_has_the_font_of_its_level_and_a_place_in_the_navigation(level: int, font: str) -> None:
    style = _style(f"heading {level}")
    assert style["rFonts@eastAsia"] == font
    assert style["outlineLvl@val"] == str(level - 1)


def test_page_numbers_stand_outside_on_facing_pages() -> None:
    assert _found(PARTS["word/settings.xml"], "w:evenAndOddHeaders")
    sides = {reference.get(_W + "type"): reference for reference in _found(DOCUMENT, "//w:sectPr/w:footerReference")}
    assert set(sides) == {"default", "even"}
    aligned = [_found(PARTS[f"word/footer{n}.xml"], "//w:jc/@w:val")[0] for n in (1, 2)]
    assert aligned == ["right", "left"]
    for number in (1, 2):
        footer = PARTS[f"word/footer{number}.xml"]
        assert "".join(_found(footer, "//w:t/text()")) == "— 1 —"
        assert _found(footer, "//w:instrText/text()")[0].strip() == "PAGE"


def test_every_run_of_text_says_that_it_is_chinese() -> None:
    runs = _found(DOCUMENT, "//w:r[w:t]")
    assert len(runs) > 200
    assert not [run for run in runs if not _found(run, "w:rPr/w:rFonts[@w:hint='eastAsia']")]


def test_a_table_is_as_wide_as_the_text_and_named() -> None:
    tables = _found(DOCUMENT, "//w:tbl")
    assert len(tables) == 3
    for table in tables:
        widths = [int(width) for width in _found(table, "w:tblGrid/w:gridCol/@w:w")]
        assert sum(widths) == 11906 - 1587 - 1474
        assert _found(table, "w:tblPr/w:tblCaption/@w:val")


def test_a_row_is_never_split_and_a_table_stays_together() -> None:
    for table in _found(DOCUMENT, "//w:tbl"):
        rows = _found(table, "w:tr")
        assert all(_found(row, "w:trPr/w:cantSplit") for row in rows)
        kept = [bool(_found(row, ".//w:pPr/w:keepNext")) for row in rows]
        assert kept == [True] * (len(rows) - 1) + [False]


@pytest.mark.parametrize("sample", ONE_OF_EACH, ids=lambda path: path.parent.name)
def test_the_tables_of_every_form_are_as_wide_as_the_text_with_every_row_whole(sample: Path) -> None:
    report = checked(sample.read_bytes()).report
    assert report
    tables = _found(_package(sample.read_text(encoding="utf-8"))["word/document.xml"], "//w:tbl")
    assert len(tables) == sum(bool(section.blocks) for section in report.template.sections)
    for table in tables:
        assert sum(int(width) for width in _found(table, "w:tblGrid/w:gridCol/@w:w")) == 11906 - 1587 - 1474
        assert all(_found(row, "w:trPr/w:cantSplit") for row in _found(table, "w:tr"))


def test_the_heads_of_the_long_table_come_again_on_a_second_page() -> None:
    long = _found(DOCUMENT, "//w:tbl")[1]
    repeated = [bool(_found(row, "w:trPr/w:tblHeader")) for row in _found(long, "w:tr")]
    assert repeated == [True] * 3 + [False] * (len(repeated) - 3)


def test_a_head_of_four_characters_is_broken_in_the_middle() -> None:
    head = _found(DOCUMENT, "//w:tc[.//w:t='商业企业']")[0]
    width = int(_found(head, "w:tcPr/w:tcW/@w:w")[0])
    room = width - sum(map(int, _found(head, "w:tcPr/w:tcMar/*/@w:w")))
    assert 2 * 210 <= room < 3 * 210  # two characters of 五号 in a line, not three


@pytest.mark.parametrize(("lines", "height"), [(0, 360), (1, 360), (2, 320), (3, 300), (4, 270)])
def test_the_rows_of_the_long_table_make_room_for_the_text_before_it(lines: int, height: int) -> None:
    text = BASE.replace("收到和处理政府信息公开申请情况:\n", LEAD_IN + "    一行说明。\n" * lines) if lines else BASE
    document = _package(text)["word/document.xml"]
    long = _found(document, "//w:tbl")[1]
    assert {int(value) for value in _found(long, "w:tr/w:trPr/w:trHeight/@w:val")} == {height}
    if lines:
        before = long.getprevious()
        assert _found(before, "w:pPr/w:keepNext")


def _page() -> Any:
    return html.fromstring(page_writer.write(printed(checked(BASE))))


def test_a_page_loads_nothing_and_runs_nothing() -> None:
    policy = _page().xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert not _page().xpath("//link | //img | //iframe | //script[not(@type='application/json')] | //@src")


def test_the_tables_of_a_section_share_a_region_that_the_keyboard_reaches() -> None:
    regions = _page().xpath("//section[contains(@class, 'tables')]")
    assert [len(region.xpath(".//table")) for region in regions] == [4, 1, 1]
    assert all(region.get("tabindex") == "0" and region.get("aria-label") for region in regions)


def test_every_head_of_a_page_says_what_it_is_the_head_of() -> None:
    heads = _page().xpath("//th")
    assert {head.get("scope") for head in heads} == {"col", "row"}
    assert {head.get("scope") for head in heads if head.get("class") == "row-head"} == {"row"}


def test_a_page_prints_on_the_paper_of_the_docx() -> None:
    sheet = _page().xpath("//style/text()")[0]
    assert re.search(r"@page \{ size: A4; margin: 37mm 26mm 35mm 28mm;", sheet)


def _lines(text: str = BASE) -> list[tuple[int, LTTextLine]]:
    """The lines of our PDF with their pages, counted from 1."""

    def below(item: Any) -> Iterator[LTTextLine]:
        if isinstance(item, LTTextLine):
            yield item
        elif hasattr(item, "__iter__"):
            for part in item:
                yield from below(part)

    pages = enumerate(extract_pages(io.BytesIO(pdf.write(printed(checked(text))))), 1)
    return [(number, line) for number, page in pages for line in below(page)]


def _left(lines: list[tuple[int, LTTextLine]], text: str) -> float:
    return min(line.x0 for _, line in lines if line.get_text().strip() == text)


def test_page_numbers_of_a_pdf_stand_outside_on_facing_pages() -> None:
    numbers = [(page, line) for page, line in _lines() if re.fullmatch(r"—\s*\d+\s*—\s*", line.get_text())]
    assert [int(re.sub(r"\D", "", line.get_text())) for _, line in numbers] == [page for page, _ in numbers]
    assert len(numbers) >= 3
    for page, line in numbers:
        assert (line.x0 > 400) == bool(page % 2)


ADDRESS = BASE.replace("规范管理。", "字" * 20 + "，电子邮箱zhengwugongkai@example.gov.cn，" + "字" * 20 + "。")


def test_a_paragraph_with_a_long_address_is_not_justified_in_word() -> None:
    aligned = {
        "".join(_found(paragraph, ".//w:t/text()")): _found(paragraph, "w:pPr/w:jc/@w:val")
        for paragraph in _found(_package(ADDRESS)["word/document.xml"], "//w:body/w:p")
    }
    assert [sides for text, sides in aligned.items() if "zhengwugongkai" in text] == [["left"]]
    assert [sides for text, sides in aligned.items() if "平台运行平稳" in text] == [[]]


def test_a_paragraph_with_a_long_address_does_not_gape_in_a_pdf() -> None:
    shown = [[c for c in line if isinstance(c, LTChar)] for _, line in _lines(ADDRESS) if "字字" in line.get_text()]
    steps = [right.x0 - left.x0 for line in shown for left, right in pairwise(line) if left.get_text() == "字"]
    assert len(steps) > 30
    assert max(steps) == pytest.approx(CHARACTER, abs=0.1)


@pytest.mark.parametrize("agency", ["水务局", "示例市水务局", "示例市示例区水务局机关后勤服务中心"])
def test_the_date_of_a_pdf_begins_two_characters_after_the_agency(agency: str) -> None:
    lines = _lines(BASE.replace("署名: 示例市水务局", f"署名: {agency}"))
    assert _left(lines, "2026年1月5日") - _left(lines, agency) == pytest.approx(2 * CHARACTER, abs=0.5)


def test_a_sealed_pdf_has_its_agency_centred_over_the_date_four_characters_from_the_right() -> None:
    lines = _lines(BASE.replace("日期: 2026-01-05", "日期: 2026-01-05, 盖章: true"))
    agency, date = (
        next(line for _, line in lines if line.get_text().strip() == text and line.y0 < 500)
        for text in ("示例市水务局", "2026年1月5日")
    )
    assert (agency.x0 + agency.x1) / 2 == pytest.approx((date.x0 + date.x1) / 2, abs=1)
    assert 595.3 - 26 / 25.4 * 72 - date.x1 == pytest.approx(4 * CHARACTER, abs=1)


def test_a_long_figure_of_a_pdf_stays_within_its_cell() -> None:
    lines = _lines(BASE.replace("复议后起诉: {结果维持: 2}", "复议后起诉: {结果维持: 123456789}"))
    shown = [line for _, line in lines if "123456789" in line.get_text()]
    assert shown
    for line in shown:
        digits = [character for character in line if isinstance(character, LTChar) and character.get_text().isdigit()]
        nine = digits[:9]
        assert nine[-1].x1 - nine[0].x0 <= 10.4 / 25.4 * 72


def test_twenty_two_lines_of_text_stand_on_a_page_of_a_pdf() -> None:
    text = BASE.replace("规范管理。", "字" * 26 + "\n    " + "字" * 28 * 60)
    tall = [line.y0 for page, line in _lines(text) if page == 3 and "字" in line.get_text()]
    assert len(tall) == 22
    steps = [above - below for above, below in pairwise(sorted(tall, reverse=True))]
    assert steps == pytest.approx([28.95] * 21, abs=0.05)
    assert all(
        len(line.get_text().strip()) == 28 for page, line in _lines(text) if page == 3 and "字" in line.get_text()
    )


def test_bold_words_of_a_pdf_are_darker_whatever_the_font() -> None:
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import resolve1

    def outlined(text: str) -> bool:
        document = PDFDocument(PDFParser(io.BytesIO(pdf.write(printed(checked(text))))))
        contents = [resolve1(part).get_data() for page in PDFPage.create_pages(document) for part in page.contents]
        return any(re.search(rb"\b2 Tr\b", content) for content in contents)

    assert outlined(BOLD)
    assert not outlined(BASE)


def test_a_figure_of_a_text_table_stands_at_the_right_of_its_cell() -> None:
    for text in (BASE, BASE.replace("行政许可: 3984", "行政许可: 398412345")):
        lines = txt.write(printed(checked(text))).decode().split("\n")
        cells = [cell for line in lines for cell in line.split("|")[1:-1] if cell.strip().replace(".", "").isdigit()]
        assert len(cells) == 200
        assert [cell for cell in cells if not cell.endswith(f"{cell.strip()} ")] == []
