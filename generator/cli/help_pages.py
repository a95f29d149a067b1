"""Help pages kept between runs: to import typer and all commands for one takes six times as long as all else."""

from __future__ import annotations

import os
from collections.abc import Iterable

from generator import cache

_NAME = "help"
_SAID_BY = ("cli", "changes", "reporter", "tables", "writers")  # where the commands and the formats they name are


def kept(words: Iterable[str]) -> str | None:
    """The page that was shown for these words, a program and its command; None where it has to be made."""
    page = cache.read(_NAME, _key(words))
    return page.decode() if page is not None else None


def keep(words: Iterable[str], page: str) -> None:
    """Have the page of these words for the next time."""
    cache.write(_NAME, _key(words), page.encode())


def _key(words: Iterable[str]) -> bytes:
    return b"\0".join((cache.program(*_SAID_BY), *map(os.fsencode, words)))
