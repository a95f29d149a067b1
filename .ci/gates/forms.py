"""Forms gate: Excel forms are sound, LibreOffice computes in them what the program computes, and they come back whole.

Reports are exported, changed in cells to fill in, opened and saved by LibreOffice, which computes every formula anew,
and read again. Both validators pass a form. Pictures of it are kept in out/pictures/.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random

import openpyxl
from openxml_audit import OpenXmlValidator

GATES = Path(__file__).resolve().parent
ROOT = GATES.parent.parent
PICTURES = ROOT / "out" / "pictures"
REPORTS = 30  # random ones of the form that is in force, a third as many of each other
TIMEOUT = 300
INLINE = "inline-string cell"  # openxml-audit would have texts elsewhere; the standard allows both

sys.path.insert(0, str(ROOT))
from generator import excel_form  # noqa: E402
from generator.excel_form import filling, sheets  # noqa: E402
from generator.excel_form.places import Place  # noqa: E402
from tests.conftest import SAMPLES  # noqa: E402
from tests.excel import TEMPLATE, exported, opened, saved  # noqa: E402
from tests.making import BASE, TEMPLATES, balanced, compact_yaml, varied  # noqa: E402
from tests.test_excel_form import random_report  # noqa: E402

from docx_gate import sdk  # noqa: E402

Changes = dict[Place, object]


def office(files: list[Path], folder: Path, target: str) -> None:
    """What LibreOffice makes of files, with a profile of its own."""
    command = ["soffice", "--headless", "--norestore", "--convert-to", target, "--outdir", str(folder)]
    command += [f"-env:UserInstallation={(folder / 'profile').as_uri()}", *map(str, files)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        running.wait(timeout=TIMEOUT)
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)


def reports() -> Iterator[tuple[str, str, Changes]]:
    """Reports with what somebody fills in."""
    changed = Place(TEMPLATE.resolve("予以公开·自然人")[0].parts)
    yield "相符", BASE, {}
    yield "不符", BASE, {changed: 3}  # one less than the balance needs
    for template in TEMPLATES:
        counts = [path for path, figure in template.figures.items() if figure.leaf.kind == "count" and not figure.sums]
        for number in range(REPORTS if template is TEMPLATE else REPORTS // 3):
            source = Random(number)  # noqa: S311 reports, not secrets
            text = random_report(template, number)
            if number % 4 == 3 and not any(block.has_fields for block in template.blocks):
                even = varied(template, balanced(template, partial(source.randrange, 500)), source, 500)
                free = {path: value for path, value in even.items() if not template.figures[path].sums}
                text = compact_yaml(template, free, source)
            changes = {Place(path.parts): source.randrange(100) for path in source.sample(counts, min(3, len(counts)))}
            yield f"{template.id}-{number}", text, changes


def filled_in(content: bytes, changes: Changes) -> bytes:
    """A form with cells filled in and no formula computed."""
    book = opened(content)
    spots = excel_form.read("表.xlsx", content).spots
    for place, value in changes.items():
        sheet, _, cell = spots[place].words.rpartition("!")
        book[sheet][cell] = value
    return saved(book)


def told(value: object) -> str:
    """What a cell shows; a number by the 15 digits that spreadsheets keep."""
    if isinstance(value, int | float | Decimal):
        return str(Decimal(format(value, ".15g")).normalize())
    return str(value or "")


def faults(name: str, text: str, changes: Changes, computed: Path) -> Iterator[str]:
    """Where LibreOffice computed something else, and what did not come back."""
    before = excel_form.of(text, name)
    template = before.template
    wanted = filling.changed(template, text, changes) if changes else text
    report = excel_form.of(wanted, name).report
    values = openpyxl.load_workbook(computed, data_only=True)
    count = 0
    for sheet in sheets.book(template, wanted, report).sheets:
        for cell in sheet.cells:
            if cell.formula:
                count += 1
                shown = values[sheet.title].cell(cell.row + 1, cell.column + 1).value
                if told(shown) != told(cell.formula.value):
                    yield f"{sheet.spot(cell)} shows {shown!r}, not {cell.formula.value!r}"
    if count < sum(figure.leaf.is_number for figure in template.figures.values()):
        yield f"{count} formulas"
    filled = excel_form.read(name, computed.read_bytes())
    new = excel_form.yaml(filled, "x")
    if filled.remarks or new != wanted or excel_form.merged(filled, text.encode(), name) != new.encode():
        yield f"came back otherwise: {filled.changes} {filled.remarks}"


def unsound(path: Path) -> list[str]:
    """What the validators say of a form."""
    errors = OpenXmlValidator(max_errors=0).validate(str(path)).errors
    return [*sdk(path), *(str(error) for error in errors if INLINE not in str(error))]


def pictures(forms: list[Path], folder: Path) -> None:
    """Keep pictures of the pages of forms."""
    office(forms, folder, "pdf")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.glob("form.*.png"):
        old.unlink()
    for form in forms:
        name = PICTURES / f"form.{form.stem}.page"
        subprocess.run(["pdftoppm", "-r", "75", "-png", folder / f"{form.stem}.pdf", name], check=True)


def main() -> int:
    """Let LibreOffice compute every form, and read it again."""
    warnings.simplefilter("ignore")
    failures: list[str] = []
    made = list(reports())
    with tempfile.TemporaryDirectory() as name:
        folder, computed = Path(name), Path(name, "computed")
        for report, text, changes in made:
            (folder / f"{report}.xlsx").write_bytes(filled_in(exported(text), changes))
        office([folder / f"{report}.xlsx" for report, _, _ in made], computed, "xlsx:Calc MS Excel 2007 XML")
        for report, text, changes in made:
            file = computed / f"{report}.xlsx"
            found = list(faults(report, text, changes, file)) if file.is_file() else ["LibreOffice did not open it"]
            failures += [f"{report}: {fault}" for fault in found]
        balance = openpyxl.load_workbook(computed / "不符.xlsx", data_only=True)
        if "差 1" not in {cell.value for page in balance for row in page.iter_rows() for cell in row}:
            failures.append("a planted difference of 1 is not shown")
        samples = {file.parent.name: exported(file.read_text(encoding="utf-8")) for file in SAMPLES}
        empty = {f"{one.id}-empty": excel_form.export(excel_form.empty(one)) for one in TEMPLATES}
        for form, content in (samples | empty).items():
            (folder / f"{form}.xlsx").write_bytes(content)
            failures += [f"{form}: {fault}" for fault in unsound(folder / f"{form}.xlsx")]
        pictures([folder / f"{form}.xlsx" for form in samples], folder)
    for failure in failures:
        print(f"forms: FAIL {failure}", file=sys.stderr)
    if not failures:
        print(f"forms: ok, {len(made)} Excel forms computed by LibreOffice as by ourselves, and read back")
    return min(len(failures), 1)


if __name__ == "__main__":
    sys.exit(main())
