"""Frames: restyled by users, refused with their place when wrong, compiled once."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.shared import Pt

from generator import frames, writers
from generator.check import check_with, read_template
from generator.document import Document
from generator.errors import TemplateError
from generator.source import read
from tests.conftest import ROOT
from tests.making import BASE, printed, template_folder


def _document(folder: Path) -> Document:
    return printed(check_with(read(BASE.encode(), "报告.yaml"), *read_template(folder)))


def _edited(folder: Path, edit: Callable[[docx.document.Document], object]) -> Path:
    word = docx.Document(str(folder / "report.docx"))
    edit(word)
    word.save(str(folder / "report.docx"))
    return folder


def test_a_style_changed_in_word_changes_the_next_render(tmp_path: Path) -> None:
    folder = template_folder(tmp_path)
    before = docx.Document(io.BytesIO(writers.module("docx").write(_document(folder))))

    def restyle(word: docx.document.Document) -> None:
        word.styles["年报正文"].font.size = Pt(14)
        word.styles["heading 1"].font.bold = True

    after = docx.Document(io.BytesIO(writers.module("docx").write(_document(_edited(folder, restyle)))))
    assert before.styles["年报正文"].font.size == Pt(16)
    assert after.styles["年报正文"].font.size == Pt(14)
    body = next(p for p in after.paragraphs if p.text.startswith("根据《"))
    assert body.style.name == "年报正文"
    assert next(p for p in after.paragraphs if p.text == "一、总体情况").style.font.bold


def test_style_ids_may_be_renamed_as_word_does_in_another_language(tmp_path: Path) -> None:
    def rename(word: docx.document.Document) -> None:
        word.styles["年报正文"].element.set(docx.oxml.ns.qn("w:styleId"), "Mytext99")

    content = writers.module("docx").write(_document(_edited(template_folder(tmp_path), rename)))
    assert (
        next(p for p in docx.Document(io.BytesIO(content)).paragraphs if "第五十条编制" in p.text).style.style_id
        == "Mytext99"
    )


def test_a_template_without_a_frame_of_its_own_has_the_one_that_all_share(tmp_path: Path) -> None:
    folder = template_folder(tmp_path)
    own = writers.module("txt").write(_document(folder))
    (folder / "report.txt.j2").unlink()
    assert writers.module("txt").write(_document(folder)) == own
    assert not list((ROOT / "templates" / "zfxxgk-2021").glob("report.*"))


def test_words_added_around_the_marks_are_printed(tmp_path: Path) -> None:
    def add(word: docx.document.Document) -> None:
        word.add_paragraph("（此件公开发布）{{ 年度 }}", style="年报正文")

    content = writers.module("docx").write(_document(_edited(template_folder(tmp_path), add)))
    assert docx.Document(io.BytesIO(content)).paragraphs[-1].text == "（此件公开发布）2025"


COMPUTING = [
    "{% if 机关 %}x{% endif %}",
    "{% if 机关 == '甲' %}x{% endif %}",
    "{% if '甲' in (机关 ~ '') %}x{% endif %}",
    "{% for 字 in 标题 %}x{% endfor %}",
    "{% for 部分 in 各部分 if 部分.序号 %}{% endfor %}",
    "{{ 机关 if 年度 else '' }}",
    "{{ 标题[0] }}",
    "{{ (机关 ~ '')[0] }}",
    "{{ 机关|upper }}",
    "{{ [机关] }}",
    "{% if 机关 is string %}x{% endif %}",
    "{{ 机关.__class__.__mro__ }}",
    "{{ ''.__class__ }}",
    "{% set 甲 = 机关 %}",
    "{% include 'report.txt.j2' %}",
    "{% if %}",
]
UNKNOWN = ["{{ 机购 }}", "{{ 各部分 }}", "{{ 部分.内容 }}", "{{ 机关.内容 }}"]
BROKEN = ["前 {{ 机关", "{% endfor %}", "{% for 部分 in 各部分 %}", "{# 注", "\ue0001\ue001"]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        *((w, "不能用：框架只能印名字") for w in COMPUTING),
        *((w, "这个名字。请改为") for w in UNKNOWN),
        *((w, "。请") for w in BROKEN),
    ],
)
def test_a_page_frame_that_does_more_than_print_is_refused_with_its_line(
    written: str, words: str, tmp_path: Path
) -> None:
    folder = template_folder(tmp_path)
    frame = folder / "report.html.j2"
    lines = frame.read_text(encoding="utf-8").splitlines()
    frame.write_text("\n".join([*lines[:-1], written]), encoding="utf-8")
    with pytest.raises(TemplateError, match=re.escape(words)) as error:
        writers.module("html").write(_document(folder))
    assert f"report.html.j2:{len(lines)}:{1 + written.startswith('前') * 2}: " in str(error.value)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        *((w, "不能用：框架只能印名字") for w in COMPUTING),
        *((w, "这个名字。请改为") for w in UNKNOWN),
        ("前 {{ 机关", "花括号没有配对"),
        ("{{ 前言 }}", "在正文里单独成段，写成 {{p 前言 }}"),
        ("前 {{p 前言 }}", "在正文里单独成段，写成 {{p 前言 }}"),
        ("{{p 机关 }}", "请写成 {{ 机关 }}，不加 p"),
        ("{%p endfor %}", "endfor"),
    ],
)
@pytest.mark.parametrize("where", ["", "页眉"])
def test_a_word_frame_that_does_more_than_print_is_refused_with_its_paragraph(
    written: str, words: str, where: str, tmp_path: Path
) -> None:
    def add(word: docx.document.Document) -> None:
        place = word.sections[0].header if where else word
        place.add_paragraph(written)

    with pytest.raises(TemplateError, match=re.escape(words)) as error:
        writers.module("docx").write(_document(_edited(template_folder(tmp_path), add)))
    assert re.search(rf"report\.docx: {where}第 \d+ 段“{re.escape(written)}”: ", str(error.value))


def _with_part(folder: Path, name: str, content: str) -> Path:
    """A frame with a paragraph's XML, or a whole part, put in by hand as an editor never would."""
    file = folder / "report.docx"
    with zipfile.ZipFile(file) as package:
        members = {member: package.read(member) for member in package.namelist()}
    members[name] = members[name].replace(b"<w:body>", b"<w:body>" + content.encode())
    with zipfile.ZipFile(file, "w") as package:
        for member, body in members.items():
            package.writestr(member, body)
    return folder


@pytest.mark.parametrize(
    "content",
    [
        "<w:p><w:r><w:t>{</w:t></w:r></w:p><w:p><w:r><w:t>% if 机关 %}X{% endif %}</w:t></w:r></w:p>",
        '<w:p><w:bookmarkStart w:id="1" w:name="{% if 机关 %}a{% endif %}"/><w:bookmarkEnd w:id="1"/></w:p>',
        "<w:p><w:r><w:instrText>{% if 机关 %}PAGE{% endif %}</w:instrText></w:r></w:p>",
        "<w:p><w:r><w:t>{{p前言}}</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>{%pfor 甲 in 各部分 %}</w:t></w:r></w:p><w:p><w:r><w:t>{%pendfor %}</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>{%p for 1a in 各部分 %}</w:t></w:r></w:p><w:p><w:r><w:t>{%p endfor %}</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>{%p for 标题 in 各部分 %}</w:t></w:r></w:p><w:p><w:r><w:t>{%p endfor %}</w:t></w:r></w:p>",
    ],
)
def test_a_word_frame_cannot_smuggle_in_what_it_may_not_say(content: str, tmp_path: Path) -> None:
    folder = _with_part(template_folder(tmp_path), "word/document.xml", content)
    with pytest.raises(TemplateError, match=r"report\.docx"):
        writers.module("docx").write(_document(folder))


def test_a_block_printed_twice_is_refused(tmp_path: Path) -> None:
    folder = _edited(template_folder(tmp_path), lambda word: word.add_paragraph("{{p 落款 }}"))
    with pytest.raises(TemplateError, match="框架里落款印了 2 次"):
        writers.module("docx").write(_document(folder))


def test_a_frame_that_would_lose_a_part_of_the_report_is_refused(tmp_path: Path) -> None:
    folder = template_folder(tmp_path)
    frame = folder / "report.txt.j2"
    frame.write_text(frame.read_text(encoding="utf-8").replace("{{ 落款 }}", ""), encoding="utf-8")
    with pytest.raises(TemplateError, match="没有落款，报告的这一部分会丢失"):
        writers.module("txt").write(_document(folder))


def test_a_word_frame_without_a_style_is_refused_by_the_name_of_the_style(tmp_path: Path) -> None:
    def drop(word: docx.document.Document) -> None:
        word.styles["表格数字"].element.getparent().remove(word.styles["表格数字"].element)

    with pytest.raises(TemplateError, match="没有样式“表格数字”"):
        writers.module("docx").write(_document(_edited(template_folder(tmp_path), drop)))


@pytest.mark.parametrize("content", [b"", b"PK\3\4 not a zip", b"plain text"])
def test_a_word_frame_that_is_no_word_file_is_refused(content: bytes, tmp_path: Path) -> None:
    folder = template_folder(tmp_path)
    (folder / "report.docx").write_bytes(content)
    with pytest.raises(TemplateError, match="不是 Word 文件"):
        writers.module("docx").write(_document(folder))


@pytest.mark.parametrize("damage", [lambda b: b[:-7], lambda b: b[:0], lambda b: b[:40] + b"X" + b[41:]])
def test_a_damaged_cache_is_compiled_anew(
    damage: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIANBAO_CACHE", str(tmp_path / "cache"))
    document = _document(template_folder(tmp_path / "t"))
    first = writers.module("html").write(document)
    for file in (tmp_path / "cache").iterdir():
        file.write_bytes(damage(file.read_bytes()))
    frames.compiled.cache_clear()
    assert writers.module("html").write(document) == first


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("NIANBAO_CACHE", str(tmp_path / "file" / "below"))
    assert writers.module("txt").write(_document(template_folder(tmp_path / "t")))
