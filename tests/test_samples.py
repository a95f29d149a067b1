"""The samples as a user renders them, read back by lxml without any of the program's own readers."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePath

import pytest
import yaml
from lxml import etree, html

from generator.check import check_file
from generator.layout import block_grid
from tests.conftest import OF_2021, RELEASES, ROOT, SAMPLES, Run
from tests.making import TEMPLATES, printed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORKED_OUT = [sample for sample in RELEASES if sample.parent.name == "zfxxgk-2021"]  # by a second reading, here
DRAFT = ROOT / "samples" / "zfxxgk-2021" / "qiaokou-district-2022.yaml"


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("out")


def _rendered(run: Run, sample: Path, folder: Path) -> dict[str, Path]:
    draft = sample == DRAFT
    done = run("render", sample, "-o", folder, *(["--draft"] if draft else []))
    assert done.returncode == int(draft), done.stderr
    files = [Path(line) for line in done.stdout.splitlines() if line.startswith(str(folder))]
    return {file.suffix[1:]: file for file in files}


def _docx(file: Path) -> tuple[list[str], list[str]]:
    """Texts of the figures, in reading order, and of all paragraphs outside tables."""
    with zipfile.ZipFile(file) as package:
        body = etree.fromstring(package.read("word/document.xml"))
        styles = etree.fromstring(package.read("word/styles.xml"))
    names = {s.get(f"{W}styleId"): s.find(f"{W}name").get(f"{W}val") for s in styles.iter(f"{W}style")}
    figures, paragraphs = [], []
    for paragraph in body.iter(f"{W}p"):
        text = "".join(t.text or "" for t in paragraph.iter(f"{W}t"))
        style = names[paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")]
        if style == "表格数字":
            figures.append(text)
        elif paragraph.getparent().tag != f"{W}tc":
            paragraphs.append(text)
    return figures, paragraphs


def _html(file: Path) -> tuple[list[str], list[str]]:
    page = html.fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    figures = [cell.text_content() for cell in page.iter("td") if cell.get("data-figure")]
    return figures, [element.text_content() for element in page.iter("h1", "h2", "h3", "h4", "h5", "p")]


def _txt(file: Path) -> tuple[list[str], list[str]]:
    """Figures are the cells after the heads of rows in lines below a rule of `=`; wrapped paragraphs are joined."""
    figures: list[str] = []
    for table in re.findall(r"^\+-[^\n]*\n(?:[+|][^\n]*\n)+", file.read_text(encoding="utf-8"), re.MULTILINE):
        _, rule, body = re.split(r"\n([+|][^\n]*=\+)\n(?!.*=\+\n)", table, maxsplit=1, flags=re.DOTALL)
        count = len(re.findall(r"=+", rule))
        for line in body.splitlines():
            cells = line.split("|")[1:-1]
            last = cells[-count:]
            if len(last) == count and all(re.fullmatch(r" +[+-]?[\d.]+(?:[万亿]?元)? ", cell) for cell in last):
                figures += [cell.strip() for cell in last]
    chunks = re.split(r"\n{2,}", file.read_text(encoding="utf-8"))
    return figures, [line for chunk in chunks for line in ([chunk] if chunk[:4] != "    " else chunk.split("\n"))]


def _written(sample: Path) -> list[str]:
    """The 200 figures of a sample as YAML itself gives them, worked out here by the form's own rules."""
    data = yaml.load(sample.read_text(encoding="utf-8"), yaml.BaseLoader)
    two, three, four = (data[key] for key in _TABLES)
    kinds = ["本年制发件数", "本年废止件数", "现行有效件数"]
    first = two["第二十条第（一）项"]
    figures = [first[row][kind] if isinstance(first[row], dict) else "0" for row in first for kind in kinds]
    figures += [v for key in ("五", "六", "八") for v in two[f"第二十条第（{key}）项"].values()]
    leaves = {row: _applicants(cells) for row, cells in _rows(three["本年度办理结果"])}
    leaves.pop("总计", None)
    total = [sum(column) for column in zip(*leaves.values(), strict=True)]
    rows = [_applicants(three["本年新收政府信息公开申请数量"]), _applicants(three["上年结转政府信息公开申请数量"])]
    rows += [*leaves.values(), total, _applicants(three["结转下年度继续办理"])]
    figures += [str(number) for row in rows for number in (*row, sum(row))]
    for outcome in (four["行政复议"], four["行政诉讼"]["未经复议直接起诉"], four["行政诉讼"]["复议后起诉"]):
        numbers = [int(outcome.get(key, 0)) if isinstance(outcome, dict) else 0 for key in _OUTCOMES]
        figures += [str(number) for number in (*numbers, sum(numbers))]
    return figures


_TABLES = ["主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况"]
_APPLICANTS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
_OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结"]


def _applicants(cells: object) -> list[int]:
    return [int(cells.get(key, 0)) if isinstance(cells, dict) else 0 for key in _APPLICANTS]


def _rows(tree: dict[str, object]) -> list[tuple[str, object]]:
    """The rows of a group, those of its sub-groups in their place."""
    rows: list[tuple[str, object]] = []
    for key, value in tree.items():
        group = isinstance(value, dict) and not set(value) <= {*_APPLICANTS, "总计"}
        rows += [(f"{key}/{below}", cells) for below, cells in _rows(value)] if group else [(key, value)]  # type: ignore[arg-type]
    return rows


def test_every_form_has_a_sample() -> None:
    assert {sample.parent.name for sample in RELEASES} == {template.id for template in TEMPLATES}


@pytest.mark.parametrize("sample", RELEASES, ids=lambda path: path.stem)
def test_a_published_sample_has_no_finding_but_what_it_accepts_with_a_reason(sample: Path) -> None:
    assert [finding.message for finding in check_file(str(sample)).findings if "已接受" not in finding.message] == []


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_all_figures_and_paragraphs_of_a_sample_stand_in_its_docx_and_html(
    sample: Path, outputs: Path, run: Run
) -> None:
    files = _rendered(run, sample, outputs)
    document = printed(check_file(str(sample)))
    figures = [figure.text for figure in document.figures]
    lines = [line.text for part in document.parts for line in (*part.before, *part.after)]
    wanted = [
        document.title,
        *(line.text for line in document.preface),
        *lines,
        *(p.heading for p in document.parts if p.heading),
    ]
    assert len(figures) == len(document.figures)
    if sample in WORKED_OUT:
        assert figures == _written(sample)
    for read, suffix in ((_docx, "docx"), (_html, "html")):
        found, paragraphs = read(files[suffix])
        assert found == figures, suffix
        assert not [text for text in wanted if text not in paragraphs], suffix


@pytest.mark.parametrize("sample", [sample for sample in RELEASES if sample in OF_2021], ids=lambda path: path.stem)
def test_all_figures_and_paragraphs_of_a_sample_stand_in_its_text(sample: Path, outputs: Path, run: Run) -> None:
    files = _rendered(run, sample, outputs)
    document = printed(check_file(str(sample)))
    found, paragraphs = _txt(files["txt"])
    assert found == [figure.text for figure in document.figures]
    joined = ["".join(text.split("\n")).replace("　", "") for text in paragraphs]
    for line in (line for part in document.parts for line in (*part.before, *part.after)):
        assert line.text.replace("　", "") in joined


def test_the_draft_prints_what_it_knows_and_leaves_the_rest_blank(outputs: Path, run: Run) -> None:
    files = _rendered(run, DRAFT, outputs)
    assert all("（草稿）" in file.name for file in files.values())
    known = {"236", "7", "227", "9", "25"}
    for read, suffix in ((_docx, "docx"), (_html, "html")):
        figures, paragraphs = read(files[suffix])
        assert [text for text in figures if text] == ["236", "7", "227", "9", "25"]
        assert figures.count("") == 200 - len(known)
        assert any("A103" in text for text in paragraphs[:80])


def test_labels_of_the_form_are_printed_as_the_notice_has_them() -> None:
    """Spot labels, typed here from the form itself."""
    report = check_file(str(WORKED_OUT[0])).report
    assert report is not None
    grids = [block_grid(report.template, block) for block in report.template.blocks]
    labels = [cell.text for grid in grids for cell in grid.cells]
    for label in (
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "3.危及“三安全一稳定”",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "本年收费金额（单位：万元）",
        "未经复议直接起诉",
        "（七）总计",
    ):
        assert label in labels
    assert [len([cell for cell in grid.cells if cell.path]) for grid in grids] == [6, 1, 2, 1, 175, 15]


@pytest.mark.parametrize("sample", RELEASES, ids=lambda path: path.stem)
def test_a_sample_is_printed_as_its_golden_files_are(sample: Path, run: Run, tmp_path: Path) -> None:
    """What is meant to change is written anew by `render samples/… -o tests/golden --format txt,html`, and reviewed."""
    assert run("render", sample, "-o", tmp_path, "--format", "txt,html").returncode == 0
    made = {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()}
    assert {PurePath(name).suffix for name in made} == {".txt", ".html"}
    assert made == {name: (ROOT / "tests" / "golden" / name).read_text(encoding="utf-8") for name in made}
