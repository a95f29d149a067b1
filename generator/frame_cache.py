"""Compiled frames as plain data, and keeping them in the user's cache folder: no pickle, no generated Python."""

from __future__ import annotations

import marshal
from collections.abc import Mapping

from generator import archive, cache
from generator.shapes import NamedTuple


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
    members = [(*member[:3], member.ready and tuple(member.ready)) for member in frame.members]
    cache.write(name, key, marshal.dumps((members, frame.constants)))


def load(name: str, key: bytes) -> Frame | None:
    """A kept frame; None where there is none, or where it is not whole."""
    body = cache.read(name, key)
    if body is None:
        return None
    members, constants = marshal.loads(body)  # noqa: S302 plain data, whole by its checksum
    made = (Member(name, pieces, slots, ready and archive.Member(*ready)) for name, pieces, slots, ready in members)
    return Frame(tuple(made), constants)
