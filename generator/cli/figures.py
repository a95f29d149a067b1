"""Commands on single figures: history, trend, completion."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from generator.cli.console import NO_TERMINAL, say, write
from generator.cli.options import OutputFile
from generator.errors import InputError

STYLES = ("table", "bars", "svg")
SHELLS = ("bash", "zsh", "fish", "powershell")


def _figures(incomplete: str) -> list[str]:
    from generator import references
    from generator.check import open_template
    from generator.resources import template_ids

    return list(references.completions(open_template(template_ids()[-1])[0], incomplete))


def history(
    file: Annotated[str, typer.Argument(metavar="文件", help="git 仓库里的一份报告")],
    reference: Annotated[
        str,
        typer.Argument(
            metavar="数字",
            help="照表格里的字写，如 本年新收，或者 不予公开·属于国家秘密·自然人",
            autocompletion=_figures,
        ),
    ],
    every: Annotated[bool, typer.Option("--all", help="数字没有变的提交也列出来")] = False,
) -> int:
    """一个数字在历次提交里是多少，谁在哪天改的。"""
    from generator import chronicle

    states = list(chronicle.moments(file, reference))
    if not states:
        raise InputError(f"{file} 还没有提交过。请先用 git add 和 git commit 提交。")
    say(chronicle.title(file, reference))
    for line in chronicle.lines(states if every else chronicle.changed_only(states)):
        say(line)
    return 0


def trend(
    files: Annotated[list[str], typer.Argument(metavar="文件", help="一个机关各年的报告，每年一份")],
    references: Annotated[
        list[str] | None,
        typer.Option(
            "--figure", metavar="数字", help="看哪个数字，可以写几次；不写就看各行的总计", autocompletion=_figures
        ),
    ] = None,
    style: Annotated[str, typer.Option("--format", metavar="样式", help="table（默认）、bars 或者 svg")] = "table",
    output: OutputFile = "",
) -> int:
    """各年的数字排在一起：列表，或者画成图。"""
    from generator import delivery
    from generator import trend as trends
    from generator.check import check_file

    if style not in STYLES:
        raise InputError(f"没有样式 {style}。可以写：{'、'.join(STYLES)}。")
    reports = []
    for file in files:
        report = check_file(file).report
        if report is None:
            raise InputError(f"{file} 读不出来。请先用 nianbao check {file} 看看问题。")
        reports.append(report)
    agencies = list(dict.fromkeys(report.agency for report in reports))
    if len(agencies) > 1:
        say(f"注意：各年的机关不同：{'、'.join(agencies)}。请核对文件。", error=True)
    for note in trends.notes(reports):
        say(note, error=True)
    rows = trends.series(reports, references or ())
    columns = shutil.get_terminal_size((NO_TERMINAL, 24)).columns
    if style == "svg":
        text = trends.drawing(f"{agencies[-1]}：各年数字", rows)
    else:
        text = "\n".join(trends.table(rows) if style == "table" else trends.bars(rows, columns)).rstrip() + "\n"
    if output:
        delivery.write_together({Path(output): text.encode("utf-8")})
        say(str(Path(output)))
    elif style == "svg":
        write(text)
    else:
        say(text.rstrip("\n"))
    return 0


def completion(
    shell: Annotated[str, typer.Argument(metavar="外壳", help="bash、zsh、fish 或者 powershell")],
) -> int:
    """输出命令行补全的脚本：按 Tab 键补全命令、选项和表格里的数字。"""
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    if shell not in SHELLS:
        raise InputError(f"没有 {shell} 的补全。可以写：{'、'.join(SHELLS)}。")
    write(get_completion_script(prog_name="nianbao", complete_var="_NIANBAO_COMPLETE", shell=shell) + "\n")
    return 0
