"""The command that adds up the reports of the agencies below: aggregate."""

from __future__ import annotations

from typing import Annotated

import typer

from generator.cli.checking import FilesOrFolders


def aggregate(
    files: FilesOrFolders,
    output: Annotated[
        str,
        typer.Option("-o", "--output", metavar="文件", help="汇总写到哪个文件，默认是“机关-年度-汇总.yaml”"),
    ] = "",
    roster: Annotated[
        str, typer.Option("--roster", metavar="文件", help="名册：谁要报送、归谁汇总；默认用文件夹里的 名册.yaml")
    ] = "",
    agency: Annotated[str, typer.Option("--agency", metavar="机关", help="汇总的机关，没有名册时写")] = "",
    written: Annotated[
        str, typer.Option("--check", metavar="文件", help="核对一份写好的汇总：每个数是不是各机关相加；不另写汇总")
    ] = "",
    explain: Annotated[
        str, typer.Option("--explain", metavar="位置", help="一个数由哪些机关相加，在哪一行，如 行政许可；不另写汇总")
    ] = "",
    findings: Annotated[
        list[str] | None,
        typer.Option("--findings", metavar="格式[=文件]", help="问题怎样列出，可以写几次，同 check 的 --output"),
    ] = None,
) -> int:
    """把下级机关的报告相加成一份汇总，查出谁没有报、谁报错了、谁算了两次。"""
    from generator.cli import summing

    return summing.aggregate(files, summing.Wish(output, roster, agency, written, explain, findings))
