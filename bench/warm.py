"""Programs that keep running: one Word file of ready data, and the whole way from YAML to three files on disk."""

from __future__ import annotations

import json
import statistics
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from bench import reports
from bench.figures import IN
from bench.measure import Row, Worker, in_turn, ratio
from bench.peers import Peers, ours

_TIMES = 3  # jobs of each program in a round, of which the quickest counts: others may use the machine too
_DOCX = {
    "docxtpl": 100,
    "docxtpl, a loop": None,
    "rust-docxtpl": 8,
    "python-docx": 6,
    "docxtemplater": None,
    "carbone": None,
}


def rows(home: Path, peers: Peers, rounds: int) -> list[Row]:
    """The rows of the table."""
    bound = reports.write(home / "bound", rounds + 1)
    plain = reports.write(home / "plain", rounds + 1, bound=False)
    for number in range(rounds + 1):
        data = reports.data(number, json.loads((peers.templates / "names.json").read_text(encoding="utf-8")))
        (home / f"{number}.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return [
        *_docx(home, bound, peers, rounds),
        *_whole(home, bound, plain, peers, rounds),
        *_faulty(home, bound, rounds),
    ]


def _docx(home: Path, files: list[Path], peers: Peers, rounds: int) -> list[Row]:
    sizes: dict[str, int] = {}
    with ExitStack() as stack:

        def program(name: str, command: list[str], key: str, inputs: list[Path]) -> Callable[[int], float]:
            worker = _started(stack, command)

            def job(number: int) -> float:
                out = home / f"{name}.docx"
                seconds = worker.ask({key: inputs[number], "out": out})
                require_figures(out, "docx", number)
                sizes[name] = out.stat().st_size
                return seconds

            return job

        data = [home / f"{number}.json" for number in range(rounds + 1)]
        programs = {name: _best(program(name, command, "data", data)) for name, command in peers.docx().items()}
        mine = program("nianbao", ours("docx"), "yaml", files)
        seconds = in_turn({"nianbao": _best(mine), **programs}, rounds)
    with zipfile.ZipFile(home / "nianbao.docx") as file:
        body = file.getinfo("word/document.xml").file_size
    found = [
        Row(f"docx of a checked report, warm (document.xml: {body:,} bytes)", statistics.median(seconds["nianbao"]))
    ]
    for name, target in _DOCX.items():
        if name in seconds:
            taken = seconds[name]
            found.append(Row(f"  {name}", statistics.median(taken), ratio(taken, seconds["nianbao"]), target))
        else:
            found.append(Row(f"  {name}: MISSING", None, None, target or 0))
    if "docxtpl" in sizes:
        found.append(
            Row("  size of the file to docxtpl's", None, sizes["nianbao"] / sizes["docxtpl"], 1.05, at_most=True)
        )
    return found


def _whole(home: Path, bound: list[Path], plain: list[Path], peers: Peers, rounds: int) -> list[Row]:
    with ExitStack() as stack:

        def program(name: str, command: list[str], files: list[Path]) -> Callable[[int], float]:
            worker, jobs = _started(stack, command), count()

            def job(number: int) -> float:
                out = home / f"{name}-{next(jobs)}"  # no file is there yet, as in a folder rendered for the first time
                seconds = worker.ask({"yaml": files[number], "out": out})
                for kind in IN:
                    require_figures(Path(f"{out}.{kind}"), kind, number)
                return seconds

            return job

        programs = {
            "rules on figures": _best(program("figures", ours("figures"), bound)),
            "every rule": _best(program("whole", ours("whole"), bound)),
        }
        if peers.has_plain:
            programs["plain"] = _best(program("plain", peers.whole("plain"), plain))
            programs["kept"] = _best(program("kept", peers.whole("kept"), plain))
        seconds = in_turn(programs, rounds)
    found = []
    goals = {"rules on figures": {"plain": 100, "kept": 60}, "every rule": {"plain": 50}}
    for name, targets in goals.items():
        found.append(Row(f"YAML, checked, three files on disk, warm ({name})", statistics.median(seconds[name])))
        for other, target in targets.items():
            taken = seconds.get(other)
            label = f"  the {other} program" + ("" if taken else ": MISSING")
            found.append(
                Row(label, statistics.median(taken), ratio(taken, seconds[name]), target)
                if taken
                else Row(label, target=target)
            )
    return found


def _faulty(home: Path, files: list[Path], rounds: int) -> list[Row]:
    wrong = []
    for file in files:
        text = file.read_text(encoding="utf-8")
        total = text.index("总计: ", text.index("予以公开:"))
        end = min(text.index(mark, total) for mark in ",}")
        broken = text[:total] + "总计: 99999" + text[end:]
        target = home / f"wrong {file.name}"
        target.write_text(broken.replace("机关类型: 部门", "机关类型: 部门公司", 1), encoding="utf-8")
        wrong.append(target)
    with ExitStack() as stack:
        worker = _started(stack, ours("told"))

        def clean(number: int) -> float:
            return worker.ask({"yaml": files[number], "out": home / "told"})

        def faulty(number: int) -> float:
            seconds = worker.ask({"yaml": wrong[number], "out": home / "told"})
            told = (home / "told").read_text(encoding="utf-8")
            assert "S107" in told, told
            assert "A101" in told, told
            return seconds

        seconds = in_turn({"clean": _best(clean), "faulty": _best(faulty)}, rounds)
    taken = seconds["faulty"]
    return [
        Row("YAML, checked, warm: a clean report", statistics.median(seconds["clean"])),
        Row(
            "  two errors, all findings with their lines",
            statistics.median(taken),
            ratio(taken, seconds["clean"]),
            3,
            at_most=True,
        ),
    ]


def _best(job: Callable[[int], float]) -> Callable[[int], float]:
    return lambda number: min(job(number) for _ in range(_TIMES))


def _started(stack: ExitStack, command: list[str]) -> Worker:
    worker = Worker(command)
    stack.callback(worker.end)
    return worker


def require_figures(file: Path, kind: str, number: int) -> None:
    """Every figure of a file is that of the report it was made of."""
    shown = IN[kind](file.read_bytes())
    expected = [str(value) for value in reports.figures(number).values()]
    assert shown == expected, (
        f"{file}: {len(shown)} figures, of which the first wrong ones are {_first(shown, expected)}"
    )


def _first(shown: list[str], expected: list[str]) -> list[tuple[str, str]]:
    return [pair for pair in zip(shown, expected, strict=False) if pair[0] != pair[1]][:3]
