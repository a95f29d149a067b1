"""Figures as tidy rows for analysts, one row for each figure of each report. To add a format: a module, a line here.

A format's module has `Table(file)`, a context manager whose `add(rows)` takes the rows of one report after another, and
which leaves a complete file when it ends. Values are exact in every format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path as FilePath
from typing import Protocol, Self

from generator.errors import InputError, OutputError
from generator.figures import Content, State, written
from generator.form import keyed_leaves
from generator.paths import SEPARATOR
from generator.report import Report
from generator.shapes import NamedTuple
from generator.template import Template

FORMATS = ("csv", "json", "parquet", "sqlite", "xlsx")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # what a spreadsheet may take for a formula's begin
_STATES = {State.WRITTEN: "填写", State.DERIVED: "算出", State.UNKNOWN: "未知", State.EMPTY: "不填"}
_KINDS = {"count": "件数", "amount": "数额", "text": "文字", "yesno": "是否", "date": "日期", "choice": "选项"}


COLUMNS = (
    *("机关", "年度", "格式", "统计口径", "章节", "表", "行", "列", "路径"),
    *("值", "类型", "单位", "状态", "注", "错误", "文件", "行号"),
)  # the heads of every table, in the order of the fields of a row


class Row(NamedTuple):
    """A figure; `value` is None where it is unknown or left empty.

    `row` and `column` are the keys of the row and the column, joined by ·; `errors` counts those of the report it
    stands in.
    """

    agency: str
    year: int
    form: str
    scope: str
    section: str
    table: str
    row: str
    column: str
    path: str
    value: Content | None
    kind: str
    unit: str
    state: str
    note: str
    errors: int
    file: str
    line: int

    def with_text(self) -> Row:
        """The row with its value as text, every digit kept, for a format that has no exact numbers."""
        return self if self.value is None else self._replace(value=written(self.value))


WHOLE_NUMBERS = {"年度", "错误", "行号"}  # the columns of small numbers; all others but 值 are text
VALUE = "值"


class Table(Protocol):
    """A file of rows in the making."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *error: object) -> None: ...
    def add(self, rows: Iterable[Row]) -> None:
        """Append the rows of a report."""


def table(name: str, file: FilePath, bom: bool = False) -> Table:
    """An empty table in a format; OutputError where the library that the format needs is not installed."""
    try:
        module = import_module(f"generator.tables.{name}")
        made: Table = module.Table(file, bom) if bom else module.Table(file)
    except ImportError as error:
        advice = '请运行 pip install "nianbao[figures]"，或者改用 csv、json、sqlite'
        raise OutputError(f"输出 {name} 要用 {error.name}，这里没有安装。{advice}。") from None
    return made


def format_of(file: FilePath) -> str:
    """The format that a file's ending asks for; InputError for any other."""
    name = file.suffix.lower().removeprefix(".")
    if name not in FORMATS:
        endings = "、".join(f".{known}" for known in FORMATS)
        raise InputError(f"看不出 {file} 要写成哪种表格。文件名的结尾可以是：{endings}。")
    return name


def rows(report: Report, errors: int, file: str) -> Iterator[Row]:
    """The rows of a report in the form's order; `file` is the name that they carry."""
    places = _places(report.template)
    for (path, value), (section, table, row, column) in zip(report.values.items(), places, strict=True):
        leaf, state = report.template.figures[path].leaf, _STATES[value.state]
        kind = _KINDS.get(leaf.kind, leaf.kind)
        yield Row(
            *(report.agency, report.year, report.template.id, report.scope, section, table, row, column, str(path)),
            *(value.content, kind, leaf.unit, state, value.note, errors, file, value.position.line),
        )


@lru_cache(maxsize=8)
def _places(template: Template) -> list[tuple[str, str, str, str]]:
    """Section, table, row and column of every figure of a form."""
    columns = {id(leaf): keys for block in template.blocks for keys, leaf in keyed_leaves(block.columns)}
    found = []
    for path, figure in template.figures.items():
        block, column = figure.block, columns[id(figure.column)]
        inside = path.parts[len(block.prefix) :]
        row = inside if block.single_column else inside[: -len(column)]
        found.append((path.parts[0], block.key, SEPARATOR.join(row), SEPARATOR.join(column)))
    return found
