"""The output formats of comparisons by name. To add one is to write its module and a line here."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

FORMATS = ("text", "md", "html", "json")


def module(name: str) -> ModuleType:
    """The module of a format: `write(review)` gives its text; that of `text` takes colour and width besides."""
    return import_module(f"generator.changes.{name}")
