"""Findings gate: outsiders read what `nianbao check` writes for them, and refuse what is spoilt.

SARIF is held against its official schema, which Microsoft's multitool carries, and against the rules that the multitool
adds; sarif-tools read it, whose conversion to GitLab's Code Quality must tell the same as ours; JUnit is held against
the schema of Jenkins' plugin, which pytest ships in its source; annotations against those that GitHub's own toolkit
makes of the same findings.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from jsonschema import Draft202012Validator
from lxml import etree

GATES = Path(__file__).resolve().parent
ROOT = GATES.parent.parent
CASES = sorted(path.parent for path in (ROOT / "tests" / "formats").glob("*/report.yaml"))
DRAFT = ROOT / "samples" / "zfxxgk-2021" / "qiaokou-district-2022.yaml"
PYTHON = ROOT / ".venv" / "bin" / "python"  # where `make` has installed the project
XSD = "testing/example_scripts/junit-10.xsd"
SARIF_TITLE = b"Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"
MOST_OF_A_SCHEMA = 400_000
NO_ADDRESS = "SARIF2005"
SEVERITIES = {"critical": "major", "minor": "minor", "info": "info"}  # ours, and those of sarif-tools

Problem = tuple[str, str, int, str]


def checked(files: list[str], folder: Path, results: Path) -> None:
    """Every format for programs of one check, in `results`."""
    names = ("sarif", "gitlab", "junit", "json", "github")
    outputs = [word for name in names for word in ("-o", f"{name}={results / name}")]
    command = [str(PYTHON), "-m", "generator", "check", *files, *outputs]
    done = subprocess.run(command, cwd=folder, env={}, capture_output=True, text=True, check=False)
    if done.returncode > 2 or not (results / "sarif").exists():
        raise RuntimeError(f"nianbao check did not run: {done.stderr}")


def program() -> Path:
    """The multitool of this platform, made executable, which its package leaves to a script."""
    names = ("Sarif.Multitool", "Sarif.Multitool.exe")
    found = next(path for path in GATES.glob("node_modules/@microsoft/sarif-multitool-*/*") if path.name in names)
    found.chmod(0o755)
    return found


def sarif_schema() -> Draft202012Validator:
    """The schema of SARIF 2.1.0, which lies in the multitool as it was published."""
    content = program().read_bytes()
    start = content.rindex(b"{", 0, content.index(SARIF_TITLE))
    schema, _ = json.JSONDecoder().raw_decode(content[start : start + MOST_OF_A_SCHEMA].decode("utf-8", "replace"))
    return Draft202012Validator(schema)


def multitool(log: Path) -> list[str]:
    """Errors and warnings of the multitool, without the one that nianbao has no address on the web."""
    sarif, said = log.with_suffix(".sarif"), log.with_suffix(".said")
    sarif.write_bytes(log.read_bytes())
    command = [str(program()), "validate", str(sarif), "--output", str(said), "--log", "ForceOverwrite"]
    environment = {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "HOME": str(log.parent)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if not said.exists():
        raise RuntimeError(f"the multitool could not run: {done.stdout}{done.stderr}")
    results = json.loads(said.read_text("utf-8-sig"))["runs"][0].get("results", [])
    told = [f"{r['ruleId']} {r['message']}" for r in results if r.get("level", "warning") in ("error", "warning")]
    if not any(text.startswith(NO_ADDRESS) for text in told):
        told.append("the multitool could not read the log")
    return [text for text in told if not text.startswith(NO_ADDRESS)]


def ours(results: Path) -> set[Problem]:
    """The problems of our Code Quality report, without files that could not be read, which SARIF tells elsewhere."""
    problems = json.loads((results / "gitlab").read_text("utf-8"))
    assert len({problem["fingerprint"] for problem in problems}) == len(problems), "a fingerprint twice"
    assert all(set(p) == {"description", "check_name", "fingerprint", "severity", "location"} for p in problems)
    return {
        (p["check_name"], p["location"]["path"], p["location"]["lines"]["begin"], SEVERITIES[p["severity"]])
        for p in problems
        if p["check_name"] != "nianbao"
    }


def theirs(results: Path) -> set[Problem]:
    """The problems that sarif-tools makes of our SARIF for GitLab."""
    sarif, quality = results / "for-tools.sarif", results / "quality.json"
    sarif.write_bytes((results / "sarif").read_bytes())
    subprocess.run(
        [sys.executable, "-m", "sarif", "codeclimate", sarif, "-o", quality], capture_output=True, check=True
    )
    return {
        (p["check_name"], p["location"]["path"], p["location"]["lines"]["begin"], p["severity"])
        for p in json.loads(quality.read_text("utf-8"))
    }


def junit_schema(folder: Path) -> etree.XMLSchema:
    """The schema that Jenkins' xUnit plugin published, from pytest's source as the constraints pin it."""
    pins = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pin = next(line for line in pins if line.startswith("pytest=="))
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", "pytest", "-d", str(folder), pin]
    subprocess.run(command, check=True, capture_output=True)
    with tarfile.open(next(folder.glob("pytest-*.tar.gz"))) as source:
        member = next(name for name in source.getnames() if name.endswith(XSD))
        stream = source.extractfile(member)
        assert stream
        return etree.XMLSchema(etree.parse(stream))


def annotations(results: Path) -> list[str]:
    """What GitHub's toolkit would have written otherwise."""
    command = ["node", "annotations.mjs", str(results / "json"), str(results / "github")]
    done = subprocess.run(command, cwd=GATES, capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else [done.stdout + done.stderr]


class Schemas(NamedTuple):
    """The schemas that others published."""

    sarif: Draft202012Validator
    junit: etree.XMLSchema


def faults(results: Path, schemas: Schemas) -> Iterator[str]:
    """All that the outsiders have to say of one check."""
    yield from (
        error.message for error in schemas.sarif.iter_errors(json.loads((results / "sarif").read_text("utf-8")))
    )
    yield from multitool(results / "sarif")
    if ours(results) != theirs(results):
        yield f"Code Quality differs: {sorted(ours(results) ^ theirs(results))}"
    if not schemas.junit.validate(etree.parse(results / "junit")):
        yield f"JUnit: {schemas.junit.error_log.last_error}"
    yield from annotations(results)


def spoilt(results: Path, schemas: Schemas) -> Iterator[str]:
    """Each outsider that takes a spoilt file for a good one."""
    sarif, bad = (results / "sarif").read_text("utf-8"), results / "bad"
    for old, new in (('"level": "error"', '"level": "fatal"'), ('"startLine": ', '"startLine": -'), ("unicodeC", "c")):
        if schemas.sarif.is_valid(json.loads(sarif.replace(old, new))):
            yield f"the SARIF schema takes {new}"
    bad.write_text(sarif.replace('"ruleIndex": ', '"ruleIndex": 9'), "utf-8")
    if not multitool(bad):
        yield "the multitool takes a rule that is none"
    bad.write_text((results / "junit").read_text("utf-8").replace(' failures="', ' failed="'), "utf-8")
    if schemas.junit.validate(etree.parse(bad)):
        yield "the JUnit schema takes a suite without its count of failures"
    command = (results / "github").read_text("utf-8")
    (results / "github").write_text(command.replace("%25", "%"), "utf-8")
    if not annotations(results):
        yield "the toolkit takes a percent sign that is not escaped"


def main() -> int:
    """Every case, the draft among the samples, and spoilt files."""
    said = []
    with tempfile.TemporaryDirectory() as name:
        schemas = Schemas(sarif_schema(), junit_schema(Path(name)))
        for number, case in enumerate([*CASES, DRAFT]):
            results = Path(name) / str(number)
            results.mkdir()
            listed = case / "files.txt"
            files = listed.read_text("utf-8").splitlines() if listed.exists() else ["report.yaml"]
            checked([case.name] if case == DRAFT else files, case.parent if case == DRAFT else case, results)
            said += [f"{case.name}: {fault}" for fault in faults(results, schemas)]
            if case.name == "every-kind":
                said += spoilt(results, schemas)
    for fault in said:
        print(f"findings: FAIL {fault}", file=sys.stderr)
    print(
        f"findings: {'FAIL' if said else 'ok'}, {len(CASES) + 1} checks in SARIF, Code Quality, JUnit and annotations"
    )
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
