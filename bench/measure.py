"""Timing side by side: programs that are asked in turn, whole processes in turn, and what is made of the seconds."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PASS = (sys.executable, "-c", "pass")


class Row(NamedTuple):
    """A line of the table: a time in seconds, its ratio to another program's, and what that ratio is to reach."""

    name: str
    seconds: float | None = None
    ratio: float | None = None
    target: float | None = None
    at_most: bool = False
    unit: str = "x"

    @property
    def is_met(self) -> bool:
        if self.target is None:
            return True
        if self.ratio is None:
            return False
        return self.ratio <= self.target if self.at_most else self.ratio >= self.target


class Worker:
    """A program that does a job per line, and says how many seconds each took."""

    def __init__(self, command: Sequence[str]) -> None:
        self.process = subprocess.Popen(
            [*map(str, command)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
        )

    def ask(self, job: Mapping[str, Any]) -> float:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({key: str(value) for key, value in job.items()}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args!r} has ended")
        return float(line)

    def end(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


def whole(command: Iterable[object]) -> float:
    """The seconds that a program takes from start to end."""
    started = time.perf_counter()
    subprocess.run([*map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, check=True)
    return time.perf_counter() - started


def memory(command: Iterable[object]) -> float:
    """The megabytes that a program takes at most, started by a small one because a child begins as its parent is."""
    code = (
        "import os, resource, sys; null = os.open(os.devnull, os.O_RDWR)\n"
        "done = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])\n"
        "os.waitpid(done, 0); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    started = [sys.executable, "-c", code, *map(str, command)]
    return int(subprocess.run(started, capture_output=True, text=True, cwd=ROOT, check=True).stdout) / 1024


def in_turn(programs: Mapping[str, Callable[[int], float]], rounds: int) -> dict[str, list[float]]:
    """The seconds of each program in each round, all of them in turn; a first round is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    for number in range(rounds + 1):
        for name, program in programs.items():
            taken = program(number)
            if number:
                seconds[name].append(taken)
    return seconds


def ratio(of: Sequence[float], to: Sequence[float]) -> float:
    """The median of the ratios round by round."""
    return statistics.median(one / other for one, other in zip(of, to, strict=True))


def floor(runs: int = 11) -> float:
    """Seconds that `python -c pass` takes."""
    return statistics.median(whole(PASS) for _ in range(runs))


def show(rows: Sequence[Row], pass_seconds: float) -> None:
    """The table, every time as a multiple of `python -c pass`."""
    print(f"{'':58}{'x pass':>9}{'ratio':>13}  target")
    for row in rows:
        times = "" if row.seconds is None else f"{row.seconds / pass_seconds:.2f}"
        shown = (
            ""
            if row.ratio is None
            else f"{row.ratio:.2f} {row.unit}"
            if row.ratio < 20
            else f"{row.ratio:.0f} {row.unit}"
        )
        goal = (
            ""
            if row.target is None
            else f"{'<=' if row.at_most else '>='} {row.target:g} {'met' if row.is_met else 'MISSED'}"
        )
        print(f"{row.name:58}{times:>9}{shown:>13}  {goal}")
