"""The commands `nianbao` and `render`: arguments in, exit code out."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from importlib import import_module

_ROOMS = {"render": "reports", "check": "checking"}  # commands that are understood without typer, and where they are
_WITHOUT_FORMS = ("git-setup", "merge", "textconv", "rule", "completion")

gc.set_threshold(100_000)  # a command makes many objects and ends; collecting meanwhile costs a fifth of its time


def main() -> None:
    """The command `nianbao`."""
    from generator.cli import console

    console.run(lambda: _work("nianbao", [], _any_command), "nianbao")


def render() -> None:
    """The command `render`, the same as `nianbao render`."""
    from generator.cli import console

    console.run(lambda: _work("render", ["render"], _any_render), "render")


def _work(program: str, command: list[str], otherwise: Callable[[], int]) -> int:
    """Do what a command line says, without typer where it can be understood without."""
    from generator import bytecode, patterns

    words = sys.argv[1:]
    if words and words[-1] in ("--help", "-h"):
        from generator.cli import console, help_pages

        page = help_pages.kept([program, *words[:-1]])
        if page is not None:
            console.say(page)
            return 0
    command += words
    if not command or command[0] not in _ROOMS:
        with patterns.kept():
            return otherwise()
    with patterns.kept(f"patterns-{command[0]}"), bytecode.kept(command[0]):
        return _done(command, otherwise)


def _done(words: list[str], otherwise: Callable[[], int]) -> int:
    from generator.cli import options

    command = getattr(import_module(f"generator.cli.{_ROOMS[words[0]]}"), words[0])
    values = options.plain(command, words[1:])
    return otherwise() if values is None else int(command(**values))


def _any_command() -> int:
    from generator.cli import (
        aggregating,
        analysing,
        changes,
        checking,
        commands,
        figures,
        forms,
        git,
        prose,
        published,
        reports,
        spreadsheets,
        templates,
    )

    app = commands.new_app(cls=commands.Group, help="编制、检查和输出政府信息公开工作年度报告。", no_args_is_help=False)
    named: dict[str, Callable[..., int]] = {
        "render": reports.render,
        "check": checking.check,
        "fix": checking.fix,
        "bind": prose.bind,
        "new": reports.new,
        "import": published.import_,
        "verify": published.verify,
        "aggregate": aggregating.aggregate,
        "figures": analysing.figures,
        "diff": changes.diff,
        "review": changes.review,
        "history": figures.history,
        "trend": figures.trend,
        "git-setup": git.git_setup,
        "merge": git.merge,
        "textconv": git.textconv,
        "schema": forms.schema,
        "rule": forms.rule,
        "completion": figures.completion,
    }
    for name, function in named.items():
        kind = commands.Command if name in _WITHOUT_FORMS else commands.FormCommand
        commands.add(app, name, function, kind)
    app.add_typer(spreadsheets.app(), name="form")
    app.add_typer(templates.app(), name="template")
    app.callback()(forms.version_option)
    return commands.run(app, "nianbao")


def _any_render() -> int:
    from generator.cli import commands, reports

    app = commands.new_app()
    commands.add(app, None, reports.render, commands.FormCommand)
    return commands.run(app, "render")
