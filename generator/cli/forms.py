"""Commands on forms and rules: schema, rule."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator import __version__, check, rules
from generator.cli.console import say
from generator.cli.console import write as write_data
from generator.cli.options import forms
from generator.errors import InputError
from generator.files import STANDARD_INPUT
from generator.resources import is_shipped, schema_file, schema_for_editors, template_ids

_SHARED = ("nianbao", "roster")  # schemas of the files that stand beside the reports


def _print_version(wanted: bool) -> None:
    if wanted:
        say(f"nianbao {__version__}")
        raise typer.Exit


def version_option(
    version: Annotated[
        bool, typer.Option("--version", help="显示版本", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """编制、检查和输出政府信息公开工作年度报告。"""


def schema(
    identifier: Annotated[
        str, typer.Argument(metavar="格式", help="格式的编号，默认是唯一的或者最新的一种", autocompletion=forms)
    ] = "",
    write: Annotated[
        bool,
        typer.Option(
            "--write",
            help="连同 nianbao.yaml、名册.yaml 的写到 schemas 文件夹，供编辑器使用；自己的模板写在 template.yaml 旁边",
        ),
    ] = False,
) -> int:
    """生成一种格式的 JSON Schema，供编辑器提示和检查。"""
    from generator import delivery
    from generator import schema as schemas

    template = check.named_template(identifier or template_ids()[-1], STANDARD_INPUT)[0]
    text = schemas.dump(template)
    if not write:
        write_data(text)
        return 0
    if not is_shipped(template.folder):
        file = schema_for_editors(template.folder)
        delivery.write_together({file: text.encode("utf-8")})
        say(delivery.relative(file, Path()))
        return 0
    contents = {f"{template.id}.schema.json": text.encode("utf-8")}
    contents |= {file.name: file.read_bytes() for file in map(Path, map(schema_file, _SHARED))}
    delivery.write_together({Path("schemas") / name: content for name, content in contents.items()})
    for name in contents:
        say(str(Path("schemas") / name))
    return 0


def rule(
    code: Annotated[str, typer.Argument(metavar="编号", help="规则的编号，如 A103；不写就列出全部")] = "",
    every: Annotated[bool, typer.Option("--all", help="全部规则的说明，连成一篇")] = False,
) -> int:
    """说明一条规则：检查什么，为什么，怎么改。"""
    if every:
        write_data(rules.handbook())
    elif not code:
        for known in rules.ALL:
            say(f"{known} {rules.title(known)}")
    elif code.upper() in rules.ALL:
        say(rules.page(code.upper()).rstrip("\n"))
    else:
        raise InputError(f"没有规则 {code}。用 nianbao rule 列出全部规则。")
    return 0
