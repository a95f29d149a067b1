"""Paper gate: LibreOffice, a reader that knows nothing of us, prints every report whole, and our own PDF says the same.

Not a character and not a figure is lost on the way to paper, the sections stand in order, every page has its number.
Our PDF is sound for qpdf, tagged, its fonts embedded. The pages are kept as pictures in out/pictures/.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Self

from lxml import etree

OUT = Path(__file__).resolve().parent.parent.parent / "out"
PICTURES = OUT / "pictures"
LEAST_PAGES = 4  # of a report with several tables
PARTS = "一二三四五六七八九十"
FIGURE = "表格数字"  # the style of a cell that holds a figure
TIMEOUT = 120
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def converted(reports: list[Path], folder: Path) -> str:
    """All reports as PDF in one call; what it says, as its exit status says nothing."""
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    command += [f"-env:UserInstallation={(folder / 'profile').as_uri()}", *map(str, reports)]
    office = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        return office.communicate(timeout=TIMEOUT)[0].decode(errors="replace")
    finally:
        if office.poll() is None:
            os.killpg(office.pid, signal.SIGKILL)  # the launcher and the office that it started


def told(*command: str | Path) -> str:
    """What a program prints."""
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="replace", timeout=60, check=True
    ).stdout


def bare(text: str) -> str:
    """A text without blanks; the fonts' twins of characters are told as the characters themselves."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def written(element: etree._Element) -> str:
    """The text in a part of a Word file."""
    return "".join(text.text or "" for text in element.iter(f"{_W}t"))


def numbers(text: str) -> Counter[str]:
    """Every number in a text, with its digits in one piece."""
    return Counter(re.findall(r"\d+(?:\.\d+)?", text))


class Source(NamedTuple):
    """What a Word file says, in the order of its pages."""

    paragraphs: list[str]  # those outside tables
    headings: set[str]
    cells: list[str]
    furniture: set[str]  # what stands at the head of pages
    parts: int  # headings of the first level
    tables: int
    figures: int

    @classmethod
    def read(cls, report: Path) -> Self:
        """Read a report."""
        with zipfile.ZipFile(report) as package:
            parts = {name: etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")}
        styles = {style.get(f"{_W}styleId"): style.find(f"{_W}name") for style in parts["word/styles.xml"]}
        heading = {key for key, name in styles.items() if name is not None and "heading" in name.get(f"{_W}val", "")}
        named = {key: name.get(f"{_W}val", "") for key, name in styles.items() if name is not None}
        document = parts["word/document.xml"]
        used = Counter(named.get(style.get(f"{_W}val")) for style in document.iter(f"{_W}pStyle"))
        paragraphs, headings = [], set()
        for paragraph in document.iterfind(f"{_W}body/{_W}p"):
            paragraphs.append(written(paragraph))
            if any(style.get(f"{_W}val") in heading for style in paragraph.iterfind(f"{_W}pPr/{_W}pStyle")):
                headings.add(bare(paragraphs[-1]))
        cells = [written(cell) for cell in document.iter(f"{_W}tc")]
        furniture = {bare(written(root)) for n, root in parts.items() if "/header" in n}
        tables = len(list(document.iter(f"{_W}tbl")))
        return cls(paragraphs, headings, cells, furniture, used["heading 1"], tables, used[FIGURE])


def page_lines(source: Source, number: int, page: str) -> list[str]:
    """The lines of a page without what stands at its head and foot."""
    return [line for line in map(bare, page.splitlines()) if line and line not in {*source.furniture, f"—{number}—"}]


def paper_faults(source: Source, pages: list[str]) -> Iterator[str]:
    """Pages without a number, and headings that part from their text."""
    if source.tables > 1 and len(pages) < LEAST_PAGES:
        yield f"{len(pages)} pages, not {LEAST_PAGES} or more"
    for number, page in enumerate(pages, 1):
        if f"—{number}—" not in bare(page):
            yield f"page {number} has no number"
        lines = page_lines(source, number, page)
        if not lines:
            yield f"page {number} is empty"
        elif any(heading.endswith(lines[-1]) for heading in source.headings):
            yield f"page {number} ends with a heading: {lines[-1]}"


def text_faults(source: Source, pages: list[str]) -> Iterator[str]:
    """Paragraphs that are not printed whole and in order, characters and figures that are lost."""
    if not source.parts and source.tables != 1:  # a form that is one table needs no headings
        yield "no sections"
    for section in (f"{number}、" for number in PARTS[: source.parts]):
        if not any(heading.startswith(section) for heading in source.headings):
            yield f"no section {section}"
    text = "".join("".join(page_lines(source, number, page)) for number, page in enumerate(pages, 1))
    place = 0
    for paragraph in filter(None, map(bare, source.paragraphs)):
        at = text.find(paragraph, place)
        if at < 0:
            yield f"not printed whole and in its place: {paragraph}"
        else:
            place = at + len(paragraph)
    everything = [*source.paragraphs, *source.cells]
    if lost := Counter(bare("".join(everything))) - Counter(text):
        yield f"characters lost: {dict(lost)}"
    if lost := numbers("\n".join(everything)) - numbers("\n".join(pages)):
        yield f"figures lost: {dict(lost)}"
    if source.tables and not numbers("\n".join(source.cells)):
        yield "no figure in its tables"


def faults(report: Path, pdf: Path) -> Iterator[str]:
    """What is wrong with one report on paper."""
    if not pdf.exists():
        yield "there is no PDF of it"
        return
    if not re.search(r"Page size:.*A4", told("pdfinfo", pdf)):
        yield "the paper is not A4"
    source, pages = Source.read(report), told("pdftotext", pdf, "-").split("\f")[:-1]
    yield from paper_faults(source, pages)
    yield from text_faults(source, pages)


def own_faults(pdf: Path, source: Source) -> Iterator[str]:
    """What is wrong with a PDF of our own besides what it says; `source` is the same report in Word."""
    if not pdf.exists():
        return
    checked = subprocess.run(["qpdf", "--check", pdf], capture_output=True, text=True, timeout=60, check=False)
    if checked.returncode:
        yield f"qpdf: {checked.stdout} {checked.stderr}"
    if not re.search(r"Tagged: +yes", told("pdfinfo", pdf)):
        yield "not tagged"
    fonts = told("pdffonts", pdf).splitlines()[2:]
    if not fonts or any(line.split()[-5] != "yes" for line in fonts):
        yield "a font is not embedded"
    tags = Counter(re.findall(r"^ *(H1|Table|TH|TD|Link|Figure)\b", told("pdfinfo", "-struct", pdf), re.MULTILINE))
    if tags["H1"] != source.parts or tags["Table"] != source.tables or tags["TD"] < source.figures:
        yield f"tags are missing: {dict(tags)}"


def main() -> int:
    """Print every report, read it again, and keep its pictures."""
    reports = sorted(OUT.glob("*.docx"))
    if not reports:
        print("office: FAIL no report in out/: run `make render` first", file=sys.stderr)
        return 1
    failures = []
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.page-*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        said = converted(reports, Path(folder))
        for report in reports:
            pdf, own = Path(folder, f"{report.stem}.pdf"), report.with_suffix(".pdf")
            failures += [f"{report.name}: {fault}" for fault in faults(report, pdf)]
            failures += [
                f"{own.name}: {fault}" for fault in (*faults(report, own), *own_faults(own, Source.read(report)))
            ]
            if pdf.exists():
                told("pdftoppm", "-r", "75", "-png", pdf, PICTURES / f"{report.stem}.page")
            else:
                failures.append(f"{report.name}: LibreOffice said: {said.strip()}")
            if own.exists():
                told("pdftoppm", "-r", "75", "-png", own, PICTURES / f"{report.stem}.pdf.page")
    for failure in failures:
        print(f"office: FAIL {failure}", file=sys.stderr)
    if not failures:
        print(f"office: ok, {len(reports)} reports printed whole by LibreOffice, and as PDF by ourselves")
    return min(len(failures), 1)


if __name__ == "__main__":
    sys.exit(main())
