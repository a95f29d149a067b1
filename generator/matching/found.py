"""What matching gives: figures with what stood beside them, and remarks on what was not plain."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.figures import Content
from generator.paths import Path
from generator.reading import RawCell
from generator.remarks import Remark
from generator.shapes import NamedTuple


class Found(NamedTuple):
    """A figure of the source: what it says, None where unknown, what stood beside it, and its cell.

    `note` stood in brackets; `unit` is the unit of money that the cell itself names.
    """

    content: Content | None
    note: str = ""
    cell: RawCell | None = None
    unit: str = ""


@dataclass
class Match:
    """What the tables of a file give: figures by path, remarks, and the first block in each table of the form."""

    figures: dict[Path, Found] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    blocks: dict[int, int] = field(default_factory=dict)  # by id of the table; -1 where a table has heads alone
