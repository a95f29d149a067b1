"""Commands on templates of one's own: template new, template check, template frame, template labels."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from generator import reporter
from generator.cli.checking import coloured_outcome, exit_code, outputs_of, show
from generator.cli.commands import Command, Group, add, new_app
from generator.cli.console import say
from generator.errors import InputError
from generator.printing import HANT
from generator.resources import FRAMES
from generator.template import FORM_FILE

_BY_FORMAT = {"docx": FRAMES[0], "html": FRAMES[1], "txt": FRAMES[2], "pdf": FRAMES[3]}
Folder = Annotated[str, typer.Argument(metavar="文件夹", help="模板的文件夹，里面有 template.yaml")]


def app() -> typer.Typer:
    """The group of these commands."""
    group = new_app(cls=Group, help="自己的模板：新建、检查、写出框架和标签表。", no_args_is_help=False)
    commands: dict[str, Callable[..., int]] = {"new": new, "check": check, "frame": frame, "labels": labels}
    for name, function in commands.items():
        add(group, name, function, Command)
    return group


def new(
    identifier: Annotated[
        str, typer.Argument(metavar="编号", help="模板的编号，也是文件夹的名字：小写字母、数字、连字符，如 xinfang")
    ],
) -> int:
    """新建一个模板：一份带说明的 template.yaml，四个框架，一份样例和它的 schema，马上就能输出。"""
    from generator import delivery, template_starter

    contents = {Path(identifier, name): content for name, content in template_starter.files(identifier).items()}
    if os.path.lexists(identifier):
        raise InputError(f"{identifier} 已经存在，没有改动。请换一个编号，或者到别的文件夹里新建。")
    delivery.write_together(contents)
    for file in contents:
        say(file.as_posix())
    sample = Path(identifier, template_starter.SAMPLE).as_posix()
    say(f"试一试：nianbao render {sample} --templates {identifier}", error=True)
    say(f"改了以后：nianbao template check {identifier}", error=True)
    return 0


def check(
    folder: Folder,
    outputs: Annotated[
        list[str] | None,
        typer.Option("-o", "--output", metavar="格式[=文件]", help="怎样列出，同 nianbao check 的 -o"),
    ] = None,
) -> int:
    """检查一个模板：template.yaml、prose.yaml、繁体的标签表和各框架，一次列出全部问题和改法。"""
    from generator import template_check

    wanted = outputs_of(outputs, [folder])
    outcome = coloured_outcome(template_check.check(Path(folder)))
    show(outcome, wanted)
    found = Counter(reporter.level(finding) for result in outcome.results for finding in result.findings)
    say(reporter.summary(found), error=True)
    return exit_code(outcome)


def frame(
    folder: Folder,
    formats: Annotated[
        str, typer.Option("--format", metavar="格式", help="要哪几个框架：docx,html,txt,pdf（默认全部）")
    ] = "docx,html,txt,pdf",
) -> int:
    """写出框架 report.docx 等，供改样子；已经有的不动。没有自己的框架的模板，用各种格式共用的。"""
    from generator import template_starter

    names = [name.strip().lower() for name in formats.split(",") if name.strip()]
    unknown = [name for name in names if name not in _BY_FORMAT]
    if unknown or not names:
        raise InputError(f"没有框架 {unknown[0] if unknown else formats}。可以写：{'、'.join(_BY_FORMAT)}。")
    _must_hold_template(folder)
    _write_missing(folder, template_starter.frames(_BY_FORMAT[name] for name in dict.fromkeys(names)))
    return 0


def labels(
    folder: Folder,
    script: Annotated[
        str, typer.Option("--script", metavar="文种", help=f"哪一种繁体：{'、'.join(HANT)}（默认两种都写）")
    ] = "",
) -> int:
    """写出繁体的标签表 labels.zh-Hant-TW.yaml 等，由 OpenCC 转换，供逐条核对；已经有的不动。"""
    from generator import template_starter
    from generator.check import read_template

    if script and script not in HANT:
        raise InputError(f"没有繁体 {script}。可以写：{'、'.join(HANT)}。")
    _must_hold_template(folder)
    template = read_template(folder)[0]
    for name in [script] if script else HANT:
        _write_missing(folder, template_starter.labels(template, name))
    say(f"逐条核对过再用：nianbao template check {folder}", error=True)
    return 0


def _must_hold_template(folder: str) -> None:
    if not Path(folder, FORM_FILE).is_file():
        raise InputError(f"{folder} 里没有 {FORM_FILE}，不是模板的文件夹。请先用 nianbao template new 新建一个。")


def _write_missing(folder: str, made: Mapping[str, bytes]) -> None:
    """Write files into a folder and name them; those that are there stay as they are."""
    from generator import delivery

    there = [name for name in made if os.path.lexists(Path(folder, name))]
    contents = {Path(folder, name): content for name, content in made.items() if name not in there}
    delivery.write_together(contents)
    for file in contents:
        say(file.as_posix())
    for name in there:
        say(f"{Path(folder, name).as_posix()} 已经存在，没有改动。要重新写，请先移走它。", error=True)
