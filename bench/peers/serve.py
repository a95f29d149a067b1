"""A program that is timed warm: a job per line on standard input, its seconds on standard output.

A job {"data": FILE, "out": FILE} is a report as ready data; {"yaml": FILE, "out": STEM} is the whole way from YAML.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def serve(
    docx: Callable[[dict[str, Any]], bytes] | None = None, whole: Callable[[str, str], object] | None = None
) -> None:
    """Do the jobs: `docx` makes a Word file of data, `whole` three files of a YAML file."""
    for line in sys.stdin:
        job = json.loads(line)
        if "data" in job:
            assert docx
            data = json.loads(Path(job["data"]).read_text(encoding="utf-8"))
            started = time.perf_counter()
            content = docx(data)
            seconds = time.perf_counter() - started
            Path(job["out"]).write_bytes(content)
        else:
            assert whole
            started = time.perf_counter()
            whole(job["yaml"], job["out"])
            seconds = time.perf_counter() - started
        print(seconds, flush=True)
