"""How long the rules on prose and on typography take, warm: the best of many runs over each sample; their median."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from pathlib import Path

from generator import rules
from generator.check import check_file
from generator.report import Report
from generator.rules.subject import Subject

SAMPLES = sorted((Path(__file__).resolve().parent.parent / "samples").glob("*/*.yaml"))
REFERENCES = [rules.module(code).check for code in rules.NARRATIVE if code.startswith("N1")]  # they come first anyway
PROSE = [*(rules.module(code).check for code in rules.NARRATIVE if code.startswith("N2")), rules.style]
RUNS = 100


def best(report: Report) -> float:
    """Milliseconds of processor time of the fastest run, so that other programs count little; each reads anew."""
    found = []
    for _ in range(RUNS):
        subject = Subject(report.source, {}, report=replace(report))
        for check in REFERENCES:
            list(check(subject))
        start = time.process_time()
        for check in PROSE:
            list(check(subject))
        found.append((time.process_time() - start) * 1000)
    return min(found)


def main() -> None:
    times = {}
    for sample in SAMPLES:
        report = check_file(str(sample)).report
        assert report
        times[sample.stem] = best(report)
        print(f"{sample.stem}: {times[sample.stem]:.2f} ms")
    print(f"median: {statistics.median(times.values()):.2f} ms")


if __name__ == "__main__":
    main()
