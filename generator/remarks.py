"""What an import has to say of its source: facts with a place, which the I rules put into words."""

from __future__ import annotations

from generator.findings import Position
from generator.paths import Path
from generator.shapes import NamedTuple


class Remark(NamedTuple):
    """One thing that was missing, mended, doubtful or left out.

    `code` is the rule that words it, `kind` which of its wordings; `text` is what the source says, `value` what was
    made of it; `paths` are the figures it concerns, `name` the words for the place; no position is the whole file.
    """

    code: str
    kind: str
    position: Position | None
    text: str = ""
    value: str = ""
    paths: tuple[Path, ...] = ()
    name: str = ""
