"""Commands on the prose of reports: bind."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.check import check_file
from generator.cli.console import say
from generator.errors import InputError
from generator.files import STANDARD_INPUT


def bind(
    files: Annotated[list[str], typer.Argument(metavar="文件", help="报告的 YAML 文件，可以写几个")],
    diff: Annotated[bool, typer.Option("--diff", help="只显示要改哪些，不改文件")] = False,
) -> int:
    """把文字里就是表中数字的数改成引用，印出来的一字不变。"""
    from generator import binding, delivery

    if STANDARD_INPUT in files:
        raise InputError("bind 要改文件，不能用标准输入。请写出文件名。")
    contents: dict[Path, bytes] = {}
    for file in dict.fromkeys(files):
        result = check_file(file)
        if result.report is None:
            raise InputError(f"{file} 读不出来，没有改动。请先用 nianbao check {file} 看看问题。")
        before = Path(file).read_bytes()
        bound = binding.bind(result, before)
        if bound.changes:
            contents[Path(file)] = bound.content
            for line in _difference(file, before, bound.content) if diff else ():
                say(line)
        if not diff:
            say(f"{file}：{f'改了 {bound.changes} 个数字' if bound.changes else '没有可改的数字'}。")
        for doubt in bound.doubts:
            say(
                f"{doubt.place}: {doubt.text} 没有改，句子也可能指别的数。"
                f"确实是表里的，请自己改成 {{{{ {doubt.reference} }}}}。",
                error=True,
            )
    if contents and not diff:
        delivery.write_together(contents)
    return 0


def _difference(file: str, before: bytes, after: bytes) -> list[str]:
    from difflib import unified_diff

    old, new = (content.decode("utf-8-sig").splitlines() for content in (before, after))
    return list(unified_diff(old, new, file, file, "现在", "改后", 1, ""))
