"""Which column of a raw table is which column of the form: by the labels in its heads and where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from generator.alignment import pairs
from generator.label_keys import key, likeness
from generator.matching.labels import BlockLabels
from generator.reading import Slot
from generator.shapes import NamedTuple

_ALIKE = 0.6

Line = dict[int, Slot]


class Columns(NamedTuple):
    """The columns of figures of a raw table from left to right.

    `leaves` has the number of the form's column, None for a column that the form does not have; `extra` are heads that
    the form does not have, `old` those of the form that it replaced, `guessed` those that were taken for the form's
    though they read differently; `complete` tells that every head was found.
    """

    leaves: tuple[int | None, ...]
    extra: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    complete: bool = True
    old: tuple[str, ...] = ()


def in_order(labels: BlockLabels) -> Columns:
    """The columns as the form orders them, for a table without heads."""
    return Columns(tuple(range(len(labels.columns))), complete=False)


def columns(labels: BlockLabels, heads: Sequence[Line], spans: bool) -> Columns:
    """The columns of a block under these rows of heads."""
    texts = _stacked(heads) if spans else _counted(heads)
    found = _aligned(labels, texts)
    if not spans:  # a blank that stands for no column of figures stands for the rows' own heads
        real = [number for number, leaf in enumerate(found) if leaf is not None or texts[number].own]
        found, texts = [found[number] for number in real], [texts[number] for number in real]
    first = next((number for number, leaf in enumerate(found) if leaf is not None), None)
    old = [number for number, stack in enumerate(texts) if stack.own and stack.own[-1] in labels.old]
    if first is None:
        return in_order(labels) if not old else _all_old([texts[number].shown for number in old])
    for start in range(first - 1, -1, -1):  # heads before the first one known are its neighbours unless they are labels
        if not _is_unknown(labels, texts[start]):
            break
        first = start
    kept = list(range(first, len(found)))
    while kept and found[kept[-1]] is None and not _is_unknown(labels, texts[kept[-1]]):
        kept.pop()
    leaves, guessed = _gaps_filled(labels, [found[number] for number in kept], [texts[number] for number in kept])
    extra = tuple(
        texts[number].shown
        for number, leaf in zip(kept, leaves, strict=True)
        if leaf is None and texts[number].own and number not in old
    )
    complete = set(leaves) >= set(range(len(labels.columns)))
    known = [leaf for leaf in leaves if leaf is not None]
    if old:
        return Columns(tuple(leaves), extra, tuple(guessed), complete, tuple(texts[number].shown for number in old))
    if not complete and len(leaves) == len(labels.columns) and all(leaf in (None, n) for n, leaf in enumerate(leaves)):
        leaves = list(range(len(leaves)))
        extra = ()
    elif not complete and not extra and known == sorted(set(known)) and not spans:
        return in_order(labels)
    return Columns(tuple(leaves), extra, tuple(guessed), complete)


def _all_old(heads: list[str]) -> Columns:
    """The columns of a table whose heads are all those of the form that this one replaced."""
    return Columns((None,) * len(heads), complete=False, old=tuple(heads))


class _Stack(NamedTuple):
    """What stands above a column: keys printed over it, keys that may reach over it from the left, the lowest text."""

    own: tuple[str, ...]
    reaching: tuple[str, ...]
    shown: str


def _stacked(heads: Sequence[Line]) -> list[_Stack]:
    """The heads over each column of a table whose cells have places."""
    places = sorted({column for line in heads for column in line})
    stacks = []
    for column in places:
        own, reaching, shown = [], [], ""
        for line in heads:
            slot = line.get(column)
            text = slot.cell.text if slot else ""
            if text:
                own.append(key(text))
                shown = text
            else:
                left = [other for other in line if other < column and line[other].cell.text]
                reaching += [key(line[left[-1]].cell.text)] if left else []
        stacks.append(_Stack(tuple(dict.fromkeys(own)), tuple(reaching), shown))
    return stacks


def _counted(heads: Sequence[Line]) -> list[_Stack]:
    """The heads over each column where cells can only be counted.

    A blank goes on with the head above it, a run of texts stands under one head; where that does not come out even,
    a blank of the lowest row may stand under any head above.
    """
    rows = [[slot.cell.text for slot in line.values()] for line in heads]
    stacks = [_Stack((key(text),) if text else (), (), text) for text in rows[0]]
    for row in rows[1:]:
        below = _below(stacks, row)
        if below is None:
            lowest = max(rows, key=len)
            upper = tuple(key(text) for other in rows if other is not lowest for text in other if text)
            stacks = [_Stack((key(text),), (), text) if text else _Stack((), upper, "") for text in lowest]
            break
        stacks = below
    return stacks


def _below(above: Sequence[_Stack], row: Sequence[str]) -> list[_Stack] | None:
    """The stacks of the columns under a row of heads; None where texts cannot be shared out among the heads above."""
    found: list[_Stack] = []
    place = 0
    for stack in above:
        if place < len(row) and not row[place]:
            found.append(stack)
            place += 1
            continue
        start = place
        while place < len(row) and row[place]:
            found.append(_Stack((*stack.own, key(row[place])), (), row[place]))
            place += 1
        if place == start:
            return None
    return found if place == len(row) else None


def _aligned(labels: BlockLabels, stacks: Sequence[_Stack]) -> list[int | None]:
    """The form's column for each stack: the one whose head it bears; order decides between heads of one name."""
    scores = [[_score(labels, stack, leaf) for leaf in range(len(labels.columns))] for stack in stacks]
    clear = [_clear(row) for row in scores]
    if all(leaf is not None or not any(row) for leaf, row in zip(clear, scores, strict=True)) and _steady(clear):
        return clear
    found: list[int | None] = [None] * len(stacks)
    for stack, leaf in pairs(scores):
        found[stack] = leaf
    return found


def _score(labels: BlockLabels, stack: _Stack, leaf: int) -> float:
    head = labels.columns[leaf]
    if not head.names.isdisjoint(stack.own):
        above = sum(
            1.0 if not names.isdisjoint(stack.own) else 0.5 if not names.isdisjoint(stack.reaching) else 0.0
            for names in head.above
        )
        return 10.0 + above
    if not stack.own and not head.names.isdisjoint(stack.reaching):
        return 3.0
    return 0.0


def _clear(scores: list[float]) -> int | None:
    """The one column that scores highest as bearing its own head, None where several do or none."""
    best = max(scores, default=0.0)
    return scores.index(best) if best >= 10 and scores.count(best) == 1 else None


def _steady(found: Sequence[int | None]) -> bool:
    """Whether each column of the form stands in one stretch, as a head over several columns does."""
    seen: list[int | None] = []
    for leaf in found:
        if leaf is not None and leaf in seen and seen[-1] != leaf:
            return False
        seen.append(leaf)
    return True


def _is_unknown(labels: BlockLabels, stack: _Stack) -> bool:
    """Whether a column has a head of its own that is none of the form's."""
    return bool(stack.own) and stack.own[-1] not in labels.heads and stack.own[-1] not in labels.row_names


def _gaps_filled(
    labels: BlockLabels, found: list[int | None], stacks: list[_Stack]
) -> tuple[list[int | None], list[str]]:
    """A head that reads nearly like the only one of the form's that is missing between its neighbours is that one."""
    leaves, guessed = list(found), []
    for number, leaf in enumerate(found):
        stack = stacks[number]
        if leaf is not None or not stack.own:
            continue
        before = max((x for x in leaves[:number] if x is not None), default=-1)
        after = min((x for x in leaves[number + 1 :] if x is not None), default=len(labels.columns))
        missing = [x for x in range(before + 1, after) if x not in leaves]
        alike = [x for x in missing if any(likeness(stack.own[-1], name) >= _ALIKE for name in labels.columns[x].names)]
        if len(alike) == 1:
            leaves[number] = alike[0]
            guessed.append(stack.shown)
    return leaves, guessed
