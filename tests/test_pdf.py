"""A PDF is tagged, bookmarked, has its fonts in it, and is not made where a character would be lost."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

from generator.check import check_with, read_template
from generator.errors import OutputError, TemplateError
from generator.source import read
from generator.writers import pdf
from tests import strict
from tests.conftest import ROOT, Run
from tests.making import BASE, checked, printed, template_folder
from tests.strict import Kind, Paragraph

FRAME = (ROOT / "templates" / pdf.FRAME).read_text(encoding="utf-8")


def _opened(content: bytes) -> PDFDocument:
    return PDFDocument(PDFParser(io.BytesIO(content)))


def _pages(content: bytes) -> list[Any]:
    return list(PDFPage.create_pages(_opened(content)))


def _drawn(folder: Path, frame: str, text: str = BASE) -> bytes:
    """The PDF of a report in a template with another frame."""
    template, schema, checks = read_template(template_folder(folder))
    (folder / pdf.FRAME).write_text(frame, encoding="utf-8")
    return pdf.write(printed(check_with(read(text.encode(), "报告.yaml"), template, schema, checks)))


def test_it_is_tagged_in_chinese_and_says_what_it_conforms_to() -> None:
    content = pdf.write(printed(checked(BASE)))
    catalog = _opened(content).catalog
    assert resolve1(catalog["MarkInfo"])["Marked"] is True
    assert resolve1(catalog["Lang"]) == b"zh-CN"
    metadata = resolve1(catalog["Metadata"]).get_data().decode("utf-8")
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "示例市水务局2025年政府信息公开工作年度报告" in metadata
    assert "2026-01-05T00:00:00" in metadata


def test_its_bookmarks_are_the_headings_of_the_report() -> None:
    outlines = [(level, title) for level, title, *_ in _opened(pdf.write(printed(checked(BASE)))).get_outlines()]
    assert outlines[:3] == [(1, "一、总体情况"), (2, "（一）主动公开情况"), (2, "（二）依申请公开情况")]
    assert [title[0] for level, title in outlines if level == 1] == list("一二三四五六")


def test_a_bookmark_never_skips_a_level_though_the_headings_do() -> None:
    text = BASE.replace("    规范管理。\n", "    ### 先有小标题\n    规范管理。\n")
    outlines = [(level, title) for level, title, *_ in _opened(pdf.write(printed(checked(text)))).get_outlines()]
    assert (3, "（1）先有小标题") in outlines


def test_its_fonts_are_in_the_file() -> None:
    for page in _pages(pdf.write(printed(checked(BASE)))):
        for font in resolve1(page.resources["Font"]).values():
            parts = [resolve1(part) for part in resolve1(resolve1(font)["DescendantFonts"])]
            descriptor = resolve1(parts[0]["FontDescriptor"])
            assert {"FontFile2", "FontFile3"} & set(descriptor)


def test_the_same_report_gives_the_same_bytes() -> None:
    document = printed(checked(BASE))
    assert pdf.write(document) == pdf.write(document)


def test_a_character_that_no_font_shows_stops_all_files_and_says_how_to_mend_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "报告.yaml").write_text(BASE.replace("规范管理。", "规范\U0010fffd管理。"), encoding="utf-8")
    done = run("render", "报告.yaml", "--format", "docx,pdf")
    assert done.returncode == 2
    assert "《示例市水务局2025年政府信息公开工作年度报告》的 PDF 没有输出" in done.stderr
    assert "字体" in done.stderr
    assert not list(tmp_path.glob("out/*"))
    assert run("render", "报告.yaml", "--format", "docx").returncode == 0


def test_a_machine_without_chinese_fonts_gives_no_pdf_with_holes(monkeypatch: pytest.MonkeyPatch) -> None:
    import typst

    empty = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    pdf._compiler.cache_clear()
    monkeypatch.setattr(typst, "Fonts", lambda **_: empty)
    with pytest.raises(OutputError, match="安装有这个字的中文字体"):
        pdf.write(printed(checked(BASE)))
    pdf._compiler.cache_clear()


def test_without_typst_the_way_to_install_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(OutputError, match=re.escape('pip install "nianbao[pdf]"')):
        pdf.write(printed(checked(BASE)))


def test_a_style_changed_in_the_frame_shows_in_the_next_pdf(tmp_path: Path) -> None:
    wide = FRAME.replace('paper: "a4"', 'paper: "a3"')
    assert round(_pages(_drawn(tmp_path, wide))[0].mediabox[2]) == 842


@pytest.mark.parametrize("word", ['#import "@preview/cetz:0.3.0"', '#read("report.html.j2")', '#eval("1")'])
def test_a_frame_takes_nothing_from_elsewhere(word: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="不能用"):
        _drawn(tmp_path, word + "\n" + FRAME)


def test_a_frame_with_a_fault_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"report\.typ\.j2:4:2: 模板有误：PDF 框架的写法不对"):
        _drawn(tmp_path, FRAME.replace("#let 行距", "#lit 行距"))


def _page_of(content: bytes, text: str) -> list[int]:
    """The pages on which a text stands, by reading each page's part of the file alone."""
    from pdfminer.high_level import extract_text

    count = len(_pages(content))
    return [n for n in range(count) if text in "".join(extract_text(io.BytesIO(content), page_numbers=[n]).split())]


@pytest.mark.parametrize("lines", [0, 1, 2, 3, 4, 8])
def test_the_long_table_stands_whole_on_the_page_of_its_heading(lines: int) -> None:
    lead_in = "".join(f"    收到申请的说明文字第{n}段，在纸上占一行。\n" for n in range(lines))
    text = BASE
    if lead_in:
        text = BASE.replace(
            "收到和处理政府信息公开申请情况:\n", "收到和处理政府信息公开申请情况:\n  说明: |\n" + lead_in
        )
    content = pdf.write(printed(checked(text)))
    last = _page_of(content, "四、结转下年度继续办理")
    assert last == _page_of(content, "一、本年新收政府信息公开申请数量")
    assert lines > 4 or last == _page_of(content, "三、收到和处理政府信息公开申请情况")


def test_the_signature_is_read_back_with_its_date() -> None:
    items = strict.items("pdf", pdf.write(printed(checked(BASE))))
    assert items[-2:] == [Paragraph(Kind.BODY, 0, "示例市水务局"), Paragraph(Kind.BODY, 0, "2026年1月5日")]
