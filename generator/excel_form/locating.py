"""Where the cells to fill in are now: where they were or, where rows and columns moved, where their names lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.excel_form.carried import TITLE, Carried
from generator.excel_form.formulas import Spot
from generator.excel_form.pages import Pages
from generator.remarks import Remark
from generator.shapes import NamedTuple

_MOST_TOLD = 5  # changed labels of a sheet that are told one by one


class Located(NamedTuple):
    """Where the cells are, by name; where totals are; what was found changed, and where."""

    spots: dict[str, Spot]
    computed: tuple[Spot, ...]
    remarks: tuple[tuple[Spot, Remark], ...]


def locate(pages: Pages, carried: Carried) -> Located:
    """Find every cell that a workbook says it has."""
    spots: dict[str, Spot] = {}
    computed: list[Spot] = []
    remarks: list[tuple[Spot, Remark]] = []
    known = list(dict.fromkeys([spot.sheet for spot in (*carried.spots.values(), *carried.labels)]))
    now = {title: _title_now(pages, carried, title) for title in known}
    for title in known:
        page = _Page(pages, carried, title, now[title])
        spots |= page.locate()
        computed += page.computed
        remarks += page.remarks
    for title in pages.titles:
        if title not in now.values() and title != TITLE and pages.texts(title, 50, 50):
            remarks.append((Spot(title, 0, 0), Remark("I303", "extra", None, title)))
    return Located(spots, tuple(computed), tuple(remarks))


def _title_now(pages: Pages, carried: Carried, title: str) -> str:
    """What a sheet is called now: its own title, else where the names of its cells lead; empty where it is gone."""
    if title in pages.titles:
        return title
    leads = Counter(
        spot.sheet for name, was in carried.spots.items() if was.sheet == title and (spot := pages.names.get(name))
    )
    return leads.most_common(1)[0][0] if leads else ""


class _Page:
    """A sheet as it was and as it is."""

    def __init__(self, pages: Pages, carried: Carried, was: str, now: str) -> None:
        self.pages = pages
        self.now = now
        self.was = was
        self.inputs = {name: spot for name, spot in carried.spots.items() if spot.sheet == was}
        self.labels = {spot: text for spot, text in carried.labels.items() if spot.sheet == was}
        self.formulas = [spot for spot in carried.computed if spot.sheet == was]
        self.computed: list[Spot] = []
        self.remarks: list[tuple[Spot, Remark]] = []

    def locate(self) -> dict[str, Spot]:
        if not self.now:
            if self.inputs:
                self.tell("sheet", Spot(self.was, 0, 0), self.was)
            return {}
        here = {name: self.pages.names.get(name) for name in self.inputs}
        changed = [spot for spot, text in self.labels.items() if self.text(spot) != text]
        moved = {name: spot for name, spot in here.items() if spot and spot[1:] != self.inputs[name][1:]}
        if not changed or not moved:
            return self.in_place(changed)
        return self.by_name(here, next(iter(moved)))

    def text(self, spot: Spot) -> str:
        content = self.pages.cell(spot._replace(sheet=self.now)).content
        return "" if content is None else str(content)

    def in_place(self, changed: list[Spot]) -> dict[str, Spot]:
        """Every cell where it was; what stands in locked ones is told where it differs."""
        for spot in changed[:_MOST_TOLD]:
            self.tell("label", spot._replace(sheet=self.now), self.labels[spot], self.text(spot))
        spots = {name: spot._replace(sheet=self.now) for name, spot in self.inputs.items()}
        self.computed = [spot._replace(sheet=self.now) for spot in self.formulas]
        taken = {*spots.values(), *self.computed, *(spot._replace(sheet=self.now) for spot in self.labels)}
        for spot in self.strangers(taken):
            self.tell("outside", spot, self.text(spot))
        return spots

    def strangers(self, taken: set[Spot]) -> Iterator[Spot]:
        """Cells with something in them that is not for filling in."""
        rows = max((spot.row for spot in taken), default=0)
        columns = max((spot.column for spot in taken), default=0)
        found = [spot for spot in self.pages.texts(self.now, rows + 50, columns + 50) if spot not in taken]
        yield from found[:_MOST_TOLD]

    def by_name(self, here: dict[str, Spot | None], first: str) -> dict[str, Spot]:
        """Every cell where its name leads, on a sheet whose rows or columns were moved."""
        found = {name: spot for name, spot in here.items() if spot}
        was, now = self.inputs[first], found[first]
        self.tell("moved", now, was.cell, now.cell)
        for name in here.keys() - found.keys():
            self.tell("gone", self.inputs[name], self.row_label(self.inputs[name]))
        for name, spot in found.items():
            words = self.row_label(self.inputs[name])
            if words and words not in self.words_of(spot.row):
                self.tell("row", spot, words)
        return found

    def row_label(self, spot: Spot) -> str:
        """The head of the row that a cell stood in."""
        heads = [(label.column, text) for label, text in self.labels.items() if label.row == spot.row]
        return max((head for head in heads if head[0] <= spot.column), default=(0, ""))[1]

    def words_of(self, row: int) -> set[str]:
        columns = {label.column for label in self.labels} | {spot.column for spot in self.inputs.values()}
        return {self.text(Spot(self.was, row, column)) for column in range(max(columns, default=0) + 5)}

    def tell(self, kind: str, spot: Spot, text: str, value: str = "") -> None:
        self.remarks.append((spot, Remark("I303", kind, None, text, value)))
