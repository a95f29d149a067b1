"""What a form says of the one that it replaced: which figures kept their meaning, which did not, which words went out.

Pure data, read from template.yaml; `counterparts` finds out what it means, and whether it is so.
"""

from __future__ import annotations

from generator.nodes import Mapping, Node, Sequence, plain
from generator.paths import SEPARATOR
from generator.shapes import NamedTuple


class Kept(NamedTuple):
    """Figures that mean the same in both forms: those below `path`, in the older form below `was`, by the same keys.

    A row there that is a group here is the sum of the group. `line` and `column` are its place in template.yaml.
    """

    path: tuple[str, ...]
    was: tuple[str, ...]
    line: int
    column: int


class Lost(NamedTuple):
    """A part of a form that cannot be compared with the other form, named as users know it, and why."""

    name: str
    reason: str


class OldWord(NamedTuple):
    """A label of a row or a column of the older form, and the one that has its place now, empty where nothing has.

    `in_prose` is whether it can mean nothing else in a sentence.
    """

    text: str
    is_column: bool
    now: str
    in_prose: bool


class Succession(NamedTuple):
    """The older form by its id, and what became of it."""

    form: str
    kept: tuple[Kept, ...]
    lost: tuple[Lost, ...]
    words: tuple[OldWord, ...]


def build(node: Node | None) -> Succession | None:
    """What a form says of the one that it replaced, as template.schema.json has it; None where it replaced none."""
    if not isinstance(node, Mapping):
        return None
    data, listed = plain(node), node.get("kept")
    items = listed.items if isinstance(listed, Sequence) else []
    kept = [
        Kept(_keys(one["path"]), _keys(one.get("was", one["path"])), item.line, item.column)
        for one, item in zip(data.get("kept", ()), items, strict=True)
    ]
    lost = [Lost(one["name"], one["reason"]) for one in data.get("lost", ())]
    words = [
        OldWord(one["old"], one["axis"] == "column", one.get("now", ""), one.get("in_prose", False))
        for one in data.get("words", ())
    ]
    return Succession(data["form"], tuple(kept), tuple(lost), tuple(words))


def _keys(path: str) -> tuple[str, ...]:
    return tuple(path.split(SEPARATOR))
