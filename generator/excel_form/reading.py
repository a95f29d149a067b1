"""A workbook that came back: what was filled in, and remarks on whatever was not plain.

A cell is found by its place as long as the locked cells of its sheet stand where they stood; where rows or columns were
moved, by the name that moves with it. A locked cell that says something else is told.
"""

from __future__ import annotations

from generator import limits
from generator.check import is_known, open_template
from generator.excel_form import carried, filling, kinds
from generator.excel_form.carried import Carried
from generator.excel_form.formulas import Spot
from generator.excel_form.kinds import Answer, Raw
from generator.excel_form.locating import Located, locate
from generator.excel_form.pages import Pages
from generator.excel_form.places import (
    CONTENT,
    FACTS,
    UNIT,
    Entry,
    Place,
    Value,
    contents,
    entries,
    fact_names,
    number_of,
)
from generator.figures import plain_number
from generator.findings import Position
from generator.limits import refused
from generator.paths import Path
from generator.remarks import Remark
from generator.shapes import NamedTuple
from generator.template import Template

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_AGAIN = "请用 nianbao form export 重新导出一份，把内容抄过去。"


class Filled(NamedTuple):
    """A form that came back. `text` is the agency file it was made from, empty for an empty form.

    `before` is what that file says at each place, `values` what the form says now; a place whose cell could not be
    read is in neither. `asked` is what belongs there, `spots` where its cell is; `remarks` are in the order of reading.
    """

    template: Template
    text: str
    before: dict[Place, Value]
    values: dict[Place, Value]
    asked: dict[Place, Entry]
    spots: dict[Place, Position]
    remarks: tuple[Remark, ...]

    @property
    def changes(self) -> dict[Place, Value]:
        """The places that say something else than the file that the form was made from."""
        return {place: value for place, value in self.values.items() if self.before.get(place) != value}


def read(file: str, content: bytes, into: str = "") -> Filled:
    """What a workbook says; InputError where it cannot be read, or is no form of ours.

    Its template may be in a folder that the nianbao.yaml of the workbook names, or that of the file it is to go into.
    """
    pages = Pages(file, _package(file, content))
    found = carried.read(pages.rows(carried.TITLE))
    if found is None:
        raise refused(file, f"不是 nianbao form export 导出的表格，或者隐藏的工作表被删去了，没有读。{_AGAIN}")
    if found.version != carried.VERSION:
        raise refused(file, f"是别的版本的 nianbao 导出的（{found.template}），没有读。请用那个版本，或者重新导出。")
    if not any(is_known(found.template, beside) for beside in (file, into or file)):
        raise refused(
            file,
            f"格式是 {found.template}，这里没有这个模板，没有读。"
            "自己的模板，请用 --templates 或者 nianbao.yaml 的“模板”指出它的文件夹。",
        )
    return _Reader(file, pages, found).filled()


def _package(file: str, content: bytes) -> bytes:
    """The bytes of a workbook whose parts are within the limits."""
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise refused(file, "文件有密码，读不出来。请在 Excel 里去掉密码，另存一份再试。")
        raise refused(file, "这是旧的 xls（或者 et）格式，没有读。请用 Excel 或者 WPS 打开，另存为 xlsx。")
    package = limits.Package(file, content, "Excel", "xlsx")
    names = package.names()
    if "xl/workbook.xml" not in names:
        raise refused(file, "不是 xlsx 表格，没有读。请核对是不是选错了文件。")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise refused(file, "里面有宏（会运行的程序），没有读。请用 Excel 打开，另存为“Excel 工作簿（*.xlsx）”。")
    sizes = sum(member.file_size for member in package.zip.infolist())
    if sizes > limits.MAX_PART:
        raise refused(file, "内容太大，不像一份报告，没有读。请核对是不是选错了文件。")
    for name in names:
        if name.lower().endswith((".xml", ".rels", ".vml")):
            package.part(name)
    return content


class _Reader:
    def __init__(self, file: str, pages: Pages, found: Carried) -> None:
        self.file = file
        self.pages = pages
        self.template = open_template(found.template)[0]
        self.carried = found
        text = found.text or filling.blank(self.template)
        report = filling.report_of(self.template, text)
        if report is None:
            raise refused(file, f"里面带着的报告损坏了，没有读。{_AGAIN}")
        self.asked = entries(self.template, report)
        self.before = contents(report, self.asked)
        self.values: dict[Place, Value] = {}
        self.spots: dict[Place, Position] = {}
        self.remarks: list[Remark] = []
        if not set(found.inputs.values()) <= self.asked.keys():
            raise refused(file, f"格式 {self.template.id} 后来改过，和这份表格对不上，没有读。{_AGAIN}")

    def filled(self) -> Filled:
        located = locate(self.pages, self.carried)
        self.remarks += [remark._replace(position=self.at(spot)) for spot, remark in located.remarks]
        for name, place in self.carried.inputs.items():
            if name in located.spots:
                self.spots[place] = self.at(located.spots[name])
                self.take(place, located.spots[name])
        self.computed(located)
        self.declare()
        self.without_unit()
        return Filled(
            self.template, self.carried.text, self.before, self.values, self.asked, self.spots, tuple(self.remarks)
        )

    def at(self, spot: Spot) -> Position:
        """A cell as a place of the file, in the order of sheets."""
        titles = self.pages.titles
        sheet = titles.index(spot.sheet) if spot.sheet in titles else len(titles)
        return Position(self.file, sheet * 2_000_000 + spot.row + 1, spot.column + 1, str(spot))

    def take(self, place: Place, spot: Spot) -> None:
        entry, raw = self.asked[place], self.pages.cell(spot)
        if raw.formula:
            raw = self.computed_value(entry, spot, raw)
        before = self.before[place]
        if (
            isinstance(raw.content, str)
            and not raw.formula
            and kinds.plain(raw.content) == kinds.cell(before, entry.kind)
        ):
            self.values[place] = before
            return
        answer = kinds.read(raw, entry)
        if answer.problem:
            self.remark("I301", answer.problem, spot, entry, kinds.shown(raw))
            return
        self.noted(answer, entry, spot, raw)
        self.values[place] = before if answer.value == before else answer.value

    def noted(self, answer: Answer, entry: Entry, spot: Spot, raw: Raw) -> None:
        """Tell of what was taken with a doubt."""
        if answer.note:
            self.remark("I302", answer.note, spot, entry, kinds.shown(raw), str(answer.value))

    def computed_value(self, entry: Entry, spot: Spot, raw: Raw) -> Raw:
        """What a formula that was typed into a cell to fill in has given."""
        value = self.pages.value(spot)
        if value.content is None and not value.error:
            self.remark("I301", "formula", spot, entry, raw.formula)
            return Raw(None)
        if not value.error:
            self.remark("I302", "formula", spot, entry, raw.formula, kinds.shown(value))
        return value

    def remark(self, code: str, kind: str, spot: Spot, entry: Entry, text: str = "", value: str = "") -> None:
        path = Path(entry.place.keys)
        paths = (path,) if path in self.template.figures else ()
        choices = "、".join((kinds.YES, kinds.NO) if entry.kind == "yesno" else entry.choices)
        self.remarks.append(Remark(code, kind, self.at(spot), text, value or choices, paths, entry.label))

    def computed(self, located: Located) -> None:
        """Tell of totals that somebody has typed over."""
        for spot in located.computed:
            raw = self.pages.cell(spot)
            if not raw.formula and raw.content is not None:
                self.remarks.append(Remark("I303", "constant", self.at(spot), kinds.shown(raw)))

    def declare(self) -> None:
        """Take numbers that were declared in the empty lines by the names they were given."""
        for place in fact_names():
            name, content, unit = (self.values.pop(self.below(place, key), None) for key in ("", CONTENT, UNIT))
            if name is not None:
                self.values[Place((FACTS, str(name), CONTENT))] = content
                if unit is not None:
                    self.values[Place((FACTS, str(name), UNIT))] = unit

    def without_unit(self) -> None:
        """Tell of amounts that were filled in without their unit."""
        for place, entry in self.asked.items():
            unit = Place((*place.keys, UNIT))
            if entry.kind != "money" or unit not in self.spots:
                continue
            amount, changed = number_of(self.values.get(place)), any(self.differs(one) for one in (place, unit))
            if changed and amount and self.values.get(unit, "") is None:
                self.remarks.append(
                    Remark("I302", "unit", self.spots[unit], plain_number(amount), "", (Path(place.keys),), entry.label)
                )

    def differs(self, place: Place) -> bool:
        return place in self.values and self.values[place] != self.before[place]

    @staticmethod
    def below(place: Place, key: str) -> Place:
        return Place((*place.keys, key)) if key else place
