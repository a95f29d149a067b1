"""Figures as tables: every row and every digit comes back from each format, and nothing in a text is ever a formula.

NIANBAO_REPORTS says over how many random reports; the gates take 1,000.
"""

from __future__ import annotations

import csv
import json
import os
import random
import re
import sqlite3
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet
import pytest

from generator import tables
from generator.check import open_template
from generator.figures import Number
from tests.conftest import ROOT, Run
from tests.making import TABULAR, agency_yaml, checked, of_its_kind

TEMPLATE = open_template("zfxxgk-2021")[0]
REPORTS = int(os.environ.get("NIANBAO_REPORTS", "50"))
NASTY = [
    "=1+1",
    "+86",
    "-甲",
    "@甲",
    "＝甲",
    "'甲'",
    '"甲", 乙',
    "甲,乙;丙",
    "0571",
    "TRUE",
    "#N/A",
    "<b>&amp;",
    "𠮷局",
]

Cell = str | int | None
Read = Callable[[Path], list[list[Cell]]]


def _number(source: random.Random, kind: str) -> Number | None:
    if source.random() < 0.1:
        return None
    whole = source.choice([0, source.randint(0, 9), source.randint(0, 10**15 - 1)])
    if kind == "signed":
        return source.choice([-1, 1]) * whole
    if kind == "count" or source.random() < 0.2:
        return whole
    places = source.choice([1, 2, 5, 30])
    return Decimal(f"{whole}.{source.randrange(10**places):0{places}}")


def _reports() -> list[tuple[str, dict[str, str | None], list[tables.Row]]]:
    """Random reports: the agency, every written figure by its path as text, and the rows."""
    source = random.Random(11)
    made = []
    for number in range(REPORTS):
        agency = f"{source.choice(NASTY)}{number}"
        totals, template = source.random() < 0.5, TABULAR[number % len(TABULAR)]
        values = {
            path: of_its_kind(figure, _number(source, figure.leaf.kind), source)
            for path, figure in template.figures.items()
            if totals or not figure.sums
        }
        report = checked(agency_yaml(template, values, agency)).report
        assert report
        if template.agency:
            values[template.agency] = agency
        written = {str(path): _text(value) for path, value in values.items()}
        made.append((agency, written, list(tables.rows(report, number, f"{number}.yaml"))))
    return made


@pytest.fixture(scope="module")
def reports() -> list[tuple[str, dict[str, str | None], list[tables.Row]]]:
    return _reports()


def _text(value: object) -> str | None:
    return format(value, "f") if isinstance(value, Decimal) else None if value is None else str(value)


def _unguarded(text: str) -> str:
    return text.removeprefix("'")


def _from_csv(file: Path) -> list[list[Cell]]:
    head, *rows = csv.reader(file.read_text(encoding="utf-8").splitlines(keepends=True))
    found = []
    for row in rows:
        cells: list[Cell] = list(map(_unguarded, row))
        for name in tables.WHOLE_NUMBERS:
            cells[head.index(name)] = int(row[head.index(name)])
        cells[head.index("值")] = cells[head.index("值")] or None
        found.append(cells)
    return [list(head), *found]


def _from_json(file: Path) -> list[list[Cell]]:
    rows = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    for row in rows:
        row["值"] = _text(row["值"])
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def _from_sqlite(file: Path) -> list[list[Cell]]:
    connection = sqlite3.connect(file)
    found = connection.execute("SELECT * FROM 数字 ORDER BY rowid")
    rows = [[name for name, *_ in found.description], *map(list, found)]
    connection.close()
    return rows


def _from_parquet(file: Path) -> list[list[Cell]]:
    table = pyarrow.parquet.read_table(file)
    return [table.column_names, *(list(row.values()) for row in table.to_pylist())]


def _from_xlsx(file: Path) -> list[list[Cell]]:
    book = openpyxl.load_workbook(file, read_only=True)
    head, *rows = [list(row) for row in book.active.iter_rows()]
    value = [cell.value for cell in head].index("值")
    found = []
    for row in rows:
        cells = ["" if cell.value is None else cell.value for cell in row]
        number = row[value]
        assert all(cell.data_type != "f" for cell in row)
        places = len((number.number_format or "").partition(".")[2])
        if places:
            cells[value] = f"{number.value:.{places}f}"
        else:
            cells[value] = None if number.value is None else str(number.value)
        found.append(cells)
    return [[cell.value for cell in head], *found]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("csv", _from_csv),
        ("json", _from_json),
        ("sqlite", _from_sqlite),
        ("parquet", _from_parquet),
        ("xlsx", _from_xlsx),
    ],
)
def test_every_row_of_random_reports_comes_back_exactly(name: str, read: Read, reports: list, tmp_path: Path) -> None:
    file = tmp_path / f"a.{name}"
    with tables.table(name, file) as table:
        for _, _, rows in reports:
            table.add(rows)
    head, *found = read(file)
    assert tuple(head) == tables.COLUMNS
    wanted = [list(row.with_text()) for _, _, rows in reports for row in rows]
    assert found == wanted
    by_name = [dict(zip(head, row, strict=True)) for row in found]
    for agency, written, rows in reports:
        own, by_name = by_name[: len(rows)], by_name[len(rows) :]
        assert {row["机关"] for row in own} == {agency}
        known = {row["路径"]: row["值"] for row in own if row["状态"] != "算出"}
        both = written.keys() & known.keys()
        assert {path: written[path] for path in both} == {path: known[path] for path in both}
        assert all((row["值"] is None) == (row["状态"] in {"未知", "不填"}) for row in own)


def test_a_row_tells_where_its_figure_stands_and_what_it_is(run: Run, tmp_path: Path) -> None:
    sample = ROOT / "samples" / "zfxxgk-2021" / "xisaishan-2022.yaml"
    assert run("figures", sample, "-o", "a.json").returncode == 0
    rows = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"), parse_float=Decimal)
    assert len(rows) == len(TEMPLATE.figures)
    row = next(row for row in rows if row["行"] == "本年度办理结果·不予公开·属于国家秘密" and row["列"] == "自然人")
    assert (row["表"], row["单位"], row["年度"], row["错误"]) == ("申请", "件", 2022, 0)
    line = sample.read_text(encoding="utf-8").split("\n")[row["行号"] - 1]
    assert "属于国家秘密" in line
    permit = next(row for row in rows if row["行"] == "行政许可")
    assert (permit["列"], permit["表"]) == ("处理决定", "第二十条第（五）项")
    assert f"行政许可: {permit['值']}" in sample.read_text(encoding="utf-8")


def test_a_formula_in_a_name_or_a_note_stays_text_in_csv_and_excel(run: Run, tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://x","点")'
    values = dict.fromkeys(TEMPLATE.figures, 0)
    (tmp_path / "a.yaml").write_text(agency_yaml(TEMPLATE, values, evil), encoding="utf-8")
    assert run("figures", "a.yaml", "-o", "a.csv", "-o", "a.xlsx", "--csv-bom").returncode == 0
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    first = next(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert first["机关"] == f"'{evil}"
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx").active["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (evil, "s", True)


def test_reports_with_errors_are_listed_and_marked_and_unreadable_ones_are_told(run: Run, tmp_path: Path) -> None:
    draft = ROOT / "samples" / "zfxxgk-2021" / "qiaokou-district-2022.yaml"
    (tmp_path / "坏.yaml").write_text("格式: zfxxgk-2021\n机关: [\n", encoding="utf-8")
    done = run("figures", draft, "坏.yaml", "-o", "a.csv")
    assert done.returncode == 2
    assert "坏.yaml：读不出来，没有列入" in done.stderr
    assert "列入 1 份报告，其中 1 份有错误，另有 1 份读不出来。" in done.stderr
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()))
    assert int(rows[0]["错误"]) > 0
    unknown = [row for row in rows if row["状态"] == "未知"]
    assert unknown
    assert all(row["值"] == "" for row in unknown)


def test_nothing_is_written_where_one_table_cannot_be(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pyarrow.py").write_text("raise ModuleNotFoundError(name='pyarrow')\n", encoding="utf-8")
    sample = ROOT / "samples" / "zfxxgk-2021" / "xisaishan-2022.yaml"
    done = run("figures", sample, "-o", "a.csv", "-o", "a.parquet", env={"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"})
    assert done.returncode == 2
    assert 'pip install "nianbao[figures]"' in done.stderr
    assert sorted(file.name for file in tmp_path.glob("*a.*")) == []
    other = run("figures", sample, "-o", "a.ods")
    assert (other.returncode, "看不出 a.ods 要写成哪种表格" in other.stderr) == (2, True)
    same = run("figures", sample, "-o", sample.parent / ".." / "zfxxgk-2021" / sample.name)
    assert same.returncode == 2


def test_the_readme_prints_what_duckdb_answers(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    samples = ROOT / "samples"
    run("figures", samples, "-o", "figures.parquet", "-o", "figures.csv")
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    for query, answer in re.findall(r"```sql\n(.*?)```\n\n```text\n(.*?)```", text, re.DOTALL):
        printed = str(duckdb.sql(query))
        assert [line.split() for line in printed.splitlines()] == [line.split() for line in answer.splitlines()]
        assert duckdb.sql(query.replace("figures.parquet", "figures.csv")).fetchall() == duckdb.sql(query).fetchall()
    assert "```sql" in text
