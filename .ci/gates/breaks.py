"""Break gate: one property of a writer or a frame is broken at a time, and the tests must see it.

A break that nobody sees means that a test which ought to guard the property guards nothing. Each break is tried in a
copy of the project.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
JUDGES = ["tests/test_look.py", "tests/test_writers.py", "tests/test_pdf.py"]
COPIED = ("generator", "templates", "schemas", "samples", "tests", "pyproject.toml")
WORD, TABLE, PAGE, PAGE_TABLE, TEXT, PDF = (
    f"generator/{name}.py"
    for name in ("writers/docx", "word_table", "writers/html", "html_table", "writers/txt", "writers/pdf")
)
STYLES, PAGE_DRAWING, PDF_DRAWING = (f"generator/{name}.py" for name in ("frame_styles", "drawing/html", "drawing/typ"))
WORD_FRAME, PAGE_FRAME, PDF_FRAME = (f"templates/report.{ending}" for ending in ("docx", "html.j2", "typ.j2"))


class Break(NamedTuple):
    """What stands in a file, a Word frame's parts included, and what is put there instead."""

    file: str
    old: str
    new: str


BREAKS = [
    Break(WORD, """_HINT = '<w:rFonts w:hint="eastAsia"/>'""", "_HINT = ''"),
    Break(WORD, '"<w:keepNext/>" if before_table and number == last else ""', '""'),
    Break(WORD, "below = left + 2 * _CHARACTER", "below = left + 1 * _CHARACTER"),
    Break(WORD, "return max(_LEAST_SIZE, room * 2 // (characters * 10))", "return 0"),
    Break(STYLES, '2: "heading 2"', '2: "heading 3"'),
    Break(WORD, '_ROW_HEIGHTS.get(lead_in, "360")', '"360"'),
    Break(TABLE, '"<w:tblHeader/>" if number < look.repeated else ""', '""'),
    Break(TABLE, "<w:cantSplit/>", ""),
    Break(TABLE, '"" if last else "<w:keepNext/>"', '""'),
    Break(TABLE, '<w:tblCaption w:val="{escape(caption)}"/>', ""),
    Break(TABLE, "_balance(cell, width) if first and cell.role is Role.COLUMN_HEAD else", '"" if first else'),
    Break(WORD_FRAME, 'w:top="2098"', 'w:top="1440"'),
    Break(WORD_FRAME, 'w:line="579"', 'w:line="600"'),
    Break(WORD_FRAME, "<w:evenAndOddHeaders/>", ""),
    Break(WORD_FRAME, 'w:eastAsia="黑体"', 'w:eastAsia="宋体"'),
    Break(PAGE_TABLE, '"headers": " ".join', '"data-headers": " ".join'),
    Break(PAGE_TABLE, '"scope": _SCOPES.get(cell.role) if identifier else None,', ""),
    Break(PAGE_DRAWING, ' tabindex="0"', ""),
    Break(PAGE, 'text.replace("<", _LESS)', "text"),
    Break(PAGE_FRAME, "default-src 'none'", "default-src *"),
    Break(PAGE_FRAME, "@page { size: A4; margin: 37mm 26mm 35mm 28mm; }", ""),
    Break(TEXT, "COLUMNS = 100", "COLUMNS = 130"),
    Break(TEXT, "return figure.text.rjust(room).encode()", "return figure.text.ljust(room).encode()"),
    Break(PDF, 'f"#strong({typst_literal(text)})" if bold else ', ""),
    Break(PDF_DRAWING, "注: [{notes}], ", ""),
    Break(PDF_FRAME, "block(breakable: false, 表(行高))", "表(行高)"),
    Break(PDF_FRAME, "calc.min(1, 宽 / 量)", "1"),
    Break(PDF_FRAME, "(左, 左 + 2 * 字)", "(左, 左)"),
]


def broken(copy: Path, change: Break) -> int:
    """Make a break in a copy of the project; how many places it changed."""
    path = copy / change.file
    if path.suffix != ".docx":
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(change.old, change.new), encoding="utf-8")
        return text.count(change.old)
    with zipfile.ZipFile(path) as package:
        members = {info.filename: package.read(info) for info in package.infolist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in members.items():
            package.writestr(name, content.replace(change.old.encode(), change.new.encode()))
    return sum(content.count(change.old.encode()) for content in members.values())


def ended(change: Break | None) -> int | None:
    """How the tests end in a copy of the project with a break; None where there is nothing to break."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in COPIED:
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, copy / name)
        if change and not broken(copy, change):
            return None
        command = [str(PYTHON), "-m", "pytest", "-x", "-q", "--tb=no", "-p", "no:cacheprovider", *JUDGES]
        environment = {**os.environ, "PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, timeout=300, check=False
        ).returncode


def main() -> int:
    """Try every break."""
    if code := ended(None):
        print(f"breaks: FAIL the tests end with {code} though nothing is broken", file=sys.stderr)
        return 1
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        codes = list(pool.map(ended, BREAKS))
    failures = [
        f"{change.file}: {change.old!r}: {'not found' if code is None else f'not seen, pytest ended with {code}'}"
        for change, code in zip(BREAKS, codes, strict=True)
        if code != 1
    ]
    for failure in failures:
        print(f"breaks: FAIL {failure}", file=sys.stderr)
    if not failures:
        print(f"breaks: ok, {len(BREAKS)} properties broken one by one, each seen by the tests")
    return min(len(failures), 1)


if __name__ == "__main__":
    sys.exit(main())
