"""Full-width marks where YAML needs half-width ones: beside the keys of the form only, so no text is touched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from generator.mending.patient import Edit, Family, Patient, family, is_prose

_BLANKS = "[ 　]*"
_NUMBER = re.compile(r"(?:[0-9０-９.．]+|[~～])[ 　]*(?:#.*)?$")  # what may follow the colon of a row
_OPENING = {"{": "{", "｛": "{", "[": "[", "［": "["}
_CLOSING = {"}": "}", "｝": "}", "]": "]", "］": "]"}
_BLOCK = re.compile(r"([^:]*: *)｜([ 　]*)$")


def edits(patient: Patient) -> Iterator[Edit]:
    """An edit for each line with such marks of which the check complains."""
    form = family(patient.form)
    changed = {number: _line(patient.lines[number - 1], form) for number in set(_suspects(patient, form))}
    for finding in patient.findings("N103"):
        number = finding.position.line
        changed[number] = _BLOCK.sub(r"\1|\2", patient.lines[number - 1])
    for number, text in sorted(changed.items()):
        line = patient.lines[number - 1]
        if text != line:
            yield Edit(patient.starts[number - 1], len(line), text, number, "全角标点改成半角，冒号后空一格")


def _suspects(patient: Patient, form: Family) -> Iterator[int]:
    """The damaged lines among those complained of and next to them, because YAML takes them for one text."""
    last = len(patient.lines)

    def is_damaged(number: int) -> bool:
        lines = patient.lines[:number]
        return _line(lines[-1], form) != lines[-1] and not is_prose(lines)

    for finding in patient.findings("Y101", "Y105", "Y110", "S101", "S104", "S105"):
        place = min(finding.position.line, last)  # the end of the file may be past the last line
        yield from takewhile(is_damaged, (place,))
        yield from takewhile(is_damaged, range(place - 1, 0, -1))
        yield from takewhile(is_damaged, range(place + 1, last + 1))


def _line(line: str, form: Family) -> str:
    """A line that begins with a key of the form, its marks as YAML wants them; any other as it is."""
    lead, rest = _split(line)
    match = re.match(rf"({form.pattern})({_BLANKS}[:：]{_BLANKS})", rest)
    if not match:
        return line
    value = rest[match.end() :]
    if value[:1] in _OPENING:
        value = _flow(value, form)
    elif value.strip() in ("｜", "～"):
        value = value.replace("｜", "|").replace("～", "~")
    elif value and not (match[1].strip("'\"") in form.texts or value[0] in "#|>~" or _NUMBER.match(value)):
        return line
    return lead + match[1] + _colon(match[2], bool(value)) + value


def _split(line: str) -> tuple[str, str]:
    """The indentation, with a dash of a list, in half-width blanks; and the rest."""
    lead = re.match(r"[ 　]*(?:- +)?", line)
    assert lead
    return lead[0].replace("　", "  "), line[lead.end() :]


def _colon(written: str, followed: bool) -> str:
    """A colon as it is where it is right already, else the plain one with a blank after it."""
    right = re.fullmatch(r" *: +" if followed else r" *: *", written)
    return written if right else ": " if followed else ":"


def _flow(text: str, form: Family) -> str:
    """What stands in braces, up to the one that closes; a comment after it stays."""
    entry = re.compile(rf"{_BLANKS}({form.pattern})({_BLANKS}[:：]{_BLANKS})")
    comma = re.compile(rf"，{_BLANKS}(?=(?:{form.pattern}){_BLANKS}[:：]|[}}｝\]］{{｛])")
    pieces: list[str] = []
    place = depth = 0
    begins = False  # an entry may begin here
    while place < len(text):
        mark = text[place]
        found = entry.match(text, place) if begins else None
        if found:
            lead = found[0][: found.start(1) - found.start()].replace("　", " ")
            pieces.append(lead + found[1] + _colon(found[2], True))
            place = found.end()
            begins = False
            continue
        found = comma.match(text, place)
        if found:
            pieces.append(", ")
            place, begins = found.end(), True
            continue
        end = _quoted(text, place) if mark in "'\"" else place + 1
        depth += (mark in _OPENING) - (mark in _CLOSING)
        begins = mark in _OPENING or mark == "," or (begins and mark in " 　")
        pieces.append(_OPENING.get(mark) or _CLOSING.get(mark) or text[place:end].replace("　", " "))
        place = end
        if not depth:
            break
    return "".join(pieces) + text[place:]


def _quoted(text: str, place: int) -> int:
    """Where a quoted text that begins at a place ends."""
    end = text.find(text[place], place + 1)
    return end + 1 if end > 0 else len(text)
