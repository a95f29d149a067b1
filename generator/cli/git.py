"""Commands that git itself runs, and the one that tells it to: git-setup, textconv, merge."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.cli.console import FINDINGS, say, write_bytes
from generator.cli.options import OutputFile
from generator.errors import InputError


def git_setup(
    everywhere: Annotated[bool, typer.Option("--global", help="用于本人的所有仓库，而不只是这一个")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="取消设置，一切恢复原样")] = False,
) -> int:
    """让 git diff、git log -p、git show 和 git merge 说表格里的话。"""
    from generator import git_setup as setup

    lines = list(setup.remove(everywhere) if remove else setup.install(everywhere))  # all is done before a word is said
    for line in lines or ["没有要取消的设置。"]:
        say(line)
    return 0


def textconv(
    file: Annotated[str, typer.Argument(metavar="文件", help="报告的 YAML 文件，或者 nianbao 输出的 Word 文件")],
) -> int:
    """把一份报告逐项写成一行行文字，供 git 比较；不是报告的原样输出。"""
    from generator import textconv as converting

    write_bytes(converting.convert(_content(file)))
    return 0


def merge(
    base: Annotated[str, typer.Argument(metavar="原来", help="两边分开之前的报告；没有的写一个空文件")],
    ours: Annotated[str, typer.Argument(metavar="我方", help="我方的报告")],
    theirs: Annotated[str, typer.Argument(metavar="对方", help="对方的报告")],
    output: OutputFile = "",
    name: Annotated[
        str, typer.Option("--name", metavar="文件", help="消息里怎么称呼这份报告，默认是我方的文件名")
    ] = "",
    marker_size: Annotated[int, typer.Option("--marker-size", metavar="个数", help="冲突记号有几个字符")] = 7,
) -> int:
    """合并两边改过的报告：逐个数字、逐个段落；两边都改了的说明是哪一处。"""
    from generator import delivery, merging
    from generator.history import merge_lines
    from generator.recognition import is_report

    contents = [_content(file) for file in (base, ours, theirs)]
    outcome = merging.merge(contents[0], contents[1], contents[2], marker_size)
    if outcome is None:
        labels = (merging.OURS, "原来", merging.THEIRS)
        content, conflicts = merge_lines(base, ours, theirs, labels, marker_size)
        if any(map(is_report, contents)):
            say(f"{name or ours}：不能逐个数字合并，已按行合并。请用 nianbao check 核对。", error=True)
    else:
        content, conflicts = outcome.content, len(outcome.conflicts)
        for line in merging.told(name or ours, outcome):
            say(line, error=True)
    if output:
        delivery.write_together({Path(output): content})
    else:
        write_bytes(content)
    return FINDINGS if conflicts else 0


def _content(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError:
        raise InputError(f"读不了 {file}。请核对文件名。") from None
