"""Labels of the form that this one replaced: which texts of a table are such, and what is to be said of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.form import Header
from generator.label_keys import key
from generator.matching.labels import BlockLabels
from generator.matching.rows import RawLine
from generator.paths import Path
from generator.remarks import Remark
from generator.template import Template


class OldWords:
    """The words of the form before; nothing is one where a form replaced none."""

    def __init__(self, template: Template, form: Sequence[BlockLabels]) -> None:
        words = template.succeeds.words if template.succeeds else ()
        self.now = {key(word.text): word.now for word in words}
        self.groups = {key(head.label): head for labels in form for head in _groups(labels.block.rows)} if words else {}

    def renamed(self, line: RawLine, texts: Iterable[str], now: str, paths: Sequence[Path]) -> Iterator[Remark]:
        """Remarks on labels that were read as those that have their place now."""
        for text in dict.fromkeys(texts):
            if key(text) in self.now:
                yield Remark("I113", "renamed", line.position, text, now or self.now[key(text)], tuple(paths))

    def columns(self, line: RawLine, texts: Sequence[str], paths: Sequence[Path]) -> Iterator[Remark]:
        """Remarks on columns that were not read, for figures that have no other."""
        for text in texts:
            yield Remark("I113", "column", line.position, text, self.now[key(text)], tuple(paths))

    def row(self, line: RawLine) -> Remark | None:
        """A remark on a row that is none of this form's: one of the form before, or a group that was one row there."""
        label = line.labels[-1][1] if line.labels else ""
        group = self.groups.get(key(label))
        if group:
            return Remark("I113", "group", line.position, label, "、".join(leaf.key for leaf in group.leaves))
        return Remark("I113", "row", line.position, label, self.now[key(label)]) if key(label) in self.now else None


def _groups(rows: tuple[Header, ...]) -> Iterator[Header]:
    for row in rows:
        if row.children:
            yield row
            yield from _groups(row.children)
