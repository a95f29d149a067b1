"""Differences of prose: paragraphs that belong together, and within them pieces that a reader can take in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from generator.alignment import pairs
from generator.shapes import NamedTuple

SAME, OLD, NEW = "same", "old", "new"
_TOKEN = re.compile(
    r"\{\{[^{}]*\}\}|[0-9０-９]+(?:[.,．，][0-9０-９]+)*[%％‰]?|[A-Za-z]+|\*\*|[ \t　]+|.",
    re.DOTALL,
)
_SENTENCE = re.compile(r"[^。！？；]*[。！？；]?")
_LONG = 400  # tokens from which sentences are matched before what stands in them
_ALIKE = 0.4  # of the characters, from which two texts are taken for versions of one
_SHORT = 1  # tokens that may stand between two changes and still be told as one change: most words have two
_MANY = 2500  # pairs of paragraphs up to which the best partners are looked for


class Piece(NamedTuple):
    """A stretch of text that both versions have, or only the old one, or only the new one."""

    kind: str
    text: str


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a narrative field as written; blank lines and blanks at the ends of a line mean nothing."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def align(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Which paragraph became which: pairs of places in order, None on one side for what came or went."""
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(range(first, last), range(start, end), strict=True)
        else:
            yield from _partners(old, new, range(first, last), range(start, end))


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of a changed text; a number, a word of letters and a reference are never split."""
    if not old or not new or likeness(old, new) < _ALIKE:
        return tuple(Piece(kind, text) for kind, text in ((OLD, old), (NEW, new)) if text)
    return tuple(_joined(_absorbed(_changes(_TOKEN.findall(old), _TOKEN.findall(new)))))


def likeness(old: str, new: str) -> float:
    """The share of characters that two texts have in common, wherever they stand."""
    common = (Counter(old) & Counter(new)).total()
    return 2 * common / max(len(old) + len(new), 1)


_Change = tuple[str, list[str], list[str]]


def _partners(
    old: Sequence[str], new: Sequence[str], befores: range, afters: range
) -> Iterator[tuple[int | None, int | None]]:
    """Pair what was replaced with what replaced it, in order, so that the likenesses add up to the most."""
    if len(befores) * len(afters) > _MANY:
        common = min(len(befores), len(afters))
        yield from zip(befores[:common], afters[:common], strict=True)
        yield from ((before, None) for before in befores[common:])
        yield from ((None, after) for after in afters[common:])
        return
    likenesses = [[likeness(old[before], new[after]) for after in afters] for before in befores]
    b = a = 0
    for before, after in pairs([[alike if alike >= _ALIKE else 0.0 for alike in row] for row in likenesses]):
        yield from ((befores[n], None) for n in range(b, before))
        yield from ((None, afters[n]) for n in range(a, after))
        yield befores[before], afters[after]
        b, a = before + 1, after + 1
    yield from ((before, None) for before in befores[b:])
    yield from ((None, after) for after in afters[a:])


def _changes(old: list[str], new: list[str]) -> list[_Change]:
    """Runs of tokens that are the same or differ; long texts are matched by sentences first."""
    if len(old) < _LONG or len(new) < _LONG:
        return [
            (SAME if tag == "equal" else NEW, old[first:last], new[start:end])
            for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        ]
    befores, afters = _SENTENCE.findall("".join(old)), _SENTENCE.findall("".join(new))
    found: list[_Change] = []
    for before, after in align(befores, afters):
        was = _TOKEN.findall(befores[before]) if before is not None else []
        becomes = _TOKEN.findall(afters[after]) if after is not None else []
        if was == becomes:
            found.append((SAME, was, becomes))
        elif len(was) < _LONG or len(becomes) < _LONG:
            found += _changes(was, becomes)
        else:
            found.append((NEW, was, becomes))
    return found


def _absorbed(changes: list[_Change]) -> list[_Change]:
    """Changes with the few characters between two of them drawn into one, as a reader would tell them."""
    found: list[_Change] = []
    for number, (kind, old, new) in enumerate(changes):
        between = kind == SAME and found and found[-1][0] != SAME and number + 1 < len(changes)
        least = min(_SHORT, _size(found[-1]), _size(changes[number + 1])) if between else 0
        if kind == SAME and len(old) > least and not (found and found[-1][0] == SAME):
            found.append((kind, list(old), list(new)))
        elif found and (kind == SAME or found[-1][0] != SAME):
            found[-1][1].extend(old)
            found[-1][2].extend(new)
        else:
            found.append((NEW, list(old), list(new)))
    return found


def _size(change: _Change) -> int:
    return 0 if change[0] == SAME else max(len(change[1]), len(change[2]))


def _joined(changes: list[_Change]) -> Iterator[Piece]:
    for kind, old, new in changes:
        if kind == SAME:
            yield Piece(SAME, "".join(old))
            continue
        if old:
            yield Piece(OLD, "".join(old))
        if new:
            yield Piece(NEW, "".join(new))
