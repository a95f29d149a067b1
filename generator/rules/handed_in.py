"""What the rules on aggregates share: naming units and files in a message."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from generator.collection import Filed
from generator.findings import Position

_MOST = 5


def where(position: Position) -> str:
    """A place in a message: the file's name without its folders, and the line."""
    return f"{PurePath(position.file).name}:{position.line}"


def listed(names: Sequence[str]) -> str:
    """Some names in a message, and how many there are if they are many."""
    return "、".join(names[:_MOST]) + (f" 等 {len(names)} 个" if len(names) > _MOST else "")


def lost(filed: Filed) -> str:
    """What it means that a file is not counted."""
    return f"{filed.agency or '这份报告'}没有计入汇总"
