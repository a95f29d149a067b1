"""Reading files: the bytes, a clear word where that fails, and on demand the memory of what was read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from generator.errors import InputError

MAX_BYTES = 5_000_000
STANDARD_INPUT = "-"
_READ: ContextVar[dict[str, bytes | None] | None] = ContextVar("read", default=None)


@contextmanager
def remembering() -> Iterator[dict[str, bytes | None]]:
    """The files that are read meanwhile, by name, with what they held; None for those that were looked for in vain."""
    files: dict[str, bytes | None] = {}
    token = _READ.set(files)
    try:
        yield files
    finally:
        _READ.reset(token)


def contents(file: str) -> bytes:
    """The bytes of a file, or of standard input, as far as a report may be long and one more; InputError as `load`."""
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with open(file, "rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError(f"找不到文件 {file}。请核对文件名和所在文件夹。") from None
    except (IsADirectoryError, PermissionError):
        if os.path.isdir(file):
            raise InputError(f"{file} 是文件夹，不是文件。请写出其中 YAML 文件的名字。") from None
        raise InputError(f"没有读取 {file} 的权限。请检查文件的权限，或者先关闭正在使用它的程序。") from None
    except (OSError, ValueError):
        raise InputError(f"读不了 {file[:80]}。请核对文件名和文件是否损坏。") from None
    read = _READ.get()
    if read is not None:
        read[file] = content
    return content


def below(file: str, folder: str = ".") -> str | None:
    """A file as seen from a folder, where it is in it; None for any other."""
    path, inside = os.path.abspath(file), os.path.join(os.path.abspath(folder), "")
    return path[len(inside) :] if os.path.normcase(path).startswith(os.path.normcase(inside)) else None


def missing(file: str) -> None:
    """Remember that a file which would have been read is not there."""
    read = _READ.get()
    if read is not None:
        read[file] = None
