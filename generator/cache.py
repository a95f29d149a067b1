"""The user's cache folder: what is made once and may be lost at any time; one that cannot be written is no error."""

from __future__ import annotations

import os
import sys
import zlib
from contextlib import suppress

from generator import __version__

_MAGIC = b"nianbao 1\n"


def program() -> bytes:
    """What stands for the program in a cache key: its version, Python's and zlib's, and its own files as they are."""
    here = os.path.dirname(__file__)
    folders = (here, os.path.join(here, "writers"))
    stats = [entry.stat() for folder in folders for entry in os.scandir(folder) if entry.is_file()]
    stamps = ",".join(sorted(f"{stat.st_size}.{stat.st_mtime_ns}" for stat in stats))
    return f"{__version__} {sys.version} {zlib.ZLIB_RUNTIME_VERSION} {stamps}".encode()


def read(name: str) -> bytes | None:
    """What was kept under a name; None where nothing is there, or it is not whole."""
    try:
        with open(_file(name), "rb") as stream:
            content = stream.read()
    except OSError:
        return None
    start = len(_MAGIC) + 4
    body = content[start:]
    return body if content[:start] == _MAGIC + zlib.crc32(body).to_bytes(4, "little") else None


def write(name: str, body: bytes) -> None:
    """Keep something under a name."""
    file = _file(name)
    temporary = f"{file}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(temporary, "wb") as stream:
            stream.write(_MAGIC + zlib.crc32(body).to_bytes(4, "little") + body)
        os.replace(temporary, file)
    except OSError:
        with suppress(OSError):
            os.unlink(temporary)


def _file(name: str) -> str:
    """A file in the user's cache folder; nowhere where the user has no home."""
    folder = os.environ.get("NIANBAO_CACHE") or _folder()
    return os.path.join(folder, name) if folder else ""


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
