"""The merge of three cut files, part by part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Dict
from decimal import Decimal

from generator import nodes
from generator.figures import State, written
from generator.labels import label
from generator.merging.figures import Merged, Three
from generator.merging.texts import Cut, Part, entries_of, is_row, item_texts, literal_indent, literal_lines, old_lines
from generator.merging.three_way import chosen, order, three_ways
from generator.nodes import Mapping, Node, Scalar
from generator.paths import Path
from generator.shapes import NamedTuple

_SHOWN = 40
NOTHING = "（没有）"
COMMENT = "注释"


class Piece(NamedTuple):
    """A stretch of merged text; where the sides clash, the two differ."""

    ours: str
    theirs: str


class Clashing(NamedTuple):
    """A conflict: where, in the form's words, and what each version says."""

    place: str
    base: str
    ours: str
    theirs: str


_Texts = tuple[str | None, str | None, str | None]
_Versions = tuple[Part | None, Part | None, Part | None]
_Parts = dict[str, Part]


class PartsMerge:
    """A merge in progress; `conflicts` are complete when `pieces` has given the merged file.

    `followers` are the totals that follow from their parts, with what the merged parts add up to.
    """

    def __init__(self, three: Three, cuts: tuple[Cut | None, Cut, Cut], followers: Dict[Path, Merged]) -> None:
        self.three = three
        self.cuts = cuts
        self.followers = followers
        self.conflicts: list[Clashing] = []

    def pieces(self) -> list[Piece]:
        """The merged file."""
        base, ours, theirs = self.cuts
        pieces = list(self._parts(Path(()), base.parts if base else {}, ours.parts, theirs.parts))
        return [*pieces, *self._text(Path(("文件末尾",)), (base.rest if base else None, ours.rest, theirs.rest))]

    def _parts(self, path: Path, base: _Parts, ours: _Parts, theirs: _Parts) -> Iterator[Piece]:
        for key in order(list(base), list(ours), list(theirs)):
            yield from self._part(path / key, (base.get(key), ours.get(key), theirs.get(key)))

    def _part(self, path: Path, parts: _Versions) -> Iterator[Piece]:
        base, ours, theirs = parts
        texts = _each(parts, lambda part: part.text)
        if ours is None or theirs is None or ours.text == theirs.text or texts[0] in texts[1:]:
            if texts[0] is None or None not in texts or not self._follows(path):
                yield from self._text(path, texts)
            return
        yield from self._text(path / COMMENT, _each(parts, lambda part: part.head))
        several = [part.parts is not None for part in parts if part]
        if all(several):
            yield from self._text(path / COMMENT, _each(parts, lambda part: part.value))
            yield from self._parts(path, (base and base.parts) or {}, ours.parts or {}, theirs.parts or {})
        elif any(several):
            yield from self._mixed(path, base, ours, theirs)
        elif all(isinstance(part.node, Scalar) and part.node.style == "|" for part in (ours, theirs)):
            yield from self._prose(path, base, ours, theirs)
        else:
            yield from self._value(path, base, ours, theirs)
            yield from self._text(path / COMMENT, _each(parts, lambda part: part.tail))

    def _follows(self, path: Path) -> bool:
        """Whether a key holds nothing but totals that follow from their parts."""
        figures = self._below(path)
        return bool(figures) and self.followers.keys() >= set(figures)

    def _below(self, path: Path) -> list[Path]:
        """The figures that a key holds."""
        size = len(path.parts)
        return [figure for figure in self.three.ours.template.figures if figure.parts[:size] == path.parts]

    def _value(self, path: Path, base: Part | None, ours: Part, theirs: Part) -> Iterator[Piece]:
        """A value on one line, or a list, in which both sides may have changed something."""
        texts = _each((base, ours, theirs), lambda part: part.value)
        if ours.value == theirs.value or texts[0] in texts[1:]:
            yield from self._text(path, texts)
        elif path in self.three.ours.template.figures:
            yield self._figure(path, texts)
        elif self._are_rows(path, (base, ours, theirs)) or (
            isinstance(ours.node, Mapping) and isinstance(theirs.node, Mapping)
        ):
            yield self._row(path, base, ours, theirs)
        elif isinstance(ours.node, nodes.Sequence) and isinstance(theirs.node, nodes.Sequence):
            yield self._list(path, base, ours, theirs)
        else:
            yield self._clash(path, texts)

    def _mixed(self, path: Path, base: Part | None, ours: Part, theirs: Part) -> Iterator[Piece]:
        """A key that one side has written on several lines and another on one."""
        parts = (base, ours, theirs)
        if self._are_rows(path, parts):
            yield self._row(path, base, ours, theirs)
            yield _same(ours.tail or theirs.tail)
        else:
            yield self._clash(path, _each(parts, lambda part: part.text.removeprefix(part.head)))

    def _figure(self, path: Path, texts: _Texts) -> Piece:
        """A figure that stands by itself: the side that changed the number, however it is written."""
        base, ours, theirs = self.three.states(path)
        if ours in (base, theirs):
            return _same(texts[2])
        return _same(texts[1]) if theirs == base else self._clash(path, texts)

    def _are_rows(self, path: Path, parts: _Versions) -> bool:
        """Whether a key is a row of figures that each version has written in a way that can be taken apart."""
        return bool(self._below(path)) and all(part is None or is_row(part) for part in parts)

    def _row(self, path: Path, base: Part | None, ours: Part, theirs: Part) -> Piece:
        """Keys on one line, each merged by itself."""
        parts = (base, ours, theirs)
        below = [entries_of(part) for part in parts]
        raws = [
            {name: cut.text[cut.offset(node) : cut.end(node)] for name, node in own.items()} if cut else {}
            for own, cut in zip(below, self.cuts, strict=True)
        ]
        if any("\n" in text for own in raws for text in own.values()):
            return self._clash(path, _each(parts, lambda part: part.text.removeprefix(part.head).rstrip("\n")))
        mine: list[tuple[str, str]] = []
        other: list[tuple[str, str]] = []
        for key in order(*map(list, raws)):
            one, two = self._entry(path / key, key, below, raws)
            mine += [(key, one)] if one else []
            other += [(key, two)] if two else []
        nothing = ": ~" if self._follows(path) else ": 0" if self._below(path) else ": {}"
        return Piece(_flow(self.cuts[1], ours, mine) or nothing, _flow(self.cuts[1], ours, other) or nothing)

    def _entry(
        self, path: Path, key: str, below: Sequence[dict[str, Node]], raws: Sequence[dict[str, str]]
    ) -> tuple[str | None, str | None]:
        """What each side's text of a key on a line becomes; a key may have keys of its own."""
        texts = (raws[0].get(key), raws[1].get(key), raws[2].get(key))
        both = all(isinstance(own.get(key), Mapping) for own in below[1:])
        if not both or texts[1] == texts[2] or texts[0] in texts[1:] or path in self.three.ours.template.figures:
            return self._cell(path, texts)
        inner = [
            Part(own[key], "", f": {text}", "") if text is not None else None
            for own, text in zip(below, texts, strict=True)
        ]
        assert inner[1] is not None
        assert inner[2] is not None
        piece = self._row(path, inner[0], inner[1], inner[2])
        return piece.ours.removeprefix(": "), piece.theirs.removeprefix(": ")

    def _cell(self, path: Path, texts: _Texts) -> tuple[str | None, str | None]:
        """What each side's text of a key on a line becomes; None where the key is left out."""
        before, ours, theirs = texts
        if path in self.three.ours.template.figures:
            if path in self.followers and None in (ours, theirs):
                unknown = before is not None or not isinstance(self.followers[path], int | Decimal)
                return (None, None) if unknown else (ours or theirs, ours or theirs)
            was, mine, other = self._written(path)
            if other in (mine, was):
                return (ours, ours) if ours is not None or mine != other else (theirs, theirs)
            if mine == was:
                return theirs, theirs
        elif theirs in (ours, before):
            return ours, ours
        elif ours == before:
            return theirs, theirs
        piece = self._clash(path, texts)
        return piece.ours or None, piece.theirs or None

    def _written(self, path: Path) -> tuple[object, object, object]:
        """A figure in each version; a total that is not written is another thing than one that is."""
        states = self.three.states(path)
        reports = (self.three.base, self.three.ours, self.three.theirs)
        return tuple(  # type: ignore[return-value]
            None if report is None else (*(state or ()), report.values[path].state is State.DERIVED)
            for state, report in zip(states, reports, strict=True)
        )

    def _prose(self, path: Path, base: Part | None, ours: Part, theirs: Part) -> Iterator[Piece]:
        """A literal text, paragraph by paragraph, each with the end of its line."""
        headers = _each((base, ours, theirs), lambda part: literal_lines(part.value)[0])
        for piece in self._text(path / COMMENT, headers):
            yield Piece(piece.ours + "\n", piece.theirs + "\n")
        indent = literal_indent(ours.value) or literal_indent(theirs.value)
        place = label(self.three.ours.template, path)
        before = old_lines(base)
        for number, texts in three_ways(before, literal_lines(ours.value)[1], literal_lines(theirs.value)[1]):
            one, two = (chosen(texts, side) for side in (1, 2))
            if one != two:
                shown = [_short("".join(lines)) for lines in texts]
                where = f"{place} 第{min(number, len(before))}段" if len(before) > 1 else place
                self.conflicts.append(Clashing(where, *shown))
            sides = ["".join(f"{indent if line else ''}{line}\n" for line in lines) for lines in (one, two)]
            yield Piece(*sides)

    def _list(self, path: Path, base: Part | None, ours: Part, theirs: Part) -> Piece:
        """A list whose items are kept, added and taken away as wholes."""
        before, mine, other = (
            item_texts(cut, part.node) if cut and part and isinstance(part.node, nodes.Sequence) else []
            for part, cut in zip((base, ours, theirs), self.cuts, strict=True)
        )
        items = [
            item
            for item in order(before, mine, other)
            if (item in mine and item in other) or (item not in before and (item in mine or item in other))
        ]
        if re.match(r": *\[[^\n]*\Z", ours.value):
            return _same(": [" + ", ".join(items) + "]")
        indent = re.match(r":[ ]*\n( *)- ", ours.value)
        if indent and not any(
            "\n" in item or "#" in item for item in (*mine, *other, ours.value[1:].partition("- ")[0])[:-1]
        ):
            return _same(":" + "".join(f"\n{indent[1]}- {item}" for item in items))
        return self._clash(path, _each((base, ours, theirs), lambda part: part.value))

    def _text(self, path: Path, texts: _Texts) -> Iterator[Piece]:
        """A text that is taken from the side that changed it; None is one that is not there."""
        base, ours, theirs = texts
        if theirs in (ours, base):
            yield _same(ours)
        elif ours == base:
            yield _same(theirs)
        else:
            yield self._clash(path, texts)

    def _clash(self, path: Path, texts: _Texts) -> Piece:
        template = self.three.ours.template
        told = [clash for figure in self._below(path) if (clash := self._of_figure(figure))]
        self.conflicts += told or [
            Clashing(label(template, path), *(_short((text or "").strip(": \n")) for text in texts))
        ]
        return Piece(texts[1] or "", texts[2] or "")

    def _of_figure(self, path: Path) -> Clashing | None:
        """The conflict of a figure, None where there is none; a total that nobody has written is not told."""
        base, ours, theirs = self.three.states(path)
        told = any(report.values[path].state is not State.DERIVED for report in (self.three.ours, self.three.theirs))
        if ours == theirs or base in (ours, theirs) or not told:
            return None
        words = []
        for state in (base, ours, theirs):
            number = NOTHING if state is None else "未填" if state[0] is None else written(state[0])
            words.append(number + (f"（注：{state[1]}）" if state and state[1] else ""))
        return Clashing(label(self.three.ours.template, path), *words)


def _same(text: str | None) -> Piece:
    return Piece(text or "", text or "")


def _short(text: str) -> str:
    text = " ".join(text.split()) or NOTHING
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _each(parts: _Versions, text: Callable[[Part], str]) -> _Texts:
    """A text of each version that there is."""
    base, ours, theirs = (None if part is None else text(part) for part in parts)
    return base, ours, theirs


def _flow(cut: Cut, ours: Part, entries: list[tuple[str, str]]) -> str:
    """A line of keys, empty where there are none; laid out as ours is where the keys are the same."""
    node = ours.node
    if isinstance(node, Mapping) and ours.parts is None and list(node.entries) == [key for key, _ in entries]:
        places = cut.flow_entries(node)
        start, text = cut.offset(node), cut.text[cut.offset(node) : cut.end(node)]
        for key, new in reversed(entries):
            first, last = places[key]
            text = text[: first - start] + new + text[last - start :]
        return ours.value[: len(ours.value) - (cut.end(node) - start)] + text
    return ": {" + ", ".join(f"{key}: {text}" for key, text in entries) + "}" if entries else ""
