"""Findings in every format: golden files, what the formats promise one another, and which one a CI gets.

A folder of tests/formats holds `report.yaml`, perhaps `files.txt` with the arguments, and `expect.FORMAT` files. Of a
SARIF log the rules are left out, which the rule pages say already.
"""

from __future__ import annotations

import json
import ntpath
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from jsonschema import Draft7Validator
from lxml import etree

from generator import files, reporter, rules, schema
from generator.cli.checking import checked
from generator.reporter import Outcome
from generator.reporter.listing import listed
from tests.conftest import ROOT, Run
from tests.making import BASE
from tests.making import checked as checked_text

FOLDERS = sorted((ROOT / "tests" / "formats").iterdir())
GOLDEN = sorted((ROOT / "tests" / "formats").glob("*/expect.*"))
UNBALANCED = BASE.replace("结转下年度继续办理: {自然人: 1}", "结转下年度继续办理: 0")


def _outcome(case: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    shutil.copy(case / "report.yaml", folder)
    monkeypatch.chdir(folder)
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    files = case / "files.txt"
    return checked(files.read_text(encoding="utf-8").splitlines() if files.exists() else ["report.yaml"])


def _settled(name: str, text: str) -> str:
    if name != "sarif":
        return text
    log = json.loads(text)
    driver = log["runs"][0]["tool"]["driver"]
    del driver["rules"], driver["version"]
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: f"{path.parent.name}-{path.suffix[1:]}")
def test_a_format_prints_what_the_golden_file_holds(
    golden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = golden.suffix[1:]
    printed = _settled(name, reporter.text(name, _outcome(golden.parent, tmp_path, monkeypatch)))
    assert printed == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", reporter.FORMATS)
def test_every_format_has_a_golden_file_of_findings_of_every_kind(name: str) -> None:
    assert (ROOT / "tests" / "formats" / "every-kind" / f"expect.{name}").is_file()


@pytest.mark.parametrize("case", FOLDERS, ids=lambda path: path.name)
def test_json_satisfies_the_schema_that_describes_it(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = json.loads(reporter.text("json", _outcome(case, tmp_path, monkeypatch)))
    assert list(Draft7Validator(schema.read("findings")).iter_errors(document)) == []
    assert not Draft7Validator(schema.read("findings")).is_valid({**document, "version": 2})


@pytest.mark.parametrize("case", FOLDERS, ids=lambda path: path.name)
def test_the_formats_for_programs_tell_the_same_findings(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = _outcome(case, tmp_path, monkeypatch)
    data = {name: json.loads(reporter.text(name, outcome)) for name in ("json", "gitlab", "sarif")}
    run = data["sarif"]["runs"][0]
    found = [finding for file in data["json"]["files"] for finding in file["findings"]]
    wanted = sorted(finding["fingerprint"] for finding in found)
    problems = [problem for problem in data["gitlab"] if problem["check_name"] != "nianbao"]
    assert sorted(problem["fingerprint"] for problem in problems) == wanted
    assert sorted(result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]) == wanted
    suites = etree.fromstring(reporter.text("junit", outcome).encode())
    assert len(suites.findall(".//failure")) == len({f["code"] for f in found if f["severity"] == "error"})
    assert len(suites.findall(".//error")) == len(outcome.unread)
    assert run["invocations"][0]["executionSuccessful"] is (not outcome.unread)


def test_sarif_explains_every_rule_with_its_page() -> None:
    driver = json.loads(reporter.text("sarif", Outcome((checked_text(BASE),))))["runs"][0]["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == list(rules.ALL)
    assert all(rules.page(rule["id"]).endswith(rule["help"]["markdown"] + "\n") for rule in driver["rules"])
    assert all(not {"*", "`"} & set(rule["fullDescription"]["text"][:1]) for rule in driver["rules"])


def test_a_sarif_fix_put_in_its_region_mends_the_finding() -> None:
    text = BASE.replace("行政许可: 3984", "行政许可: '１２'  # 许可")
    result = json.loads(reporter.text("sarif", Outcome((checked_text(text),))))["runs"][0]["results"][0]
    change = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
    region, lines = change["deletedRegion"], text.splitlines()
    line = lines[region["startLine"] - 1]
    lines[region["startLine"] - 1] = (
        line[: region["startColumn"] - 1] + change["insertedContent"]["text"] + line[region["endColumn"] - 1 :]
    )
    assert "    行政许可: 12  # 许可" in lines
    assert checked_text("\n".join(lines)).findings == ()


def _prints(text: str) -> dict[str, str]:
    """The fingerprint of each finding by its message."""
    rows = list(listed(Outcome((checked_text(text),))))
    assert len({row.fingerprint for row in rows}) == len(rows)
    return {f"{row.finding.message} {row.finding.position.column}": row.fingerprint for row in rows}


def test_a_fingerprint_stays_when_lines_shift_or_another_finding_comes() -> None:
    faults = UNBALANCED.replace("规范管理。", "规范{管理}。").replace("行政处罚: 8032", "行政处罚: ~")
    first = _prints(faults)
    assert len(first) == 3
    assert _prints("# 一行\n\n" + faults) == first
    more = faults.replace("    行政强制: 580\n", "").replace("平稳。", "平稳{。").replace("商业企业: 2", "商业企业: 3")
    later = _prints(more)
    assert len(later) == 5
    assert first.items() <= later.items()


def test_a_fingerprint_stays_when_the_numbers_of_a_finding_change() -> None:
    first = _prints(UNBALANCED)
    later = _prints(
        UNBALANCED.replace("本年新收政府信息公开申请数量: {自然人: 6", "本年新收政府信息公开申请数量: {自然人: 9")
    )
    assert first.keys() != later.keys()
    assert list(first.values()) == list(later.values())


def test_two_findings_that_are_the_same_in_all_but_the_line_have_fingerprints_of_their_own() -> None:
    text = BASE.replace("    规范管理。\n", "    规范{管理}。\n    规范{管理}。\n")
    rows = list(listed(Outcome((checked_text(text),))))
    assert len(rows) == len({row.fingerprint for row in rows}) == 2


def test_settings_that_two_reports_share_are_told_once_by_the_formats_for_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nianbao.yaml").write_text("联系方法: 1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("甲.yaml", "乙.yaml"):
        (tmp_path / name).write_text(BASE, encoding="utf-8")
    outcome = checked(["甲.yaml", "乙.yaml"])
    assert [problem["location"]["path"] for problem in json.loads(reporter.text("gitlab", outcome))] == ["nianbao.yaml"]
    assert reporter.text("github", outcome).count("::error") == 1
    assert reporter.text("concise", outcome).count("nianbao.yaml") == 2


def test_paths_begin_at_the_repository_for_other_programs_and_here_for_people(run: Run, tmp_path: Path) -> None:
    (tmp_path / "报 告").mkdir()
    (tmp_path / "报 告" / "a.yaml").write_text(UNBALANCED, encoding="utf-8")
    root = {"GITHUB_WORKSPACE": str(tmp_path.parent)}
    shown = run(
        "check", tmp_path / "报 告" / "a.yaml", "-o", "full", "-o", "sarif=s.json", "-o", "gitlab=g.json", env=root
    )
    assert shown.stdout.startswith("报 告/a.yaml:32:25:")
    problem = json.loads((tmp_path / "g.json").read_text("utf-8"))[0]
    assert problem["location"]["path"] == f"{tmp_path.name}/报 告/a.yaml"
    sarif = json.loads((tmp_path / "s.json").read_text("utf-8"))
    address = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert address == f"{tmp_path.name}/%E6%8A%A5%20%E5%91%8A/a.yaml"


def test_paths_of_windows_are_told_with_slashes(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (reporter, files):
        monkeypatch.setattr(module, "os", SimpleNamespace(path=ntpath, sep="\\"))
    assert reporter.place(r"C:\仓库\报告\a.yaml", "C:\\仓库") == "报告/a.yaml"
    assert reporter.place(r"D:\别处\a.yaml", "C:\\仓库") == "D:/别处/a.yaml"


def test_one_check_writes_many_outputs_together(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(UNBALANCED, encoding="utf-8")
    outputs = [f"{name}=结果/a.{name}" for name in reporter.FORMATS if name != "concise"]
    done = run("check", "a.yaml", "-o", "concise", *(word for output in outputs for word in ("--output", output)))
    assert done.returncode == 1
    assert done.stdout.startswith("a.yaml:32:25: 错误 A103")
    assert {file.suffix[1:] for file in (tmp_path / "结果").iterdir()} == reporter.FORMATS.keys() - {"concise"}
    for name in reporter.FORMATS.keys() - {"concise"}:
        alone = run("check", "a.yaml", "--output", f"{name}=-")
        assert alone.stdout == (tmp_path / "结果" / f"a.{name}").read_text(encoding="utf-8")


def test_an_output_that_cannot_be_written_leaves_the_others_as_they_were(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(UNBALANCED, encoding="utf-8")
    (tmp_path / "占着").mkdir()
    done = run("check", "a.yaml", "-o", "json=a.json", "-o", "md=占着")
    assert done.returncode == 2
    assert "写不了 占着" in done.stderr
    assert not (tmp_path / "a.json").exists()


@pytest.mark.parametrize(
    ("environment", "begins", "files"),
    [
        ({}, "a.yaml:32:25: 错误 A103", set()),
        ({"GITHUB_ACTIONS": "true"}, "::error file=a.yaml,line=32,col=25,title=A103", set()),
        ({"GITHUB_ACTIONS": "true", "GITEA_ACTIONS": "true"}, "a.yaml:32:25: 错误 A103", set()),
        ({"GITLAB_CI": "true"}, "a.yaml:32:25: 错误 A103", {"gl-code-quality-report.json"}),
    ],
    ids=["nowhere", "github", "gitea", "gitlab"],
)
def test_a_ci_gets_the_format_that_it_understands_unless_told_otherwise(
    environment: dict[str, str], begins: str, files: set[str], run: Run, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(UNBALANCED, encoding="utf-8")
    assert run("check", "a.yaml", "-o", "md", env=environment).stdout.startswith("## 检查结果：错误 1 个")
    assert {file.name for file in tmp_path.iterdir()} == {"a.yaml"}
    done = run("check", "a.yaml", env=environment)
    assert done.stdout.startswith(begins)
    assert all(f"问题清单写到 {file}。" in done.stderr for file in files)
    assert {file.name for file in tmp_path.iterdir()} == {"a.yaml", *files}


def test_markdown_shows_hostile_text_as_text() -> None:
    from markdown_it import MarkdownIt

    text = BASE.replace("统计口径: 本机关", "统计口径: '|<b>x</b>| **粗** `码` [链](http://x) @某人 #1'")
    html = MarkdownIt("commonmark").enable("table").render(reporter.text("md", Outcome((checked_text(text),))))
    row = html.split("<tr>")[-1]
    assert row.count("<td>") == 4
    assert not any(tag in html for tag in ("<b>", "<strong>", "<code>", "<a "))
    assert "|&lt;b&gt;x&lt;/b&gt;| **粗** `码`" in html
