"""Import gate: published reports, deliverables, an office's copies, broken and hostile files, each read back.

The figures of the five published texts were read by eye; everything else is known because it was made here.
"""

from __future__ import annotations

import importlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

GATES = Path(__file__).resolve().parent
ROOT = GATES.parent.parent
SHARED = ROOT.parent / "shared"  # beside the repository where the gates run for a change
ROUNDS, SEEDS = "1000", "30"
SECONDS, MEGABYTES = 5.0, 512
TIMEOUT = 180

sys.path.insert(0, str(ROOT))
os.environ.setdefault("NIANBAO_CACHE", str(ROOT / ".ci" / "gates" / ".cache"))
from generator import importer, readers, verify, writers  # noqa: E402
from generator.check import check_file, open_template  # noqa: E402
from generator.document import Document, compose  # noqa: E402
from generator.paths import Path as Figure  # noqa: E402

TEMPLATE = open_template("zfxxgk-2021")[0]

# Read by eye from ../shared/reports: every figure that is not 0, by the shortest path that names it.
ONES = {
    "000-qiaokou-shenpi-2022": {
        "行政许可": "60540",
        "行政事业性收费": "250.60268",
        "本年新收·自然人": "2",
        "本年新收·总计": "2",
        "予以公开·自然人": "1",
        "予以公开·总计": "1",
        "本机关不掌握相关政府信息·自然人": "1",
        "本机关不掌握相关政府信息·总计": "1",
        "本年度办理结果·总计·自然人": "2",
        "本年度办理结果·总计·总计": "2",
    },
    "001-hanshuiqiao-2022": {
        "行政处罚": "149",
        "行政强制": "2",
        "本年新收·自然人": "3",
        "本年新收·总计": "3",
        "部分公开·自然人": "3",
        "部分公开·总计": "3",
        "本年度办理结果·总计·自然人": "3",
        "本年度办理结果·总计·总计": "3",
    },
    "002-hongsibu-2022": {},
    "004-xisaishan-2022": {
        "行政规范性文件·本年制发件数": "7",
        "行政规范性文件·本年废止件数": "4",
        "行政规范性文件·现行有效件数": "32",
        "行政许可": "3984",
        "行政处罚": "8032",
        "行政强制": "580",
        "本年新收·自然人": "6",
        "本年新收·总计": "6",
        "予以公开·自然人": "4",
        "予以公开·总计": "4",
        "部分公开·自然人": "1",
        "部分公开·总计": "1",
        "属于行政查询事项·自然人": "1",
        "属于行政查询事项·总计": "1",
        "本年度办理结果·总计·自然人": "6",
        "本年度办理结果·总计·总计": "6",
        "行政复议·结果纠正": "1",
        "行政复议·总计": "1",
    },
}
# What the texts say first: agency, year, and who signed on which day.
HEADS = {
    "000-qiaokou-shenpi-2022": ("硚口区行政审批局", 2022, ("武汉市硚口区行政审批局", "2023-01-05")),
    "001-hanshuiqiao-2022": ("硚口区汉水桥街道", 2022, ("硚口区人民政府汉水桥街道办事处", "2023-01-04")),
    "002-hongsibu-2022": ("红寺堡区审批服务管理局", 2022, None),
    "003-qiaokou-district-2022-hant": ("", 2022, None),
    "004-xisaishan-2022": ("西塞山区", 2022, None),
}
# Lines of the texts that are no paragraph of the narrative: titles, headings of sections and fields, signatures, a page
# number. A line that is not listed, and is not of a table, must come in whole and in order.
NOT_NARRATIVE = {
    "000-qiaokou-shenpi-2022": (1, 3, 6, 10, 15, 18, 22, 27, 31, 79, 121, 370, 440, 460, 468, 470, 472),
    "001-hanshuiqiao-2022": (1, 3, 6, 10, 12, 25, 28, 30, 78, 368, 427, 440, 444, 446),
    "002-hongsibu-2022": (3, 5, 9, 21, 38, 69, 76, 84),
    "003-qiaokou-district-2022-hant": (1, 3, 7, 9, 12, 15, 19, 32, 34, 40, 57, 58, 62, 64, 73),
    "004-xisaishan-2022": (1, 3, 5, 8, 12, 16, 19, 22, 26, 75, 364, 433, 445),
}
RUN_IN = {"002-hongsibu-2022": (11, 13, 15, 17, 19)}  # a heading and its text on one line


def figures_of(name: str) -> dict[Figure, str]:
    """The 200 figures of a published report."""
    figures = dict.fromkeys(TEMPLATE.figures, "0")
    for text, number in ONES[name].items():
        figures[TEMPLATE.resolve(text)[0]] = number
    return figures


def narrative_lines(name: str, text: str) -> Iterator[str]:
    """The paragraphs of a published text, blanks taken out, by its own lines."""
    for number, line in enumerate(text.split("\n"), 1):
        bare = "".join(line.split())
        table = "\t" in line or line.count("|") > 1
        if bare and not table and number not in NOT_NARRATIVE[name] and not in_table(text, number):
            yield bare.partition("。")[2] if number in RUN_IN.get(name, ()) else bare


def in_table(text: str, number: int) -> bool:
    """Whether a line goes on in a cell: a short one with a tab in the lines about it."""
    lines = text.split("\n")
    around = [line for line in (lines[number - 2], lines[number] if number < len(lines) else "") if line]
    below = next((line for line in lines[number : number + 2] if line), "")
    return len(lines[number - 1].strip()) <= 6 and below.startswith("\t") and bool(around)


def published() -> Iterator[str]:
    """What is wrong with the import of the five published reports."""
    for name, (agency, year, signature) in HEADS.items():
        file = SHARED / "reports" / f"{name}.txt"
        imported = importer.import_file(None, str(file))
        content = imported.content
        if imported.template is not TEMPLATE:
            yield f"{name}: taken for {imported.template.id}"
        reported = {path for finding in imported.findings for path in finding.paths}
        if name in ONES:
            wrong = [path for path, number in figures_of(name).items() if str(content.figures.get(path)) != number]
        else:
            wrong = [path for path in TEMPLATE.figures if path in content.figures or path not in reported]
        yield from (f"{name}: {path}: {content.figures.get(path)}" for path in wrong[:3])
        if (content.agency, content.year, content.signature) != (agency, year, signature):
            yield f"{name}: {content.agency}, {content.year}, {content.signature}"
        yield from (
            f"{name}: {fault}" for fault in text_faults(name, file.read_text(encoding="utf-8"), content.narratives)
        )


def text_faults(name: str, text: str, narratives: Mapping[Figure, str]) -> Iterator[str]:
    """Paragraphs of a published text that are not in the import, whole and in order."""
    ordered = [narratives[one.path] for one in TEMPLATE.narratives if one.path in narratives]
    said = [line.removeprefix("### ").removeprefix("## ") for field in ordered for line in field.split("\n")]
    found = ["".join(line.split()) for line in said]
    wanted = list(narrative_lines(name, text))
    if len(found) != len(wanted):
        yield f"{len(found)} paragraphs, not {len(wanted)}"
    for mine, theirs in zip(found, wanted, strict=False):
        if not theirs.endswith(mine) or len(theirs) - len(mine) > 5:  # a heading has lost its number
            yield f"{mine[:30]} where {theirs[:30]} stands"
            return


def tests() -> Iterator[str]:
    """A thousand random reports through every format, and thirty documents of every deviation in every format."""
    chosen = "come_back_from or without_a_word"
    command = [sys.executable, "-m", "pytest", "tests/test_import.py", "-q", "-k", chosen]
    variables = {**os.environ, "NIANBAO_ROUNDS": ROUNDS, "NIANBAO_SEEDS": SEEDS}
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        yield done.stdout[-2000:]


def office() -> Iterator[str]:
    """What an office's copies of our reports say otherwise: by way of odt back to docx, as HTML, as PDF, as doc."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        documents = {}
        for sample in sorted((ROOT / "samples").glob("*/*.yaml")):
            result = check_file(str(sample))
            if result.report and not result.has_errors:
                name = f"{sample.parent.name}-{sample.stem}"
                documents[name] = compose(result.report)
                (place / f"{name}.docx").write_bytes(writers.module("docx").write(documents[name]))
        converted(place, "odt", "docx", place)
        converted(place / "odt", "docx", "odt", place)
        for kind in ("html", "pdf", "doc"):
            converted(place, kind, "docx", place)
        for name, document in documents.items():
            for kind in ("docx", "html", "pdf", "doc"):
                copy = place / kind / f"{name}.{kind}"
                faults = copy_faults(document, copy) if copy.exists() else ["LibreOffice did not make it"]
                yield from (f"{kind} of {name}: {fault}" for fault in faults)


def copy_faults(document: Document, copy: Path) -> Iterator[str]:
    """What a copy says otherwise, to `verify` and to `import`."""
    reading = readers.read(str(copy))
    yield from (f"{one.code} {one.text} {one.value}" for one in verify.differences(document, reading)[:3])
    if copy.suffix != ".pdf":
        figures = importer.import_reading(document.report.template, reading).content.figures
        wrong = [path for path, value in document.report.values.items() if figures.get(path) != value.content]
        yield from (f"{path}: {figures.get(path)}" for path in wrong[:3])


def converted(source: Path, kind: str, suffix: str, place: Path) -> None:
    """Turn every file of a folder into another kind by LibreOffice, with a profile of its own."""
    files = sorted(map(str, source.glob(f"*.{suffix}")))
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(place / kind), *files]
    subprocess.run(command, capture_output=True, timeout=TIMEOUT, check=False)


def limits() -> None:
    """What a process that reads a hostile file may use."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES * 1_000_000,) * 2)


def hostile() -> Iterator[str]:
    """What a broken or hostile file does to the command, within five seconds and 512 MB."""
    made = importlib.import_module("tests.import.hostile")
    faults = sorted((SHARED / "docx-faults").glob("b*.docx"))
    if SHARED.exists() and len(faults) != 27:
        yield f"{len(faults)} broken files, not 27"
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, suffix, content) in enumerate(made.files()):
            file = Path(folder, f"{number}.{suffix}")
            file.write_bytes(content)
            yield from (f"{name}: {fault}" for fault in command_faults(file))
            file.unlink()
        for file in faults:
            yield from (f"{file.name}: {fault}" for fault in command_faults(file))


def command_faults(file: Path) -> Iterator[str]:
    """What is wrong with the way the command takes a file."""
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "generator", "import", str(file), "-o", "-"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=limits,
        check=False,
    )
    seconds = time.monotonic() - begun
    if "Traceback" in done.stderr or done.returncode not in (0, 1, 2):
        yield f"exit {done.returncode}: {done.stderr[-300:]}"
    if done.returncode == 2 and done.stderr.count("\n") != 1:
        yield f"not one line: {done.stderr[:200]}"
    if seconds > SECONDS:
        yield f"{seconds:.1f} seconds"


def main() -> int:
    """Run every part; the number of failures."""
    parts = {"published": published, "tests": tests, "office": office, "hostile": hostile}
    failures = []
    for name, part in parts.items():
        if name == "published" and not SHARED.exists():
            continue
        failures += [f"{name}: {fault}" for fault in part()]
    for failure in failures:
        print(f"import: FAIL {failure}", file=sys.stderr)
    if not failures:
        print(f"import: ok, five published reports, {ROUNDS} random ones, an office's copies, broken and hostile files")
    return min(len(failures), 1)


if __name__ == "__main__":
    sys.exit(main())
