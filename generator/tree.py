"""The tree of a YAML file, built from libyaml's events.

So nesting can be bounded while reading and nothing is typed on the way: `no`, `12:30` and `010` stay what the author
wrote. What is wrong with the file as YAML becomes a fault, a value that the Y rules put into words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator import libyaml as yaml
from generator.findings import Position
from generator.nodes import Entry, Mapping, Node, Scalar, Sequence, is_null
from generator.shapes import Any, NamedTuple, new

MAX_DEPTH = 32

_COUNT = "[\u4e00-\u9fff]+: (?:0|[1-9][0-9]{0,14})"
_ROW = re.compile(rf"([^#]*: ){{({_COUNT}(?:, {_COUNT})*)}}\Z")
# What libyaml takes for a line break or refuses outright; editors count lines by CR and LF alone.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_LOOKED_AT = 500  # characters of a line in which a cause is looked for
_WIDE = frozenset("：，　")
_SKIPPED = "?"  # the style of a key that stands for one that cannot be a key


class Fault(NamedTuple):
    """Something wrong with the file as YAML. `kind` is one of the words that the Y rules answer to."""

    kind: str
    position: Position
    detail: str = ""
    related: tuple[Position, ...] = ()


def _rows(lines: Iterable[str]) -> tuple[list[str], dict[int, Mapping]]:
    """The lines with `{}` for every row of counts, and these rows by the index of their lines.

    Half of the scalars of a report stand in such rows, and they can mean one thing only, unless they stand in a text:
    then the parser meets no mapping there, and the file has to be read as it is.
    """
    short: list[str] = []
    rows: dict[int, Mapping] = {}
    for index, line in enumerate(lines):
        match = _ROW.match(line) if line.endswith("}") else None
        row = _row(match, index + 1) if match else None
        if row:
            rows[index] = row
        short.append(f"{line[: row.column]}}}" if row else line)
    return short, rows


def _row(match: re.Match[str], line: int) -> Mapping | None:
    """A row of counts as it is written, None where a key is doubled."""
    column = match.end(1) + 2
    counts = []
    entries: dict[str, Entry] = {}
    for cell in match[2].split(", "):
        name, _, digits = cell.partition(": ")
        place = column + len(name) + 2
        entries[name] = new(Entry, (new(Scalar, (name, "", line, column)), new(Scalar, (digits, "", line, place))))
        counts.append(int(digits))
        column = place + len(digits) + 2
    return Mapping(line, match.end(1) + 1, entries, tuple(counts)) if len(entries) == len(counts) else None


class Builder:
    """Builds the tree from events; `rows` are those that the text has `{}` for, and are taken as they are met."""

    def __init__(self, file: str, lines: tuple[str, ...], faults: list[Fault]) -> None:
        self.file = file
        self.lines = lines
        self.faults = faults
        self.rows: dict[int, Mapping] = {}
        self.root: Node | None = None

    def build_short(self) -> bool:
        """Build from text without its rows of counts, saying whether that is the same; then there is no fault."""
        short, self.rows = _rows(self.lines)
        if not self.rows:
            return False
        self.build("\n".join(short))
        return not (self.rows or self.faults)

    def build(self, text: str) -> None:
        """Build from text as it is; what is no YAML becomes a fault."""
        try:
            self._consume(yaml.Parser(text))
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
        except yaml.YAMLError as error:
            self.faults.append(Fault("syntax", Position(self.file, 1, 1), str(error)))

    def _consume(self, parser: Any) -> None:  # noqa: C901, PLR0912, PLR0915 a call for each event would cost as much
        """Build the tree; `entries` and `key` are those of the mapping that is open, if one is."""
        documents, is_open = 0, False
        entries: dict[str, Entry] | None = None
        key: Scalar | None = None
        outer: list[tuple[Any, Scalar | None]] = []
        node: Any
        opened: Any = None
        for event in iter(parser.get_event, None):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                mark = event.start_mark
                style = event.style or ""
                if event.anchor or event.tag:
                    self._properties(event, mark)
                text = self._unescaped(event) if style == '"' else event.value
                node = new(Scalar, (text, style, mark.line + 1, mark.column + 1))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                mark = event.start_mark
                self._properties(event, mark)
                if len(outer) >= MAX_DEPTH:
                    self._fault("depth", mark)
                    self.root = None
                    return
                node = self._opened(kind is yaml.MappingStartEvent, mark.line, mark.column + 1)
                is_open = True
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                opened, key = outer.pop()
                entries = opened.entries if type(opened) is Mapping else None
                continue
            elif kind is yaml.AliasEvent:
                mark = event.start_mark
                self._fault("anchor", mark, "*" + event.anchor)
                style = _SKIPPED if entries is not None and not key else ""
                node = Scalar("~", style, mark.line + 1, mark.column + 1)
            else:
                documents += kind is yaml.DocumentStartEvent
                if documents > 1:
                    self._fault("documents", event.start_mark)
                    return
                continue
            if entries is None:
                if opened is None:
                    self.root = node
                else:
                    opened.items.append(node)
            elif key is None:
                key = node if type(node) is Scalar else self._no_key(node)
            else:
                name = key.text
                if name in entries or key.style == _SKIPPED or not _WIDE.isdisjoint(name):
                    self._enter(entries, key, node)
                else:
                    entries[name] = new(Entry, (key, node))
                key = None
            if is_open:
                outer.append((opened, key))
                opened, key, is_open = node, None, False
                entries = node.entries if type(node) is Mapping else None

    def _opened(self, is_mapping: bool, index: int, column: int) -> Mapping | Sequence:
        row = self.rows.get(index)
        if row and is_mapping and row.column == column:
            return self.rows.pop(index)
        return Mapping(index + 1, column, {}) if is_mapping else Sequence(index + 1, column, [])

    def _no_key(self, node: Mapping | Sequence) -> Scalar:
        self.faults.append(Fault("key", Position(self.file, node.line, node.column)))
        return Scalar("", _SKIPPED, node.line, node.column)

    def _enter(self, entries: dict[str, Entry], key: Scalar, node: Node) -> None:
        """Enter a key that may be doubled, no key at all, or run together with its value by a full-width mark."""
        if key.style == _SKIPPED:
            return
        place = Position(self.file, key.line, key.column)
        if key.text in entries:
            first = entries[key.text].key
            self.faults.append(Fault("duplicate", place, key.text, (Position(self.file, first.line, first.column),)))
            return
        if not key.style and (key.text.startswith("　") or is_null(node)):
            self.faults.append(Fault("fullwidth", place, key.text))
        entries[key.text] = Entry(key, node)

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
