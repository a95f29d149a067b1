"""A finding: one thing in what the author wrote that needs a look, and the place where it stands."""

from __future__ import annotations

from enum import IntEnum

from generator.paths import Path
from generator.shapes import NamedTuple


class Severity(IntEnum):
    """How grave a finding is; the smaller, the graver."""

    ERROR = 0
    WARNING = 1
    NOTE = 2

    @property
    def label(self) -> str:
        """The Chinese word that messages and nianbao.yaml use."""
        return _LABELS[self]

    @classmethod
    def named(cls, label: str) -> Severity:
        """The severity of a Chinese word; KeyError for any other."""
        return {text: severity for severity, text in _LABELS.items()}[label]


_LABELS = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTE: "提示"}


class Position(NamedTuple):
    """A place in a file; line and column count from 1, the column in code points.

    A file without lines, such as a Word file, has `words` for its places, e.g. 第 2 个表格第 5 行第 3 格; line and
    column then only tell the order.
    """

    file: str
    line: int
    column: int
    words: str = ""

    @property
    def inside(self) -> str:
        """The place without the file."""
        return self.words or f"{self.line}:{self.column}"

    def __str__(self) -> str:
        return f"{self.file}:{self.inside}"


class Mend(NamedTuple):
    """A change to a file as written: at a place, `old` becomes `new`, both within one line."""

    position: Position
    old: str
    new: str


class Finding(NamedTuple):
    """What is wrong, where, and how to mend it.

    The message is Chinese and ends with the mend; `paths` are the figures or keys and `related` the other places it
    speaks of; `fix` is the text to put in place of the scalar that stands there, where exactly one is right; `mends`
    are the changes that put it right without any harm, where they are smaller than that; `accepted` is the reason for
    which the report accepts it, which the message tells too.
    """

    code: str
    severity: Severity
    message: str
    position: Position
    paths: tuple[Path, ...] = ()
    related: tuple[Position, ...] = ()
    fix: str | None = None
    accepted: str | None = None
    mends: tuple[Mend, ...] = ()


def by_place(finding: Finding) -> tuple[str, int, int, str]:
    """Sort key: file, line, column, then code, so that a file is mended from top to bottom."""
    position = finding.position
    return position.file, position.line, position.column, finding.code
