"""Excel forms made for tests: exported, filled in by the names of places, saved as people's programs save them."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from generator import excel_form
from generator.check import open_template
from generator.excel_form.places import Place

TEMPLATE = open_template("zfxxgk-2021")[0]


@lru_cache(maxsize=4)
def exported(text: str) -> bytes:
    """The form of a report."""
    return excel_form.export(excel_form.of(text, "报告.yaml"))


def filled(content: bytes) -> excel_form.Filled:
    """What a form says."""
    return excel_form.read("表.xlsx", content)


@lru_cache(maxsize=4)
def _read(content: bytes) -> excel_form.Filled:
    return filled(content)


def spot_of(content: bytes, keys: str) -> str:
    """The cell of a place, as `sheet!cell`: keys joined with ·, those of a figure shortened; /注, /单位 for its own."""
    short, _, part = keys.partition("/") if keys.endswith(("/注", "/单位")) else (keys, "", "")
    form = _read(content)
    try:
        place = Place((*form.template.resolve(short)[0].parts, *([part] if part == "单位" else [])), part == "注")
    except LookupError:
        place = Place(tuple(short.split("·")))
    return form.spots[place].words


def opened(content: bytes) -> Workbook:
    """A form for changing."""
    return openpyxl.load_workbook(BytesIO(content))


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def cell_of(book: Workbook, content: bytes, keys: str) -> Any:
    """The cell of a place, or the one that `sheet!cell` names."""
    sheet, _, name = (keys if "!" in keys else spot_of(content, keys)).rpartition("!")
    return book[sheet][name]


def edited(content: bytes, cells: dict[str, object]) -> bytes:
    """A form with cells filled in."""
    book = opened(content)
    for keys, value in cells.items():
        cell_of(book, content, keys).value = value
    return saved(book)
