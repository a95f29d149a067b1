"""What the command `figures` does, and how it tells."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from generator import delivery, tables
from generator.check import check_file
from generator.cli.checking import gathered, require_apart
from generator.cli.console import FINDINGS, STOPPED, say
from generator.errors import InputError
from generator.findings import Severity
from generator.reporter import place


def figures(names: list[str], outputs: list[Path], bom: bool) -> int:
    """Write every table in one reading of the reports, one report in memory at a time; the exit code."""
    files = gathered(names)
    formats = {path: tables.format_of(path) for path in outputs}
    require_apart([(name, path) for path, name in formats.items()], files)
    read = failing = unread = 0
    with delivery.replacing(formats) as temporaries, ExitStack() as stack:
        made = [
            stack.enter_context(tables.table(name, Path(temporaries[path]), bom and name == "csv"))
            for path, name in formats.items()
        ]
        for file in files:
            errors = _add(file, made)
            read += errors is not None
            failing += bool(errors)
            unread += errors is None
        if not read:
            raise InputError("没有一份报告读得出来，没有写表格。请先用 nianbao check 看看问题。")
    for path in formats:
        say(str(path))
    say(_summary(read, failing, unread), error=True)
    return STOPPED if unread else FINDINGS if failing else 0


def _add(file: str, made: Sequence[tables.Table]) -> int | None:
    """Add a report to every table; the number of its errors, None where nothing of it can be read."""
    try:
        result = check_file(file)
    except InputError as error:
        say(f"nianbao：{error}", error=True)
        return None
    if result.report is None:
        say(f"{place(file)}：读不出来，没有列入。请用 nianbao check 看看问题。", error=True)
        return None
    errors = sum(finding.severity is Severity.ERROR for finding in result.findings)
    if errors:
        say(f"{place(file)}：有 {errors} 个错误，照样列入，记在“错误”一列。", error=True)
    rows = list(tables.rows(result.report, errors, place(file)))
    for table in made:
        table.add(rows)
    return errors


def _summary(read: int, failing: int, unread: int) -> str:
    told = [f"列入 {read} 份报告", *([f"其中 {failing} 份有错误"] if failing else [])]
    return "，".join([*told, *([f"另有 {unread} 份读不出来"] if unread else [])]) + "。"
