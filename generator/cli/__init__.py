"""The commands `nianbao` and `render`: arguments in, exit code out."""

from __future__ import annotations

import gc

gc.set_threshold(100_000)  # a command makes many objects and ends; collecting meanwhile costs a fifth of its time


def main() -> None:
    """The command `nianbao`."""
    from generator.cli import aggregating, analysing, checking, console, forms, reports

    app = console.new_app(cls=console.Group, help="编制、检查和输出政府信息公开工作年度报告。", no_args_is_help=False)
    functions = (reports.render, checking.check, checking.fix, reports.new)
    many = (aggregating.aggregate, analysing.figures)
    for function in (*functions, *many, forms.schema, forms.rule):
        app.command(cls=console.Command)(function)
    app.callback()(forms.version_option)
    console.run(app, "nianbao")


def render() -> None:
    """The command `render`, the same as `nianbao render`."""
    from generator.cli import console, reports

    app = console.new_app()
    app.command(cls=console.Command)(reports.render)
    console.run(app, "render")
