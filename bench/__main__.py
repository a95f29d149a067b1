"""All that nianbao is measured by, in one table: `make bench`.

Usage: python -m bench [--peers FOLDER] [--rounds N] [--most REPORTS] [--only warm,cold,batch,diff]

Every ratio is of programs that ran in turn; every figure of every file that was timed is held against its report. The
exit code is 1 where a target is missed or a peer is missing.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from bench import batch, cold, diff, measure, reports, templates, warm
from bench.measure import ROOT, Row
from bench.peers import Peers


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--peers", type=Path, default=Path.home() / ".cache" / "nianbao-bench")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--most", type=int, default=20_000)
    parser.add_argument("--only", default="warm,cold,batch,diff")
    asked = parser.parse_args()
    parts = asked.only.split(",")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        os.environ["NIANBAO_CACHE"] = str(home / "cache")
        sample = reports.write(home / "sample", 1, start=1)[0]
        templates.write(home / "templates", sample)
        peers = Peers(asked.peers, home / "templates", ROOT / "schemas" / f"{reports.FORM}.schema.json")
        rows: list[Row] = []
        if "warm" in parts:
            rows += warm.rows(home, peers, asked.rounds)
        if "cold" in parts:
            rows += cold.rows(home, peers, asked.rounds)
        if "batch" in parts:
            rows += batch.rows(home, peers, asked.rounds, asked.most)
        if "diff" in parts:
            rows += diff.rows(asked.rounds)
        print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores; all reports differ; the frame {reports.FORM}")
        measure.show(rows, measure.floor())
    missed = [row.name.strip() for row in rows if not row.is_met]
    print(f"missed: {'; '.join(missed) or 'none'}. missing: {', '.join(peers.missing) or 'none'}.")
    return 1 if missed or peers.missing else 0


if __name__ == "__main__":
    sys.exit(main())
