"""Strict readers for our own outputs: they prove that a file says what its report says.

ValueError for anything that nianbao's writers would not have written.
"""

from __future__ import annotations

from enum import Enum
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from generator.grid import Grid


class Kind(Enum):
    """What a printed paragraph is."""

    DRAFT = "draft"
    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    NOTE = "note"
    SIGNATURE = "signature"


class Paragraph(NamedTuple):
    """A printed paragraph; `level` is 1 to 4 for headings, else 0."""

    kind: Kind
    level: int
    text: str


Item = Paragraph | Grid


def module(name: str) -> ModuleType:
    """The reader of a format: `read(content)` gives the paragraphs and grids of a file, in order."""
    return import_module(f"generator.readers.{name}")
