"""nianbao timed warm, in the same way as its peers.

Usage: ours.py docx | whole | figures | prose | faulty. `figures` leaves the rules on prose aside, which its peers have
not got; `whole` is what `nianbao render` does.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import generator.cli  # noqa: F401 collects garbage as seldom as the commands do
from generator import delivery, reporter, writers
from generator.check import Result, check_file, check_with, open_template
from generator.document import compose
from generator.reporter import Outcome
from generator.source import load

FORMS = ("docx", "html", "txt")
TEMPLATE, SCHEMA, CHECKS = open_template("zfxxgk-2021")
ON_FIGURES = tuple(check for use, check in zip(TEMPLATE.rules, CHECKS, strict=False) if use.code.startswith("A"))


def written(result: Result, out: str) -> None:
    """Write as the command does for one report of many, like its peers not waiting for the disk."""
    files = {name: Path(f"{out}.{name}") for name in FORMS}
    delivery.write_together(delivery.rendered(result, files, draft=False), durable=False)


def whole(file: str, out: str) -> None:
    written(check_file(file), out)


def figures(file: str, out: str) -> None:
    written(check_with(load(file), TEMPLATE, SCHEMA, ON_FIGURES), out)


def told(file: str, out: str) -> None:
    Path(out).write_text(reporter.text("full", Outcome((check_file(file),))), encoding="utf-8")


def main() -> None:
    kind = sys.argv[1]
    for line in sys.stdin:
        job = json.loads(line)
        if kind == "docx":
            report = check_file(job["yaml"]).report
            assert report is not None
            started = time.perf_counter()
            content = writers.module("docx").write(compose(report))
            seconds = time.perf_counter() - started
            Path(job["out"]).write_bytes(content)
        else:
            work = {"whole": whole, "figures": figures, "told": told}[kind]
            started = time.perf_counter()
            work(job["yaml"], job["out"])
            seconds = time.perf_counter() - started
        print(seconds, flush=True)


if __name__ == "__main__":
    main()
