"""Zip files whose bytes depend on their contents alone: fixed order, fixed dates, no time stamps."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from functools import lru_cache

from generator.shapes import Any, NamedTuple

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_DATE = 1 << 5 | 1  # 1 January 1980, the first day that a zip file can hold
_UTF8_NAMES = 0x800
_DEFLATED = 8
_LEVEL = 5  # a fifth quicker than 6 for a thirtieth more bytes
_LAST_BLOCK = b"\3\0"  # of a deflated stream, with nothing in it
_SMALL = 1024  # bytes


class Member(NamedTuple):
    """A member ready to be written: deflated bytes with the checksum and size of what they hold."""

    name: str
    deflated: bytes
    checksum: int
    size: int


def pack(name: str, content: bytes) -> Member:
    """Deflate one member."""
    return _known(name, content) if len(content) < _SMALL else _packed(name, content)


def _packed(name: str, content: bytes) -> Member:
    """Deflate with a compressor that has been used before, where one is at hand.

    A full flush ends what it has to say of one content and makes it forget it, as if it were new; an empty last block
    ends the stream. A new one asks the system for a quarter of a megabyte, which takes as long as deflating a report.
    """
    try:
        compressor = _idle.pop()  # as good as a lock where threads share the module
    except IndexError:
        compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    deflated = compressor.compress(content) + compressor.flush(zlib.Z_FULL_FLUSH) + _LAST_BLOCK
    _idle.append(compressor)
    return Member(name, deflated, zlib.crc32(content), len(content))


_idle: list[Any] = []
_known = lru_cache(maxsize=64)(_packed)  # the headers of most reports are the same


def join(members: Iterable[Member]) -> bytes:
    """The zip file that holds the members in the order given."""
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for member in members:
        name = member.name.encode()
        common = (
            20,
            _UTF8_NAMES,
            _DEFLATED,
            0,
            _DATE,
            member.checksum,
            len(member.deflated),
            member.size,
            len(name),
            0,
        )
        local = _LOCAL.pack(b"PK\3\4", *common) + name
        directory.append(_CENTRAL.pack(b"PK\1\2", 20, *common, 0, 0, 0, 0, offset) + name)
        body += (local, member.deflated)
        offset += len(local) + len(member.deflated)
    size = sum(map(len, directory))
    end = _END.pack(b"PK\5\6", 0, 0, len(directory), len(directory), size, offset, 0)
    return b"".join((*body, *directory, end))
