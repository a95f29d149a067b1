"""The sheets of a form, from the template: how to fill it in, particulars, a sheet for each section, notes."""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import InputError
from generator.excel_form import carried, formulas, kinds, section_sheet
from generator.excel_form.formulas import Spot
from generator.excel_form.model import Book, Cell, Sheet, Style
from generator.excel_form.places import FACTS, UNIT, Entry, Place, Value, contents, entries, fact_names
from generator.excel_form.section_sheet import PROSE, Tables
from generator.form import Section
from generator.labels import heading, labels
from generator.report import Report
from generator.template import Template

GUIDE, PARTICULARS, NOTES = "填写说明", "机关情况", "加注"
_LONGEST_TITLE = 12


def book(template: Template, text: str, report: Report) -> Book:
    """The workbook of a report; `text` is the agency file that it was read from, empty for an empty form.

    InputError where a text has no room in a cell.
    """
    asked = entries(template, report)
    values = contents(report, asked)
    _require_room(asked, values, report.source.file)
    names = _titles(template)
    tables = Tables(template, report, asked, values)
    parts = [section_sheet.build(tables, section, names[section.key]) for section in template.sections]
    if template.preamble:
        preamble = Sheet(names[""], PROSE)
        preamble.line(Style.TITLE, template.preamble.path.parts[-1])
        tables.prose(preamble, template.preamble)
        parts.insert(0, preamble)
    tables.compute()
    sheets = [_particulars(asked, values), *parts, _facts(asked, values)]
    if any(place.is_note for place in asked):
        sheets.append(_notes(tables))
    sheets.insert(0, _guide(template, sheets, tables))
    title = "".join(report.title_units) if report.agency and report.year else template.authority[0]
    date = report.signature.date if report.signature else ""
    date = date or (f"{report.year + 1}-01-01" if report.year else f"{template.years[0] + 1}-01-01")
    return Book(tuple(sheets), carried.rows(template, text, sheets), title, date)


def _require_room(asked: dict[Place, Entry], values: dict[Place, Value], file: str) -> None:
    """InputError where a text is longer than a cell can be, because a spreadsheet would cut it off."""
    for place, value in values.items():
        size = len(value.encode("utf-16-le")) // 2 if isinstance(value, str) else 0
        if size > kinds.MOST_TEXT:
            raise InputError(
                f"{file} 的“{asked[place].label}”有 {size} 字，Excel 一格最多 {kinds.MOST_TEXT} 字，没有导出。"
                "请在 YAML 里修改这份报告，或者先缩短这一段。"
            )


def _titles(template: Template) -> dict[str, str]:
    """The title of each section's sheet, short enough for its tab; under no key that of the preamble."""
    taken = {GUIDE, PARTICULARS, NOTES, FACTS}
    found = {"": template.preamble.path.parts[-1]} if template.preamble else {}
    for section in template.sections:
        found[section.key] = _title(section, taken | set(found.values()))
    return found


def _title(section: Section, taken: set[str]) -> str:
    name = "".join("_" if mark in "[]:*?/\\'" else mark for mark in heading(section))
    name = name if len(name) <= _LONGEST_TITLE else f"{name[: _LONGEST_TITLE - 1]}…"
    return name if name not in taken else f"{name}{section.number}"


def _particulars(asked: dict[Place, Entry], values: dict[Place, Value]) -> Sheet:
    sheet = Sheet(PARTICULARS, (24, 46, 60))
    sheet.line(Style.TITLE, PARTICULARS)
    sheet.line(Style.REMARK, "左边是项目，中间填写，右边是说明。报送的机关、年度、机关类型和统计口径必须填。")
    for place, entry in asked.items():
        if entry.label == "·".join(place.keys) and entry.hint and entry.kind != "prose":
            _row(sheet, entry, values[place], entry.hint)
    return sheet


def _row(sheet: Sheet, entry: Entry, value: Value, hint: str) -> None:
    """A line with a name, room for what belongs there, and what it is."""
    sheet.add(Cell(sheet.row, 0, Style.NAME, entry.label))
    sheet.add(Cell(sheet.row, 1, Style.INPUT, value, entry=entry))
    sheet.add(Cell(sheet.row, 2, Style.REMARK, hint))
    sheet.row += 1


def _facts(asked: dict[Place, Entry], values: dict[Place, Value]) -> Sheet:
    sheet = Sheet(FACTS, (50, 22, 14))
    sheet.line(Style.TITLE, f"{FACTS}：表里没有、文字里要用的数字")
    sheet.line(Style.REMARK, "没有就不填。文字里用 {{ 名称 }} 引用。")
    for column, name in enumerate(("名称", "值", "单位")):
        sheet.add(Cell(sheet.row, column, Style.HEAD, name))
    sheet.row += 1
    for place, entry in asked.items():
        if place.keys[0] == FACTS and place.keys[1]:
            sheet.add(Cell(sheet.row, 0, Style.NAME, entry.label))
            sheet.add(Cell(sheet.row, 1, Style.INPUT, values[place], entry=entry))
            sheet.add(Cell(sheet.row, 2, Style.NAME, entry.unit))
            sheet.row += 1
    for place in fact_names():
        line = [one for one in asked if one.keys[: len(place.keys)] == place.keys]
        for column, one in enumerate(line):
            sheet.add(Cell(sheet.row, column, Style.INPUT, values[one], entry=asked[one]))
        sheet.row += 1
    return sheet


def _notes(tables: Tables) -> Sheet:
    """A line for every figure: where it stands, the figure, room for a note."""
    sheet = Sheet(NOTES, (60, 14, 56))
    sheet.line(Style.TITLE, "给数字加注")
    sheet.line(Style.REMARK, "没有要说明的就不填。注印在表格下面，数字旁边印上“注1”。")
    for column, name in enumerate(("数字", "值", "注")):
        sheet.add(Cell(sheet.row, column, Style.HEAD, name))
    sheet.row += 1
    sheet.frozen = sheet.row
    for path, words in labels(tables.template).items():
        place = Place(path.parts, is_note=True)
        if place in tables.asked:
            number = formulas.same(tables.spots[path], NOTES, tables.shown(path))
            sheet.add(Cell(sheet.row, 0, Style.NAME, words))
            sheet.add(Cell(sheet.row, 1, Style.TOTAL, formula=number))
            sheet.add(Cell(sheet.row, 2, Style.INPUT, tables.values[place], entry=tables.asked[place]))
            sheet.row += 1
    return sheet


def _guide(template: Template, sheets: list[Sheet], tables: Tables) -> Sheet:
    """How to fill in the form, and how far it is."""
    sheet = Sheet(GUIDE, (46, 16, 16, 30))
    sheet.line(Style.TITLE, f"{template.authority[0]}（{template.authority[1]}）")
    for number, text in enumerate(_help(template, tables), 1):
        sheet.line(Style.REMARK, f"{number}. {text}")
    sheet.row += 1
    for column, name in enumerate(("页", "还没填的格", "校验不符")):
        sheet.add(Cell(sheet.row, column, Style.HEAD, name))
    sheet.row += 1
    for other in sheets:
        _progress(sheet, other, tables)
    return sheet


def _help(template: Template, tables: Tables) -> Iterator[str]:
    """What whoever fills in the form must know, as far as the form has it."""
    has_numbers = any(figure.leaf.is_number for figure in template.figures.values())
    yield "黄色的格要填，填了就变白；淡黄的格可以不填。灰色的格自动算出，其余的格锁住了，不用动（没有密码）。"
    if has_numbers:
        yield "数字：没有发生的填 0，还不知道的空着。空着不等于 0。只填数字，不带单位、逗号，也不写“/”“无”。"
    if tables.mixed:
        yield f"表头没有规定单位的金额，只填数，单位在表格下面的“{UNIT}”一行里选。没有发生的填 0，不用选。"
    if template.narratives:
        yield "文字：按 Alt+Enter 换行，一行是一段。小标题单独一行，前面写 ## 和空格，自动编号；两个 ** 之间加粗。"
        yield "文字里写在 {{ }} 中间的，印出来是那个数。照样留着，数一改，文字跟着改。"
    if has_numbers:
        yield f"要给一个数加注，写在“{NOTES}”页里这个数旁边，印在表格下面。"
    if tables.checks:
        yield "“校验”写着“相符”就对了；“差 2”是左边比右边多 2，“差 -2”是左边比右边少 2。"
    yield "填好以后保存成 xlsx 交回。行、列、页的名字和隐藏的内容不要删。"


def _progress(sheet: Sheet, other: Sheet, tables: Tables) -> None:
    """How much of another sheet is left to fill in, and how many of its balances are not even."""
    wanted = [cell for cell in other.cells if cell.entry and cell.entry.expected]
    if not wanted:
        return
    sheet.add(Cell(sheet.row, 0, Style.NAME, other.title))
    filled = sum(cell.content is not None for cell in wanted)
    left = formulas.left_over([other.spot(cell) for cell in wanted], sheet.title, filled)
    sheet.add(Cell(sheet.row, 1, Style.TOTAL, formula=left))
    checks = tables.checks.get(other.title, [])
    if checks:
        spots = [Spot(other.title, cell.row, cell.column) for cell in checks]
        values = [str(cell.formula.value) for cell in checks if cell.formula]
        sheet.add(Cell(sheet.row, 2, Style.TOTAL, formula=formulas.unequal(spots, sheet.title, values)))
    sheet.row += 1
