"""The one way to name a figure, a row or a group of rows: `不予公开·属于国家秘密·自然人`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from generator.shapes import NamedTuple

SEPARATOR = "·"


class Path(NamedTuple):
    """Keys from the section down to a figure, in the form's own order."""

    parts: tuple[str, ...]

    def __str__(self) -> str:
        return SEPARATOR.join(self.parts)

    def __truediv__(self, key: str) -> Path:
        return Path((*self.parts, key))


def segments(text: str, keys: Iterable[str] = ()) -> tuple[str, ...]:
    """Split what a user typed as a path; `/` and `.` stand for `·` where none of `keys` contains them."""
    separators = SEPARATOR + "".join(mark for mark in "/." if not any(mark in key for key in keys))
    return tuple(part.strip() for part in re.split(f"[{re.escape(separators)}]", text))


def ends_with(keys: tuple[str, ...], wanted: tuple[str, ...], matches: Callable[[str, str], bool]) -> bool:
    """Whether the last keys match the wanted segments one by one; an empty segment matches nothing."""
    tail = keys[-len(wanted) :]
    return len(tail) == len(wanted) and all(wanted) and all(map(matches, tail, wanted))
