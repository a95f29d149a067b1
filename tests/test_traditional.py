"""Traditional Chinese: labels from checked tables, prose converted and proven to come back, names and wishes kept."""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from pathlib import Path

import pytest

from generator import characters, check, importer, readers, rewriting, scripts, verify, writers
from generator.check import Result, check_file, open_template
from generator.conversion import Converter
from generator.document import Document, compose
from generator.errors import OutputError, TemplateError
from generator.printing import HANT, SCRIPTS
from generator.resources import template_ids
from generator.rules import conversion_trace
from generator.source import read
from generator.template import Template
from tests.conftest import ROOT, SAMPLES, Run
from tests.making import BASE, agency_yaml, changed, checked
from tests.making import template_folder as copied

SOUND = ROOT / "samples" / "zfxxgk-2021" / "shili-wenlv-2025-hant.yaml"
LABELLED = [(name, script) for name in template_ids() for script in HANT]
HANT_LINE = "+ 统计口径: 本机关\n+ 文种: {}"


def asked(text: str, script: str, settings: str = "") -> Result:
    """The result of checking a text that is to be printed in a script, with a nianbao.yaml."""
    shared = read(settings.encode(), "nianbao.yaml") if settings else None
    return check.check_source(read(text.encode(), "报告.yaml"), lambda _: shared, script=script)


def printed(text: str, script: str, settings: str = "") -> Document:
    result = asked(text, script, settings)
    assert result.report is not None
    return compose(result.report)


def prose(document: Document) -> str:
    lines = [line.text for part in document.parts for line in (*part.before, *part.notes, *part.after)]
    return "\n".join([document.title, *(line.text for line in document.preface), *lines])


def with_prose(text: str) -> str:
    return changed(f"-     规范管理。\n+     {text}")


# --- labels


def shown_labels(template: Template) -> list[str]:
    """What a form prints, words to choose from as they are printed."""
    return [template.printing.word(label) for label in scripts.printed_labels(template)]


@pytest.mark.parametrize(("name", "script"), LABELLED)
def test_every_label_of_a_form_has_an_entry_that_no_simplified_character_is_left_in(name: str, script: str) -> None:
    template = scripts.in_script(open_template(name)[0], script)
    labels = "".join(shown_labels(template)).replace("{机关}", "")
    assert [mark for mark in labels if mark in characters.only_simplified()] == []
    assert list(template.figures) == list(open_template(name)[0].figures)


@pytest.mark.parametrize(("name", "script"), LABELLED)
def test_the_entries_of_a_form_are_its_labels_with_other_characters_and_no_other_words(name: str, script: str) -> None:
    before = scripts.printed_labels(open_template(name)[0])
    after = shown_labels(scripts.in_script(open_template(name)[0], script))
    fold = {**characters.to_simplified(), ord("覆"): "复"}
    assert [label.translate(fold) for label in after] == before


@pytest.mark.parametrize(("name", "script"), LABELLED)
@pytest.mark.parametrize("format", ["html", "txt"])
def test_an_empty_form_is_printed_without_a_simplified_character(name: str, script: str, format: str) -> None:
    template = open_template(name)[0]
    text = agency_yaml(template, dict.fromkeys(template.figures, 0), agency="示例機關").replace(
        '"统计口径"', f'"文种": "{script}"\n"统计口径"'
    )
    result = checked(re.sub(r'"依据[^"\n]*"', '"說明。"', text))
    assert result.report is not None
    page = writers.module(format).write(compose(result.report, [])).decode()
    page = re.sub(r"<style>.*?</style>|<script.*?</script>|data-\w+=\"[^\"]*\"", "", page, flags=re.DOTALL)
    assert {mark for mark in page if mark in characters.only_simplified()} == set()


def test_labels_hold_what_conversion_is_known_to_get_wrong() -> None:
    taiwan, hong_kong = (
        "\n".join(scripts.printed_labels(scripts.in_script(open_template("zfxxgk-2021")[0], script))) for script in HANT
    )
    for words in (
        "政府信息公開",
        "行政規範性文件",
        "另行製作",
        "本年制發件數",
        "行政複議",
        "重複申請",
        "反覆申請",
        "國家秘密",
        "數據",
    ):
        assert words in taiwan
        assert words in hong_kong
    assert "平臺建設" in taiwan
    assert "平台建設" in hong_kong


def test_labels_of_the_other_forms_hold_what_conversion_is_known_to_get_wrong() -> None:
    of_2019, of_sites, of_law = (
        "\n".join(shown_labels(scripts.in_script(open_template(name)[0], "zh-Hant-TW")))
        for name in ("zfxxgk-2019", "wzbb", "fzzf")
    )
    for words in ("本年新製作數量", "\n規範性文件\n", "上一年項目數量", "本年增/減", "另行製作", "採購總金額"):
        assert words in of_2019
    for words in (
        "信息發布",
        "公布調查結果",
        "政府網站",
        "註冊用戶數",
        "徵集調查",
        "公開答覆",
        "在線訪談",
        "政府門戶網站",
    ):
        assert words in of_sites
    assert "黨政主要負責人" in of_law
    hong_kong = shown_labels(scripts.in_script(open_template("wzbb")[0], "zh-Hant-HK"))
    assert "政府門户網站" in hong_kong


def test_a_form_without_a_table_of_labels_is_not_printed_in_traditional(tmp_path: Path) -> None:
    folder = copied(tmp_path / "form")
    (folder / "labels.zh-Hant-TW.yaml").unlink()
    with pytest.raises(TemplateError, match=r"还不能印成台湾的繁体.*labels\.zh-Hant-TW\.yaml"):
        scripts.in_script(check.read_template(folder)[0], "zh-Hant-TW")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("规章: 規章\n", "", "没有“规章”的繁体.*共缺 1 条"),
        ("规章: 規章\n", "规章: 規章\n规矩: 規矩\n", r"labels\.zh-Hant-TW\.yaml:\d+:1: .*没有“规矩”这个标签"),
        ("规章: 規章\n", "规章:\n", "“规章”没有写印成什么"),
        ("规章: 規章\n", "规章: [規章]\n", "“规章”没有写印成什么"),
        ("规章: 規章\n", "规章: 規章\n规章: 規章\n", r"labels\.zh-Hant-TW\.yaml:\d+:1: .*YAML 写得不对"),
        ("规章: 規章\n", "规章: 规章\n", "“规章”里有简体字“规”"),
        ('"{年度}年": "{年度}年"', '"{年度}年": "{年}年"', r"要照样写。请改为 \{年度\}"),
    ],
)
def test_a_table_of_labels_that_is_wrong_is_refused_with_its_file(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    folder = copied(tmp_path / "form")
    file = folder / "labels.zh-Hant-TW.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(TemplateError, match=message):
        scripts.in_script(check.read_template(folder)[0], "zh-Hant-TW")


# --- prose


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("script", HANT)
def test_the_prose_of_a_sample_comes_back_from_traditional(sample: Path, script: str) -> None:
    """Outside the words of the lists: they stand as they are in either direction."""
    result = check_file(str(sample), script=script)
    assert result.report is not None
    assert list(rewriting.strayed(result.report)) == []
    written = compose(check_file(str(sample), script="zh-Hans").report)  # type: ignore[arg-type]
    there = compose(result.report)
    assert characters.count(prose(there)).simplified == 0 or "硚" in prose(there)
    conversion = scripts.conversion(script)
    back = Converter(conversion.back, {new: old for old, new in conversion.spellings.items() if len(new) > 3}, {}, [])
    assert back.convert(prose(there)) == prose(written)
    figures = [document.figures for document in (there, written)]
    assert [(back.convert(one.text), one.marker) for one in figures[0]] == [
        (one.text, one.marker) for one in figures[1]
    ]


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        (
            "落实准营即入，市场准入，批准、核准；瞄准营商环境，精准营销。",
            "落實准營即入，市場准入，批准、核准；瞄準營商環境，精準營銷。",
        ),
        ("申请回复质量高，公布、发布、颁布。", "申請回覆質量高，公布、發布、頒布。"),
        ("另行制作、制发文件，反复、重复。", "另行製作、制發文件，反覆、重複。"),
        ("里程碑式的公里数，在大厅里。", "里程碑式的公里數，在大廳裡。"),
        ("信息、数据、文件、项目、程序、窗口、门户网站。", "信息、數據、文件、項目、程序、窗口、門戶網站。"),
        ("政协议提案办理，为了解决问题，部分布局。", "政協議提案辦理，為了解決問題，部分布局。"),
        ("硚口区、“准营即入制”和《硚口发布》。", "硚口區、“准營即入制”和《硚口發布》。"),
        (
            "网址 https://example.gov.cn/公开/政务 和 a@例子.cn 不动。",
            "網址 https://example.gov.cn/公开/政务 和 a@例子.cn 不動。",
        ),
    ],
)
def test_prose_is_converted_character_by_character_and_not_word_by_word(simplified: str, traditional: str) -> None:
    assert traditional in prose(printed(with_prose(simplified), "zh-Hant-TW"))


def test_references_stay_and_figures_are_filled_in() -> None:
    assert "新收申請8件，予以公開5件。" in prose(printed(BASE, "zh-Hant-TW"))


def test_a_reference_may_be_written_in_traditional() -> None:
    text = with_prose("上年結轉{{ 上年結轉 }}件，不予公開{{ 不予公開·屬於行政查詢事項·自然人 }}件。")
    assert "上年結轉1件，不予公開1件。" in prose(printed(text, "zh-Hant-TW"))


def test_next_years_file_keeps_the_script(run: Run, tmp_path: Path) -> None:
    done = run("new", "示例縣文化和旅遊局", "2026", "--from", SOUND, "-o", "-")
    assert "\n文种: zh-Hant-TW\n" in done.stdout


def test_traditional_prose_is_left_alone_to_the_character() -> None:
    written = compose(checked(SOUND.read_text(encoding="utf-8")).report)  # type: ignore[arg-type]
    assert prose(printed(SOUND.read_text(encoding="utf-8"), "zh-Hant-TW")) == prose(written)
    assert "申請公開為主，臺账" not in prose(written)


def test_a_paragraph_pasted_in_the_other_script_is_converted_and_the_rest_left_alone() -> None:
    text = with_prose("規範管理，公佈臺賬。\n+     规范管理，公布台账。")
    assert "規範管理，公佈臺賬。\n規範管理，公布臺賬。" in prose(printed(text, "zh-Hant-TW"))


def test_names_and_wishes_of_nianbao_yaml_are_kept() -> None:
    text = with_prose("软件和《软件条例》，“软件周”，余杭区，甲骨文。")
    settings = "保护词: [余杭]\n繁体: {词典: {软件: 軟體, 甲骨文: 甲骨文公司}}\n"
    assert "軟體和《軟件條例》，“軟件周”，余杭區，甲骨文公司。" in prose(printed(text, "zh-Hant-TW", settings))


def test_a_dictionary_of_spellings_reaches_into_names() -> None:
    text = with_prose("《于谦传》和“于谦”，于谦。")
    found = prose(printed(text, "zh-Hant-TW", "繁体: {词典: {于谦: 于謙}}\n"))
    assert "《于謙傳》和“于謙”，于謙。" in found


def test_corner_quotation_marks_are_an_option_for_prose_and_labels() -> None:
    text = with_prose("一句“话里有‘话’”，引用{{ 危及“三安全一稳定” }}件。")
    document = printed(text, "zh-Hant-TW", "繁体: {引号: 「」}\n")
    assert "一句「話裡有『話』」，引用0件。" in prose(document)
    assert "3.危及「三安全一穩定」" in scripts.printed_labels(document.report.template)
    assert "一句“話裡有‘話’”" in prose(printed(text, "zh-Hant-TW"))


def test_a_traditional_report_can_be_printed_in_simplified() -> None:
    document = printed(SOUND.read_text(encoding="utf-8").replace("“看得懂”", "「看得懂」"), "zh-Hans")
    assert characters.count(prose(document)).traditional == 0
    assert "“看得懂”" in prose(document)
    assert document.title == "示例县文化和旅游局2025年政府信息公开工作年度报告"


def test_what_is_not_asked_for_is_not_converted() -> None:
    text = re.sub(r"^文种:.*\n", "", SOUND.read_text(encoding="utf-8"), flags=re.MULTILINE)
    result = checked(text)
    assert "群眾" in prose(compose(result.report))  # type: ignore[arg-type]
    assert [(finding.code, finding.position.inside) for finding in result.findings] == [("T202", "1:1")]


def test_without_opencc_simplified_prose_comes_with_advice_and_traditional_prose_is_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from generator import conversion

    monkeypatch.setitem(sys.modules, "opencc", None)
    conversion._opencc.cache_clear()
    assert "群眾" in prose(printed(SOUND.read_text(encoding="utf-8"), "zh-Hant-TW"))
    with pytest.raises(OutputError, match=r"nianbao\[hant\]"):
        printed(BASE, "zh-Hant-TW")
    assert asked(BASE, "zh-Hant-TW").findings == ()
    conversion._opencc.cache_clear()


# --- files


READ_BACK = [(path, script) for path in SAMPLES for script in SCRIPTS]
READ_BACK_IDS = [f"{path.parent.name}-{path.stem}-{script}" for path, script in READ_BACK]


def of_sample(sample: Path, script: str) -> Document:
    report = check_file(str(sample), script=script).report
    assert report is not None
    return compose(report)


@pytest.mark.parametrize(("sample", "script"), READ_BACK, ids=READ_BACK_IDS)
@pytest.mark.parametrize("format", ["docx", "html", "txt"])
def test_every_sample_in_any_script_is_read_back_and_imported_in_it(sample: Path, script: str, format: str) -> None:
    document = of_sample(sample, script)
    template = open_template(document.report.template.id)[0]
    reading = readers.module(format).read(f"x.{format}", writers.module(format).write(document))
    assert verify.differences(document, reading) == []
    imported = importer.import_reading(template, reading, document.report.agency)
    assert imported.content.figures == {
        path: value.content for path, value in document.report.values.items() if value.content is not None
    }
    assert "I111" not in {finding.code for finding in imported.findings}
    again = checked(importer.yaml(template, imported, "")).report
    assert again is not None
    assert again.script in (script, "zh-Hant-TW" if script in HANT else "")
    shown, meant = (_without_regions(one) for one in (compose(again), document))
    assert shown == meant


def _without_regions(document: Document) -> str:
    """What a document prints; Taiwan's or Hong Kong's, a text that has only characters of both cannot tell."""
    text = "\n".join([prose(document), *(figure.text for figure in document.figures)])
    return text.replace("臺", "台")


@pytest.mark.parametrize(("name", "script"), LABELLED)
def test_a_pdf_of_every_form_in_traditional_is_read_back(name: str, script: str) -> None:
    document = of_sample(next(path for path in SAMPLES if path.parent.name == name), script)
    reading = readers.module("pdf").read("x.pdf", writers.module("pdf").write(document))
    assert verify.differences(document, reading) == []


def test_words_and_units_of_a_table_are_printed_in_the_script_and_kept_as_the_schema_has_them() -> None:
    site = of_sample(ROOT / "samples" / "wzbb" / "shili-county-2025.yaml", "zh-Hant-TW")
    assert site.caution[0].text.startswith("未經核對：這張表的項目和次序還沒有和")
    shown = {path.parts[-1]: figure.text for path, figure in site.by_path.items()}
    assert (shown["网站类型"], shown["填报单位"]) == ("政府門戶網站", "示例縣人民政府辦公室")
    assert shown["首页网址"] == "https://www.shilixian.example.cn/"
    content = {path.parts[-1]: value.content for path, value in site.report.values.items()}
    assert content["网站类型"] == "政府门户网站"
    money = of_sample(ROOT / "samples" / "zfxxgk-2019" / "shili-wenlv-2020.yaml", "zh-Hant-HK")
    assert "186.35萬元" in {figure.text for figure in money.figures}


def test_files_say_their_language_and_name_fonts_that_have_the_characters() -> None:
    for script, language in (("zh-Hant-TW", "zh-TW"), ("zh-Hant-HK", "zh-HK"), ("zh-Hans", "zh-CN")):
        document = printed(BASE, script)
        page = writers.module("html").write(document).decode()
        with zipfile.ZipFile(io.BytesIO(writers.module("docx").write(document))) as package:
            members = {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}
        assert f'<html lang="{language}">' in page
        assert f'w:eastAsia="{language}"' in members["word/styles.xml"]
        assert f"<dc:language>{language}</dc:language>" in members["docProps/core.xml"]
        fonts = page[: page.index("</style>")] + members["word/styles.xml"] + members["word/fontTable.xml"]
        assert ("仿宋_GB2312" in fonts) is (script == "zh-Hans")
        assert ("新細明體" in fonts) is (script != "zh-Hans")
        assert ("Noto Serif CJK SC" in fonts) is (script == "zh-Hans")


def test_the_page_carries_the_report_as_it_is_printed() -> None:
    page = writers.module("html").write(printed(BASE, "zh-Hant-TW")).decode()
    match = re.search(r'<script type="application/json" id="nianbao">(.*?)</script>', page)
    assert match
    data = json.loads(match[1])["report"]
    assert (data["文种"], data["机关"]) == ("zh-Hant-TW", "示例市水務局")
    assert list(data)[:7] == ["格式", "机关", "年度", "机关类型", "统计口径", "文种", "前言"]


def test_render_and_verify_take_a_script(run: Run, tmp_path: Path) -> None:
    (tmp_path / "甲.yaml").write_text(BASE, encoding="utf-8")
    done = run("render", "甲.yaml", "--script", "zh-Hant-TW", "--format", "txt,html")
    assert done.returncode == 0
    files = [Path(line) for line in done.stdout.splitlines()]
    assert files[0].name == "示例市水務局2025年政府信息公開工作年度報告.txt"
    assert run("verify", *files, "--against", "甲.yaml", "--script", "zh-Hant-TW").returncode == 0
    assert run("verify", *files, "--against", "甲.yaml").returncode == 1
    wrong = run("render", "甲.yaml", "--script", "zh-TW")
    assert wrong.returncode == 2
    assert "没有文种 zh-TW。可以写：zh-Hans、zh-Hant-TW、zh-Hant-HK。" in wrong.stderr


def test_folders_are_rendered_in_a_script_too(run: Run, tmp_path: Path) -> None:
    for name, script in (("甲", ""), ("乙", "文种: zh-Hant-HK\n")):
        text = script + BASE.replace("示例市水务局", f"{name}市台账办")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    assert run("render", ".", "--format", "txt").returncode == 0
    assert {file.stem[:6] for file in (tmp_path / "out").glob("*.txt")} == {"甲市台账办2", "乙市台賬辦2"}
    assert run("render", ".", "--format", "txt", "--script", "zh-Hant-TW").returncode == 0
    assert "甲市臺賬辦2" in {file.stem[:6] for file in (tmp_path / "out").glob("*.txt")}


# --- traces


def test_a_sound_text_of_more_than_fifteen_hundred_characters_has_no_trace() -> None:
    report = checked(SOUND.read_text(encoding="utf-8")).report
    assert report is not None
    text = "".join(field.scalar.text for field in report.narratives.values())
    assert len(re.findall("[一-鿿]", text)) >= 1500
    traps = [
        "電子檔案",
        "應用程式",
        "呼叫中心",
        "物件",
        "支援",
        "稽核",
        "登出",
        "設定",
        "連結",
        "套用",
        "專案",
        "全域性",
        "捷運",
        "社群",
        "民眾",
    ]
    assert [trap for trap in traps if trap not in text] == []
    assert checked(SOUND.read_text(encoding="utf-8")).findings == ()


def test_every_entry_of_the_list_is_found_by_itself_and_mended_for_good() -> None:
    for trace in conversion_trace._traces():
        word = trace.only[0] if trace.only else trace.word
        text = changed(
            f"-     规范管理。\n+     認真開展{word}。\n- 统计口径: 本机关\n{HANT_LINE.format('zh-Hant-TW')}"
        )
        assert trace.word in "".join(finding.message for finding in checked(text).findings if finding.code == "T201")
        mended = text.replace(trace.word, trace.write)
        assert "T201" not in {finding.code for finding in checked(mended).findings}


def test_simplified_prose_has_no_trace_whatever_it_is_printed_in() -> None:
    text = changed(
        f"-     规范管理。\n+     大力支援前方，面向物件。\n- 统计口径: 本机关\n{HANT_LINE.format('zh-Hant-TW')}"
    )
    assert checked(text).findings == ()


def test_a_converted_report_of_ours_has_no_trace() -> None:
    for sample in SAMPLES:
        document = of_sample(sample, "zh-Hant-TW")
        template = open_template(document.report.template.id)[0]
        page = writers.module("html").write(document)
        imported = importer.import_reading(template, readers.module("html").read("x", page))
        text = importer.yaml(template, imported, "")
        assert [f.message for f in checked(text).findings if f.code == "T201"] == []


def test_figures_in_traditional_prose_are_held_against_the_tables() -> None:
    text = changed(
        f"-     新收申请{{{{ 本年新收 }}}}件，予以公开{{{{ 予以公开 }}}}件。\n"
        f"+     全年收到政府信息公開申請11件，予以公開5件。\n- 统计口径: 本机关\n{HANT_LINE.format('zh-Hant-TW')}"
    )
    found = [finding for finding in checked(text).findings if finding.code == "N201"]
    assert len(found) == 1
    assert "8" in found[0].message
    assert "T201" not in {finding.code for finding in checked(text).findings}


def test_settings_for_traditional_are_read() -> None:
    from generator.config import build

    settings = build(read("繁体: {词典: {准营: 准營}, 引号: 「」}".encode(), "nianbao.yaml"))
    assert (settings.dictionary, settings.corners) == ({"准营": "准營"}, True)
