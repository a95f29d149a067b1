"""Adding up the reports of a district: exact sums, proofs of written ones, and every fault named with its place.

A case of family G is a folder: `名册.yaml` if there is one, `files.txt` with a section `= name.yaml` for each file that
holds changes to the base report as in the other cases, and `expect.txt`.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator import aggregate, rules
from generator.findings import by_place
from tests.conftest import ROOT
from tests.making import changed

CASES = sorted(path for path in (ROOT / "tests" / "cases").glob("G*/*") if path.is_dir())


def _collected(folder: Path) -> list[str]:
    files = sorted(file.name for file in folder.glob("*.yaml") if file.name != "名册.yaml")
    roster = None
    if (folder / "名册.yaml").exists():
        roster, told = aggregate.read_roster("名册.yaml")
        assert roster, told.findings
    collection = aggregate.collect(files, roster or aggregate.common_roster(files, ""))
    findings = sorted(rules.on_collection(collection), key=by_place)
    return [f"{finding.code} {finding.position} {finding.message}" for finding in findings]


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_case_gives_the_findings_that_it_expects(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if (case / "名册.yaml").exists():
        shutil.copy(case / "名册.yaml", tmp_path)
    for section in (case / "files.txt").read_text(encoding="utf-8").split("= ")[1:]:
        name, _, changes = section.partition("\n")
        Path(name).write_text(changed(changes), encoding="utf-8")
    wanted = (case / "expect.txt").read_text(encoding="utf-8").splitlines()
    assert (_collected(tmp_path) or ["nothing"]) == wanted
