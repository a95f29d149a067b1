"""The user's cache folder: what is made once and may be lost at any time; one that cannot be written is no error."""

from __future__ import annotations

import os
import sys
import zlib
from contextlib import suppress
from functools import lru_cache

from generator import __version__

_MAGIC = b"nianbao 1\n"


def program(*parts: str) -> bytes:
    """What stands for the program in a key: its version, Python's and zlib's, and its own files as they are.

    `parts` are the packages inside it that have a share in what is kept.
    """
    here = os.path.dirname(__file__)
    stamps = " ".join(_stamps(os.path.join(here, name)) for name in ("", *parts))
    return os.fsencode(f"{here} {__version__} {sys.version} {zlib.ZLIB_RUNTIME_VERSION} {stamps}")


@lru_cache
def _stamps(folder: str) -> str:
    """The sizes and times of the files in a folder."""
    stats = [entry.stat() for entry in os.scandir(folder) if entry.is_file()]
    return ",".join(sorted(f"{stat.st_size}.{stat.st_mtime_ns}" for stat in stats))


def read(name: str, key: bytes) -> bytes | None:
    """What was made under a name of all that `key` holds; None where nothing is there, or it is not whole."""
    head = _head(key)
    try:
        with open(_file(name, key), "rb") as stream:
            content = stream.read()
    except OSError:
        return None
    start = len(head) + 4
    body = content[start:]
    return body if content[:start] == head + checksum(body) else None


def write(name: str, key: bytes, body: bytes) -> None:
    """Keep what was made of all that `key` holds."""
    put(_file(name, key), _head(key) + checksum(body) + body)


def checksum(body: bytes) -> bytes:
    """Four bytes that tell a damaged body."""
    return zlib.crc32(body).to_bytes(4, "little")


def put(file: str, content: bytes) -> None:
    """Write a file as a whole or not at all."""
    temporary = f"{file}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(temporary, "wb") as stream:
            stream.write(content)
        os.replace(temporary, file)
    except OSError:
        with suppress(OSError):
            os.unlink(temporary)


def _head(key: bytes) -> bytes:
    """What a file begins with: the whole key, so that no two keys are taken for one another."""
    return _MAGIC + len(key).to_bytes(4, "little") + key


def _file(name: str, key: bytes) -> str:
    """A file in the user's cache folder; nowhere where the user has no home."""
    folder = os.environ.get("NIANBAO_CACHE") or _folder()
    return os.path.join(folder, f"{name}-{zlib.crc32(key):08x}") if folder else ""


def _folder() -> str:
    """The cache folder as this system has it."""
    home = os.path.expanduser("~")
    if home == "~":
        return ""
    if sys.platform == "win32":
        return os.path.join(os.environ.get("LOCALAPPDATA") or home, "nianbao", "cache")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches", "nianbao")
    return os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache"), "nianbao")
