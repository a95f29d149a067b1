"""Commands as typer knows them: Chinese help, Chinese words for a wrong command line."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.exceptions import TyperException

from generator.cli import help_pages
from generator.cli.console import STOPPED, say
from generator.cli.options import for_typer
from generator.resources import search
from generator.widths import pad, width

_INTERRUPTED = 130  # what typer makes of Ctrl-C


def run(app: typer.Typer, program: str) -> int:
    """Run a typer app; its exit code. What is wrong with the command line is told in Chinese."""
    if f"_{program.upper()}_COMPLETE" in os.environ:
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()
    try:
        code = app(prog_name=program, standalone_mode=False)
    except TyperException as error:
        command = getattr(getattr(error, "ctx", None), "command_path", None) or program
        say(f"{program}：{_wording(error)}用 {command} --help 看用法。", error=True)
        return STOPPED
    if code == _INTERRUPTED:
        raise KeyboardInterrupt
    return int(code or 0)


def add(app: typer.Typer, name: str | None, command: Callable[..., int], kind: type[TyperCommand]) -> None:
    """Add a command of a kind to an app."""
    app.command(name, cls=kind)(for_typer(command))


def _wording(error: TyperException) -> str:
    """What is wrong with a command line; typer's own words are English."""
    kind = type(error).__name__
    parameter = getattr(error, "param", None)
    name = parameter_name(parameter) if parameter else ""
    if kind == "NoSuchOption":
        return f"没有选项 {getattr(error, 'option_name', '')}。"
    if kind == "MissingParameter":
        return f"缺少{name}。"
    if kind == "BadParameter":
        return f"{name or '参数'}的值不对，要写数字，如 2025。"
    if kind == "BadOptionUsage":
        return f"选项 {getattr(error, 'option_name', '')} 后面缺少值，或者多了值。"
    message = str(getattr(error, "message", error))
    unknown = message.partition("No such command ")[2]
    if unknown:
        word = "".join(re.findall(r"^'(.*?)'", unknown))
        hint = f"要检查这个文件，写 nianbao check {word}。" if word.endswith((".yaml", ".yml")) else ""
        return f"没有命令“{word}”。{hint}"
    if "Got unexpected extra argument" in message:
        return f"多了参数 {''.join(re.findall(r'[(](.*)[)]', message))}。"
    return "缺少命令。" if "Missing command" in message else "命令的写法不对。"


def parameter_name(parameter: Any) -> str:
    """An argument or option as help shows it."""
    return "、".join(parameter.opts) if parameter.param_type_name == "option" else str(parameter.human_readable_name)


class _ChineseHelp:
    """Help pages in Chinese, aligned by display width."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        command: Any = self
        parameters = [p for p in command.get_params(ctx) if not getattr(p, "hidden", False)]
        arguments = [p for p in parameters if p.param_type_name == "argument"]
        options = [p for p in parameters if p.param_type_name == "option"]
        subcommands = getattr(command, "commands", {})
        usage = [ctx.command_path, *(["命令"] if subcommands else []), *map(_shown, arguments), "[选项]"]
        lines = [f"用法：{' '.join(usage)}", "", (command.help or "").strip(), ""]
        lines += _section("参数", [(_shown(p), p.help or "") for p in arguments])
        lines += _section("命令", [(name, sub.get_short_help_str(200)) for name, sub in subcommands.items()])
        lines += _section("选项", [(_flags(p), "显示本说明" if p.name == "help" else p.help or "") for p in options])
        page = "\n".join(lines).rstrip()
        help_pages.keep(ctx.command_path.split(), page)
        formatter.write(page + "\n")


def _shown(parameter: Any) -> str:
    name = str(parameter.human_readable_name) + ("…" if parameter.nargs == -1 else "")
    return name if parameter.required else f"[{name}]"


def _flags(parameter: Any) -> str:
    value = "" if parameter.is_flag else f" {parameter.metavar or '值'}"
    return "、".join(sorted(parameter.opts, key=len)) + value  # typer has those of help in no order


def _section(title: str, rows: Iterable[tuple[str, str]]) -> list[str]:
    rows = list(rows)
    if not rows:
        return []
    column = max(width(name) for name, _ in rows) + 2
    return [f"{title}：", *(f"  {pad(name, column)}{text}" for name, text in rows), ""]


class Command(_ChineseHelp, TyperCommand):
    """A command with Chinese help."""


class FormCommand(Command):
    """A command that has to do with forms, which may also be in folders that the user names."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        option = TyperOption(
            param_decls=["--templates"],
            multiple=True,
            metavar="文件夹",
            expose_value=False,
            callback=lambda _context, _parameter, folders: search(folders) if folders else None,
            help="自己的模板在哪里，可以写几次；也可以写在 nianbao.yaml 的“模板”里，或者环境变量 NIANBAO_TEMPLATES 里",
        )
        self.params.append(option)


class Group(_ChineseHelp, TyperGroup):
    """The group of all commands with Chinese help, in the order in which they were added."""


def new_app(**settings: Any) -> typer.Typer:
    """A typer app without rich, completion and tracebacks."""
    settings.setdefault("context_settings", {"help_option_names": ["--help", "-h"]})
    return typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, **settings)
