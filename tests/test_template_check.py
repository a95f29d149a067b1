"""Templates with planted faults: each is refused with file, line and mend, and all of them in one run.

A case is a folder under tests/cases/M1xx. `NAME.txt` holds pairs of lines that turn the file NAME of a new template
into that of the case, or pieces of XML for `report.docx`; any other file is put into the template as it is.
`expect.txt` lists the findings, or `nothing`.
"""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from generator import rules, template_check, template_starter
from tests.conftest import ROOT
from tests.making import changed

CASES = sorted(path for path in (ROOT / "tests" / "cases").glob("M*/*") if path.is_dir())
FORM = "base-form"


def planted(case: Path, folder: Path) -> Path:
    """A new template in `folder` with the faults of a case."""
    folder.mkdir()
    for name, content in template_starter.files(FORM).items():
        (folder / name).write_bytes(content)
    (folder / f"{FORM}.schema.json").unlink()
    for file in case.iterdir():
        target = folder / file.stem
        if file.suffix != ".txt":
            shutil.copy(file, folder / file.name)
        elif target.suffix == ".docx":
            _edit(target, file.read_text(encoding="utf-8"))
        elif file.name != "expect.txt":
            text = target.read_text(encoding="utf-8")
            target.write_text(changed(file.read_text(encoding="utf-8"), text), encoding="utf-8")
    return folder


def _edit(file: Path, changes: str) -> None:
    """Apply each change to the part of a Word file in which it stands."""
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name).decode("utf-8") for name in package.namelist()}
    for change in changes.removeprefix("- ").split("\n- "):
        old = change.split("\n")[0]
        name = next(name for name, text in parts.items() if old in text)
        parts[name] = changed(f"- {change}", parts[name], "")
    with zipfile.ZipFile(file, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)


def found_in(folder: Path) -> list[str]:
    results = template_check.check(folder)
    return [
        f"{finding.code} {Path(finding.position.file).name}:{finding.position.inside} {finding.message}"
        for result in results
        for finding in result.findings
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_template_with_a_planted_fault_is_refused_with_its_place_and_the_mend(case: Path, tmp_path: Path) -> None:
    found = found_in(planted(case, tmp_path / FORM))
    assert (found or ["nothing"]) == (case / "expect.txt").read_text(encoding="utf-8").splitlines()
    assert all("请" in line and line.endswith("。") for line in found)


def test_there_are_forty_faults_and_more() -> None:
    faults = [case for case in CASES if (case / "expect.txt").read_text(encoding="utf-8").strip() != "nothing"]
    assert len(faults) >= 40
    assert {case.parent.name for case in CASES} == set(rules.TEMPLATE)
