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
    assert {finding.code for finding in result.findings} == {"S103", "C204"}  # the words are left to people
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


def test_the_right_sum_of_sixty_agencies_is_proven(sixty: tuple[Agency, Path], run: Run, tmp_path: Path) -> None:
    agencies, folder = sixty
    (tmp_path / "区.yaml").write_text(agencies.written_sum(), encoding="utf-8")
    assert run("aggregate", folder, "--check", "区.yaml").returncode == 0


def test_each_single_slip_in_a_written_sum_is_found_with_what_makes_it_up(tmp_path: Path) -> None:
    town = Agency("示例镇", figures(2), [Agency("示例站", figures(3))])
    agencies = Agency("示例区", None, [Agency("示例局", figures(1)), town], "不报")
    folder = district.write(agencies, tmp_path)
    roster, _ = aggregate.read_roster(str(folder / "名册.yaml"))
    assert roster
    collection = aggregate.collect(map(str, sorted(folder.glob("示例?.yaml"))), roster)
    sums = {path: agencies.total(path) for path in TEMPLATE.figures}
    for path in TEMPLATE.figures:
        text = Agency(agencies.name, {**sums, path: sums[path] + 1}).yaml().replace('"本机关"', '"汇总"')
        collection.proofs.clear()
        aggregate.prove(collection, checked(text, "区.yaml"))
        [difference] = collection.proofs[0].differences
        assert difference.figure.path == path
        assert sum(value.content or 0 for _, value in difference.amounts) == sums[path] == difference.expected


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
        for group in json.loads(done.stdout)["files"]
        for finding in group["findings"]
    }
    assert found == expected


def test_the_story_of_the_readme_new_fill_aggregate_check_render(run: Run, tmp_path: Path) -> None:
    names = ["示例区水务局", "示例区林业局", "东湖街道办事处"]
    folder = tmp_path / "区"
    for number, name in enumerate(names):
        assert run("new", name, 2025, "-o", folder / f"{name}.yaml").returncode == 0
        file = folder / f"{name}.yaml"
        file.write_text(district.filled(file.read_text(encoding="utf-8"), 10 + number), encoding="utf-8")
    roster = ["年度: 2025", "机关: 示例区人民政府", "下级:", *(f"- {name}" for name in names), "- 西湖街道办事处"]
    (folder / "名册.yaml").write_text("\n".join(roster) + "\n", encoding="utf-8")

    partial = run("aggregate", "区", "-o", "缺一个.yaml")
    assert partial.returncode == 1
    assert "名册.yaml:7:3: 错误 G101 西湖街道办事处没有报送2025年度的报告" in partial.stdout
    text = (tmp_path / "缺一个.yaml").read_text(encoding="utf-8")
    assert "# 没有计入的 1 个，所以这些数字不完整：\n#   西湖街道办事处：没有报送\n" in text
    (tmp_path / "缺一个.yaml").write_text(district.filled(text, 0, "政府"), encoding="utf-8")
    assert run("render", "缺一个.yaml").returncode == 1  # an incomplete sum cannot be released by filling in the words

    (folder / "名册.yaml").write_text("\n".join(roster[:-1]) + "\n", encoding="utf-8")
    done = run("aggregate", "区", "-o", "区.yaml")
    assert (done.returncode, done.stdout) == (0, "区.yaml\n区-待办.md\n")
    text = (tmp_path / "区.yaml").read_text(encoding="utf-8")
    assert "行政许可: 33 " in text
    (tmp_path / "区.yaml").write_text(district.filled(text, 0, "政府"), encoding="utf-8")
    assert run("aggregate", "区", "--check", "区.yaml").returncode == 0
    rendered = run("render", "区.yaml", "--format", "txt")
    assert rendered.returncode == 0, rendered.stdout
    again = run("aggregate", "区", "-o", "区.yaml")
    assert again.returncode == 2
    assert "区.yaml 已经存在，没有改动。" in again.stderr


def test_declared_numbers_are_added_by_name_and_odd_ones_are_told(run: Run, tmp_path: Path) -> None:
    facts = [
        "{培训: {值: 3, 单位: 次, 其中: {线上: 1, 线下: 2}}, 收费: {值: 400, 单位: 元}, 网站信息: 5}",
        "{培训: {值: 4.5, 单位: 次, 其中: {线上: 4.5, 线下: 0}}, 收费: {值: 0.04, 单位: 万元}}",
    ]
    for number, fact in enumerate(facts):
        text = changed(f"- 机关: 示例市水务局\n+ 机关: 第{number}局\n- 前言: |\n+ 数据: {fact}\n+ 前言: |\n")
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    done = run("aggregate", "0.yaml", "1.yaml", "--agency", "示例市", "-o", "市.yaml")
    assert done.returncode == 0
    assert "警告 G109 数据“收费”的单位不一样" in done.stdout
    text = (tmp_path / "市.yaml").read_text(encoding="utf-8")
    assert "  培训: {值: 7.5, 单位: 次, 其中: {线上: 5.5, 线下: 2}}\n" in text
    assert "  # 收费：单位不一样，没有相加：元（0.yaml:7）、万元（1.yaml:7）\n" in text
    assert "  网站信息: 5  # 2 个机关里 1 个有\n" in text
    assert check_file(str(tmp_path / "市.yaml")).report


def test_what_is_unknown_below_is_unknown_above_and_nothing_else_is(run: Run, tmp_path: Path) -> None:
    below = [Agency(f"第{n}局", dict(figures(n))) for n in range(3)]
    [received] = TEMPLATE.resolve("本年新收·自然人")
    below[1].values[received] = None  # type: ignore[index]
    folder = district.write(Agency("示例区", None, below, "不报"), tmp_path / "区")
    done = run("aggregate", folder, "-o", "区.yaml")
    assert done.returncode == 1
    assert "知道的数已经计入，没填的数在汇总里是未知" in done.stdout
    report = check_file(str(tmp_path / "区.yaml")).report
    assert report
    assert [path for path, value in report.values.items() if value.content is None] == [received]
    [total] = TEMPLATE.resolve("本年新收")
    assert report.values[total].content == sum(agency.values[total] for agency in below if agency.values)


def test_where_nothing_was_counted_every_figure_is_unknown_not_zero(run: Run, tmp_path: Path) -> None:
    (tmp_path / "区").mkdir()
    (tmp_path / "区" / "甲.yaml").write_text(
        changed("- 机关: 示例市水务局\n+ 机关: 甲\n- 年度: 2025\n+ 年度: 2024"), "utf-8"
    )
    (tmp_path / "区" / "名册.yaml").write_text("年度: 2025\n机关: 区\n下级: [甲, {机关: 镇, 下级: [乙]}]\n", "utf-8")
    assert run("aggregate", "区", "-o", "区.yaml").returncode == 1
    report = check_file(str(tmp_path / "区.yaml")).report
    assert report
    assert {value.content for value in report.values.values()} == {None}
    told = run("aggregate", "区", "--explain", "行政许可").stdout
    assert told.splitlines()[-5:] == [
        "区：行政许可 = 未知",
        "  甲 没有计入",
        "  镇 没有计入",
        "    镇（本机关） 没有计入",
        "    乙 没有计入",
    ]


def test_a_roster_that_is_wrong_is_told_with_its_lines_and_nothing_is_added(run: Run, tmp_path: Path) -> None:
    folder = district.write(Agency("示例区", None, [Agency("第1局", figures(1))], "不报"), tmp_path / "区")
    (folder / "名册.yaml").write_text("年度: 2025\n机关: 示例区\n下级:\n- {名称: 第1局}\n", encoding="utf-8")
    done = run("aggregate", "区", "-o", "区.yaml")
    assert done.returncode == 1
    assert "名册.yaml:4:" in done.stdout
    assert "名册有错误，没有汇总" in done.stderr
    assert not (tmp_path / "区.yaml").exists()
    deep = "\n".join(f"{'  ' * n}- 机关: 第{n}级\n{'  ' * n}  下级:" for n in range(12))
    (folder / "名册.yaml").write_text(
        f"年度: 2025\n机关: 示例区\n下级:\n{deep}\n{'  ' * 12}- 第1局\n", encoding="utf-8"
    )
    done = run("aggregate", "区", "--explain", "行政许可")
    assert re.search(r"^ {26}第1局 \d+  ", done.stdout, re.MULTILINE)


def test_a_file_named_twice_and_the_roster_among_the_files_do_no_harm(run: Run, tmp_path: Path) -> None:
    below = [Agency("第1局", figures(1)), Agency("第2局", figures(2))]
    folder = district.write(Agency("示例区", None, below, "不报"), tmp_path / "区")
    files = sorted(file.relative_to(tmp_path) for file in folder.iterdir())
    done = run("aggregate", *files, "./区/第1局.yaml", "区", "-o", "区/汇总.yaml")
    assert (done.returncode, done.stderr.splitlines()[0]) == (0, "名册：区/名册.yaml")
    assert "相加的有 2 个机关。" in done.stderr
    assert run("aggregate", "区", "--check", "区/汇总.yaml").returncode == 0
    assert "不能从标准输入读" in run("aggregate", "-").stderr
    (folder / "汇总.yaml").unlink()
    again = run("aggregate", "区", "-o", "区/汇总.yaml")  # the ticks in the list are somebody's work
    assert (again.returncode, "区/汇总-待办.md 已经存在" in again.stderr) == (2, True)
