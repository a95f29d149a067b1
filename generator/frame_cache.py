"""Compiled frames as plain data, and keeping them in the user's cache folder: no pickle, no generated Python."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

from generator import archive, cache
from generator.shapes import Any, NamedTuple


class Member(NamedTuple):
    """A file of the output: `pieces` of bytes with a slot between every two; ready deflated where it has no slot."""

    name: str
    pieces: tuple[bytes, ...]
    slots: tuple[str, ...]
    ready: archive.Member | None

    def fill(self, values: Mapping[str, bytes]) -> bytes:
        """The file with its slots filled; KeyError for a slot without a value."""
        filled = [b""] * (2 * len(self.slots) + 1)
        filled[::2] = self.pieces
        filled[1::2] = [values[slot] for slot in self.slots]
        return b"".join(filled)


class Frame(NamedTuple):
    """A compiled frame; `constants` are what the writer read off the frame, such as its style ids."""

    members: tuple[Member, ...]
    constants: dict[str, str]


def store(name: str, key: bytes, frame: Frame) -> None:
    """Keep a compiled frame."""
    fields: list[bytes] = [str(len(frame.members)).encode()]
    for member in frame.members:
        fields += (member.name.encode(), str(len(member.slots)).encode(), *member.pieces)
        fields += (slot.encode() for slot in member.slots)
        ready = member.ready
        fields += (ready.deflated, f"{ready.checksum} {ready.size}".encode()) if ready else (b"", b"")
    for constant, value in frame.constants.items():
        fields += (constant.encode(), value.encode())
    cache.write(name, key, b"".join(struct.pack("<I", len(text)) + text for text in fields))


def load(name: str, key: bytes) -> Frame | None:
    """A kept frame; None where there is none, or where it is not whole."""
    body = cache.read(name, key)
    if body is None:
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
