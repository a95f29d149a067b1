"""Contradiction gate: five published reports are imported and checked, and what they say against themselves is found.

Just that is found: nothing else of the kind is true of them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
REPORTS = ROOT.parent / "shared" / "reports"
CODES = ("A10", "N201", "N204", "N205", "N206", "N207", "N208")
EXPECTED = {  # by the number of a report: the rule, and what its message must say
    "000": [("N201", "25060268 元"), ("N201", "250.60268 万元"), ("N201", "10 倍")],
    "001": [],
    "002": [],
    "003": [("N204", "= 243"), ("N204", "= 236"), ("N205", "4574"), ("N205", "= 4749")],
    "004": [],
}
MOST = {"000": 1, "003": 3}  # findings; the parts of 4574 stand at two places


def told(report: Path, folder: Path) -> list[tuple[str, str]]:
    """The findings on an imported report that are of this kind, as code and message."""
    command = [str(PYTHON), "-m", "generator", "import", str(report), "-o", str(folder)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    files = sorted(folder.glob("*.yaml"))
    if len(files) != 1:
        raise RuntimeError(f"{report.name} was not imported")
    command = [str(PYTHON), "-m", "generator", "check", str(files[0]), "--output", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    findings = [finding for file in json.loads(done.stdout)["files"] for finding in file["findings"]]
    return [(f["code"], f["message"]) for f in findings if f["code"].startswith(CODES) and f["severity"] != "note"]


def main() -> int:
    """Import and check every report."""
    reports = sorted(REPORTS.glob("*.txt"))
    failures = [] if len(reports) == len(EXPECTED) else [f"{len(reports)} reports in {REPORTS}, not {len(EXPECTED)}"]
    for report in reports:
        number = report.name[:3]
        with tempfile.TemporaryDirectory() as folder:
            found = told(report, Path(folder))
        for code, words in EXPECTED[number]:
            if not any(code == one and words in message for one, message in found):
                failures.append(f"{report.name}: no {code} that says {words}")
        if len(found) > MOST.get(number, 0):
            failures.append(f"{report.name}: {len(found)} findings: {found}")
    for failure in failures:
        print(f"contradictions: FAIL {failure}", file=sys.stderr)
    if not failures:
        print(f"contradictions: ok, {len(reports)} published reports")
    return min(len(failures), 1)


if __name__ == "__main__":
    sys.exit(main())
