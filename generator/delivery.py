"""From a checked report to files: their names, their bytes, and writing them so that nothing is ever half there."""

from __future__ import annotations

import errno
import os
import re
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache

from generator import writers
from generator.check import Result
from generator.config import FOR_FILES
from generator.document import DRAFT, compose
from generator.errors import OutputError
from generator.files import STANDARD_INPUT, tidy
from generator.findings import Finding
from generator.report import title_units
from generator.shapes import TYPE_CHECKING, NamedTuple
from generator.template import Template

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TypeVar

    Name = TypeVar("Name", str, Path)

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|\Z)", re.IGNORECASE)
_MAX_BYTES = 200
_STALE_SECONDS = 60
_NEW = os.O_CREAT | os.O_WRONLY | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_OURS = re.compile(r"\..+\.\d+\.tmp\Z")
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


def folder_for(file: str) -> str:
    """Where the outputs of a report go unless told otherwise: `out` beside it, or here for standard input."""
    return "out" if file == STANDARD_INPUT else tidy(os.path.join(os.path.dirname(file), "out"))


def file_stem(template: Template, agency: str, year: int, draft: bool) -> str:
    """The name of a report's files before the extension."""
    title = "".join(title_units(template, agency, year))
    name = safe_name(title if "{机关}" in template.title else agency + title)
    return f"{name}（{template.printing.word(DRAFT)}）" if draft else name


def safe_name(text: str) -> str:
    """A text as a file name that every file system takes, Windows with its reserved names and characters included."""
    name = text.translate(FOR_FILES)
    if not name.isprintable():
        name = "".join(filter(str.isprintable, name))
    name = name.strip(" .　")
    if _RESERVED.match(name) or not name:
        name = f"_{name}"
    encoded = name.encode("utf-8")
    if len(encoded) > _MAX_BYTES:
        name = f"{encoded[: _MAX_BYTES - 10].decode('utf-8', 'ignore')}_{zlib.crc32(encoded):08x}"
    return name


def relative(path: Name, folder: Name) -> str:
    """A path as seen from a folder, with slashes."""
    return os.path.relpath(path, folder).replace(os.sep, "/")


def targets(result: Result, folder: str, formats: Iterable[str], draft: bool) -> dict[str, str]:
    """The file of each format; none where nothing of the report can be rendered."""
    if result.report is None or (result.has_errors and not draft):
        return {}
    report = result.report
    if report.script:
        from generator.rewriting import rewritten

        report = rewritten(report)
    stem = file_stem(report.template, report.agency, report.year, draft)
    return {name: os.path.join(folder, f"{stem}.{name}") for name in formats}


def deliver(result: Result, files: Mapping[str, Name], draft: bool, notepad: Notepad = AS_WRITTEN) -> None:
    """Render a report to its files, all of them or none; OutputError when they cannot be written."""
    write_together(rendered(result, files, draft, notepad))


def rendered(
    result: Result, files: Mapping[str, Name], draft: bool, notepad: Notepad = AS_WRITTEN
) -> dict[Name, bytes]:
    """The bytes of each file of a report; none where nothing of it can be rendered."""
    if result.report is None:
        return {}
    left = sorted((one for one in result.findings if not one.accepted), key=lambda one: one.severity)  # errors first
    problems = [_listed(finding, result.source.file) for finding in left] if draft else None
    document = compose(result.report, problems)
    contents = {path: writers.module(name).write(document) for name, path in files.items()}
    if "txt" in files:
        contents[files["txt"]] = notepad.saved(contents[files["txt"]])
    return contents


def _listed(finding: Finding, report: str) -> str:
    """A finding as a draft's first page lists it: no path, because the page is the same wherever the file lies."""
    other = "" if finding.position.file == report else f"{os.path.basename(finding.position.file)} "
    return f"{other}第 {finding.position.line} 行：{finding.severity.label} {finding.code} {finding.message}"


def write_together(contents: Mapping[Name, bytes | Iterable[bytes]], durable: bool = True) -> None:
    """Write files so that each is whole or as it was before; none is touched where one cannot be written.

    They are put in place in the order given. What is not `durable` may be damaged when the power fails, by no less.
    """
    with _replacing(contents, durable):
        pass


@contextmanager
def replacing(paths: Iterable[Name]) -> Iterator[dict[Name, str]]:
    """An empty file to write for each path; together they take their places when the block has ended well.

    OutputError where one cannot be written; then no path is touched.
    """
    with _replacing(dict.fromkeys(paths, b""), durable=True) as temporaries:
        yield temporaries


@contextmanager
def _replacing(contents: Mapping[Name, bytes | Iterable[bytes]], durable: bool) -> Iterator[dict[Name, str]]:
    temporaries: dict[Name, str] = {}
    try:
        for path, content in contents.items():
            mode = _require_free(path)
            temporaries[path] = _temporary(path)
            with os.fdopen(os.open(temporaries[path], _NEW, mode or 0o666), "wb") as stream:
                if mode:
                    os.chmod(temporaries[path], mode)
                stream.writelines((content,) if isinstance(content, bytes) else content)
        yield temporaries
        for temporary in temporaries.values() if durable else ():
            with open(temporary, "r+b") as stream:
                os.fsync(stream.fileno())
        for path in tuple(temporaries):
            os.replace(temporaries[path], path)
            del temporaries[path]
    except OSError as error:
        name = error.filename2 or error.filename or "输出文件"
        raise OutputError(f"写不了 {name}：{_reason(error)}；原来的文件没有改动。") from None
    finally:
        for temporary in temporaries.values():
            with suppress(OSError):
                os.unlink(temporary)


def _require_free(path: Name) -> int:
    """The permissions of a file that is there, else 0 and a folder for it.

    OSError where it is held by another program or is no file, so that no other one is replaced before.
    """
    if os.access(path, os.F_OK):
        with open(path, "r+b") as stream:
            return os.fstat(stream.fileno()).st_mode & 0o7777
    folder = os.path.dirname(os.fspath(path)) or "."
    if not os.path.isdir(folder):
        os.makedirs(folder, exist_ok=True)
    return 0


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "它正在被使用，或者没有权限。请先关闭 Word、WPS 里打开的这个文件，再运行一次"
    return _REASONS.get(error.errno or 0, f"系统不让写（{error.errno}）。请检查文件夹和磁盘")


def _temporary(path: Name) -> str:
    """A hidden name beside the target."""
    folder, name = os.path.split(os.fspath(path))
    _sweep(folder or ".")
    return os.path.join(folder, f".{name}.{os.getpid()}.tmp")


@lru_cache(maxsize=1024)
def _sweep(folder: str) -> None:
    """Take away what killed runs left in a folder, once in a process: a folder may hold thousands of files."""
    for entry in os.scandir(folder):
        if _OURS.match(entry.name):
            with suppress(OSError):
                if time.time() - entry.stat().st_mtime > _STALE_SECONDS:
                    os.unlink(entry.path)


class Claims:
    """Who writes which file, on a file system that ignores case too; a digest for each, for there may be many."""

    def __init__(self) -> None:
        self._owners: dict[bytes, str] = {}

    def taken(self, source: str, path: Name) -> str | None:
        """The source that writes a file already; None where nobody does, and from now on this one."""
        name = os.path.normcase(os.path.abspath(os.fspath(path))).casefold()
        from hashlib import blake2b  # loads OpenSSL, for which a single report has no need

        key = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if key in self._owners:
            return self._owners[key]
        self._owners[key] = source
        return None


def doubled(files: Iterable[tuple[str, Name]]) -> tuple[str, str, Name] | None:
    """Two inputs that would write the same file."""
    claims = Claims()
    for source, path in files:
        other = claims.taken(source, path)
        if other is not None:
            return other, source, path
    return None
