"""A number that a user names on the command line, with Chinese words where the name is not clear."""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import InputError
from generator.expressions import ExpressionError
from generator.figures import Number
from generator.labels import label
from generator.paths import SEPARATOR
from generator.report import Report
from generator.template import Template


def value(report: Report, reference: str) -> Number | None:
    """The number that a path names; InputError, with what may be meant, where it is not one thing, or no number."""
    try:
        return report.quantity(reference).number
    except ExpressionError:
        raise InputError(f"“{reference}”填的是文字，不是数字。请换一个数字。") from None
    except LookupError as error:
        names = error.args[0]
        if names:
            more = " 等" if len(names) > 6 else ""
            raise InputError(f"“{reference}”可以指几个数字：{'、'.join(names[:6])}{more}。请多写一级。") from None
        from difflib import get_close_matches

        near = get_close_matches(reference, report.template.names(), 1, 0.4)
        hint = f"是不是“{near[0]}”？" if near else "请照表格里的字写，如 本年新收。"
        raise InputError(f"没有名为“{reference}”的数字。{hint}") from None


def place(report: Report, reference: str) -> str:
    """What a path names, as the form prints it."""
    try:
        paths = report.template.resolve(reference)
    except LookupError:
        return reference
    return label(report.template, paths[0]) if len(paths) == 1 else reference


def completions(template: Template, typed: str) -> Iterator[str]:
    """The shortest names of figures that go on as typed, in the form's order."""
    above, found, _ = typed.rpartition(SEPARATOR)
    names = dict.fromkeys((*template.names(), *(template.name(path) for path in template.figures)))
    for name in names:
        if name.startswith(typed):
            yield name
        elif found and name.startswith(typed[len(above) + 1 :]) and _names_one(template, f"{above}{SEPARATOR}{name}"):
            yield f"{above}{SEPARATOR}{name}"


def _names_one(template: Template, reference: str) -> bool:
    try:
        return bool(template.resolve(reference))
    except LookupError:
        return False
