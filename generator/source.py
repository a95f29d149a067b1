"""YAML as text with places: every scalar keeps its raw text, its quoting, its line and its column.

What is wrong with the file becomes a fault, a value that the Y rules put into words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from generator.files import MAX_BYTES, contents
from generator.findings import Position
from generator.nodes import Mapping, Node, Scalar, Sequence
from generator.shapes import NamedTuple
from generator.tree import UNPRINTABLE, Builder, Fault

_OTHER_FORMATS = (b"PK\3\4", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")
_MOST_UNPRINTABLE = 50  # a file with more of them is no text, and one finding each would bury the rest
LINE_BREAK = re.compile("\r\n|\n|\r")


class Source(NamedTuple):
    """A file as written. `root` is None where nothing of it can be read, or nothing is there."""

    file: str
    lines: tuple[str, ...]
    root: Node | None
    faults: tuple[Fault, ...] = ()

    def at(self, node: Scalar | Mapping | Sequence) -> Position:
        """Where a node begins."""
        return Position(self.file, node.line, node.column)

    def inside(self, scalar: Scalar, offset: int) -> Position:
        """Where the character at `offset` of a scalar's text stands; the scalar's start where it folds over lines."""
        return self.exact(scalar, offset) or self.at(scalar)

    def exact(self, scalar: Scalar, offset: int) -> Position | None:
        """Where the character at `offset` of a scalar's text stands; None where the text folds over lines."""
        if scalar.style == "|":
            before = scalar.text[:offset]
            line = scalar.line + 1 + before.count("\n")
            indent = len(self.line(line)) - len(scalar.text.split("\n")[before.count("\n")])
            return Position(self.file, line, max(indent, 0) + len(before) - before.rfind("\n"))
        start = scalar.column + bool(scalar.style)
        raw = _raw_offset(self.line(scalar.line)[start - 1 :], scalar.text[:offset], scalar.style)
        return None if raw is None else Position(self.file, scalar.line, start + raw)

    def line(self, number: int) -> str:
        """A line by its number from 1; empty where the file has no such line."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""


def _raw_offset(line: str, before: str, style: str) -> int | None:
    """How many characters of a line are written for the text `before`; None where they are not on this line."""
    if style == "'":
        before = before.replace("'", "''")
    elif style == '"':
        pieces = re.findall(r"\\x..|\\u.{4}|\\U.{8}|\\.|[^\\]", line)[: len(before)]
        same = all(piece[0] == "\\" or piece == mark for piece, mark in zip(pieces, before, strict=False))
        return len("".join(pieces)) if same and len(pieces) == len(before) else None
    return len(before) if style != ">" and line.startswith(before) else None


def load(file: str) -> Source:
    """Read a YAML file, `-` being standard input; InputError when there is no such file or it cannot be read."""
    return read(contents(file), file)


def read(content: bytes, file: str) -> Source:
    """Read YAML from bytes; `file` is the name that places carry."""
    if len(content) > MAX_BYTES:
        return Source(file, (), None, (Fault("size", Position(file, 1, 1)),))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _undecodable(content, error, file)
    lines = tuple(LINE_BREAK.split(text) if "\r" in text else text.split("\n"))
    faults = list(islice(_unprintable(lines, file), _MOST_UNPRINTABLE)) if UNPRINTABLE.search(text) else []
    builder = Builder(file, lines, [])
    if faults or not builder.build_short():
        builder = Builder(file, lines, faults)
        builder.build(UNPRINTABLE.sub(" ", text) if faults else text)
    if builder.root is None and not faults:
        faults.append(Fault("empty", Position(file, 1, 1)))
    return Source(file, lines, builder.root, tuple(faults))


def _unprintable(lines: tuple[str, ...], file: str) -> Iterator[Fault]:
    for number, line in enumerate(lines, 1):
        for match in UNPRINTABLE.finditer(line):
            yield Fault("control", Position(file, number, match.start() + 1), match[0])


def _undecodable(content: bytes, error: UnicodeDecodeError, file: str) -> Source:
    if content.startswith(_OTHER_FORMATS):
        guess = "Word、WPS、PDF、图片或者压缩包"
    elif content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:100]:
        guess = "UTF-16"
    else:
        try:
            content.decode("gb18030")
            guess = "GBK"
        except UnicodeDecodeError:
            guess = ""
    before = content[: error.start]
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8-sig", "replace")) + 1
    return Source(file, (), None, (Fault("encoding", Position(file, before.count(b"\n") + 1, column), guess),))
