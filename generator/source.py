"""YAML as text with places: every scalar keeps its raw text, its quoting, its line and its column.

The tree is built from libyaml's events, so nesting can be bounded while reading and nothing is typed on the way:
`no`, `12:30` and `010` stay what the author wrote. What is wrong with the file as YAML becomes a fault, a value that
the Y rules put into words; this is the only module that works with PyYAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from generator import libyaml as yaml
from generator.files import MAX_BYTES, contents
from generator.findings import Position
from generator.nodes import Entry, Mapping, Node, Scalar, Sequence, is_null
from generator.shapes import Any, NamedTuple

MAX_DEPTH = 32

# What libyaml takes for a line break or refuses outright; editors count lines by CR and LF alone.
_OTHER_FORMATS = (b"PK\3\4", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_LOOKED_AT = 500  # characters of a line in which a cause is looked for
_MOST_UNPRINTABLE = 50  # a file with more of them is no text, and one finding each would bury the rest
LINE_BREAK = re.compile("\r\n|\n|\r")
_SKIPPED = "?"  # the style of a key that stands for one that cannot be a key


class Fault(NamedTuple):
    """Something wrong with the file as YAML. `kind` is one of the words that the Y rules answer to."""

    kind: str
    position: Position
    detail: str = ""
    related: tuple[Position, ...] = ()


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
    lines = tuple(LINE_BREAK.split(text))
    faults = list(islice(_unprintable(lines, file), _MOST_UNPRINTABLE))
    builder = _Builder(file, lines, faults)
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


class _Builder:
    """Builds the tree from events; a mapping that waits for a value keeps the key in `keys`."""

    def __init__(self, file: str, lines: tuple[str, ...], faults: list[Fault]) -> None:
        self.file = file
        self.lines = lines
        self.faults = faults
        self.root: Node | None = None
        self.stack: list[Mapping | Sequence] = []
        self.keys: list[Scalar | None] = []

    def build(self, text: str) -> None:
        try:
            self._consume(yaml.Parser(text))
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
        except yaml.YAMLError as error:
            self.faults.append(Fault("syntax", Position(self.file, 1, 1), str(error)))

    def _consume(self, parser: Any) -> None:
        documents = 0
        while parser.check_event():
            event = parser.get_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                mark = event.start_mark
                self._properties(event, mark)
                text = self._unescaped(event) if event.style == '"' else event.value
                self._add(Scalar(text, event.style or "", mark.line + 1, mark.column + 1))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if not self._open(event, kind is yaml.MappingStartEvent):
                    return
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.stack.pop()
                self.keys.pop()
            elif kind is yaml.AliasEvent:
                self._fault("anchor", event.start_mark, "*" + event.anchor)
                style = _SKIPPED if self.stack and isinstance(self.stack[-1], Mapping) and not self.keys[-1] else ""
                self._add(Scalar("~", style, event.start_mark.line + 1, event.start_mark.column + 1))
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._fault("documents", event.start_mark)
                    return

    def _open(self, event: Any, is_mapping: bool) -> bool:
        mark = event.start_mark
        self._properties(event, mark)
        if len(self.stack) >= MAX_DEPTH:
            self._fault("depth", mark)
            self.root = None
            return False
        place = mark.line + 1, mark.column + 1
        node = Mapping(*place, {}) if is_mapping else Sequence(*place, [])
        self._add(node)
        self.stack.append(node)
        self.keys.append(None)
        return True

    def _add(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif self.keys[-1] is None:
            self.keys[-1] = self._key(node)
        else:
            key, self.keys[-1] = self.keys[-1], None
            self._enter(parent, key, node)

    def _key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            return node
        self.faults.append(Fault("key", Position(self.file, node.line, node.column)))
        return Scalar("", _SKIPPED, node.line, node.column)

    def _enter(self, parent: Mapping, key: Scalar, node: Node) -> None:
        if key.style == _SKIPPED:
            return
        place = Position(self.file, key.line, key.column)
        if key.text in parent.entries:
            first = parent.entries[key.text].key
            self.faults.append(Fault("duplicate", place, key.text, (Position(self.file, first.line, first.column),)))
            return
        wide = key.text.startswith("　") or (re.search("[：，　]", key.text) and is_null(node))
        if not key.style and wide:
            self.faults.append(Fault("fullwidth", place, key.text))
        parent.entries[key.text] = Entry(key, node)

    def _unescaped(self, event: Any) -> str:
        """The text of a double-quoted scalar, whose escapes may hold what the raw text may not."""
        for match in re.finditer(f"{UNPRINTABLE.pattern}|\r", event.value):
            self._fault("control", event.start_mark, match[0])
        return re.sub(f"{UNPRINTABLE.pattern}|\r", " ", event.value)

    def _properties(self, event: Any, mark: Any) -> None:
        if event.anchor is not None:
            self._fault("anchor", mark, "&" + event.anchor)
        if event.tag is not None:
            self._fault("tag", mark, event.tag)

    def _fault(self, kind: str, mark: Any, detail: str = "") -> None:
        self.faults.append(Fault(kind, Position(self.file, mark.line + 1, mark.column + 1), detail))

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        """Name the cause where the lines around the error show one that people really type."""
        self.root = None
        mark = error.problem_mark or error.context_mark
        last = mark.line + 1 if mark else 1
        context = error.context_mark
        first = context.line + 1 if context else last
        scanned = re.search(r"(anchor|alias|tag)\Z", error.context or "")
        if scanned and context:
            token = re.match(r"\S*", self.lines[first - 1][context.column :])
            self._fault("tag" if scanned[1] == "tag" else "anchor", context, token[0] if token else "")
            return
        if any(fault.kind in ("fullwidth", "key") and fault.position.line >= last - 2 for fault in self.faults):
            return  # that is why the lines after it do not fit
        simple = error.context == "while scanning a simple key"
        for number in (first, last) if simple else (last,):
            cause = self._cause(number) if 0 < number <= len(self.lines) else None
            if cause:
                self.faults.append(cause)
                return
        related = (Position(self.file, first, context.column + 1),) if context else ()
        place = Position(self.file, last, mark.column + 1 if mark else 1)
        if simple and related:  # the key without its colon is the culprit, not what follows it
            place, related = related[0], ()
        self.faults.append(Fault("syntax", place, error.problem or "", related))

    def _cause(self, number: int) -> Fault | None:
        """A tab, a full-width mark or a missing blank where YAML cannot do with it."""
        line = self.lines[number - 1][:_LOOKED_AT]
        indent = re.match(r"[ \t]*", line)
        if indent and "\t" in indent[0]:
            return Fault("tab", Position(self.file, number, indent[0].index("\t") + 1))
        braces = re.match(r"[^'\"#:]*: *(\{\{)", line)
        if braces:
            return Fault("key", Position(self.file, number, braces.start(1) + 1))
        wide = re.match(r"[ ]*(　+)|[^'\"#:：]*(：)|[^'\"#]*: *(｛)|[^'\"#:]*: *\{[^'\"#{}，]*(，)", line)
        if wide:
            return Fault("fullwidth", Position(self.file, number, wide.start(wide.lastindex or 0) + 1), line.strip())
        tight = re.match(r"[ ]*[^'\"#:\s][^'\"#:]*(:)(?=[^\s:/])", line)
        if tight:
            return Fault("syntax", Position(self.file, number, tight.start(1) + 1), "no blank after a colon")
        return None
