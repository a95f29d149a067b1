"""A sheet for a section: its texts, its table exactly as printed with room for each figure, totals and balances."""

from __future__ import annotations

from dataclasses import replace

from generator import grid
from generator.excel_form import formulas, kinds
from generator.excel_form.formulas import Spot
from generator.excel_form.model import Cell, Sheet, Style
from generator.excel_form.places import NOTE, UNIT, Entry, Place, Value, number_of
from generator.figures import Number, State, plain_number, sum_of
from generator.form import Narrative, Section
from generator.grid import Role
from generator.labels import heading
from generator.layout import column_widths, section_grid
from generator.paths import SEPARATOR, Path
from generator.relations import Relation, balances
from generator.report import Report
from generator.template import Template

WIDTH = 92  # characters of a sheet: what A4 shows upright
PROSE = (WIDTH / 4,) * 4  # a page that is one column wide is not scaled to fit by every program
_STYLES = {
    Role.BAND: Style.BAND,
    Role.CORNER: Style.CORNER,
    Role.COLUMN_HEAD: Style.HEAD,
    Role.ROW_HEAD: Style.HEAD,
}
_HINT = "黄色的格填数字，没有发生的填 0，还不知道的空着；灰色的格自动相加。"
_OF_FIELDS = "黄色的格要填，淡黄的可以不填；数量没有发生的填 0，还不知道的空着；灰色的格自动相加。"


class Tables:
    """What the sheets of sections share: `spots` is where each figure stands, `checks` the balances of each sheet.

    Totals are computed by `compute` when all sheets are there.
    """

    def __init__(
        self, template: Template, report: Report, asked: dict[Place, Entry], values: dict[Place, Value]
    ) -> None:
        self.template = template
        self.report = report
        self.asked = asked
        self.values = values
        self.spots: dict[Path, Spot] = {}
        self.checks: dict[str, list[Cell]] = {}
        self.known = {path: value.number for path, value in report.values.items() if value.number is not None}
        self.mixed = {path for path, figure in template.figures.items() if figure.leaf.units}  # not added up
        self._waiting: list[tuple[Sheet, int, Path]] = []
        self._balances = list(balances(template))

    def prose(self, sheet: Sheet, narrative: Narrative) -> None:
        """A narrative field: its name with what belongs there, and room below."""
        self.field(sheet, Place(narrative.path.parts))

    def field(self, sheet: Sheet, place: Place) -> None:
        """Room for a long text under its name."""
        entry = self.asked[place]
        name = NOTE if place.keys[-1] == NOTE else entry.label
        sheet.line(Style.BAND, f"{name}（{entry.hint}）")
        sheet.long(entry, self.values[place])

    def table(self, sheet: Sheet, section: Section) -> None:
        """The table of a section, and a line for each balance of its figures."""
        top, places = sheet.row, {}
        printed = section_grid(self.template, section)
        for cell in printed.cells:
            if cell.path is None:
                style = _STYLES[cell.role]
                sheet.add(Cell(top + cell.row, cell.column, style, cell.text, cell.rowspan, cell.colspan))
            else:
                places[cell.path] = cell
                self._figure(sheet, top, cell)
        for row in range(top, top + printed.height):
            sheet.heights.setdefault(row, 22)
        sheet.row += printed.height
        self._units(sheet, places, section.shape[0])
        self._check(sheet, places, section.shape[0])

    def _figure(self, sheet: Sheet, top: int, cell: grid.Cell) -> None:
        path = cell.path
        assert path
        entry = self.asked.get(Place(path.parts))
        value = self.values[entry.place] if entry else None
        style = Style.INPUT if entry else Style.TOTAL
        made = Cell(top + cell.row, cell.column, style, value, cell.rowspan, cell.colspan, entry)
        if not entry:
            self._waiting.append((sheet, len(sheet.cells), path))
        sheet.add(made)
        self.spots[path] = sheet.spot(made)

    def _units(self, sheet: Sheet, places: dict[Path, grid.Cell], heads: int) -> None:
        """Room for the unit of each amount whose column fixes none."""
        for path, cell in places.items():
            entry = self.asked.get(Place((*path.parts, UNIT)))
            if entry:
                words = f"{UNIT}：{SEPARATOR.join(path.parts[-2:])}"
                sheet.add(Cell(sheet.row, 0, Style.NAME, words, 1, max(heads, 1)))
                value = self.values[entry.place]
                sheet.add(Cell(sheet.row, cell.column, Style.INPUT, value, 1, cell.colspan, entry))
                sheet.row += 1

    def _check(self, sheet: Sheet, places: dict[Path, grid.Cell], heads: int) -> None:
        """The balances of the figures of a table, those of the same rows on one line."""
        rows: dict[str, list[Relation]] = {}
        for one in self._balances:
            if all(path in places and path not in self.mixed for side in one for path in side):
                rows.setdefault(self._words(one), []).append(one)
        for words, own in rows.items():
            sheet.add(Cell(sheet.row, 0, Style.CHECK, f"校验：{words}", 1, max(heads, 1)))
            for one in own:
                cell = places[one.left[0]]
                result = formulas.balance(one, self.spots, sheet.title, self.known)
                made = Cell(sheet.row, cell.column, Style.CHECK, None, 1, cell.colspan, formula=result)
                self.checks.setdefault(sheet.title, []).append(sheet.add(made))
            sheet.row += 1

    def _words(self, balance: Relation) -> str:
        """A balance in the words of the rows."""
        sides = []
        for side in balance:
            rows = [self.template.figures[path].row for path in side]
            sides.append("＋".join(row.label for row in rows if row))
        return "＝".join(sides)

    def compute(self) -> None:
        """Put the totals in."""
        for sheet, index, path in self._waiting:
            if self.mixed.intersection(self.template.figures[path].sums[0][1]):
                continue
            parts = [self.spots[part] for part in self.template.figures[path].sums[0][1]]
            value = self.report.values[path]
            written = value.number if value.state is State.WRITTEN and not self._adds_up(path) else None
            result = formulas.total(parts, sheet.title, self._sum(path), written)
            sheet.cells[index] = replace(sheet.cells[index], formula=result)

    def shown(self, path: Path) -> Number | str:
        """What the cell of a figure holds: an amount in the unit beside it, a long number as text."""
        place = Place(path.parts)
        value = number_of(self.values[place]) if place in self.asked else self.report.values[path].number
        return "" if value is None else plain_number(value) if kinds.is_long(value) else value

    def _adds_up(self, path: Path) -> bool:
        return all(part in self.known for part in self.template.figures[path].sums[0][1])

    def _sum(self, path: Path) -> Number | None:
        """What a total's formula gives: the sum of its parts, the number that was written where one is unknown."""
        parts = [self._shown(part) for part in self.template.figures[path].sums[0][1]]
        value = self.report.values[path]
        return sum_of(parts) if None not in parts else value.number if value.state is State.WRITTEN else None

    def _shown(self, path: Path) -> Number | None:
        """The number that a cell holds as a number."""
        if self.template.figures[path].sums:
            return self._sum(path)
        value = self.known.get(path)
        return None if value is None or kinds.is_long(value) else value


def build(tables: Tables, section: Section, title: str) -> Sheet:
    """The sheet of a section."""
    widths = column_widths(section, WIDTH) if section.blocks else PROSE
    sheet = Sheet(title, widths, is_form=bool(section.blocks))
    sheet.line(Style.TITLE, heading(section))
    if section.blocks:
        sheet.line(Style.REMARK, _OF_FIELDS if any(block.has_fields for block in section.blocks) else _HINT)
    for narrative in section.narratives:
        if not narrative.after_tables:
            tables.prose(sheet, narrative)
    if section.blocks:
        tables.table(sheet, section)
        tables.field(sheet, Place((section.key, NOTE)))
    for narrative in section.narratives:
        if narrative.after_tables:
            tables.prose(sheet, narrative)
    return sheet
