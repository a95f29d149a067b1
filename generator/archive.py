"""Zip files whose bytes depend on their contents alone: fixed order, fixed dates, no time stamps."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from functools import lru_cache

from generator.shapes import NamedTuple

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_DATE = 1 << 5 | 1  # 1 January 1980, the first day that a zip file can hold
_UTF8_NAMES = 0x800
_DEFLATED = 8
_LEVEL = 5  # a fifth quicker than 6 for a thirtieth more bytes
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
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return Member(name, compressor.compress(content) + compressor.flush(), zlib.crc32(content), len(content))


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
