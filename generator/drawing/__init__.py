"""What stands in a frame besides its own text: the content of each section, above all the tables of the empty form.

A module for each kind of frame, named as the frame is between its dots, `draw(template, marks, members, file)` in each.
"""

from __future__ import annotations

from generator.grid import Role
from generator.shapes import NamedTuple

TABLE = "年报表格"  # the styles of tables and their cells, in frames for Word and for Typst
SMALL_ROW_HEAD = "表格行头小"  # where there are several columns of row heads
ROLES = {
    Role.BAND: "表格通栏",
    Role.CORNER: "表格角",
    Role.COLUMN_HEAD: "表格列头",
    Role.ROW_HEAD: "表格行头",
    Role.FIGURE: "表格数字",
}


class Drawing(NamedTuple):
    """What is added to a frame: the content of each section, with marks; its constants; members of its own."""

    sections: dict[str, str]
    constants: dict[str, str]
    members: dict[str, str]


class Marks:
    """Hands out marks and knows which slot each stands for."""

    def __init__(self) -> None:
        self.slots: list[str] = []

    def text(self, slot: str) -> str:
        """The mark of a slot as characters, for markup."""
        self.slots.append(slot)
        return f"\ue000{len(self.slots) - 1}\ue001"
