"""Commands that git itself runs, and the one that tells it to: git-setup, textconv, merge."""

from __future__ import annotations

from typing import Annotated

import typer

from generator.cli.console import say
from generator.errors import InputError


def git_setup(
    everywhere: Annotated[bool, typer.Option("--global", help="用于本人的所有仓库，而不只是这一个")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="取消设置，一切恢复原样")] = False,
) -> int:
    """让 git diff、git log -p、git show 和 git merge 说表格里的话。"""
    from generator import git_setup as setup

    said = False
    for line in setup.remove(everywhere) if remove else setup.install(everywhere):
        say(line)
        said = True
    if not said:
        say("没有要取消的设置。")
    return 0


def textconv(
    file: Annotated[str, typer.Argument(metavar="文件", help="报告的 YAML 文件，或者 nianbao 输出的 Word 文件")],
) -> int:
    """把一份报告逐项写成一行行文字，供 git 比较；不是报告的原样输出。"""
    import sys

    from generator import textconv as converting

    try:
        with open(file, "rb") as stream:
            content = stream.read()
    except OSError:
        raise InputError(f"读不了 {file}。请核对文件名。") from None
    sys.stdout.flush()
    sys.stdout.buffer.write(converting.convert(content))
    sys.stdout.buffer.flush()
    return 0
