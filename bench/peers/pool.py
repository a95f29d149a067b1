"""The program that keeps what can be kept, on many reports: a multiprocessing.Pool.

Usage: pool.py FOLDER SCHEMA OUT FILE…
"""

from __future__ import annotations

import sys
from multiprocessing import Pool
from pathlib import Path

from plain import kept


def one(file: str) -> None:
    kept(file, str(Path(sys.argv[3], Path(file).stem)))


if __name__ == "__main__":
    with Pool(2) as pool:
        pool.map(one, sys.argv[4:])
