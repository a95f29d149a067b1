"""Reading files: the bytes, a clear word where that fails, and on demand the memory of what was read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from generator.errors import InputError
from generator.shapes import TYPE_CHECKING

if TYPE_CHECKING:
    from contextvars import ContextVar

MAX_BYTES = 5_000_000
_USUAL_BYTES = 65_536  # more than a report mostly has; to ask for the most at once takes longer
STANDARD_INPUT = "-"
_read: ContextVar[dict[str, bytes | None] | None] | None = None  # only a batch has one


@contextmanager
def remembering() -> Iterator[dict[str, bytes | None]]:
    """The files that are read meanwhile, by name, with what they held; None for those that were looked for in vain."""
    global _read  # noqa: PLW0603 made when it is first needed
    if _read is None:
        from contextvars import ContextVar

        _read = ContextVar("read", default=None)
    files: dict[str, bytes | None] = {}
    token = _read.set(files)
    try:
        yield files
    finally:
        _read.reset(token)


def contents(file: str) -> bytes:
    """The bytes of a file, or of standard input, as far as a report may be long and one more; InputError as `load`."""
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with open(file, "rb") as stream:
            content = stream.read(_USUAL_BYTES)
            if len(content) == _USUAL_BYTES:
                content += stream.read(MAX_BYTES + 1 - _USUAL_BYTES)
    except FileNotFoundError:
        raise InputError(f"找不到文件 {file}。请核对文件名和所在文件夹。") from None
    except (IsADirectoryError, PermissionError):
        if os.path.isdir(file):
            raise InputError(f"{file} 是文件夹，不是文件。请写出其中 YAML 文件的名字。") from None
        raise InputError(f"没有读取 {file} 的权限。请检查文件的权限，或者先关闭正在使用它的程序。") from None
    except (OSError, ValueError):
        raise InputError(f"读不了 {file[:80]}。请核对文件名和文件是否损坏。") from None
    _remember(file, content)
    return content


def below(file: str, folder: str = ".") -> str | None:
    """A file as seen from a folder, where it is in it; None for any other."""
    path, inside = os.path.abspath(file), os.path.join(os.path.abspath(folder), "")
    return path[len(inside) :] if os.path.normcase(path).startswith(os.path.normcase(inside)) else None


def tidy(path: str) -> str:
    """A path with single separators and no `.` in it; one with `..` as it is, for what stands before may be a link."""
    return path if os.pardir in path else os.path.normpath(path)


def missing(file: str) -> None:
    """Remember that a file which would have been read is not there."""
    _remember(file, None)


def _remember(file: str, content: bytes | None) -> None:
    files = _read.get() if _read else None
    if files is not None:
        files[file] = content
