"""What became of a report in a batch, and its record beside the outputs, by which an unchanged one is not made again.

A record holds a digest of every file that was read and of every file that was written, and what was found, so that a
run which skips the report tells the same. Paths in it start from the folder of the outputs: the whole may be moved.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path as FilePath
from typing import Any

from generator import config
from generator.check import Result
from generator.findings import Finding, Mend, Position, Severity
from generator.nodes import Scalar, Sequence
from generator.paths import Path
from generator.resources import data_dir
from generator.shapes import NamedTuple
from generator.source import Source

FOLDER = ".nianbao"  # in the folder of the outputs
_VERSION = 1
_NONE = ""  # the digest of a file that was looked for in vain

RENDERED, DRAFT, FAILED, CHECKED = "rendered", "draft", "failed", "checked"
UNREAD, UNWRITTEN, RENAMED = "unread", "unwritten", "renamed"  # what is no outcome of the report itself


class Shown(NamedTuple):
    """A key figure of the form: its label, its number as printed, empty where unknown, its unit."""

    label: str
    text: str
    unit: str


class Done(NamedTuple):
    """What became of one report: plain data that one process can send another.

    `outputs` are the files written, `left` files of earlier runs that this report no longer writes, `made` is False
    where an earlier run had done it. `message` is why a file could not be read or written; of a RENAMED report it is
    the name that its files would have.
    """

    file: str
    status: str
    result: Result
    agency: str = ""
    year: int = 0
    figures: tuple[Shown, ...] = ()
    outputs: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    message: str = ""
    made: bool = True


@lru_cache(maxsize=1)
def program() -> str:
    """A digest of everything but reports that outputs depend on: the program's own files, its templates, Python, zlib.

    It goes by contents, so that it is the same on every machine of a cluster.
    """
    digest = sha256(f"{sys.version} {zlib.ZLIB_RUNTIME_VERSION} {os.environ.get('NIANBAO_FONTS', '')}".encode())
    for folder in (FilePath(__file__).parent, FilePath(data_dir("templates")), FilePath(data_dir("schemas"))):
        for file in sorted(file for file in folder.rglob("*") if file.suffix != ".pyc" and file.is_file()):
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def write(
    root: str, basis: str, run: str, read: Mapping[str, bytes | None], written: Mapping[str, bytes], done: Done
) -> bytes:
    """The record of a report: `basis` stands for program and options, `run` for the run that did it."""
    record = {
        "version": _VERSION,
        "basis": basis,
        "run": run,
        "file": _below(done.file, root),
        "read": {
            _below(file, root): _digest(content) if content is not None else _NONE for file, content in read.items()
        },
        "written": {_below(file, root): _digest(content) for file, content in written.items()},
        "left": [_below(file, root) for file in done.left],
        "status": done.status,
        "agency": done.agency,
        "year": done.year,
        "figures": done.figures,
        "result": _plain(done.result, root),
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def load(file: str | os.PathLike[str]) -> dict[str, Any]:
    """A record as it was written, empty where there is none or where it is not whole."""
    try:
        record = json.loads(FilePath(file).read_bytes())
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) and record.get("version") == _VERSION else {}


def unchanged(record: Mapping[str, Any], root: str, file: str, basis: str) -> bool:
    """Whether all that a record was made from and all that it made is still as it was."""
    if record.get("basis") != basis:
        return False
    settings = config.file_for(file)
    if settings is not None and _below(str(settings), root) not in record["read"]:
        return False
    return all(_is(_above(name, root), digest) for name, digest in (record["read"] | record["written"]).items())


def replayed(record: Mapping[str, Any], root: str, file: str, made: bool) -> Done:
    """What became of an unchanged report, told again."""
    return Done(
        file,
        record["status"],
        _result(record["result"], root),
        record["agency"],
        record["year"],
        tuple(Shown(*figure) for figure in record["figures"]),
        written(record, root) if record["status"] != FAILED else (),
        left(record, root),
        made=made,
    )


def written(record: Mapping[str, Any], root: str) -> tuple[str, ...]:
    """The outputs that a record names."""
    return tuple(_above(name, root) for name in record.get("written", ()))


def left(record: Mapping[str, Any], root: str) -> tuple[str, ...]:
    """The outputs of an earlier name of the report that are still there."""
    return tuple(file for file in (_above(name, root) for name in record.get("left", ())) if os.path.exists(file))


def stale(root: str, known: set[str]) -> Iterator[str]:
    """The outputs in a folder whose report is gone; `known` are the records of the reports that are there.

    The record of a report that is gone goes when its last output has gone.
    """
    for parent, folders, names in os.walk(os.path.join(root, FOLDER)):
        folders.sort()
        for name in sorted(names):
            file = os.path.join(parent, name)
            if file in known or not name.endswith(".json"):
                continue
            record = load(file)
            outputs = [path for path in written(record, root) if os.path.exists(path)] + list(left(record, root))
            yield from outputs
            if record and not outputs:
                os.unlink(file)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _is(file: str, digest: str) -> bool:
    try:
        with open(file, "rb") as stream:
            return _digest(stream.read()) == digest
    except FileNotFoundError:
        return digest == _NONE
    except OSError:
        return False


def _below(file: str, root: str) -> str:
    """A file as seen from a folder, with / on every system; where no way leads there, its full name."""
    try:
        return FilePath(os.path.relpath(file, root)).as_posix()
    except ValueError:
        return os.path.abspath(file)


def _above(name: str, root: str) -> str:
    return os.path.normpath(os.path.join(root, name))


def _plain(result: Result, root: str) -> dict[str, Any]:
    source = result.source
    return {
        "file": _below(source.file, root),
        "lines": {number: line for number, line in enumerate(source.lines, 1) if line},
        "scalars": source.root.items if isinstance(source.root, Sequence) else [],
        "findings": [_plain_finding(finding, root) for finding in result.findings],
        "prose": sorted(path.parts for path in result.prose),
    }


def _plain_finding(finding: Finding, root: str) -> list[Any]:
    places = [
        (_below(place.file, root), place.line, place.column, place.words)
        for place in (finding.position, *finding.related)
    ]
    paths = [path.parts for path in finding.paths]
    mends = [(mend.position.line, mend.position.column, mend.old, mend.new) for mend in finding.mends]
    return [finding.code, int(finding.severity), finding.message, places, paths, finding.fix, finding.accepted, mends]


def _result(data: Mapping[str, Any], root: str) -> Result:
    lines = {int(number): line for number, line in data["lines"].items()}
    texts = tuple(lines.get(number, "") for number in range(1, max(lines, default=0) + 1))
    nodes = Sequence(1, 1, [Scalar(*scalar) for scalar in data["scalars"]])
    findings = tuple(_finding(row, root) for row in data["findings"])
    prose = frozenset(Path(tuple(parts)) for parts in data["prose"])
    return Result(Source(_above(data["file"], root), texts, nodes), None, findings, prose)


def _finding(row: list[Any], root: str) -> Finding:
    code, severity, message, places, paths, fix, accepted, mends = row
    position, *related = (Position(_above(file, root), line, column, words) for file, line, column, words in places)
    changes = tuple(Mend(Position(position.file, line, column), old, new) for line, column, old, new in mends)
    named = tuple(Path(tuple(parts)) for parts in paths)
    return Finding(code, Severity(severity), message, position, named, tuple(related), fix, accepted, changes)
