"""Templates from folders of the user's own: found where they are named, and harmless whatever is in them."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from generator import frames, resources, template_check, template_starter, word_frame, writers
from generator.check import check_with, open_template, read_template
from generator.document import Document
from generator.errors import TemplateError
from generator.resources import template_ids
from generator.source import load
from tests.conftest import ROOT, SAMPLES, Run
from tests.making import printed

FORM = "base-form"
SECRET = "山高水长"
FRAMES = {"html": "report.html.j2", "docx": "report.docx", "txt": "report.txt.j2", "pdf": "report.typ.j2"}


def _new(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, content in template_starter.files(folder.name).items():
        (folder / name).write_bytes(content)
    return folder


def _document(folder: Path) -> Document:
    sample = load(str(folder / template_starter.SAMPLE))
    return printed(check_with(sample, *read_template(folder)))


def _word(folder: Path, edit: Callable[[dict[str, bytes]], object]) -> Path:
    """Change the parts of a template's Word frame by hand, as no editor would."""
    parts = {name: text.encode() for name, text in word_frame.parts().items()}
    edit(parts)
    with zipfile.ZipFile(folder / "report.docx", "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return folder


def test_the_shipped_word_frame_is_what_its_maker_makes() -> None:
    with zipfile.ZipFile(ROOT / "templates" / "report.docx") as package:
        shipped = {name: package.read(name).decode("utf-8") for name in package.namelist()}
    assert shipped == word_frame.parts()


def test_a_new_template_renders_at_once_and_a_template_frame_does_not_overwrite(run: Run, tmp_path: Path) -> None:
    made = run("template", "new", "mine")
    assert made.returncode == 0
    assert all((tmp_path / line).is_file() for line in made.stdout.splitlines())
    assert run("template", "check", "mine").returncode == 0
    rendered = run("render", "mine/示例.yaml", "--templates", "mine", "--format", "docx,html,txt,pdf")
    assert (rendered.returncode, rendered.stderr) == (0, "")
    assert len(list((tmp_path / "mine" / "out").iterdir())) == 4
    again = run("template", "new", "mine")
    assert again.returncode == 2
    assert "mine 已经存在，没有改动" in again.stderr

    (tmp_path / "mine" / "report.docx").unlink()
    (tmp_path / "mine" / "report.txt.j2").write_text("我的\n", encoding="utf-8")
    framed = run("template", "frame", "mine", "--format", "docx,txt")
    assert framed.stdout == "mine/report.docx\n"
    assert "mine/report.txt.j2 已经存在，没有改动" in framed.stderr
    assert (tmp_path / "mine" / "report.txt.j2").read_text(encoding="utf-8") == "我的\n"


@pytest.mark.parametrize("named", ["Mine", "我的", "../mine", "-", "a b", ""])
def test_a_template_cannot_have_a_name_that_is_no_id(run: Run, tmp_path: Path, named: str) -> None:
    done = run("template", "new", "--", named)
    assert done.returncode == 2
    assert "不能作模板的编号" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_template_check_tells_every_format_and_exits_as_check_does(run: Run, tmp_path: Path) -> None:
    folder = _new(tmp_path / FORM)
    form = folder / "template.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("path: 本年受理}", "path: 本年收理}"), encoding="utf-8")
    full = run("template", "check", FORM)
    assert full.returncode == 1
    assert f"{FORM}/template.yaml:55:5: 错误 M101 key_figures 里的“本年收理”" in full.stdout
    assert "   55 |   - {label: 受理, path: 本年收理}" in full.stdout
    assert full.stderr == "检查完毕：错误 1 个。\n"
    assert '"code": "M101"' in run("template", "check", FORM, "-o", "json").stdout
    assert "M101" in run("template", "check", FORM, "-o", "sarif").stdout
    assert run("template", "check", "无此").returncode == 2


@pytest.mark.parametrize("identifier", template_ids())
def test_a_template_that_ships_has_no_fault(identifier: str) -> None:
    results = template_check.check(ROOT / "templates" / identifier)
    assert [finding.message for result in results for finding in result.findings] == []


def test_a_template_is_found_where_the_command_or_the_settings_name_it(run: Run, tmp_path: Path) -> None:
    _new(tmp_path / "模板" / "one")
    _new(tmp_path / "模板" / "two")
    reports = tmp_path / "区" / "甲"
    reports.mkdir(parents=True)
    sample = (tmp_path / "模板" / "one" / template_starter.SAMPLE).read_text(encoding="utf-8")
    (reports / "a.yaml").write_text(sample, encoding="utf-8")

    unknown = run("check", "区/甲/a.yaml")
    assert unknown.returncode == 1
    assert "没有“one”这种格式" in unknown.stdout
    assert "自己的模板要用 --templates 或者 nianbao.yaml 的“模板”指出文件夹" in unknown.stdout
    assert run("check", "区/甲/a.yaml", "--templates", "模板").returncode == 0
    assert run("check", "区/甲/a.yaml", "--templates", "模板/one").returncode == 0
    assert run("check", "区/甲/a.yaml", env={"NIANBAO_TEMPLATES": str(tmp_path / "模板")}).returncode == 0

    (tmp_path / "区" / "nianbao.yaml").write_text("模板: [../模板]\n", encoding="utf-8")
    assert run("check", "区/甲/a.yaml").returncode == 0
    assert run("render", "区", "-o", "出").stderr.endswith("输出 1 份。\n")
    assert run("render", "区", "-o", "出").stderr.endswith("没有变化 1 份。\n")
    (reports / "b.yaml").write_text(sample.replace("示例市示例局", "示例市第二局"), encoding="utf-8")
    assert run("render", "区/甲", "-o", "两份", "--jobs", 2, "--templates", "模板").stderr.endswith("输出 2 份。\n")
    new = run("new", "乙局", 2025, "--form", "two", "-o", "区/乙.yaml")
    assert new.stdout == "区/乙.yaml\n"
    first = (tmp_path / "区" / "乙.yaml").read_text(encoding="utf-8").split("\n")[0]
    assert first == "# yaml-language-server: $schema=../模板/two/two.schema.json"


def test_tables_of_labels_are_written_for_a_template_and_do_not_overwrite(run: Run, tmp_path: Path) -> None:
    run("template", "new", "mine")
    made = run("template", "labels", "mine")
    assert made.stdout == "mine/labels.zh-Hant-TW.yaml\nmine/labels.zh-Hant-HK.yaml\n"
    assert run("template", "check", "mine").returncode == 0
    rendered = run("render", "mine/示例.yaml", "--templates", "mine", "--format", "txt", "--script", "zh-Hant-HK")
    assert "示例市示例局2025年示例工作年度報告.txt" in rendered.stdout
    assert "四、結轉下年" in (tmp_path / rendered.stdout.strip()).read_text(encoding="utf-8")
    again = run("template", "labels", "mine", "--script", "zh-Hant-TW")
    assert (again.returncode, again.stdout) == (0, "")
    assert "mine/labels.zh-Hant-TW.yaml 已经存在，没有改动" in again.stderr
    assert "没有繁体 zh-TW" in run("template", "labels", "mine", "--script", "zh-TW").stderr


@pytest.mark.parametrize("command", ["new", "check", "frame", "labels"])
def test_each_command_on_templates_has_chinese_help(command: str, run: Run) -> None:
    done = run("template", command, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"用法：nianbao template {command}")


def test_forms_of_ones_own_are_completed(run: Run, tmp_path: Path) -> None:
    _new(tmp_path / "模板" / "mine")
    (tmp_path / "nianbao.yaml").write_text("模板: 模板\n", encoding="utf-8")
    env = {"_NIANBAO_COMPLETE": "complete_bash", "COMP_WORDS": "nianbao new 甲局 2025 --form m", "COMP_CWORD": "5"}
    assert run(env=env).stdout.split() == ["mine"]


def test_a_report_is_rendered_anew_when_its_own_template_has_changed(run: Run, tmp_path: Path) -> None:
    folder = _new(tmp_path / "mine")
    (tmp_path / "nianbao.yaml").write_text("模板: mine\n", encoding="utf-8")
    assert run("render", "mine", "-o", "out").stderr.endswith("输出 1 份。\n")
    form = folder / "template.yaml"
    form.write_text(
        form.read_text(encoding="utf-8").replace("label: 二、本年受理", "label: 二、本年接收"), encoding="utf-8"
    )
    assert run("render", "mine", "-o", "out").stderr.endswith("输出 1 份。\n")
    text = next((tmp_path / "out").glob("*.txt")).read_text(encoding="utf-8")
    assert "二、本年接收" in text
    (folder / "report.txt.j2").write_text(
        "样子变了\n" + (folder / "report.txt.j2").read_text("utf-8"), encoding="utf-8"
    )
    assert run("render", "mine", "-o", "out").stderr.endswith("输出 1 份。\n")
    assert next((tmp_path / "out").glob("*.txt")).read_text(encoding="utf-8").startswith("样子变了")


def test_a_template_is_found_from_inside_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(_new(tmp_path / "inside-form"))
    monkeypatch.setattr(resources, "_found", {})  # which other tests need not know
    resources.add(["."])
    assert open_template("inside-form")[0].id == "inside-form"


def test_an_id_that_another_template_has_is_refused(run: Run, tmp_path: Path) -> None:
    taken = _new(tmp_path / "x" / "mine")
    _new(tmp_path / "y" / "mine")
    taken.rename(tmp_path / "x" / "zfxxgk-2021")
    done = run("check", SAMPLES[0], "--templates", "x")
    assert done.returncode == 2
    assert "编号和自带的模板 zfxxgk-2021 相同，不能用。请把文件夹" in done.stderr
    (tmp_path / "x" / "zfxxgk-2021").rename(tmp_path / "x" / "mine")
    twice = run("check", SAMPLES[0], "--templates", "x", "--templates", "y")
    assert twice.returncode == 2
    assert "的模板编号都是 mine。请把其中一个" in twice.stderr
    assert "里没有模板（template.yaml）" in run("check", SAMPLES[0], "--templates", "无此").stderr
    (tmp_path / "x" / "mine").rename(tmp_path / "x" / "other")
    renamed = run("check", tmp_path / "x" / "other" / "示例.yaml", "--templates", "x")
    unlike = run("new", "甲局", 2025, "--form", "other", "--templates", "x")
    assert renamed.returncode == 1
    assert "id 是 mine，文件夹的名字是 other。请改成一样的" in unlike.stderr


def test_two_templates_of_one_id_have_compiled_frames_of_their_own(tmp_path: Path) -> None:
    one, other = _new(tmp_path / "x" / FORM), _new(tmp_path / "y" / FORM)
    frame = other / "report.txt.j2"
    frame.write_text(f"{frame.read_text(encoding='utf-8')}\n（另一种样子）\n", encoding="utf-8")
    texts = [writers.module("txt").write(_document(folder)).decode() for folder in (one, other, one)]
    assert texts[0] == texts[2] != texts[1]
    assert "（另一种样子）" in texts[1]


ATTACKS = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].system('touch owned') }}",
    "{{ self.__init__.__globals__ }}",
    "{{ request.application.__globals__ }}",
    "{{ 部分.__class__ }}",
    "{{ 标题.__class__.__base__ }}",
    "{{ 标题.format.__globals__ }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ 标题 ~ ''.join(['a']) }}",
    "{{ open('/etc/passwd').read() }}",
    "{{ config }}",
    "{{ range(999999999)|list }}",
    "{{ 'a' * 999999999 }}",
    "{% include '../secret.txt' %}",
    "{% include '/etc/passwd' %}",
    "{% extends 'secret.txt' %}",
    "{% import 'secret.txt' as x %}",
    "{% from 'secret.txt' import x %}",
    "{% set x = 标题.__class__ %}{{ x }}",
    "{% macro x() %}{{ caller() }}{% endmacro %}",
    "{% call 标题() %}{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% for i in range(10**9) %}{% endfor %}",
    "{% for 部分 in 各部分 recursive %}{{ loop(部分) }}{% endfor %}",
    "{%- if 1 -%}x{%- endif -%}",
    "{% raw %}{{ 标题 }}{% endraw %}",
    "{{- 标题.__doc__ -}}",
]
TYPST_ATTACKS = [
    '#read("secret.txt")',
    '#dictionary(std).at("re" + "ad")("secret.txt")',
    '#include "secret.txt"',
    '#import "@preview/cetz:0.3.0"',
    '#image("secret.png")',
    '#eval("1+1")',
    '#plugin("x.wasm")',
    '#bibliography("secret.yaml")',
    '#raw("x", syntaxes: "secret.txt")',
    '#csv("secret.txt")',
]


@pytest.mark.parametrize("attack", [*ATTACKS])
@pytest.mark.parametrize("frame", ["html", "docx", "txt", "pdf"])
def test_nothing_in_a_frame_is_run(attack: str, frame: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = _new(tmp_path / FORM)
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    if frame == "docx":
        escaped = attack.replace("&", "&amp;").replace("<", "&lt;").encode()
        paragraph = b"<w:p><w:r><w:t>" + escaped + b"</w:t></w:r></w:p>"
        _word(
            folder,
            lambda parts: parts.update(
                {"word/document.xml": parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + paragraph)}
            ),
        )
    else:
        file = folder / FRAMES[frame]
        file.write_text(f"{attack}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"请.+。"):
        writers.module(frame).write(_document(folder))
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize("part", ["word/header1.xml", "word/footer1.xml", "word/styles.xml", "docProps/core.xml"])
@pytest.mark.parametrize("attack", ATTACKS[:3])
def test_nothing_in_any_part_of_a_word_frame_is_run(part: str, attack: str, tmp_path: Path) -> None:
    folder = _word(
        _new(tmp_path / FORM),
        lambda parts: parts.update(
            {part: parts[part].replace(b"</w:pPr>", b"</w:pPr><w:r><w:t>" + attack.encode() + b"</w:t></w:r>", 1)}
            if b"</w:pPr>" in parts[part]
            else {part: parts[part].replace("{{ 标题 }}".encode(), attack.encode())}
        ),
    )
    try:
        written = writers.module("docx").write(_document(folder))
    except TemplateError:
        return
    # a part that no frame language reaches stays as it is: text, never run
    assert attack.encode() in zipfile.ZipFile(BytesIO(written)).read(part)


@pytest.mark.parametrize("attack", TYPST_ATTACKS)
def test_a_typst_frame_reads_nothing_and_loads_nothing(attack: str, tmp_path: Path) -> None:
    folder = _new(tmp_path / FORM)
    for name in ("secret.txt", "secret.png", "secret.yaml"):
        (folder / name).write_text(SECRET, encoding="utf-8")
    frame = folder / "report.typ.j2"
    frame.write_text(f"{attack}\n{frame.read_text(encoding='utf-8')}", encoding="utf-8")
    with pytest.raises(TemplateError, match="PDF 框架"):
        writers.module("pdf").write(_document(folder))


def _entity(parts: dict[str, bytes]) -> None:
    head, body = parts["word/document.xml"].split(b"\n", 1)
    dtd = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    parts["word/document.xml"] = head + dtd + body.replace("{{ 分行标题 }}".encode(), "{{ 分行标题 }}&x;".encode())


def _bomb(parts: dict[str, bytes]) -> None:
    parts["word/media.xml"] = b"\0" * 30_000_000


def _many(parts: dict[str, bytes]) -> None:
    parts.update({f"word/p{number}.xml": b"<a/>" for number in range(2_100)})


def _macro(parts: dict[str, bytes]) -> None:
    kinds = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = kinds.replace(b"main+xml", b"main+xml;macroEnabled", 1)
    parts["word/vbaProject.bin"] = b"x"


def _linked(parts: dict[str, bytes]) -> None:
    link = b'<Relationship Id="x" Type="http://x/attachedTemplate" Target="http://example.cn/t" TargetMode="External"/>'
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", link + b"</Relationships>")


@pytest.mark.parametrize("edit", [_entity, _bomb, _many, _macro, _linked])
def test_a_word_frame_made_to_do_harm_is_refused(edit: Callable[[dict[str, bytes]], object], tmp_path: Path) -> None:
    folder = _word(_new(tmp_path / FORM), edit)
    with pytest.raises(TemplateError, match=r"report\.docx.+请.+。") as error:
        writers.module("docx").write(_document(folder))
    assert "root:" not in str(error.value)
    assert next(one.code for result in template_check.check(folder) for one in result.findings) == "M102"


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
@pytest.mark.parametrize("name", ["template.yaml", "prose.yaml", "report.html.j2", "report.docx", "report.typ.j2"])
def test_a_file_that_leads_out_of_the_folder_is_not_read(name: str, run: Run, tmp_path: Path) -> None:
    folder = _new(tmp_path / FORM)
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to("../secret")
    done = run("render", f"{FORM}/示例.yaml", "--templates", FORM, "--format", "docx,html,pdf")
    assert done.returncode == 2
    assert f"{name}:1:1: 模板有误：这个文件指到了模板的文件夹外面。请换成文件本身。" in done.stderr
    checked = run("template", "check", FORM)
    assert checked.returncode == 1
    assert f"{name}:1:1: 错误 M104" in checked.stdout
    assert SECRET not in done.stderr + checked.stdout


def _deep(text: str) -> str:
    return text.replace("rules:  #", "rules: " + "[" * 5_000 + "]" * 5_000 + "  #")


def _huge(text: str) -> str:
    return text + "#" * 6_000_000


def _wide(text: str) -> str:
    columns = ", ".join(f"{{key: 列{number}}}" for number in range(3_000))
    rows = ", ".join(f"{{key: 行{number}}}" for number in range(3_000))
    block = f"  - key: 大表\n    tables: [{{key: 大, columns: [{columns}], rows: [{rows}]}}]\n"
    return text.replace("key_figures:", f"{block}key_figures:")


def _ragged(text: str) -> str:
    blocks = ", ".join(
        f"{{key: 表{size}, rows: [{{key: 行}}], columns: [{', '.join(f'{{key: 列{n}}}' for n in range(size))}]}}"
        for size in (7, 11, 13, 17)
    )
    return text.replace("key_figures:", f"  - key: 长表\n    tables: [{blocks}]\nkey_figures:")


@pytest.mark.parametrize(
    ("edit", "words"),
    [(_deep, "嵌套"), (_huge, "5 MB"), (_wide, "数字超过 5000 个"), (_ragged, "17018 列的表")],
)
def test_a_template_beyond_all_measure_is_refused(edit: Callable[[str], str], words: str, tmp_path: Path) -> None:
    folder = _new(tmp_path / FORM)
    form = folder / "template.yaml"
    form.write_text(edit(form.read_text(encoding="utf-8")), encoding="utf-8")
    found = [finding for result in template_check.check(folder) for finding in result.findings]
    assert any(words in finding.message for finding in found)
    with pytest.raises(TemplateError, match=words):
        read_template(folder)


def test_words_of_a_template_are_printed_and_never_read_as_markup(tmp_path: Path) -> None:
    folder = _new(tmp_path / FORM)
    form = folder / "template.yaml"
    evil = "<script>alert(1)</script>&#read(1){{ 机关 }}"
    text = form.read_text(encoding="utf-8").replace("label: 二、本年受理", f"label: '{evil}'")
    text = text.replace('title: "{机关}', 'title: "../../{机关}')
    form.write_text(text, encoding="utf-8")
    document = _document(folder)
    page = writers.module("html").write(document).decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;#read(1){{ 机关 }}" in page
    assert writers.module("docx").write(document).startswith(b"PK")
    assert writers.module("pdf").write(document).startswith(b"%PDF")


def test_a_title_leads_to_no_other_folder(run: Run, tmp_path: Path) -> None:
    folder = _new(tmp_path / "a" / "mine")
    form = folder / "template.yaml"
    form.write_text(form.read_text("utf-8").replace('title: "{机关}', 'title: "../../{机关}'), encoding="utf-8")
    done = run("render", "a/mine/示例.yaml", "--templates", "a/mine")
    assert done.returncode == 0
    assert {Path(line).parent.as_posix() for line in done.stdout.splitlines()} == {"a/mine/out"}
    assert not list(tmp_path.glob("*.html"))


def test_the_frames_that_are_compiled_are_those_of_the_moment(tmp_path: Path) -> None:
    folder = _new(tmp_path / FORM)
    before = writers.module("txt").write(_document(folder))
    frame = folder / "report.txt.j2"
    stamp = frame.stat()
    frame.write_text(frame.read_text(encoding="utf-8").replace("{{ 落款 }}", "落 {{ 落款 }}"), encoding="utf-8")
    os.utime(frame, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    frames.compiled.cache_clear()
    assert writers.module("txt").write(_document(folder)) != before
