"""Proof that a deliverable says what its report says: every figure, every paragraph, in order; else what differs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from generator import amounts, label_keys
from generator.document import Document, Line
from generator.figures import Content
from generator.findings import Position
from generator.matching import match
from generator.matching.found import Match
from generator.outline.ends import DRAFTS, is_page_number
from generator.reading import Paragraph, Reading
from generator.remarks import Remark
from generator.shapes import NamedTuple

_PASSED_ON = ("I104", "I105", "I106", "I107")
_FRONT, _TITLE_LINES = 10, 4  # paragraphs among which a title is looked for, and lines that it may take
_SHOWN = 24  # characters shown on either side of a difference


def differences(document: Document, reading: Reading, ignore_draft: bool = False) -> list[Remark]:
    """What a file says otherwise than a document; nothing where both say the same.

    With `ignore_draft`, the first page of a draft is left out of the comparison.
    """
    if ignore_draft:
        cautions = {_bare(line.text) for line in document.caution}
        kept = [
            i
            for i in reading.items
            if not (isinstance(i, Paragraph) and i.style in DRAFTS and _bare(i.text) not in cautions)
        ]
        reading = replace(reading, items=tuple(kept))
    found = match(document.report.template, list(reading.tables))
    remarks = [remark for remark in found.remarks if remark.code in _PASSED_ON]
    remarks += _figures(document, found)
    lines = _printed(document)
    remarks += _flowing(lines, reading) if reading.flowing else _paragraphs(lines, reading)
    return remarks


def _figures(document: Document, found: Match) -> Iterator[Remark]:
    report, figures = document.report, document.by_path
    for path, value in report.values.items():
        one = found.figures[path]
        place = one.cell.position if one.cell else None
        shown = one.cell.text if one.cell else ""
        expected = figures[path].text
        if not _same(one.content, value.content):
            kind = "unknown" if value.content is None else "missing" if not shown else ""
            yield Remark("I201", kind, place, shown, expected, (path,))
        marker = (one.cell.raised or amounts.marker(one.cell.text)[1]) if one.cell else ""
        if marker != figures[path].marker:
            yield Remark("I201", "marker", place, marker, figures[path].marker, (path,))


def _same(one: Content | None, other: Content | None) -> bool:
    """Whether both say the same; a line of words may have been broken at a blank."""
    if isinstance(one, str) and isinstance(other, str):
        return label_keys.squeezed(one) == label_keys.squeezed(other)
    return one == other


class _Printed(NamedTuple):
    """A paragraph as a document prints it; `level` is 0 for body text, None where formats differ."""

    text: str
    level: int | None
    is_title: bool = False


def _printed(document: Document) -> list[_Printed]:
    """Every paragraph outside tables, in the order of print."""
    lines = [_Printed(line.text, None) for line in (*document.draft, *document.caution)]
    lines.append(_Printed(document.title, None, True))
    lines += map(_line, document.preface)
    for part in document.parts:
        lines.append(_Printed(part.heading, 1))
        lines += map(_line, (*part.before, *part.notes, *part.after))
    if document.signature:
        lines += [_Printed(text, None) for text in (document.signature.name, document.date) if text]
    return [line._replace(text=_bare(line.text)) for line in lines if line.text.strip()]


def _line(line: Line) -> _Printed:
    return _Printed(line.text, line.level)


def _bare(text: str) -> str:
    """A text without the line breaks inside it and blanks around it."""
    return re.sub(r"\s*\n\s*", "", text).replace("\t", " ").strip(" 　\xa0")


def _paragraphs(lines: Sequence[_Printed], reading: Reading) -> Iterator[Remark]:
    """Paragraphs that are missing, added or changed."""
    there = _title_joined(lines, [item for item in reading.paragraphs if _counts(item)])
    texts = [_bare(item.text) for item in there]
    matcher = SequenceMatcher(None, [line.text for line in lines], texts, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield from _levels(lines[a:b], there[c:d])
            continue
        pairs = min(b - a, d - c)
        for line, item in zip(lines[a : a + pairs], there[c : c + pairs], strict=True):
            old, new = _around(line.text, _bare(item.text))
            yield Remark("I202", "changed", item.position, new, old)
        place = there[min(c, len(there) - 1)].position if there else None
        for line in lines[a + pairs : b]:
            yield Remark("I202", "missing", place, "", line.text)
        for item in there[c + pairs : d]:
            yield Remark("I202", "added", item.position, _bare(item.text))


def _title_joined(lines: Sequence[_Printed], there: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs with the lines of the title as one, where a file has made each a paragraph."""
    title = next((line.text for line in lines if line.is_title), "")
    for start in range(min(len(there), _FRONT)):
        for end in range(start + 2, min(start + _TITLE_LINES, len(there)) + 1):
            runs = tuple(run for item in there[start:end] for run in item.runs)
            if _bare("".join(_bare(run.text) for run in runs)) == title:
                return [*there[:start], replace(there[start], runs=runs), *there[end:]]
    return there


def _counts(item: Paragraph) -> bool:
    """Whether a paragraph is one of the report's, rather than the number of a page or nothing."""
    return bool(_bare(item.text)) and not (item.level is None and is_page_number(item.text))


def _levels(lines: Sequence[_Printed], there: Sequence[Paragraph]) -> Iterator[Remark]:
    for line, item in zip(lines, there, strict=True):
        if line.level is not None and item.level is not None and line.level != item.level:
            yield Remark("I202", "level", item.position, str(item.level), str(line.level))


def _around(old: str, new: str) -> tuple[str, str]:
    """The places where two texts begin to differ and cease to, with a little on either side."""
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    first = max(start - 8, 0)
    return tuple(_shown(text[first : len(text) - max(end - 8, 0)], first > 0, end > 8) for text in (old, new))  # type: ignore[return-value]


def _shown(text: str, before: bool, after: bool) -> str:
    if len(text) > 2 * _SHOWN:
        text = f"{text[:_SHOWN]}…{text[-_SHOWN:]}"
    return f"{'…' if before else ''}{text}{'…' if after else ''}"


def _flowing(lines: Sequence[_Printed], reading: Reading) -> Iterator[Remark]:
    """Paragraphs that a file without paragraphs does not have in their order, and text between them."""
    pieces = [(label_keys.squeezed(item.text), item.position) for item in reading.paragraphs if _counts(item)]
    text = "".join(piece for piece, _ in pieces)
    place = 0
    for line in lines:
        wanted = label_keys.squeezed(line.text)
        at = text.find(wanted, place)
        if at < 0:
            yield Remark("I202", "missing", _place(pieces, place), "", line.text)
            continue
        if at > place:
            yield Remark("I202", "added", _place(pieces, place), _shown(text[place:at], False, False))
        place = at + len(wanted)
    if text[place:]:
        yield Remark("I202", "added", _place(pieces, place), _shown(text[place:], False, False))


def _place(pieces: Sequence[tuple[str, Position]], offset: int) -> Position | None:
    for piece, position in pieces:
        if offset < len(piece):
            return position
        offset -= len(piece)
    return pieces[-1][1] if pieces else None
