"""The command for analysts: figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.cli.checking import FilesOrFolders


def figures(
    files: FilesOrFolders,
    outputs: Annotated[
        list[Path],
        typer.Option(
            "-o",
            "--output",
            metavar="文件",
            help="写到哪里，可以写几次；按结尾定格式：.csv .json .sqlite，另装 nianbao[figures] 后还有 .parquet .xlsx",
        ),
    ],
    bom: Annotated[bool, typer.Option("--csv-bom", help="CSV 开头加 BOM，供 Excel 直接打开")] = False,
) -> int:
    """把各份报告的数字列成一张表，一个数一行，供统计分析。"""
    from generator.cli import tabulating

    return tabulating.figures(files, outputs, bom)
