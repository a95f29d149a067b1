"""Declared numbers with their parts on all ways of a report: compared, merged, added up, read back into a file."""

from __future__ import annotations

from pathlib import Path

from generator.check import check_file
from generator.figures import Number
from tests.conftest import Run
from tests.making import BASE

PLACE = "前言: |\n"


def _file(folder: Path, name: str, facts: str, agency: str = "示例市水务局") -> Path:
    """A report with declared numbers; its prose speaks of two of them."""
    text = BASE.replace(PLACE, f"数据: {facts}\n{PLACE}").replace("机关: 示例市水务局", f"机关: {agency}")
    text = text.replace("规范管理。", "公开信息{{ 信息总数 }}条，其中政策文件{{ 政策文件 }}条。")
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def _facts(file: Path) -> dict[str, tuple[Number | None, str]]:
    result = check_file(str(file))
    assert result.report
    return {"·".join(keys): (fact.content, fact.unit) for keys, fact in result.report.facts.items()}


ONE = "{信息总数: {值: 12, 单位: 条, 其中: {政策文件: 5, 通知公告: 7}}}"
OTHER = "{信息总数: {值: 14, 单位: 条, 其中: {政策文件: 5, 通知公告: 9}}}"


def test_a_part_that_changed_is_told_by_its_name(run: Run, tmp_path: Path) -> None:
    done = run("diff", _file(tmp_path, "旧.yaml", ONE), _file(tmp_path, "新.yaml", OTHER))
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stdout.splitlines() if "数据" in line]
    assert [[word in line for word in ("信息总数", "12", "14")] for line in told][:1] == [[True, True, True]]
    assert any("通知公告" in line and "7" in line and "9" in line for line in told)
    assert not any("政策文件" in line for line in told)


def test_parts_that_either_side_changed_are_merged(run: Run, tmp_path: Path) -> None:
    base = "{信息总数: {值: ~, 单位: 条, 其中: {政策文件: ~, 通知公告: ~}}}"
    ours, theirs = (base.replace(f"{part}: ~", f"{part}: {n}") for part, n in (("政策文件", 5), ("通知公告", 7)))
    files = (_file(tmp_path, f"{n}.yaml", facts) for n, facts in enumerate((base, ours, theirs)))
    done = run("merge", *files, "-o", "合.yaml")
    assert done.returncode == 0, done.stdout
    assert _facts(tmp_path / "合.yaml") == {
        "信息总数": (None, "条"),
        "信息总数·政策文件": (5, "条"),
        "信息总数·通知公告": (7, "条"),
    }


def test_parts_are_added_up_by_their_names_over_agencies(run: Run, tmp_path: Path) -> None:
    files = [_file(tmp_path, f"{n}.yaml", facts, f"第{n}局") for n, facts in enumerate((ONE, OTHER))]
    done = run("aggregate", *files, "--agency", "示例市", "-o", "市.yaml")
    assert done.returncode == 0, done.stdout
    assert _facts(tmp_path / "市.yaml") == {
        "信息总数": (26, "条"),
        "信息总数·政策文件": (10, "条"),
        "信息总数·通知公告": (16, "条"),
    }


def test_parts_that_not_every_agency_gives_are_a_remark_beside_the_sum(run: Run, tmp_path: Path) -> None:
    more = "{信息总数: {值: 4, 单位: 条}, 政策文件: 2}"
    files = [_file(tmp_path, f"{n}.yaml", facts, f"第{n}局") for n, facts in enumerate((ONE, more))]
    run("aggregate", *files, "--agency", "示例市", "-o", "市.yaml")
    assert _facts(tmp_path / "市.yaml") == {"信息总数": (16, "条"), "政策文件": (2, "")}
    text = (tmp_path / "市.yaml").read_text(encoding="utf-8")
    assert "信息总数: {值: 16, 单位: 条}  # 其中 政策文件 5、通知公告 7，不是每个机关都有，没有写入\n" in text
    assert "N113" not in {finding.code for finding in check_file(str(tmp_path / "市.yaml")).findings}


def test_a_published_page_leaves_declared_numbers_as_they_are(run: Run, tmp_path: Path) -> None:
    report = _file(tmp_path, "报告.yaml", ONE)
    assert run("render", report, "-o", "out", "--format", "txt").returncode == 0
    (page,) = (tmp_path / "out").glob("*.txt")
    page.write_text(page.read_text(encoding="utf-8").replace("    3984", "    3985"), encoding="utf-8")
    assert run("import", page, "--into", report).returncode == 0
    text = report.read_text(encoding="utf-8")
    assert "行政许可: 3985" in text
    assert f"数据: {ONE}\n" in text
    assert "{{ 政策文件 }}" in text
