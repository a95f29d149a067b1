"""Writing workbooks as .xlsx, through openpyxl: the same book gives the same bytes.

Formulas are written with what they give, because a preview or a protected view computes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from generator.archive import join, pack
from generator.excel_form import carried, kinds
from generator.excel_form.formulas import EQUAL, MISSING, ranges, reference
from generator.excel_form.kinds import KINDS, TEXT
from generator.excel_form.model import Book, Cell, Sheet, Style
from generator.excel_form.places import NUMBERS, Entry, Place, number_of
from generator.figures import Number, plain_number
from generator.tables import FORMULA

_Rule: Any = CellIsRule  # openpyxl's functions have no types
_Formula: Any = FormulaRule
_YELLOW, _PALE, _GREY, _RED, _GREEN = "FFF2CC", "FFFBEB", "EDEDED", "F8CBAD", "E2EFDA"
_LOOK = re.compile("_x[0-9A-Fa-f]{4}_")
_THIN = Side(style="thin", color="404040")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FONTS = {
    Style.TITLE: Font(name="黑体", size=14),
    Style.REMARK: Font(name="宋体", size=10, color="595959"),
    Style.BAND: Font(name="宋体", size=10.5, bold=True),
    Style.HEAD: Font(name="宋体", size=10.5),
}
_FILLS = {
    Style.INPUT: PatternFill("solid", _PALE),
    Style.LONG: PatternFill("solid", _PALE),
    Style.TOTAL: PatternFill("solid", _GREY),
    Style.CHECK: PatternFill("solid", _GREY),
}
_PLAIN = Font(name="宋体", size=10.5)
_TALLEST_PAGE = 1_300  # points of a sheet that can still be read when it is printed on one page
_LONGEST_LIST = 255  # characters of the choices of a cell, and of what it tells whoever types
_UNRULED = {Style.TITLE, Style.REMARK}
_LEFT, _CENTRE = {Style.TITLE, Style.REMARK, Style.NAME, Style.LONG}, "center"


def write(book: Book) -> bytes:
    """The bytes of a workbook."""
    made = Workbook()
    made.remove(made.worksheets[0])
    count = 0
    looks: dict[tuple[object, ...], Any] = {}
    for sheet in book.sheets:
        page = made.create_sheet(sheet.title)
        count = _fill(made, page, sheet, count, looks)
    _carry(made, book)
    made.properties.title, made.properties.creator = book.title, "nianbao"
    made.properties.created = datetime.fromisoformat(f"{book.date}T00:00:00")
    stream = BytesIO()
    made.save(stream)
    return _packed(stream, book)


def _fill(made: Workbook, page: Worksheet, sheet: Sheet, count: int, looks: dict[tuple[object, ...], Any]) -> int:
    """Put a sheet's cells on a page; `count` names were given before, and how many are now is returned."""
    for column, width in enumerate(sheet.widths, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    for row, height in sheet.heights.items():
        page.row_dimensions[row + 1].height = height
    checks = _Checks(page)
    for cell in sheet.cells:
        _put(page, cell, looks)
        if cell.entry:
            count += 1
            address = carried.name(count)
            made.defined_names[address] = DefinedName(address, attr_text=reference(sheet.spot(cell)))
            checks.add(sheet.spot(cell).cell, cell.entry)
    checks.finish()
    _highlight(page, sheet)
    _print_setup(page, sheet)
    page.protection.sheet = True
    page.protection.formatRows = page.protection.formatColumns = False  # False allows it
    return count


def _put(page: Worksheet, cell: Cell, looks: dict[tuple[object, ...], Any]) -> None:
    own = page.cell(cell.row + 1, cell.column + 1)
    if cell.formula:
        own.value = f"={cell.formula.text}"
    else:
        content = kinds.cell(cell.content, cell.entry.kind if cell.entry else "text")
        own.value = _LOOK.sub(lambda match: f"_x005F{match[0]}", content) if isinstance(content, str) else content
        if isinstance(content, str):
            own.data_type = "s"
            own.quotePrefix = content.startswith(FORMULA)
    own.number_format = _format(cell)
    if (cell.rowspan, cell.colspan) != (1, 1):
        last = (cell.row + cell.rowspan, cell.column + cell.colspan)
        page.merge_cells(start_row=cell.row + 1, start_column=cell.column + 1, end_row=last[0], end_column=last[1])
    _dress(page, cell, own, looks)


def _dress(page: Worksheet, cell: Cell, own: Any, looks: dict[tuple[object, ...], Any]) -> None:
    """Let a cell and what it covers look as their kind does; a look is put together once and copied."""
    is_figure = (cell.entry is not None and cell.entry.kind in NUMBERS) or cell.style is Style.TOTAL
    key = (cell.style, is_figure, cell.entry is None, own.number_format, bool(own.quotePrefix))
    if key not in looks:
        own.font, own.fill = _FONTS.get(cell.style, _PLAIN), _FILLS.get(cell.style, PatternFill())
        own.alignment, own.protection = _alignment(cell, is_figure), Protection(locked=cell.entry is None)
        own.border = Border() if cell.style in _UNRULED else _BOX
        looks[key] = own._style
    for row in range(cell.row + 1, cell.row + cell.rowspan + 1):
        for column in range(cell.column + 1, cell.column + cell.colspan + 1):
            part: Any = page.cell(row, column)
            part._style = copy(looks[key])


def _alignment(cell: Cell, is_figure: bool) -> Alignment:
    across = "left" if cell.style in _LEFT or (cell.entry and not is_figure) else _CENTRE
    down = "top" if cell.style is Style.LONG else _CENTRE
    indent = int(across == "left" and cell.style not in _UNRULED)
    return Alignment(across, down, indent=indent, wrap_text=not is_figure, shrink_to_fit=is_figure)


def _format(cell: Cell) -> str:
    if not cell.entry:
        return "General"
    number = number_of(cell.content)
    if number is not None and cell.entry.kind in NUMBERS:
        return TEXT if kinds.is_long(number) else kinds.decimals(number) or KINDS[cell.entry.kind].format
    return KINDS[cell.entry.kind].format


class _Checks:
    """Data validations of a page, one for all cells that are checked alike."""

    def __init__(self, page: Worksheet) -> None:
        self.page = page
        self.made: dict[tuple[str, tuple[str, ...]], DataValidation] = {}

    def add(self, address: str, entry: Entry) -> None:
        kind = KINDS[entry.kind]
        if not kind.check:
            return
        choices = (kinds.YES, kinds.NO) if entry.kind == "yesno" else entry.choices
        if (entry.kind, choices) not in self.made:
            self.made[entry.kind, choices] = _validation(kind, choices)
        self.made[entry.kind, choices].add(address)

    def finish(self) -> None:
        """Put them on the page."""
        for validation in self.made.values():
            self.page.add_data_validation(validation)


def _validation(kind: kinds.Kind, choices: tuple[str, ...]) -> DataValidation:
    validation = DataValidation(type=kind.check[0], allow_blank=True)  # type: ignore[arg-type]
    validation.promptTitle, validation.prompt = kind.title, kind.prompt
    listed = ",".join(choices)
    if choices and (len(listed) > _LONGEST_LIST or listed.count(",") >= len(choices)):  # that no list can hold
        validation.type, validation.prompt = None, f"填其中一个：{'、'.join(choices)}"[:_LONGEST_LIST]
    elif choices:
        validation.formula1 = '"' + listed.replace('"', '""') + '"'
    else:
        validation.operator, validation.formula1, validation.formula2 = kind.check[1:]  # type: ignore[assignment]
    validation.showInputMessage = validation.showErrorMessage = True
    validation.errorTitle, validation.error = "请核对", kind.error
    return validation


def _highlight(page: Worksheet, sheet: Sheet) -> None:
    """Colours that change with what is there: yellow what is left to fill in, red a balance that is not even."""
    wanted = [sheet.spot(cell) for cell in sheet.cells if cell.entry and cell.entry.expected]
    checks = [sheet.spot(cell) for cell in sheet.cells if cell.style is Style.CHECK and cell.formula]
    rules = [
        (wanted, _Rule("equal", ['""'], fill=_background(_YELLOW))),
        (wanted, _Rule("notEqual", ['""'], fill=_background("FFFFFF"))),
        (checks, _Rule("equal", [f'"{EQUAL}"'], fill=_background(_GREEN))),
        (checks, _Rule("equal", [f'"{MISSING}"'], stopIfTrue=True, fill=_background(_GREY))),
        (checks, _Rule("notEqual", [f'"{EQUAL}"'], fill=_background(_RED))),
    ]
    amounts = {cell.entry.place: sheet.spot(cell) for cell in sheet.cells if cell.entry and cell.entry.kind == "money"}
    for cell in sheet.cells:
        amount = cell.entry and amounts.get(Place(cell.entry.place.keys[:-1]))
        if amount:
            missing = f'AND({sheet.spot(cell).cell}="",ISNUMBER({amount.cell}),{amount.cell}<>0)'
            rules.append(([sheet.spot(cell)], _Formula([missing], fill=_background(_YELLOW))))
    for spots, rule in rules:
        if spots:
            page.conditional_formatting.add(" ".join(ranges(spots)), rule)


def _background(colour: str) -> PatternFill:
    """A fill as rules on conditions have it."""
    return PatternFill("solid", bgColor=colour)


def _print_setup(page: Worksheet, sheet: Sheet) -> None:
    page.page_setup.paperSize, page.page_setup.orientation = 9, "portrait"  # A4
    is_short = sum(sheet.heights.values()) <= _TALLEST_PAGE
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, int(sheet.is_form and is_short)
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins.left = page.page_margins.right = 0.6
    page.print_options.horizontalCentered = True
    footer: Any = page.oddFooter
    footer.center.text = "&A　&P/&N"
    page.sheet_view.showGridLines = False
    if sheet.frozen:
        page.freeze_panes = f"A{sheet.frozen + 1}"


def _carry(made: Workbook, book: Book) -> None:
    page = made.create_sheet(carried.TITLE)
    for row in book.carried:
        page.append(row)
    for line in page.iter_rows():
        for cell in line:
            if cell.value is not None:
                cell.data_type, cell.number_format = "s", TEXT
    page.sheet_state = "veryHidden"
    page.protection.sheet = True


def _packed(stream: BytesIO, book: Book) -> bytes:
    """The package with fixed dates, and with the values of its formulas."""
    values = {
        sheet.title: {sheet.spot(cell).cell: cell.formula.value for cell in sheet.cells if cell.formula}
        for sheet in book.sheets
    }
    pages = {f"xl/worksheets/sheet{number}.xml": values[sheet.title] for number, sheet in enumerate(book.sheets, 1)}
    members = []
    with ZipFile(stream) as package:
        for name in package.namelist():
            content = package.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + f"{book.date}T00:00:00Z".encode(), content
                )
            elif name == "xl/styles.xml":
                content = _FONT.sub(_in_order, content.decode("utf-8")).encode("utf-8")
            elif name in pages:
                content = _valued(content.decode("utf-8"), pages[name]).encode("utf-8")
            members.append(pack(name, content))
    return join(members)


_FONT = re.compile("(?<=<font>).*?(?=</font>)")
_OF_FONTS = ["b", "sz", "color", "name", "family", "scheme"]


def _in_order(font: re.Match[str]) -> str:
    """The parts of a font as the standard orders them; openpyxl has an order of its own."""
    parts = re.findall(r"<(\w+)([^>]*)>", font[0])
    return "".join(f"<{name}{rest}>" for name, rest in sorted(parts, key=lambda part: _OF_FONTS.index(part[0])))


_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><f>([^<]*)</f><v ?/?>(?:</v>)?</c>')


def _valued(page: str, values: Mapping[str, Number | str]) -> str:
    """A sheet whose formulas have their values."""

    def put(match: re.Match[str]) -> str:
        value = values[match[1]]
        text = value if isinstance(value, str) else plain_number(value)
        kind = ' t="str"' if isinstance(value, str) else ""
        return f'<c r="{match[1]}"{match[2]}{kind}><f>{match[3]}</f><v>{escape(text)}</v></c>'

    return _FORMULA.sub(put, page)
