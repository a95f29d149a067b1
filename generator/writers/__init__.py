"""The output formats by name. To add one is to write its module, a frame per template, and a line here."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

FORMATS = ("docx", "html", "txt", "pdf")
THREADED = {"pdf"}  # whose writers start threads


def module(name: str) -> ModuleType:
    """The writer of a format: `write(document)` gives the bytes of its file."""
    return import_module(f"generator.writers.{name}")
