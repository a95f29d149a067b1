"""Pairing two sequences in order: which of one goes with which of the other."""

from __future__ import annotations

from collections.abc import Sequence


def pairs(scores: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The rows and columns of a table of scores that go together, both in order, so that the scores add up to the most.

    A score of 0 never makes a pair. Of pairings that are as good, the one with the earliest pairs is taken.
    """
    height, width = len(scores), len(scores[0]) if scores else 0
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i in reversed(range(height)):
        for j in reversed(range(width)):
            paired = scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    found = []
    i = j = 0
    while i < height and j < width:
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found
