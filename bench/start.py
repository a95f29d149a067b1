"""How long a cold, clean render takes beside `python -c pass`, in pairs, one after the other in one run.

Usage: python bench/start.py [RUNS]. Prints medians of the pairwise ratios; the first, uncounted render compiles frames.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "zfxxgk-2021" / "xisaishan-2022.yaml"


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - started


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    code = "import generator.cli as cli; cli.{}()"
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "render one.yaml (docx, html, txt)": ["-c", code.format("render"), str(SAMPLE), "-o", folder],
            "nianbao check one.yaml": ["-c", code.format("main"), "check", str(SAMPLE)],
            "nianbao --help": ["-c", code.format("main"), "--help"],
        }
        for name, arguments in commands.items():
            command = [sys.executable, *arguments]
            _seconds(command)
            pairs = [(_seconds(command), _seconds([sys.executable, "-c", "pass"])) for _ in range(runs)]
            ratio = statistics.median(ours / floor for ours, floor in pairs)
            milliseconds = statistics.median(ours for ours, _ in pairs) * 1000
            print(f"{name:36} {ratio:5.1f} x python -c pass   ({milliseconds:.0f} ms here)")


if __name__ == "__main__":
    main()
