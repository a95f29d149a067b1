"""The shapes that a form is made of: heads of rows and columns, blocks of tables, narrative fields, sections."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from math import lcm

from generator.paths import Path
from generator.shapes import NamedTuple

WORDS = frozenset({"text", "yesno", "date", "choice"})  # kinds of figures that are no numbers
YES_NO = ("是", "否")


class Header(NamedTuple):
    """A head of a row or a column. A leaf has no children; a head without a key is printed but not written in YAML.

    `aliases` are other labels that published reports print for it; `units` those that a report may name beside its
    number where the form prints none, the number being kept in `unit`; `choices` the words that it may hold, where they
    are given. An `optional` one may stay empty; one that is not `summed` means nothing added up over several agencies.
    A row carries over last year's row `carries_from`; a column is last year's own, more by the columns `grows_by` and
    less by `shrinks_by`.
    """

    key: str
    label: str
    children: tuple[Header, ...] = ()
    kind: str = "count"
    unit: str = ""
    basis: str = ""
    omitted_is_zero: bool = False
    total_of: tuple[str, ...] = ()
    carries_from: str = ""
    grows_by: tuple[str, ...] = ()
    shrinks_by: tuple[str, ...] = ()
    line: int = 0
    column: int = 0
    aliases: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    optional: bool = False
    summed: bool = True

    @property
    def is_number(self) -> bool:
        """Whether what a leaf holds can be counted and added, rather than read."""
        return self.kind not in WORDS

    @property
    def leaves(self) -> tuple[Header, ...]:
        """The leaves below this head, or itself."""
        return tuple(leaf for child in self.children for leaf in child.leaves) if self.children else (self,)

    @property
    def depth(self) -> int:
        """Levels of heads from here down, itself included."""
        return 1 + max((child.depth for child in self.children), default=0)


FIELD = Header("", "")  # the one column of a block of fields, which has no head


class Figure(NamedTuple):
    """One figure of the form. `sums` holds, for a total, the parts it is the sum of, along its row and its column."""

    path: Path
    row: Header | None
    column: Header
    block: Block
    sums: tuple[tuple[str, tuple[Path, ...]], ...] = ()

    @property
    def leaf(self) -> Header:
        """The head that says what the figure is and in which unit: its column, or its row among fields."""
        return self.row if self.block.has_fields and self.row else self.column


class Block(NamedTuple):
    """A table, or one of several stacked in a section; no rows means one row without a head.

    A block of fields has no heads of columns: each row is a name and one value of its own kind and unit. `prefix` are
    the keys above its rows in the agency file.
    """

    key: str
    band: str
    corner: str
    rows: tuple[Header, ...]
    columns: tuple[Header, ...]
    prefix: tuple[str, ...]

    @property
    def has_fields(self) -> bool:
        """Whether the rows are fields."""
        return not self.columns[0].label

    @property
    def leaf_columns(self) -> tuple[Header, ...]:
        """The columns that hold figures, from left to right."""
        return tuple(leaf for column in self.columns for leaf in column.leaves)

    @property
    def single_column(self) -> bool:
        """Whether a row holds just one figure, so that it is written as a bare number."""
        return bool(self.rows) and len(self.leaf_columns) == 1


class Narrative(NamedTuple):
    """A narrative field; `path` are its keys in the agency file, `level` the level of its own heading.

    `text` is what is customarily written there, `text_if_none` the same where nothing happened.
    """

    path: Path
    heading: str
    level: int
    optional: bool
    after_tables: bool = False
    basis: str = ""
    description: str = ""
    text: str = ""
    text_if_none: str = ""

    def customary(self, agency: str, year: int | str) -> tuple[str, str]:
        """`text` and `text_if_none` with the name of the agency and the year, references as they are."""
        words = {"{机关}": agency.replace("{{", "\\{{"), "{年度}": str(year)}
        pattern = re.compile(r"(?<!\{)\{(?:机关|年度)\}(?!\})")
        text, if_none = (pattern.sub(lambda match: words[match[0]], text) for text in (self.text, self.text_if_none))
        return text, if_none


class Section(NamedTuple):
    """One of the numbered parts; without blocks and with a single narrative of its own path it is pure prose.

    `aliases` are other headings that published reports print for it; `label` is its heading where that is not the key;
    one without a heading is all there is to its form.
    """

    key: str
    number: int
    narratives: tuple[Narrative, ...]
    blocks: tuple[Block, ...]
    widths: tuple[float, ...] = ()
    basis: str = ""
    description: str = ""
    aliases: tuple[str, ...] = ()
    has_heading: bool = True
    label: str = ""

    @property
    def heading(self) -> str:
        """What is printed as its heading, without the number."""
        return self.label or self.key

    @property
    def shape(self) -> tuple[int, int]:
        """Columns of the section's stacked table: those of row heads, and those that all blocks' figures share."""
        labels = max((row.depth for block in self.blocks for row in block.rows), default=0)
        return labels, lcm(*(len(block.leaf_columns) for block in self.blocks))

    @property
    def is_prose(self) -> bool:
        """Whether the section's value in the agency file is the text itself."""
        return not self.blocks and self.narratives[0].path.parts == (self.key,)


def keyed_leaves(headers: tuple[Header, ...]) -> Iterator[tuple[tuple[str, ...], Header]]:
    """The leaves of a tree with the keys that lead to each; heads without a key add none."""
    for header in headers:
        own = (header.key,) if header.key else ()
        if header.children:
            for keys, leaf in keyed_leaves(header.children):
                yield own + keys, leaf
        else:
            yield own, header


def places(block: Block) -> Callable[[tuple[str, ...], tuple[str, ...]], Path]:
    """What gives the path of the figure at a row and a column of a block."""
    prefix, single = block.prefix, block.single_column
    return lambda row, column: Path(prefix + row + (() if single else column))
