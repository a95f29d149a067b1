"""Dask gate: a batch on a real cluster of two workers on this machine, one of them killed on the way.

Every report is done once and none is lost. A worker notes each report whose record it has put in place; the records of
a report that was done twice would show twice. Run by the Python of the project, with the extra `dask`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests.districts import outputs, write  # noqa: E402 the project's tests lie beside this folder

REPORTS = 300
PATIENCE = 60  # seconds for anything that a cluster may take its time with

# Loaded by every worker: a slow disk, so that there is something to interrupt, and the notes.
PRELOAD = """
import os, time
from generator import delivery
def noted(contents, durable=True, write=delivery.write_together):
    time.sleep(0.01)
    write(contents, durable)
    line = f"{os.getpid()} {list(contents)[-1]}\\n".encode()
    notes = os.open(os.environ["NOTES"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(notes, line)
    os.close(notes)
if delivery.write_together.__name__ != "noted":  # Dask loads this twice
    delivery.write_together = noted
"""


class Cluster:
    """A scheduler and two workers that listen on 127.0.0.1 only; each is ended by its process id."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notes = folder / "notes"
        self.notes.touch()
        (folder / "preload.py").write_text(PRELOAD, encoding="utf-8")
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "NOTES": str(self.notes),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "3",
            "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "10s",
        }
        self.processes: list[subprocess.Popen[bytes]] = []
        log = self._start("scheduler", "distributed.cli.dask_scheduler", "--port", "0")
        self.address = self._wait(log, r"Scheduler at:\s+tcp://(127\.0\.0\.1:\d+)")
        for number in (1, 2):
            options = ("--nthreads", "1", "--no-nanny", "--preload", str(folder / "preload.py"))
            log = self._start(f"worker{number}", "distributed.cli.dask_worker", f"tcp://{self.address}", *options)
            self._wait(log, r"Registered to:")

    def _start(self, name: str, module: str, *arguments: str) -> Path:
        log = self.folder / f"{name}.log"
        command = [sys.executable, "-m", module, *arguments, "--host", "127.0.0.1", "--no-dashboard"]
        with log.open("wb") as stream:
            process = subprocess.Popen(command, stdout=stream, stderr=stream, env=self.environment, cwd=self.folder)
        self.processes.append(process)
        return log

    def _wait(self, log: Path, pattern: str) -> str:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = re.search(pattern, log.read_text(encoding="utf-8", errors="replace"))
            if found:
                return found[found.lastindex or 0]
            time.sleep(0.05)
        raise SystemExit(f"dask: FAIL {log.name} never said {pattern}: {log.read_text(encoding='utf-8')[-2000:]}")

    def close(self) -> None:
        """End every process."""
        for process in reversed(self.processes):
            process.kill()
            process.wait()


def faults(folder: Path, cluster: Cluster) -> list[str]:
    """What goes otherwise than it should."""
    district = write(folder / "区", REPORTS, parts=3)
    render = [sys.executable, "-m", "generator", "render", str(district)]
    environment = {**cluster.environment, "PYTHONUTF8": "1"}
    options = ["-o", str(folder / "集群"), "--executor", f"dask://{cluster.address}"]
    batch = subprocess.Popen([*render, *options], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    end = time.monotonic() + PATIENCE
    while cluster.notes.read_bytes().count(b"\n") < REPORTS // 5 and batch.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    victim = cluster.processes[2]
    before = cluster.notes.read_bytes().count(b"\n")
    victim.kill()
    try:
        told = batch.communicate(timeout=PATIENCE)[0].decode()
    except subprocess.TimeoutExpired:
        batch.kill()
        told = batch.communicate()[0].decode()
        logs = [log.read_text(encoding="utf-8")[-1500:] for log in sorted(cluster.folder.glob("*.log"))]
        told += "".join(logs)
    said = []
    if batch.returncode or f"输出 {REPORTS} 份。" not in told:
        said.append(f"the batch ends with {batch.returncode}: {told[-2000:]}")
    if not 0 < before < REPORTS:
        said.append(f"the worker was killed after {before} reports, not on the way")
    notes = [line.split(" ", 1) for line in cluster.notes.read_text(encoding="utf-8").splitlines()]
    workers = {process for process, _ in notes}
    if {str(one.pid) for one in cluster.processes[1:]} - workers:
        said.append(f"one worker did nothing: {workers}")
    times = Counter(record for _, record in notes)
    if len(times) < REPORTS - 1 or set(times.values()) != {1}:  # the last of the killed worker may lack its note
        said.append(f"{len(times)} reports done, more than once: {[r for r, n in times.items() if n > 1]}")
    subprocess.run([*render, "-o", str(folder / "这里")], env=environment, check=True, capture_output=True)
    if outputs(folder / "集群") != outputs(folder / "这里"):
        said.append("the cluster wrote other files than one machine does")
    print(f"dask: worker killed after {before} of {REPORTS} reports; {told.strip().splitlines()[-1]}")
    return said


def main() -> int:
    """One cluster, one batch."""
    with tempfile.TemporaryDirectory() as name:
        cluster = Cluster(Path(name))
        try:
            said = faults(Path(name), cluster)
        finally:
            cluster.close()
    for fault in said:
        print(f"dask: FAIL {fault}", file=sys.stderr)
    if not said:
        print("dask: ok, two workers, one killed: every report done once, none lost")
    return min(len(said), 1)


if __name__ == "__main__":
    sys.exit(main())
