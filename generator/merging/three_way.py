"""Three versions of a list brought together: keys in an order that both sides can live with, lines one by one."""

from __future__ import annotations

from collections.abc import Iterator

from generator.prose import align

Lines = tuple[list[str], list[str], list[str]]


def order(base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """All keys that one side has, in our order, or in theirs where only they have changed it.

    New ones come after the key that they follow.
    """
    common = [key for key in ours if key in theirs and key in base]
    main, other = ours, theirs
    if common == [key for key in base if key in common] != [key for key in theirs if key in common]:
        main, other = theirs, ours
    merged = list(main)
    for number, key in enumerate(other):
        if key not in merged:
            before = next((name for name in reversed(other[:number]) if name in merged), None)
            merged.insert(0 if before is None else merged.index(before) + 1, key)
    return merged


def three_ways(base: list[str], ours: list[str], theirs: list[str]) -> Iterator[tuple[int, Lines]]:
    """The lines that stand before each line of the base, and at its place, in each version; lines count from 1."""
    sides = [_against(base, side) for side in (ours, theirs)]
    for number in range(len(base) + 1):
        yield number + 1, ([], sides[0][0][number], sides[1][0][number])
        if number < len(base):
            yield number + 1, ([base[number]], sides[0][1][number], sides[1][1][number])


def _against(base: list[str], side: list[str]) -> tuple[list[list[str]], list[list[str]]]:
    """What a side has put before each line of the base (and after the last), and what became of each line."""
    put: list[list[str]] = [[] for _ in range(len(base) + 1)]
    became: list[list[str]] = [[] for _ in base]
    place = 0
    for before, after in align(base, side):
        if before is None and after is not None:
            put[place].append(side[after])
        elif before is not None:
            became[before] = [] if after is None else [side[after]]
            place = before + 1
    return put, became


def chosen(texts: Lines, side: int) -> list[str]:
    """The lines of the side that changed them; those of `side` (1 ours, 2 theirs) where both did."""
    base, ours, theirs = texts
    if theirs in (ours, base):
        return ours
    return theirs if ours == base else texts[side]
