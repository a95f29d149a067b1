"""Folders of reports as whole processes: a district, a thousand reports, and how time and memory grow from there."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from bench import reports
from bench.measure import ROOT, Row, whole
from bench.peers import Peers
from bench.warm import require_figures

_COUNTRY = 150_000
_DISTRICT, _THOUSAND = 50, 1000
_KEPT = 100  # reports from which what the kept program takes for a thousand is reckoned
_NIANBAO = Path(sys.executable).parent / "nianbao"


class _Run(NamedTuple):
    """Seconds on the clock and of the processors, and the most memory of the command and of a worker in MB."""

    seconds: float
    spent: float
    parent: float
    worker: float


def rows(home: Path, peers: Peers, rounds: int, most: int) -> list[Row]:
    """The rows of the table; `most` reports are the largest folder."""
    found = _district(home, peers, rounds)
    reports.write(home / "thousand", _THOUSAND)
    pairs = [[_render(home / "thousand", home / f"thousand out {jobs}", jobs) for jobs in (1, 2)] for _ in range(2)]
    for name in ("thousand out 1", "thousand out 2"):
        _verify(home / name, _THOUSAND)
    two = statistics.median(run.seconds for _, run in pairs)
    found += [
        Row("1,000 reports, --jobs 2", two),
        Row("  --jobs 1", pairs[0][0].seconds, statistics.median(a.seconds / b.seconds for a, b in pairs), 1.8),
        Row("  memory of a worker", None, max(run.worker for _, run in pairs), 30, at_most=True, unit="MB"),
    ]
    if peers.has_plain:
        files = reports.write(home / "kept", _KEPT, bound=False)
        (home / "kept out").mkdir()
        kept = whole(peers.pool(home / "kept out", files)) * _THOUSAND / _KEPT
        found.append(Row(f"  the kept program with a Pool (reckoned from {_KEPT})", kept, kept / two, 60))
    else:
        found.append(Row("  the kept program with a Pool: MISSING", target=60))
    return [*found, *_growth(home, pairs[-1][1], most)]


def _district(home: Path, peers: Peers, rounds: int) -> list[Row]:
    reports.write(home / "district", _DISTRICT)
    files = reports.write(home / "district plain", _DISTRICT, bound=False)
    (home / "pool out").mkdir()
    ours, theirs = [], []
    for _ in range(min(rounds, 3)):
        ours += [_render(home / "district", home / "district out", 2).seconds for _ in range(2)]
        if peers.has_plain:
            theirs.append(whole(peers.pool(home / "pool out", files)))
    _verify(home / "district out", _DISTRICT)
    mine = statistics.median(ours)
    label = "  the kept program with a Pool"
    if not theirs:
        return [Row("50 agencies, whole process, 2 cores", mine), Row(f"{label}: MISSING", target=40)]
    for number, file in enumerate(files):
        for kind in ("docx", "html", "txt"):
            require_figures(home / "pool out" / f"{file.stem}.{kind}", kind, number)
    other = statistics.median(theirs)
    return [Row("50 agencies, whole process, 2 cores", mine), Row(label, other, other / mine, 40)]


def _growth(home: Path, thousand: _Run, most: int) -> list[Row]:
    """A folder many times as large beside the thousand; what the country needs follows from the processors' time."""
    if most <= _THOUSAND:
        return []
    reports.write(home / "most", most)
    run = _render(home / "most", home / "most out", 2)
    _verify(home / "most out", most, every=97)
    each = run.spent / most
    minutes = each * _COUNTRY / 2 / 60
    return [
        Row(f"{most:,} reports, --jobs 2", run.seconds),
        Row(
            "  a report beside one of 1,000",
            run.seconds / most,
            run.seconds / most / (thousand.seconds / _THOUSAND),
            1.15,
            at_most=True,
        ),
        Row("  memory of the command beside 1,000", None, run.parent / thousand.parent, 2, at_most=True),
        Row("  memory of a worker beside 1,000", None, run.worker / thousand.worker, 1.5, at_most=True),
        Row(f"  reports an hour on one core (2 cores: {_COUNTRY:,} in {minutes:.0f} min)", each, 3600 / each, unit=""),
    ]


def _render(folder: Path, out: Path, jobs: int) -> _Run:
    command = [_NIANBAO, "render", folder, "-o", out, "--jobs", jobs, "--no-index", "--force"]
    started = time.perf_counter()
    process = subprocess.Popen([*map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    parent = worker = 0.0
    while True:
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        parent = max(parent, _peak(process.pid))
        worker = max([worker, *map(_peak, _children(process.pid))])
        time.sleep(0.02)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, process.returncode
    return _Run(time.perf_counter() - started, used.ru_utime + used.ru_stime, parent, worker or parent)


def _children(process: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def _peak(process: int) -> float:
    """The most memory that a process has used so far, in MB; 0 where the system does not say."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return max([int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")], default=0)


def _verify(out: Path, count: int, every: int = 1) -> None:
    for number in range(0, count, every):
        for kind in ("docx", "html", "txt"):
            require_figures(out / f"示例市第{number}局2025年政府信息公开工作年度报告.{kind}", kind, number)
