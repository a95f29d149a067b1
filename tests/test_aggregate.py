"""Adding up the reports of a district: exact sums, proofs of written ones, and every fault named with its place.

A case of family G is a folder: `名册.yaml` if there is one, `files.txt` with a section `= name.yaml` for each file that
holds changes to the base report as in the other cases, and `expect.txt`.
"""

from __future__ import annotations

import json
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from generator import aggregate, rules
from generator.check import check_file
from generator.findings import by_place
from tests import district
from tests.conftest import ROOT, Run
from tests.district import TEMPLATE, Agency, figures
from tests.making import changed, checked

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


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Agency, Path]:
    """A district of 60 agencies in three levels with its folder, which nobody changes."""
    agencies = district.sixty()
    return agencies, district.write(agencies, tmp_path_factory.mktemp("sixty") / "区")


@pytest.fixture
def spoilt(sixty: tuple[Agency, Path], tmp_path: Path) -> Path:
    """A copy of the folder for faults."""
    return shutil.copytree(sixty[1], tmp_path / "区")


def test_the_sum_of_sixty_agencies_is_exact_and_complete(sixty: tuple[Agency, Path], run: Run, tmp_path: Path) -> None:
    agencies, folder = sixty
    done = run("aggregate", folder, "-o", "区.yaml")
    assert (done.returncode, done.stdout) == (0, "区.yaml\n区-待办.md\n"), done.stderr
    assert "相加的有 60 个机关。检查完毕，没有发现问题。" in done.stderr
    result = check_file(str(tmp_path / "区.yaml"))
    assert {finding.code for finding in result.findings} == {"S103"}  # the words are left to people
    assert result.report
    assert (result.report.agency, result.report.year, result.report.scope) == ("示例区人民政府", 2025, "汇总")
    sums = {path: agencies.total(path) for path in TEMPLATE.figures}
    assert {path: value.content for path, value in result.report.values.items()} == sums
    worklist = (tmp_path / "区-待办.md").read_text(encoding="utf-8")
    assert worklist.count("\n## ") == 60
    assert "总体情况·主动公开" in worklist


def test_decimals_add_up_exactly_to_the_last_place(run: Run, tmp_path: Path) -> None:
    fee = next(path for path, figure in TEMPLATE.figures.items() if figure.column.kind == "amount")
    texts = ("0.1", "0.2", "250.60268", "999999999999998.000000000000000000000000000001")
    amounts = list(map(Decimal, texts))
    below = [Agency(f"第{n}局", figures(n) | {fee: amount}) for n, amount in enumerate(amounts)]
    folder = district.write(Agency("示例区", None, below, "不报"), tmp_path / "区")
    assert run("aggregate", folder, "-o", "区.yaml").returncode == 0
    report = check_file(str(tmp_path / "区.yaml")).report
    assert report
    assert str(report.values[fee].content) == "1000000000000248.902680000000000000000000000001"


def test_a_written_sum_is_proven_and_each_single_slip_in_it_is_found(
    sixty: tuple[Agency, Path], run: Run, tmp_path: Path
) -> None:
    agencies, folder = sixty
    right = agencies.written_sum()
    (tmp_path / "区.yaml").write_text(right, encoding="utf-8")
    assert run("aggregate", folder, "--check", "区.yaml").returncode == 0
    roster, _ = aggregate.read_roster(str(folder / "名册.yaml"))
    assert roster
    collection = aggregate.collect(map(str, sorted(folder.glob("*局.yaml")) + sorted(folder.glob("第*.yaml"))), roster)
    whole = Agency(agencies.name, {path: agencies.total(path) for path in TEMPLATE.figures})
    for path in list(TEMPLATE.figures)[::7]:
        slipped = Agency(whole.name, {**whole.values, path: whole.values[path] + 1})
        text = slipped.yaml().replace('"本机关"', '"汇总"')
        collection.proofs.clear()
        aggregate.prove(collection, checked(text, "区.yaml"))
        [proof] = collection.proofs
        assert [difference.figure.path for difference in proof.differences] == [path]
        amounts = [value.content for _, value in proof.differences[0].amounts]
        assert sum(amounts) == agencies.total(path)


def test_a_figure_that_differs_is_shown_with_all_that_it_is_made_of(
    sixty: tuple[Agency, Path], run: Run, tmp_path: Path
) -> None:
    agencies, folder = sixty
    permits = TEMPLATE.resolve("行政许可")[0]
    right = agencies.total(permits)
    text = agencies.written_sum().replace(f'"行政许可": {right}', f'"行政许可": {right - 2}')
    (tmp_path / "区.yaml").write_text(text, encoding="utf-8")
    done = run("aggregate", folder, "--check", "区.yaml")
    assert done.returncode == 1
    line = text.split("\n").index(f'    "行政许可": {right - 2}') + 1
    assert f"区.yaml:{line}:13: 错误 G108" in done.stdout
    assert f"各机关相加应是 {right}，汇总写的是 {right - 2}，少 2" in done.stdout
    shown = re.findall(r"^ +(\S+) (\d+)  \S+\.yaml:\d+:\d+$", done.stdout, re.MULTILINE)
    assert len(shown) == 60
    assert sum(int(amount) for _, amount in shown) == right
    machine = run("aggregate", folder, "--check", "区.yaml", "--findings", "json")
    assert [file["findings"][0]["code"] for file in json.loads(machine.stdout)["files"]] == ["G108"]


def test_explain_drills_down_to_agencies_and_to_lines_that_hold_the_figure(
    sixty: tuple[Agency, Path], run: Run
) -> None:
    agencies, folder = sixty
    done = run("aggregate", folder, "--explain", "结转下年度·自然人")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    [path] = TEMPLATE.resolve("结转下年度·自然人")
    assert lines[0] == f"示例区人民政府：结转下年度·自然人 = {agencies.total(path)}"
    towns = {agency.name: agency for agency in agencies.below if agency.below}
    sums = dict(re.findall(r"^  (\S+) = (\d+)$", done.stdout, re.MULTILINE))
    assert sums == {name: str(town.total(path)) for name, town in towns.items()}
    for amount, file, line, column in re.findall(r" (\d+)  (\S+):(\d+):(\d+)$", done.stdout, re.MULTILINE):
        text = Path(file).read_text(encoding="utf-8").split("\n")[int(line) - 1]
        assert text[int(column) - 1 :] == amount


def test_explain_of_a_group_adds_its_rows(sixty: tuple[Agency, Path], run: Run) -> None:
    agencies, folder = sixty
    total = sum(agencies.total(path) for path in TEMPLATE.resolve("不予公开"))
    assert f"不予公开 = {total}" in run("aggregate", folder, "--explain", "不予公开").stdout
    unknown = run("aggregate", folder, "--explain", "没有这一行")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "不是表里的数" in unknown.stderr


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, (file.name, old)
    file.write_text(text.replace(old, new), encoding="utf-8")


def _line(file: Path, words: str) -> int:
    return next(n for n, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1) if words in line)


def test_twenty_planted_faults_are_each_named_with_file_and_line(
    sixty: tuple[Agency, Path], spoilt: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    agencies, _ = sixty
    file = {agency.name: spoilt / f"{agency.name}.yaml" for agency in agencies.tree()}
    roster = spoilt / "名册.yaml"
    towns = [agency for agency in agencies.below if agency.below]
    expected: set[tuple[str, str, int]] = set()

    def fault(code: str, place: Path, words: str | int) -> None:
        expected.add((code, place.name, words if isinstance(words, int) else _line(place, words)))

    _edit(roster, "- 示例区第19局\n", "- 示例区第19局\n- 示例区第18局\n")  # 1 listed twice
    fault("G107", roster, roster.read_text(encoding="utf-8").split("\n").index("- 示例区第19局") + 2)
    for name in ("示例区第0局", "第1镇文化站", "第2镇人民政府"):  # 2, 3, 4 missing, one of them a town's own
        file[name].unlink()
        fault("G101", roster, name)
    for name in ("示例区第1局", "第3镇水利站"):  # 5, 6 handed in twice, two findings each
        again = spoilt / f"{name}（改）.yaml"
        shutil.copy(file[name], again)
        fault("G103", file[name], f'"机关": "{name}"')
        fault("G103", again, f'"机关": "{name}"')
    for name in ("示例区第2局", "第4镇农业站"):  # 7, 8 another year
        _edit(file[name], '"年度": 2025', '"年度": 2024')
        fault("G105", file[name], '"年度": 2024')
    _edit(file["示例区第3局"], '"格式": "zfxxgk-2021"', '"格式": "zfxxgk-other"')  # 9 another form
    fault("G105", file["示例区第3局"], '"格式"')
    # 10, 11 a name that is not on the roster, where its own is then missing
    _edit(file["示例区第4局"], '"机关": "示例区第4局"', '"机关": "示例区四局"')
    fault("G106", file["示例区第4局"], '"机关"')
    fault("G101", roster, "示例区第4局")
    stranger = spoilt / "外区局.yaml"
    stranger.write_text(Agency("外区局", figures(99)).yaml(), encoding="utf-8")  # 12 a stranger
    fault("G106", stranger, '"机关"')
    for name in ("第5镇人民政府", "第6镇人民政府"):  # 13, 14 own figures that hold those below already
        file[name].write_text(next(t for t in towns if t.name == name).written_sum(), encoding="utf-8")
        fault("G104", file[name], '"统计口径"')
    _edit(file["示例区第5局"], '"统计口径": "本机关"', '"统计口径": "汇总"')  # 15 a sum where nobody is below
    fault("G104", file["示例区第5局"], '"统计口径"')
    values = next(a for a in agencies.tree() if a.name == "示例区第6局").values
    assert values
    total = TEMPLATE.resolve("本年新收")[0]
    lines = file["示例区第6局"].read_text(encoding="utf-8").split("\n")
    place = next(n for n, line in enumerate(lines) if "本年新收" in line) + 7
    lines[place] = f'    "总计": {values[total] + 1}'  # 16 a wrong total of an agency's own
    file["示例区第6局"].write_text("\n".join(lines), encoding="utf-8")
    fault("G102", file["示例区第6局"], place + 1)
    _edit(file["示例区第7局"], '"统计口径": "本机关"', '"统计口径": [本机关}')  # 17 unreadable
    fault("G102", file["示例区第7局"], "[本机关}")
    text = file["示例区第8局"].read_text(encoding="utf-8")
    file["示例区第8局"].write_text(re.sub(r'"行政许可": \d+', '"行政许可": ~', text), encoding="utf-8")  # 18 a blank
    fault("G102", file["示例区第8局"], '"行政许可": ~')
    town = towns[7]  # 19 a written sum of a town, one figure wrong
    written = spoilt / "第7镇汇总.yaml"
    right = town.total(TEMPLATE.resolve("行政处罚")[0])
    written.write_text(town.written_sum().replace(f'"行政处罚": {right}', f'"行政处罚": {right + 1}'), encoding="utf-8")
    fault("G108", written, '"行政处罚"')
    whole = spoilt / "区汇总.yaml"  # 20 the district's written sum, too small although some are missing
    permitted = agencies.total(TEMPLATE.resolve("行政强制")[0])
    whole.write_text(agencies.written_sum().replace(f'"行政强制": {permitted}', '"行政强制": 1'), encoding="utf-8")
    fault("G108", whole, '"行政强制"')

    done = run("aggregate", "区", "-o", "结果.yaml", "--findings", "json")
    assert done.returncode == 1
    found = {
        (finding["code"], Path(finding["file"]).name, finding["line"])
        for group in json.loads(done.stdout.partition("\n结果.yaml")[0])["files"]
        for finding in group["findings"]
    }
    assert found == expected
