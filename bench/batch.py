"""What a folder of reports costs: one process against two, and against the same folder unchanged; memory of each.

Usage: python bench/batch.py [REPORTS]. All reports differ. Every figure of every text is compared with its report.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import districts  # noqa: E402 the reports that the tests use

COUNTRY = 150_000
CODE = "import generator.cli as cli; cli.main()"


def _peak(process: str) -> int:
    """The most memory that a process has used so far, in MB; 0 where the system does not say."""
    try:
        lines = Path("/proc", process, "status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return max([int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")], default=0)


def _run(folder: Path, out: Path, jobs: int) -> tuple[float, float, int, int]:
    """Seconds on the clock and of the processors, and the most memory of the command and of a worker in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, "-c", CODE, "render", str(folder), "-o", str(out), "--jobs", str(jobs), "--no-index"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    parent = worker = 0
    while process.poll() is None:
        parent = max(parent, _peak(str(process.pid)))
        children = Path("/proc", str(process.pid), "task", str(process.pid), "children")
        try:
            worker = max([worker, *map(_peak, children.read_text(encoding="utf-8").split())])
        except OSError:
            worker = max(worker, 0)
        time.sleep(0.05)
    assert process.returncode == 0, process.returncode
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - started, spent, parent, worker


def _verify(folder: Path, out: Path) -> None:
    """Every figure that a page carries as data is the one that its report gives."""
    from generator.check import check_file
    from generator.figures import plain_number
    from generator.readers import html

    for file in sorted(folder.iterdir()):
        report = check_file(str(file)).report
        assert report is not None
        page = out / f"{''.join(report.title_units)}.html"
        printed = " ".join(map(str, html.read(page.read_bytes())))
        for value in report.values.values():
            assert value.content is not None
            assert plain_number(value.content) in printed, (page, value)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        os.environ["NIANBAO_CACHE"] = str(home / "cache")
        _run(districts.write(home / "warm", 2), home / "warm out", 1)
        print(f"{'':34}{'ms/report':>10}{'CPU ms':>8}{'command MB':>12}{'worker MB':>11}")
        ratios: dict[tuple[int, int, str], float] = {}
        processors: dict[tuple[int, int, str], float] = {}
        for size in (count // 4, count):
            folder = districts.write(home / str(size), size)
            for jobs in (1, 2):
                out = home / f"{size} {jobs}"
                for told in ("", ", unchanged") if size == count else ("",):
                    seconds, spent, parent, worker = _run(folder, out, jobs)
                    ratios[size, jobs, told] = seconds / size
                    processors[size, jobs, told] = spent / size
                    label = f"{size} reports, --jobs {jobs}{told}"
                    shown = f"{seconds / size * 1000:10.1f}{spent / size * 1000:8.1f}{parent:12}{worker:11}"
                    print(f"{label:34}{shown}")
            _verify(folder, home / f"{size} 2")
        one = ratios[count, 1, ""]
        print(f"--jobs 2 is {one / ratios[count, 2, '']:.2f} x as fast as --jobs 1")
        print(f"unchanged is {one / ratios[count, 1, ', unchanged']:.1f} x as fast as rendering")
        print(f"a report of {count} costs {one / ratios[count // 4, 1, '']:.2f} x one of {count // 4}")
        core = processors[count, 1, ""]  # time of the processor, which others that use the machine do not lengthen
        print(f"one core: {3600 / core:,.0f} reports an hour; {COUNTRY:,} would take {core * COUNTRY / 60:.0f} minutes")


if __name__ == "__main__":
    main()
