"""Arguments and options of commands as plain data: typer is told of them, and a plain command line needs no typer.

Importing typer costs as much as rendering a report, so `render` and `check` are understood here where nothing about
their command line is unusual; whatever is (help, a mistake, a rarer option) is left to typer.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps

from generator.files import STANDARD_INPUT
from generator.shapes import TYPE_CHECKING, Any, NamedTuple

__all__ = ["Annotated", "OutputFile", "argument", "for_typer", "forms", "option", "plain"]

_EXPANDED = frozenset("*?[~$%")  # what stands for something else on the command line of Windows


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


class Hint(NamedTuple):
    """The kind of a parameter, and the argument or option that it is."""

    kind: Any
    extra: Any


if TYPE_CHECKING:
    from typing import Annotated
else:

    class Annotated:
        """typing.Annotated, for what is read here alone."""

        def __class_getitem__(cls, parts: tuple[Any, Any]) -> Hint:
            return Hint(*parts)


OutputFile = Annotated[str, option("-o", "--output", metavar="文件", help="写到这个文件，而不是显示出来")]


def for_typer(command: Callable[..., int]) -> Callable[..., int]:
    """The same command with its arguments and options as typer has them."""
    import inspect
    from typing import Annotated

    import typer

    hints = _hints(command)
    for name, hint in hints.items():
        if isinstance(hint, Hint):
            kind, extra = hint
            if isinstance(extra, Option):
                extra = typer.Option(*extra.names, **extra.settings)
            elif isinstance(extra, Argument):
                extra = typer.Argument(**extra.settings)
            hints[name] = Annotated[kind, extra]

    @wraps(command)
    def known(**values: Any) -> int:
        return command(**values)

    signature = inspect.signature(command)
    parameters = [given.replace(annotation=hints[name]) for name, given in signature.parameters.items()]
    known.__annotations__ = hints
    known.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return known


def _hints(command: Callable[..., int]) -> dict[str, Any]:
    """What the annotations of a command stand for, as typing.get_type_hints has it."""
    names = getattr(command, "__wrapped__", command).__globals__
    return {name: eval(text, names) for name, text in command.__annotations__.items()}  # noqa: S307 our own


def plain(command: Callable[..., int], words: list[str]) -> dict[str, Any] | None:
    """What a command is called with, for a command line of files and of options given once; None for any other."""
    hints = {name: hint for name, hint in _hints(command).items() if isinstance(hint, Hint)}
    files = [name for name, hint in hints.items() if isinstance(hint.extra, Argument)]
    known = {
        text: (name, hint.kind, number == 0)
        for name, hint in hints.items()
        if isinstance(hint.extra, Option)
        for names in hint.extra.names
        for number, text in enumerate(names.split("/"))
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
        name, kind, is_on = known.get(word, ("", None, False))
        text = "0" if kind is bool else next(rest, "-")
        if name in values or text.startswith("-") or kind not in (bool, int, str):
            return None
        if kind is int and not (text.isascii() and text.isdigit()):
            return None
        values[name] = is_on if kind is bool else kind(text)
    return {files[0]: named, **values} if named and len(files) == 1 else None
