"""Every rule against the files under tests/cases: a case is a folder, and a new case needs no code.

A case holds `report.yaml`, or `change.txt` with pairs of lines that turn the base report into it: a line that begins
with `- ` must stand in the base, the `+ ` lines after it take its place. `expect.txt` lists the findings, or `nothing`.
`size.txt` fills the report up with a comment to so many bytes. Other files of the folder lie beside the report.

A case of family I holds `page.txt`, which turns tests/base-page.txt, a published text of the base report, into what is
read, or `html.txt`, which changes the page that is rendered from it; `encoding.txt` names an encoding. What is expected
are the findings of that rule alone; those from I201 on come from verifying the page against the base report. Those from
I301 on hold `cells.txt`: what is filled into the Excel form of the base report, `place = value` with the value as JSON,
and `into.txt` with what has changed in the report since.
【各格式】 in what is expected are the ids of all forms.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from generator import excel_form, importer, readers, rules, verify, writers
from generator.check import check_file, open_template
from generator.document import compose
from generator.findings import Finding
from generator.resources import template_ids
from tests import excel
from tests.conftest import ROOT
from tests.making import BASE, changed, checked

ONE_REPORT = "[!GM]*"  # aggregates are in test_aggregate.py, templates in test_template_check.py
CASES = sorted(path for path in (ROOT / "tests" / "cases").glob(f"{ONE_REPORT}/*") if path.is_dir())
FORMS = "【各格式】"
PUBLISHED = (ROOT / "tests" / "base-page.txt").read_text(encoding="utf-8")


def _report(case: Path, folder: Path) -> Path:
    for file in case.iterdir():
        shutil.copy(file, folder / file.name)
    report = folder / "report.yaml"
    if not report.exists():
        report.write_text(changed((case / "change.txt").read_text(encoding="utf-8")), encoding="utf-8", newline="")
    size = case / "size.txt"
    if size.exists():
        missing = int(size.read_text(encoding="utf-8")) - report.stat().st_size
        report.write_bytes(report.read_bytes() + b"#" * (missing - 1) + b"\n")
    return report


def _read_back(case: Path) -> list[Finding]:
    """The findings of a case of family I, those of its own rule alone."""
    if case.parent.name >= "I301":
        return _filled_in(case)
    document = compose(checked(BASE).report)  # type: ignore[arg-type]
    name, text = ("html", writers.module("html").write(document).decode()) if _is_page(case) else ("txt", PUBLISHED)
    changes = (case / ("html.txt" if _is_page(case) else "page.txt")).read_text(encoding="utf-8")
    encoding = case / "encoding.txt"
    content = changed(changes, text, "" if _is_page(case) else "\n").encode(
        encoding.read_text(encoding="utf-8").strip() if encoding.exists() else "utf-8"
    )
    reading = readers.module(name).read(f"page.{name}", content)
    if case.parent.name >= "I201":
        found = rules.worded(verify.differences(document, reading), reading.file)
    else:
        found = list(importer.import_reading(open_template("zfxxgk-2021")[0], reading).findings)
    return [one for one in found if one.code == case.parent.name]


def _filled_in(case: Path) -> list[Finding]:
    """The findings on the Excel form of the base report with cells filled in."""
    lines = (case / "cells.txt").read_text(encoding="utf-8").splitlines()
    cells = {place: json.loads(value) for place, _, value in (line.partition(" = ") for line in lines)}
    form = excel.filled(excel.edited(excel.exported(BASE), cells))
    into = case / "into.txt"
    old = changed(into.read_text(encoding="utf-8")).encode("utf-8") if into.exists() else b""
    return excel_form.findings(form, "表.xlsx", old, "报告.yaml" if old else "")


def _is_page(case: Path) -> bool:
    return (case / "html.txt").exists()


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_case_gives_the_findings_that_it_expects(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if case.parent.name in rules.IMPORT:
        found = [f"{one.code} {one.position.inside} {one.message}" for one in _read_back(case)]
        assert (found or ["nothing"]) == (case / "expect.txt").read_text(encoding="utf-8").splitlines()
        return
    _report(case, tmp_path)
    monkeypatch.chdir(tmp_path)
    result = check_file("report.yaml")
    found = [
        f"{finding.code} {finding.position.line}:{finding.position.column} {finding.message}"
        if finding.position.file == "report.yaml"
        else f"{finding.code} {finding.position} {finding.message}"
        for finding in result.findings
    ]
    wanted = (case / "expect.txt").read_text(encoding="utf-8").replace(FORMS, "、".join(template_ids())).splitlines()
    assert (found or ["nothing"]) == wanted


@pytest.mark.parametrize("code", rules.ALL)
def test_every_rule_has_a_case_that_passes_and_one_that_does_not(code: str) -> None:
    expectations = [file.read_text(encoding="utf-8") for file in (ROOT / "tests" / "cases" / code).glob("*/expect.txt")]
    assert any(text.strip() == "nothing" for text in expectations)
    assert any(line.startswith(code) for text in expectations for line in text.splitlines())
