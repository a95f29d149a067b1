"""Arguments and options of commands as plain data: typer is told of them, and a plain command line needs no typer.

Importing typer costs as much as rendering a report, so `render` and `check` are understood here where nothing about
their command line is unusual; whatever is (help, a mistake, a rarer option) is left to typer.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from generator.files import STANDARD_INPUT
from generator.shapes import NamedTuple

_EXPANDED = frozenset("*?[~$%")  # what stands for something else on the command line of Windows
_VALUES: dict[Any, Callable[[str], Any]] = {str: str, Path: Path, Path | None: Path}


class Argument(NamedTuple):
    """What typer's Argument is told."""

    settings: dict[str, Any]


class Option(NamedTuple):
    """The names of an option and what else typer's Option is told."""

    names: tuple[str, ...]
    settings: dict[str, Any]


def argument(**settings: Any) -> Argument:
    """An argument of a command."""
    return Argument(settings)


def option(*names: str, **settings: Any) -> Option:
    """An option of a command."""
    return Option(names, settings)


def forms(incomplete: str) -> list[str]:
    """The ids of forms that begin so, for completion."""
    from generator import config
    from generator.resources import add, known_ids

    add(config.template_folders(config.find(STANDARD_INPUT)))
    return [identifier for identifier in known_ids() if identifier.startswith(incomplete)]


OutputFile = Annotated[Path | None, option("-o", "--output", metavar="文件", help="写到这个文件，而不是显示出来")]


def for_typer(command: Callable[..., int]) -> Callable[..., int]:
    """The same command with its arguments and options as typer has them."""
    import inspect

    import typer

    hints = get_type_hints(command, include_extras=True)
    for name, hint in hints.items():
        kind, *extras = get_args(hint) if get_origin(hint) is Annotated else (hint,)
        for extra in extras:
            if isinstance(extra, Option):
                hints[name] = Annotated[kind, typer.Option(*extra.names, **extra.settings)]
            elif isinstance(extra, Argument):
                hints[name] = Annotated[kind, typer.Argument(**extra.settings)]

    @wraps(command)
    def known(**values: Any) -> int:
        return command(**values)

    signature = inspect.signature(command)
    parameters = [given.replace(annotation=hints[name]) for name, given in signature.parameters.items()]
    known.__annotations__ = hints
    known.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return known


def plain(command: Callable[..., int], words: list[str]) -> dict[str, Any] | None:
    """What a command is called with, for a command line of files and of options given once; None for any other."""
    hints = {name: get_args(hint) for name, hint in get_type_hints(command, include_extras=True).items()}
    files = [name for name, parts in hints.items() if parts and isinstance(parts[1], Argument)]
    known = {
        text: (name, parts[0])
        for name, parts in hints.items()
        if parts and isinstance(parts[1], Option)
        for text in parts[1].names
    }
    named: list[str] = []
    values: dict[str, Any] = {}
    rest = iter(words)
    for word in rest:
        if os.name == "nt" and not _EXPANDED.isdisjoint(word):
            return None
        if not word.startswith("-") or word == STANDARD_INPUT:
            named.append(word)
            continue
        name, kind = known.get(word, ("", None))
        text = "" if kind is bool else next(rest, "-")
        if name in values or text.startswith("-") or not (kind is bool or kind in _VALUES):
            return None
        values[name] = True if kind is bool else _VALUES[kind](text)
    return {files[0]: named, **values} if named and len(files) == 1 else None
