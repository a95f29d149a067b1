"""The commands `nianbao` and `render`: arguments in, exit code out."""

from __future__ import annotations

import gc
from collections.abc import Callable

gc.set_threshold(100_000)  # a command makes many objects and ends; collecting meanwhile costs a fifth of its time


def main() -> None:
    """The command `nianbao`."""
    from generator.cli import (
        aggregating,
        analysing,
        changes,
        checking,
        console,
        figures,
        forms,
        git,
        prose,
        published,
        reports,
        spreadsheets,
    )

    app = console.new_app(cls=console.Group, help="编制、检查和输出政府信息公开工作年度报告。", no_args_is_help=False)
    commands: dict[str, Callable[..., int]] = {
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
    for name, function in commands.items():
        app.command(name, cls=console.Command)(function)
    excel = console.new_app(cls=console.Group, help="给不写 YAML 的人用的 Excel 表格：导出，填好后导入。")
    excel.command("export", cls=console.Command)(spreadsheets.export)
    excel.command("import", cls=console.Command)(spreadsheets.import_)
    app.add_typer(excel, name="form")
    app.callback()(forms.version_option)
    console.run(app, "nianbao")


def render() -> None:
    """The command `render`, the same as `nianbao render`."""
    from generator.cli import console, reports

    app = console.new_app()
    app.command(cls=console.Command)(reports.render)
    console.run(app, "render")
