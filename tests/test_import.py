"""Reading published reports back: what is rendered comes back the same, what agencies publish comes in or is told."""

from __future__ import annotations

import importlib
import os
import random
import re
import sys
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any

import pytest

from generator import importer, label_keys, readers, verify, writers
from generator.check import Result, check_file, open_template
from generator.document import Document, compose
from generator.errors import InputError
from generator.findings import Severity
from generator.layout import section_grid
from generator.template import Template
from tests.conftest import ROOT, Run
from tests.making import (
    BASE,
    EVERY_FORM,
    TEMPLATES,
    agency_yaml,
    balanced,
    checked,
    in_cell,
    printed,
    random_text,
    varied,
)

TEMPLATE = open_template("zfxxgk-2021")[0]
MAKER: Any = importlib.import_module("tests.import.maker")
HOSTILE: Any = importlib.import_module("tests.import.hostile")
ROUNDS = int(os.environ.get("NIANBAO_ROUNDS", "25"))  # random reports through every format; .ci/run asks for a thousand


def _report(seed: int, template: Template = TEMPLATE) -> str:
    """A random report, every third one unfinished, with notes, particulars and texts that may be left out."""
    source = random.Random(seed)
    values = varied(template, balanced(template, lambda: source.randint(0, 10 ** source.randint(1, 6))), source, 10**4)
    if seed % 2:
        values = {path: value for path, value in values.items() if not template.figures[path].sums}
    if seed % 3 == 0:
        for path in source.sample(list(values), min(5, len(values))):
            values[path] = None
    texts = {path.path.parts[-1]: random_text(source) for path in template.narratives}
    agency = source.choice(["示例市水务局", "某" * 30, "A区（新区）", "示例县人民政府"])
    head = agency_yaml(template, values, agency, **texts)
    plain = [path for path, value in values.items() if value is not None and in_cell(template, path, value) is value]
    for path in source.sample(plain, min(3, len(plain))):
        head = _noted(head, path.parts, values[path], f"说明{source.randint(1, 9)}件、甲乙")
    if source.random() < 0.5:
        head = head.replace("年度:", "联系方式: {机构: 某办公室, 电话: 010-1}\n年度:", 1)
    if source.random() < 0.3:
        head = head.replace("年度:", f"标题: 某某{template.years[0]}年的报告\n年度:", 1)
    if not template.has_signature:
        return head
    ends = [f"落款: {{署名: {agency}, 日期: 2026-02-{source.randint(1, 28):02d}}}\n", f"落款: {{署名: {agency}}}\n", ""]
    return head + source.choice(ends)


def _noted(text: str, keys: tuple[str, ...], value: object, note: str) -> str:
    """The file with a note at one figure."""
    lines = text.split("\n")
    place = -1
    for depth, key in enumerate(keys):
        head = "  " * depth + f'"{key}":'
        place = next(n for n in range(place + 1, len(lines)) if lines[n].startswith(head))
    shown = format(value, "f") if isinstance(value, Decimal) else value
    lines[place] = lines[place].replace(f": {shown}", f": {{值: {shown}, 注: {note}}}")
    return "\n".join(lines)


def _said(document: Document) -> dict[str, object]:
    """What a page can hold of a report."""
    lines = [*document.preface, *(line for part in document.parts for line in (*part.before, *part.notes, *part.after))]
    report = document.report
    return {
        "title": document.title,
        "agency": report.agency,
        "year": report.year,
        "figures": {path: (value.content, value.note) for path, value in report.values.items()},
        "lines": [(line.level, line.text) for line in lines],
        "signature": document.signature and (document.signature.name, document.signature.date),
    }


def _again(name: str, content: bytes) -> Result:
    """What comes of a file that is imported, and checked as the file that it has become."""
    imported = importer.import_reading(None, readers.module(name).read(f"报告.{name}", content))
    return checked(importer.yaml(imported.template, imported, "x"))


@EVERY_FORM
@pytest.mark.parametrize("name", ["docx", "html", "txt"])
def test_random_reports_come_back_from_their_deliverables(name: str, template: Template) -> None:
    for seed in range(TEMPLATES.index(template), ROUNDS, len(TEMPLATES)):
        result = checked(_report(seed, template))
        document = printed(result)
        found = _again(name, writers.module(name).write(document))
        assert found.report is not None
        assert _said(compose(found.report)) == _said(compose(result.report)), (seed, name)  # type: ignore[arg-type]


@EVERY_FORM
def test_a_page_that_has_lost_its_data_comes_back_but_for_doubled_blanks(template: Template) -> None:
    for seed in range(12):
        document = compose(checked(_report(seed, template)).report)  # type: ignore[arg-type]
        page = re.sub(rb"<script .*?</script>", b"", writers.module("html").write(document), flags=re.DOTALL)
        found, wanted = (_said(compose(one.report)) for one in (_again("html", page), checked(_report(seed, template))))  # type: ignore[arg-type]
        lines = [[(level, re.sub(" +", " ", text)) for level, text in said.pop("lines")] for said in (found, wanted)]  # type: ignore[attr-defined]
        assert lines[0] == lines[1], seed
        assert found == wanted, seed


def test_a_page_of_ours_gives_everything_back() -> None:
    more = "数据:\n  信息总数: {值: 555, 单位: 条, 其中: {文件: 10.50}}\n"
    more += "例外:\n  - {代码: A103, 位置: 自然人, 理由: 补登}\n"
    result = checked(BASE + more)
    found = _again("html", writers.module("html").write(printed(result)))
    assert found.source.root is not None
    assert _plain(found.source.root) == _plain(result.source.root)


def _plain(root: Any) -> Any:
    from generator.nodes import plain

    return plain(root)


def test_a_page_of_ours_that_was_changed_is_read_as_it_shows() -> None:
    page = writers.module("html").write(printed(checked(BASE)))
    changed = page.replace(b">3984<", b">3985<")
    assert changed != page
    imported = importer.import_reading(TEMPLATE, readers.module("html").read("a.html", changed))
    figures = {str(path): number for path, number in imported.content.figures.items()}
    assert not imported.data
    assert 3985 in figures.values()
    assert "I111" in {finding.code for finding in imported.findings}


@pytest.mark.parametrize("template", MAKER.FORMS, ids=lambda template: template.id)
@pytest.mark.parametrize("deviation", MAKER.DEVIATIONS, ids=lambda one: one.__name__)
def test_no_figure_is_wrong_without_a_word(deviation: Any, template: Template) -> None:
    """Of all figures in all documents, none is wrong and not reported, and few are missing."""
    right = total = 0
    for name, made, reader, content in _documents(deviation, template):
        imported = importer.import_reading(template, readers.module(reader).read("x", content))
        reported = {path for finding in imported.findings for path in finding.paths}
        for path, truth in made.truth.items():
            found = imported.content.figures.get(path)
            told = path in reported
            assert found == truth or told, (deviation.__name__, name, made.seed, str(path), found, truth)
            assert found is not None or told
            right += found == truth
            total += 1
    least = 0.98 if deviation is MAKER.run_together else 0.99  # not every run of digits has one solution
    assert right >= total * least, (deviation.__name__, right, total)


def _documents(deviation: Any, template: Template) -> list[Any]:
    seeds = range(int(os.environ.get("NIANBAO_SEEDS", "3")))
    return [made[1:] for made in MAKER.documents(template, seeds, (deviation,))]


@EVERY_FORM
def test_every_label_is_known_in_traditional_characters(template: Template) -> None:
    from opencc import OpenCC

    convert = OpenCC("s2t").convert
    labels = {
        cell.text for section in template.sections if section.blocks for cell in section_grid(template, section).cells
    }
    labels |= {section.key for section in template.sections}
    assert [label for label in labels if label_keys.key(convert(label)) != label_keys.key(label)] == []


def test_one_number_beside_a_blank_cell_is_not_cut_in_two() -> None:
    page = writers.module("html").write(printed(checked(BASE))).decode().split("<script")[0]
    for number in ("7", "4", "32"):
        page = page.replace(f">{number}</td>", f">{'732' if number == '7' else ''}</td>", 1)
    assert ">732</td>" in page
    figures = importer.import_reading(None, readers.module("html").read("a", page.encode())).content.figures
    assert [value for path, value in figures.items() if "行政规范性文件" in path.parts] == [732]


def test_titles_parts_and_texts_come_in_whatever_the_deviation() -> None:
    for deviation, name, made, reader, content in MAKER.documents(TEMPLATE, range(1)):
        imported = importer.import_reading(TEMPLATE, readers.module(reader).read("x", content))
        assert (imported.content.agency, imported.content.year) == ("示例市水务局", 2025), (deviation, name)
        texts = list(imported.content.narratives.values())
        assert len(texts) == 10, (deviation, name, made.seed, imported.content.narratives)
        assert not [text for text in texts if "打印" in text or "上一篇" in text or "ICP" in text]


def test_a_page_laid_out_with_tables_gives_the_report_and_nothing_around_it() -> None:
    made = MAKER.made(TEMPLATE, 5)
    MAKER.navigation(made, random.Random(5))
    body = MAKER.html(made).decode().split("<body>")[1].split("</body>")[0]
    page = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/x.dtd">
        <html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"></head><body>
        <div id="header"><ul class="menu"><li><a href=#>首页</a></li><li><a>政务公开</a></li></ul></div>
        <form><table><tr><td><table><tr><td><a>机构职能</a></td></tr></table><div class="ad">低价办公用品热卖</div></td>
        <td>{body}<div class="share">分享到：微信</div></td></tr></table></form>
        <table><tr><td>主办单位：某市人民政府</td><td>技术支持：某公司</td></tr></table>
        <div class="footer">版权所有</div><script>document.write("一、总体情况")</script></body></html>"""
    imported = importer.import_reading(TEMPLATE, readers.module("html").read("a.html", page.encode("gb18030")))
    assert imported.content.figures == made.truth
    texts = "".join(imported.content.narratives.values())
    assert texts.count("。") == 10
    assert not re.search("首页|机构职能|热卖|分享|主办|版权|打印", texts)


def test_a_hostile_file_ends_in_one_line_or_in_findings(tmp_path: FilePath) -> None:
    count = 0
    for name, suffix, content in HOSTILE.files():
        file = tmp_path / f"file.{suffix}"
        file.write_bytes(content)
        said, findings = _attempt(file)
        assert "\n" not in said, name
        assert said.endswith("。") if said else findings, name
        count += 1
    assert count >= 40


def _attempt(file: FilePath) -> tuple[str, bool]:
    """What refuses a file, if it is refused, and else whether something in it is missing."""
    try:
        return "", importer.import_file(TEMPLATE, str(file)).has_errors
    except InputError as error:
        return str(error), False


DIALECTS = sorted((ROOT / "tests" / "import").glob("*/source.*"))


@pytest.mark.parametrize("source", DIALECTS, ids=lambda path: path.parent.name)
def test_a_kept_file_is_read_as_its_neighbour_says(source: FilePath) -> None:
    imported = importer.import_file(TEMPLATE, str(source))
    text = importer.yaml(TEMPLATE, imported, "../schemas/zfxxgk-2021.schema.json")
    told = [f"{one.severity.label} {one.code} {one.position.inside} {one.message}" for one in imported.findings]
    assert text == (source.parent / "expect.yaml").read_text(encoding="utf-8")
    assert told == (source.parent / "expect.txt").read_text(encoding="utf-8").splitlines()


# --- what is not installed


def test_a_traditional_report_is_read_without_opencc(monkeypatch: pytest.MonkeyPatch) -> None:
    made = MAKER.made(TEMPLATE, 3)
    MAKER.traditional(made, random.Random(3))
    monkeypatch.setitem(sys.modules, "opencc", None)
    imported = importer.import_reading(TEMPLATE, readers.module("txt").read("x", MAKER.rows(made)))
    assert all(imported.content.figures.get(path) == truth for path, truth in made.truth.items())


def test_without_an_office_an_old_word_file_comes_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    for suffix in ("doc", "wps"):
        with pytest.raises(InputError, match="另存为 docx"):
            readers.module("office").read(f"a.{suffix}", b"\xd0\xcf\x11\xe0")


def test_without_its_library_a_pdf_comes_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(InputError, match=r"nianbao\[pdf\]"):
        readers.module("pdf").read("a.pdf", b"%PDF-1.7")


# --- proving deliverables


@EVERY_FORM
@pytest.mark.parametrize("name", ["docx", "html", "txt"])
def test_a_deliverable_equals_its_report(name: str, template: Template) -> None:
    for seed in range(10):
        document = printed(checked(_report(seed, template)))
        reading = readers.module(name).read(f"a.{name}", writers.module(name).write(document))
        assert verify.differences(document, reading) == []


def test_one_changed_figure_or_word_is_found() -> None:
    """Every figure of a page in turn, and every paragraph."""
    document = printed(checked(BASE))
    page = writers.module("html").write(document).decode()
    before, data = page.split('<script type="application/json"')
    for path, figure in list(document.by_path.items())[::7]:
        unit = TEMPLATE.figures[path].column.unit
        cell = f'data-figure="{path}" data-unit="{unit}">'
        changed = before.replace(f"{cell}{figure.text}<", f"{cell}{figure.text}7<")
        assert changed != before, path
        found = verify.differences(document, readers.module("html").read("a.html", (changed + data).encode()))
        assert [remark.code for remark in found if path in remark.paths], path
    for line in (line for part in document.parts for line in part.before):
        changed = before.replace(line.text, line.text + "改", 1)
        found = verify.differences(document, readers.module("html").read("a.html", (changed + data).encode()))
        assert "I202" in {remark.code for remark in found}, line.text


# --- the commands as a user runs them


def test_an_import_writes_a_file_that_renders(run: Run, tmp_path: FilePath) -> None:
    (tmp_path / "a.yaml").write_text(BASE, encoding="utf-8")
    assert run("render", "a.yaml", "-o", "out").returncode == 0
    name = "示例市水务局2025年政府信息公开工作年度报告"
    for suffix in ("docx", "html", "txt"):
        done = run("import", f"out/{name}.{suffix}", "-o", suffix)
        assert done.returncode == 0, done.stderr
        assert "读到 200 个数字中的 200 个" in done.stderr
        assert run("render", f"{suffix}/示例市水务局-2025.yaml", "-o", "again").returncode == 0
        assert run("verify", f"again/{name}.docx", f"out/{name}.{suffix}", "--against", "a.yaml").returncode == 0
    again = run("import", f"out/{name}.txt", "-o", "txt")
    assert again.returncode == 2
    assert "已经存在" in again.stderr


def test_standard_input_is_imported(run: Run) -> None:
    page = writers.module("txt").write(printed(checked(BASE)))
    done = run("import", "-", "-o", "-", stdin=page)
    assert done.returncode == 0
    assert "机关: 示例市水务局\n" in done.stdout
    assert run("import", "-", "--format", "txt", "--strict", stdin=page).returncode == 0


def test_strict_refuses_any_doubt(run: Run, tmp_path: FilePath) -> None:
    page = writers.module("txt").write(printed(checked(BASE))).decode()
    (tmp_path / "a.txt").write_text(page.replace("    3984", "   3,984"), encoding="utf-8")
    assert run("import", "a.txt", "-o", "good", "--strict").returncode == 0  # a comma is a note
    (tmp_path / "b.txt").write_text(page.replace("    3984", "       /"), encoding="utf-8")
    done = run("import", "b.txt", "-o", "bad", "--strict")
    assert done.returncode == 1
    assert not (tmp_path / "bad").exists()
    assert "I102" in done.stdout


def test_verify_says_exactly_what_differs(run: Run, tmp_path: FilePath) -> None:
    (tmp_path / "a.yaml").write_text(BASE, encoding="utf-8")
    page = writers.module("txt").write(printed(checked(BASE))).decode()
    (tmp_path / "a.txt").write_text(page.replace("    3984", "    3985").replace("平稳", "良好"), encoding="utf-8")
    done = run("verify", "a.txt", "--against", "a.yaml")
    assert done.returncode == 1
    assert "行政许可：应为 3984，文件里是“3985”" in done.stdout
    assert "应为“平台运行平稳。”，文件里是“平台运行良好。”" in done.stdout
    assert done.stdout.count("I20") == 2


def test_an_import_into_a_file_keeps_what_a_page_cannot_hold(run: Run, tmp_path: FilePath) -> None:
    more = "# 台账在二楼\n数据:\n  信息总数: 555 # 网站\n例外:\n  - {代码: A103, 位置: 自然人, 理由: 补登一件}\n"
    text = BASE.replace("    行政许可: 3984\n", "    行政许可: 3984 # 审批科\n") + more
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    page = writers.module("txt").write(printed(checked(text))).decode()
    (tmp_path / "same.txt").write_text(page, encoding="utf-8")
    assert run("import", "same.txt", "--into", "a.yaml").returncode == 0
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == text
    (tmp_path / "new.txt").write_text(page.replace("    3984", "    3985").replace("平稳", "良好"), encoding="utf-8")
    assert run("import", "new.txt", "--into", "a.yaml").returncode == 0
    wanted = text.replace("行政许可: 3984 #", "行政许可: 3985 #").replace("平稳", "良好")
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == wanted


def test_random_reports_are_merged_into_the_base(tmp_path: FilePath) -> None:
    from generator import splice

    for seed in range(12):
        report = checked(_report(seed)).report
        assert report is not None
        file = tmp_path / f"{seed}.yaml"
        head = f"数据: {{甲: 1}} # 留着\n机关: {report.agency}\n年度: {report.year}\n"
        file.write_text(head + BASE.replace("机关: 示例市水务局\n", "").replace("年度: 2025\n", ""), encoding="utf-8")
        imported = importer.import_reading(
            TEMPLATE, readers.module("docx").read("a.docx", writers.module("docx").write(compose(report)))
        )
        merged = checked(splice.merged(TEMPLATE, imported.content, str(file))).report
        assert merged is not None
        assert "数据: {甲: 1} # 留着" in merged.source.lines
        for path, number in imported.content.figures.items():
            assert merged.values[path].content == number, (seed, str(path))
        said, wanted = _said(compose(merged)), _said(compose(report))
        assert [line for line in wanted["lines"] if line not in said["lines"] and "联系方式" not in line[1]] == []  # type: ignore[attr-defined, operator]


def test_another_agencys_file_is_not_merged(tmp_path: FilePath, run: Run) -> None:
    (tmp_path / "a.yaml").write_text(BASE.replace("机关: 示例市水务局", "机关: 别的局"), encoding="utf-8")
    (tmp_path / "a.txt").write_bytes(writers.module("txt").write(printed(checked(BASE))))
    done = run("import", "a.txt", "--into", "a.yaml")
    assert done.returncode == 2
    assert "别的局" in done.stderr


def test_an_import_of_every_sample_has_no_doubt() -> None:
    for sample in sorted((ROOT / "samples").glob("*/*.yaml")):
        result = check_file(str(sample))
        if result.has_errors:
            continue
        content = writers.module("docx").write(printed(result))
        imported = importer.import_reading(None, readers.module("docx").read("a.docx", content))
        assert result.report
        assert imported.template is result.report.template
        assert all(finding.severity is Severity.NOTE for finding in imported.findings), imported.findings
