"""Programs that keep running: one Word file of ready data, and the whole way from YAML to three files on disk."""

from __future__ import annotations

import json
import statistics
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from bench import reports
from bench.figures import IN
from bench.measure import Row, Worker, in_turn, ratio
from bench.peers import Peers, ours

_RUN = 10  # reports that a program does one after the other in its turn, as one that keeps running does
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
    many = (rounds + 1) * _RUN
    bound = reports.write(home / "bound", many)
    plain = reports.write(home / "plain", many, bound=False)
    for number in range(many):
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

            def run(turn: int) -> float:
                numbers = _numbers(turn)
                outs = {number: home / f"{name}-{number}.docx" for number in numbers}
                seconds = [worker.ask({key: inputs[number], "out": out}) for number, out in outs.items()]
                for number, out in outs.items():
                    require_figures(out, "docx", number)
                sizes[name] = out.stat().st_size
                return statistics.mean(seconds)

            return run

        data = [home / f"{number}.json" for number in range(len(files))]
        programs = {name: program(name, command, "data", data) for name, command in peers.docx().items()}
        seconds = in_turn({"nianbao": program("nianbao", ours("docx"), "yaml", files), **programs}, rounds)
    with zipfile.ZipFile(next(home.glob("nianbao-*.docx"))) as file:
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
            worker = _started(stack, command)

            def run(turn: int) -> float:
                outs = {number: home / f"{name}-{number}" for number in _numbers(turn)}  # not there yet, as in a folder
                seconds = [worker.ask({"yaml": files[number], "out": out}) for number, out in outs.items()]
                for number, out in outs.items():
                    for kind in IN:
                        require_figures(Path(f"{out}.{kind}"), kind, number)
                return statistics.mean(seconds)

            return run

        programs = {
            "rules on figures": program("figures", ours("figures"), bound),
            "every rule": program("whole", ours("whole"), bound),
        }
        if peers.has_plain:
            programs["plain"] = program("plain", peers.whole("plain"), plain)
            programs["kept"] = program("kept", peers.whole("kept"), plain)
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

        def clean(turn: int) -> float:
            return statistics.mean(worker.ask({"yaml": files[n], "out": home / "told"}) for n in _numbers(turn))

        def faulty(turn: int) -> float:
            outs = {number: home / f"told-{number}" for number in _numbers(turn)}
            seconds = [worker.ask({"yaml": wrong[number], "out": out}) for number, out in outs.items()]
            for out in outs.values():
                told = out.read_text(encoding="utf-8")
                assert "S107" in told, told
                assert "A101" in told, told
            return statistics.mean(seconds)

        seconds = in_turn({"clean": clean, "faulty": faulty}, rounds)
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


def _numbers(turn: int) -> range:
    """The reports of a turn."""
    return range(turn * _RUN, (turn + 1) * _RUN)


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
