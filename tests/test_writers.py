"""What an author types, whatever it is, stands in the files as typed, and the files are sound."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from generator import writers
from generator.escaping import json_string
from generator.findings import Severity
from tests import strict
from tests.conftest import ONE_OF_EACH, RELEASES, ROOT, Run
from tests.making import BASE, checked, expected, printed

HOSTILE = [
    "R&D 与 A<B、A>B",
    "<script>alert(1)</script>",
    "{% for x in y %}{x}{% endfor %}",
    "]]> <!-- --> &amp; &#65; &lt;",
    "\\{{ 7*7 }} {_{ %_} {# #}",
    "😀 👨‍👩‍👧 𠀀𠮷𪚥",
    "“引号”‘单’\"双\"'撇'——……·",
    "__class__ ${x} %s %(a)s {0} \\n \\1 C:\\temp",
    "|表格|+---+| 2.5 | =",
    "零宽\u200b与从右\u202e到左\u2066，软连\u00ad字符，不断\u00a0空格",
]


def _hostile() -> str:
    narrative = "".join(f"    {text}\n    ## {text}\n    **{text}**\n" for text in HOSTILE)
    return (
        BASE.replace("    规范管理。\n", narrative)
        .replace("机关: 示例市水务局", f"机关: '{HOSTILE[0]}<b>'")
        .replace("行政许可: 3984", "行政许可: {值: 3984, 注: 'A&B <i>含延续</i>'}")
        .replace("  第二十条第（一）项:", "  注: '表注 <b>&'\n  第二十条第（一）项:")
        .replace("署名: 示例市水务局", "署名: '水务局<&>'")
    )


@given(st.text() | st.text('\x00\x1f\x7f\t\r\n\\"</u\u2028'))
def test_a_text_in_a_page_s_data_is_as_json_writes_it(text: str) -> None:
    assert json_string(text) == json.dumps(text, ensure_ascii=False)


@pytest.mark.parametrize("name", writers.FORMATS)
def test_hostile_text_is_printed_as_typed(name: str) -> None:
    turned = str.maketrans("", "", "\u202e\u2066") if name == "pdf" else {}  # a page's text is as the eye reads it
    result = checked(_hostile().translate(turned))
    assert {finding.severity for finding in result.findings} <= {Severity.NOTE}
    document = printed(result)
    content = writers.module(name).write(document)
    found = strict.items(name, content)
    assert found == expected(document, name)
    texts = [item.text for item in found if isinstance(item, strict.Paragraph)]
    for text in HOSTILE:
        shown = text.replace("\\{{", "{{").translate(turned)
        assert ("".join(shown.split()) if name == "pdf" else shown) in texts


def test_hostile_text_makes_no_element_in_a_page() -> None:
    content = writers.module("html").write(printed(checked(_hostile())))
    page = html.fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    assert [element.tag for element in page.iter("b", "i", "img")] == []
    assert [element.get("type") for element in page.iter("script")] == ["application/json"]
    assert len(list(page.iter("td", "th"))) > 200


def test_a_page_carries_the_whole_report_for_programs() -> None:
    document = printed(checked(_hostile()))
    page = html.fromstring(writers.module("html").write(document), parser=html.HTMLParser(encoding="utf-8"))
    data = json.loads(page.get_element_by_id("nianbao").text)
    assert data["version"] == 1
    assert len(data["figures"]) == 200
    assert data["figures"]["主动公开政府信息情况·第二十条第（八）项·行政事业性收费"] == {
        "value": "250.60268",
        "unit": "万元",
        "derived": False,
    }
    assert data["report"]["机关"] == HOSTILE[0] + "<b>"


def test_page_tags_come_from_the_site_that_the_report_names() -> None:
    site = "网站: {名称: 示例市人民政府, 标识码: '0100000001', 栏目: 年报, 发布时间: 2026-01-20 10:00}\n"
    page = html.fromstring(writers.module("html").write(printed(checked(site + BASE))))
    tags = {meta.get("name"): meta.get("content") for meta in page.iter("meta")}
    assert tags["SiteIDCode"] == "0100000001"
    assert tags["ColumnName"] == tags["ColumnType"] == "年报"
    assert tags["PubDate"] == "2026-01-20 10:00"
    assert tags["ContentSource"] == "示例市水务局"


def test_a_long_title_is_broken_at_sense_units_in_word() -> None:
    word = docx.Document(
        io.BytesIO(
            writers.module("docx").write(printed(checked(BASE.replace("示例市水务局", "示例市示例区水务局", 1))))
        )
    )
    title = next(paragraph for paragraph in word.paragraphs if paragraph.style.name == "Title")
    assert title.text.split("\n") == ["示例市示例区水务局2025年", "政府信息公开工作年度报告"]
    assert word.core_properties.title == "示例市示例区水务局2025年政府信息公开工作年度报告"


def test_a_signature_with_a_seal_has_its_date_four_characters_from_the_right() -> None:
    def indents(text: str) -> list[int]:
        word = docx.Document(io.BytesIO(writers.module("docx").write(printed(checked(text)))))
        lines = [p for p in word.paragraphs if p.style.name in ("年报署名", "年报日期")]
        return [round(line.paragraph_format.left_indent.twips) for line in lines]

    short, sealed = indents(BASE), indents(BASE.replace("日期: 2026-01-05", "日期: 2026-01-05, 盖章: true"))
    long = indents(BASE.replace("署名: 示例市水务局", "署名: 示例市示例区水务局机关服务中心"))
    assert short[1] - short[0] == 630  # the date begins two characters after the agency
    assert long[1] - long[0] == 630
    assert short[1] - sealed[1] == 628  # four characters from the right instead of two
    centres = [indent + width / 2 for indent, width in zip(sealed, (6 * 315, 6.3 * 315), strict=True)]
    assert abs(centres[0] - centres[1]) < 40


def test_every_part_of_a_docx_is_well_formed_and_python_docx_opens_it() -> None:
    content = writers.module("docx").write(printed(checked(_hostile())))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            etree.fromstring(package.read(name))
    document = docx.Document(io.BytesIO(content))
    assert len(document.tables) == 3
    assert document.core_properties.author == HOSTILE[0] + "<b>"
    assert document.core_properties.created.isoformat().startswith("2026-01-05")


def test_a_note_is_raised_in_its_cell_and_told_under_its_table() -> None:
    text = BASE.replace("行政许可: 3984", "行政许可: {值: 3984, 注: 含延续29件}")
    document = printed(checked(text))
    page = writers.module("html").write(document).decode()
    assert "3984<sup>注1</sup>" in page
    assert '<p class="note">注1：含延续29件</p>' in page
    assert "3984注1 |" in writers.module("txt").write(document).decode()
    word = docx.Document(io.BytesIO(writers.module("docx").write(document)))
    raised = [run for row in word.tables[0].rows for run in row.cells[1].paragraphs[0].runs if run.font.superscript]
    assert {run.text for run in raised} == {"注1"}


@pytest.mark.parametrize("digits", [6, 7, 8, 9, 12])
def test_a_long_figure_stays_whole_in_every_format(digits: int) -> None:
    number = "9" * digits
    text = BASE.replace("复议后起诉: {结果维持: 2}", f"复议后起诉: {{结果维持: {number}}}")
    document = printed(checked(text))
    for name in writers.FORMATS:
        found = strict.items(name, writers.module(name).write(document))
        assert found == expected(document, name)


def test_a_figure_shrinks_with_its_digits_and_never_below_six_points() -> None:
    sizes = []
    for digits in (4, 6, 7, 9, 30):
        text = BASE.replace("复议后起诉: {结果维持: 2}", f"复议后起诉: {{结果维持: {'9' * digits}}}")
        word = docx.Document(io.BytesIO(writers.module("docx").write(printed(checked(text)))))
        size = word.tables[2].rows[3].cells[10].paragraphs[0].runs[0].font.size
        sizes.append(None if size is None else size.pt)
    assert sizes[0] is None
    assert all(later <= earlier for earlier, later in pairwise(sizes[1:]))
    assert sizes[-1] == 6


def test_the_text_has_no_line_over_a_hundred_and_twenty_columns() -> None:
    from generator.widths import width

    for sample in RELEASES:
        text = writers.module("txt").write(printed(checked(sample.read_bytes()))).decode()
        assert max(map(width, text.splitlines())) <= 120
        assert not [line for line in text.splitlines() if line != line.rstrip()]


@pytest.mark.parametrize("sample", ONE_OF_EACH, ids=lambda path: path.parent.name)
def test_the_same_report_gives_the_same_bytes_in_another_process_time_zone_and_locale(
    sample: Path, run: Run, tmp_path: Path
) -> None:
    other = {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C", "NIANBAO_CACHE": str(tmp_path / "c")}
    sums = []
    for number, env in enumerate(({"PYTHONHASHSEED": "0", "TZ": "UTC"}, other)):
        folder = tmp_path / str(number)
        run("render", sample, "-o", folder, env=env)
        sums.append({file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()})
    assert len(sums[0]) == 3
    assert sums[0] == sums[1]


@pytest.mark.parametrize("sample", ONE_OF_EACH, ids=lambda path: path.parent.name)
def test_the_clock_leaves_no_trace_in_the_files(sample: Path, tmp_path: Path) -> None:
    """The same output from frames that are compiled under a clock that is years ahead."""
    code = (
        "import time, hashlib, sys; late = time.time() + 1e8; time.time = lambda: late; "
        "time.localtime = lambda *a: time.gmtime(late); "
        "from tests.making import checked, printed; from generator import writers; "
        "document = printed(checked(open(sys.argv[1], 'rb').read())); "
        "print(*[hashlib.sha256(writers.module(f).write(document)).hexdigest() for f in writers.FORMATS])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(sample)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
        env={**os.environ, "NIANBAO_CACHE": str(tmp_path)},
    )
    document = printed(checked(sample.read_bytes()))
    now = [hashlib.sha256(writers.module(name).write(document)).hexdigest() for name in writers.FORMATS]
    assert done.stdout.split() == now


def test_figures_of_a_page_name_their_heads() -> None:
    page = html.fromstring(writers.module("html").write(printed(checked(BASE))))
    cell = next(c for c in page.iter("td") if c.get("data-figure", "").endswith("保护第三方合法权益·商业企业"))
    heads = [page.get_element_by_id(name).text_content() for name in cell.get("headers").split()]
    assert heads == [
        *("申请人情况", "法人或其他组织", "商业企业"),
        *("三、本年度办理结果", "（三）不予公开", "4.保护第三方合法权益"),
    ]
    assert cell.get("data-unit") == "件"
    assert page.getroottree().getroot().get("lang") == "zh-CN"


def test_a_draft_is_marked_on_every_page_of_a_word_file() -> None:
    draft = printed(checked(BASE.replace("行政许可: 3984", "行政许可: ~")))
    word = docx.Document(io.BytesIO(writers.module("docx").write(draft)))
    section = word.sections[0]
    assert [part.paragraphs[0].text for part in (section.header, section.even_page_header)] == ["草稿", "草稿"]


def test_a_wrapped_line_begins_with_no_closing_mark_and_ends_with_no_opening_one() -> None:
    from generator.widths import wrap

    for room in range(6, 30):
        lines = wrap("（甲、乙）：“丙丁”，戊己《庚辛》。壬癸；子丑？" * 3, room)
        assert "".join(lines) == "（甲、乙）：“丙丁”，戊己《庚辛》。壬癸；子丑？" * 3
        assert not [line for line in lines if line[0] in "，。；：、？）》”" or line[-1] in "（《“"]


def test_a_total_row_that_is_partly_written_keeps_the_rest_derived() -> None:
    text = BASE.replace(
        "  结转下年度继续办理: {自然人: 1}", "    总计: {商业企业: 2}\n  结转下年度继续办理: {自然人: 1}"
    )
    result = checked(text)
    assert result.findings == ()
    assert result.report is not None
    assert result.report.quote("本年度办理结果·总计·自然人").text == "6"
    assert result.report.quote("本年度办理结果·总计").text == "8"
