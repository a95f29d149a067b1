"""What comparing costs beside loading the same two files, and fifty reports between two revisions in one process."""

from __future__ import annotations

import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.measure import ROOT, Row
from generator import changes, check, diff, versions
from generator.history import Repository
from generator.source import read
from generator.versions import Review

SAMPLE = ROOT / "samples" / "zfxxgk-2021" / "xisaishan-2022.yaml"
REPORTS = 50


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _edited(text: str) -> str:
    """The same report with every bare number of table 二 and one word of every long line changed."""
    text = re.sub(r"(?m)^(    行政\w+: )(\d+)$", lambda match: f"{match[1]}{int(match[2]) + 7}", text)
    return re.sub(r"(?m)^(  .{40,}?)工作", r"\1有关工作", text)


def _git(folder: Path, *arguments: str) -> None:
    named = ("-c", "user.name=bench", "-c", "user.email=bench@example.cn")
    subprocess.run(["git", *named, *arguments], cwd=folder, check=True, capture_output=True)


def _two_files(runs: int) -> Row:
    old = SAMPLE.read_bytes()
    new = _edited(old.decode()).encode()

    def load() -> list[check.Result]:
        return [check.check_source(read(content, "报告.yaml")) for content in (old, new)]

    before, after = load()
    write = changes.module("text").write
    found = diff.compare(before, after)
    pairs = [
        (_seconds(load), _seconds(lambda: write(Review("", "", (diff.compare(before, after),))))) for _ in range(runs)
    ]
    both = statistics.median(second for _, second in pairs)
    ratio = statistics.median(second / first for first, second in pairs)
    return Row(f"compare two files, print {len(found.changes)} changes, to loading them", both, ratio)


def _two_revisions(runs: int) -> Row:
    text = SAMPLE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _git(folder, "init", "-q")
        for revision in (text, _edited(text)):
            for number in range(REPORTS):
                (folder / f"{number}.yaml").write_text(f"# {number}\n{revision}", encoding="utf-8")
            _git(folder, "add", "-A")
            _git(folder, "commit", "-qm", "报告")
        repository = Repository(folder)

        def whole() -> Review:
            return versions.revisions(repository, "HEAD~1..HEAD")

        def load() -> None:
            for revision in (text, _edited(text)):
                for number in range(REPORTS):
                    check.check_source(read(f"# {number}\n{revision}".encode(), str(folder / f"{number}.yaml")))

        assert len(whole().comparisons) == REPORTS
        pairs = [(_seconds(load), _seconds(whole)) for _ in range(runs)]
    seconds = statistics.median(second for _, second in pairs)
    ratio = statistics.median(second / first for first, second in pairs)
    return Row(f"{REPORTS} reports between two revisions, to loading them", seconds, ratio)


def rows(runs: int) -> list[Row]:
    """The rows of the table."""
    return [_two_files(runs), _two_revisions(runs)]
