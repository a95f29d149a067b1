"""Compiled frames as plain data, and keeping them in the user's cache folder: no pickle, no generated Python."""

from __future__ import annotations

import os
import struct
import sys
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from generator import __version__, archive

_MAGIC = b"nianbao frame 1\n"


class Member(NamedTuple):
    """A file of the output: `pieces` of bytes with a slot between every two; ready deflated where it has no slot."""

    name: str
    pieces: tuple[bytes, ...]
    slots: tuple[str, ...]
    ready: archive.Member | None

    def fill(self, values: Mapping[str, bytes]) -> bytes:
        """The file with its slots filled; KeyError for a slot without a value."""
        filled = [self.pieces[0]]
        for slot, piece in zip(self.slots, self.pieces[1:], strict=True):
            filled += (values[slot], piece)
        return b"".join(filled)


class Frame(NamedTuple):
    """A compiled frame; `constants` are what the writer read off the frame, such as its style ids."""

    members: tuple[Member, ...]
    constants: dict[str, str]


def program() -> bytes:
    """What stands for the program in a cache key: its version, Python's and zlib's, and its own files as they are."""
    here = Path(__file__).parent
    stats = [entry.stat() for folder in (here, here / "writers") for entry in os.scandir(folder) if entry.is_file()]
    stamps = ",".join(sorted(f"{stat.st_size}.{stat.st_mtime_ns}" for stat in stats))
    return f"{__version__} {sys.version} {zlib.ZLIB_RUNTIME_VERSION} {stamps}".encode()


def cache_file(name: str) -> Path | None:
    """A file in the user's cache folder of this system, or in NIANBAO_CACHE; None where the user has no home."""
    named = os.environ.get("NIANBAO_CACHE")
    if named:
        return Path(named) / name
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home) / "nianbao" / "cache" / name
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "nianbao" / name
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "nianbao" / name


def store(file: Path | None, frame: Frame) -> None:
    """Keep a compiled frame; no folder, or one that cannot be written, is no error."""
    if file is None:
        return
    fields: list[bytes] = [str(len(frame.members)).encode()]
    for member in frame.members:
        fields += (member.name.encode(), str(len(member.slots)).encode(), *member.pieces)
        fields += (slot.encode() for slot in member.slots)
        ready = member.ready
        fields += (ready.deflated, f"{ready.checksum} {ready.size}".encode()) if ready else (b"", b"")
    for name, value in frame.constants.items():
        fields += (name.encode(), value.encode())
    body = b"".join(struct.pack("<I", len(text)) + text for text in fields)
    temporary = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(_MAGIC + struct.pack("<I", zlib.crc32(body)) + body)
        os.replace(temporary, file)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def load(file: Path | None) -> Frame | None:
    """A kept frame; None where there is none, or where it is not whole."""
    try:
        content = file.read_bytes() if file else b""
    except OSError:
        return None
    start = len(_MAGIC) + 4
    body = content[start:]
    if content[:start] != _MAGIC + struct.pack("<I", zlib.crc32(body)):
        return None
    fields = iter(_fields(body))
    members = tuple(_member(fields) for _ in range(int(next(fields))))
    rest = [text.decode() for text in fields]
    return Frame(members, dict(zip(rest[::2], rest[1::2], strict=True)))


def _fields(body: bytes) -> Iterable[bytes]:
    position = 0
    while position < len(body):
        (size,) = struct.unpack_from("<I", body, position)
        yield body[position + 4 : position + 4 + size]
        position += 4 + size


def _member(fields: Any) -> Member:
    name, count = next(fields).decode(), int(next(fields))
    pieces = tuple(next(fields) for _ in range(count + 1))
    slots = tuple(next(fields).decode() for _ in range(count))
    deflated, numbers = next(fields), next(fields).split()
    ready = archive.Member(name, deflated, int(numbers[0]), int(numbers[1])) if numbers else None
    return Member(name, pieces, slots, ready)
