"""From a checked report to files: their names, their bytes, and writing them so that nothing is ever half there."""

from __future__ import annotations

import errno
import os
import re
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from generator import writers
from generator.check import Result
from generator.config import FOR_FILES
from generator.document import DRAFT, compose
from generator.errors import OutputError
from generator.findings import Finding
from generator.report import Report, title_units
from generator.source import STANDARD_INPUT

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|\Z)", re.IGNORECASE)
_MAX_BYTES = 200
_STALE_SECONDS = 60
_REASONS = {
    errno.EISDIR: "那里有一个同名的文件夹。请移走它",
    errno.ENOTDIR: "路径中间有一段是文件，不是文件夹。请核对路径",
    errno.EEXIST: "要建的文件夹那里有一个同名的文件。请核对路径",
    errno.ENOENT: "没有这个文件夹。请核对路径",
    errno.ENAMETOOLONG: "名字太长。请用 -o 写一个短些的",
    errno.ENOSPC: "磁盘满了。请腾出空间",
    errno.EROFS: "磁盘是只读的。请换一个文件夹",
}


class Notepad(NamedTuple):
    """How the text file is saved for 记事本: with its line ends, with a byte order mark."""

    crlf: bool = False
    bom: bool = False

    def saved(self, text: bytes) -> bytes:
        """The bytes of the file."""
        text = text.replace(b"\n", b"\r\n") if self.crlf else text
        return b"\xef\xbb\xbf" + text if self.bom else text


AS_WRITTEN = Notepad()


def folder_for(file: str) -> Path:
    """Where the outputs of a report go unless told otherwise: `out` beside it, or here for standard input."""
    return Path("out") if file == STANDARD_INPUT else Path(file).parent / "out"


def file_stem(report: Report, draft: bool) -> str:
    """The name of a report's files before the extension."""
    name = safe_name("".join(title_units(report.template, report.agency, report.year)))
    return f"{name}（{DRAFT}）" if draft else name


def safe_name(text: str) -> str:
    """A text as a file name that every file system takes, Windows with its reserved names and characters included."""
    name = "".join(mark for mark in text.translate(FOR_FILES) if mark.isprintable()).strip(" .　")
    if _RESERVED.match(name) or not name:
        name = f"_{name}"
    encoded = name.encode("utf-8")
    if len(encoded) > _MAX_BYTES:
        name = f"{encoded[: _MAX_BYTES - 10].decode('utf-8', 'ignore')}_{zlib.crc32(encoded):08x}"
    return name


def relative(path: Path, folder: Path) -> str:
    """A path as seen from a folder, with slashes."""
    return Path(os.path.relpath(path, folder)).as_posix()


def targets(result: Result, folder: Path, formats: Iterable[str], draft: bool) -> dict[str, Path]:
    """The file of each format; none where nothing of the report can be rendered."""
    if result.report is None or (result.has_errors and not draft):
        return {}
    stem = file_stem(result.report, draft)
    return {name: folder / f"{stem}.{name}" for name in formats}


def deliver(result: Result, files: Mapping[str, Path], draft: bool, notepad: Notepad = AS_WRITTEN) -> None:
    """Render a report to its files, all of them or none; OutputError when they cannot be written."""
    if result.report is None:
        return
    left = [finding for finding in result.findings if not finding.accepted]
    problems = [_listed(finding, result.source.file) for finding in left] if draft else None
    document = compose(result.report, problems)
    contents = {path: writers.module(name).write(document) for name, path in files.items()}
    if "txt" in files:
        contents[files["txt"]] = notepad.saved(contents[files["txt"]])
    write_together(contents)


def _listed(finding: Finding, report: str) -> str:
    """A finding as a draft's first page lists it: no path, because the page is the same wherever the file lies."""
    other = "" if finding.position.file == report else f"{Path(finding.position.file).name} "
    return f"{other}第 {finding.position.line} 行：{finding.severity.label} {finding.code} {finding.message}"


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Write files so that each is whole or as it was before; none is touched where one cannot be written."""
    with replacing(contents) as temporaries:
        for path, content in contents.items():
            temporaries[path].write_bytes(content)


@contextmanager
def replacing(paths: Iterable[Path]) -> Iterator[dict[Path, Path]]:
    """An empty file to write for each path; together they take their places when the block has ended well.

    OutputError where one cannot be written; then no path is touched.
    """
    temporaries: dict[Path, Path] = {}
    try:
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            _require_free(path)
            temporaries[path] = _temporary(path)
            temporaries[path].write_bytes(b"")
            if path.exists():
                os.chmod(temporaries[path], path.stat().st_mode & 0o7777)
        yield temporaries
        for temporary in temporaries.values():
            with open(temporary, "r+b") as stream:
                os.fsync(stream.fileno())
        for path, temporary in temporaries.items():
            os.replace(temporary, path)
    except OSError as error:
        name = error.filename2 or error.filename or "输出文件"
        raise OutputError(f"写不了 {name}：{_reason(error)}；原来的文件没有改动。") from None
    finally:
        for temporary in temporaries.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _require_free(path: Path) -> None:
    """OSError where a file is held by another program or is none, so that no other one is replaced before."""
    if path.exists():
        with open(path, "r+b"):
            pass


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "它正在被使用，或者没有权限。请先关闭 Word、WPS 里打开的这个文件，再运行一次"
    return _REASONS.get(error.errno or 0, f"系统不让写（{error.errno}）。请检查文件夹和磁盘")


def _temporary(path: Path) -> Path:
    """A hidden name beside the target; what a killed run left there is taken away."""
    for old in path.parent.glob(f".{_pattern(path.name)}.*.tmp"):
        if time.time() - old.stat().st_mtime > _STALE_SECONDS:
            old.unlink(missing_ok=True)
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def _pattern(name: str) -> str:
    """A file name as a pattern that matches just itself."""
    return re.sub(r"([*?[])", r"[\1]", name)


def doubled(files: Iterable[tuple[str, Path]]) -> tuple[str, str, Path] | None:
    """Two inputs that would write the same file, on a file system that ignores case too."""
    seen: dict[str, str] = {}
    for source, path in files:
        key = os.path.normcase(os.path.abspath(path)).casefold()
        if key in seen:
            return seen[key], source, path
        seen[key] = source
    return None
