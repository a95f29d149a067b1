"""How far a long run is, on a terminal only, on one line that is gone in the end."""

from __future__ import annotations

import sys
import time

from generator.cli.console import say
from generator.widths import width

_EVERY = 0.1  # seconds between two states shown


class Progress:
    """A line on standard error; where that is no terminal, nothing."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self._shown = 0
        self._next = time.monotonic() + _EVERY
        self._wanted = sys.stderr.isatty()

    def step(self, told: str = "") -> None:
        """One more is done; `told` is said besides."""
        self.done += 1
        if self._wanted and time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY
            self._put(f"{self.done}/{self.total}{'，' if told else ''}{told}")

    def say(self, text: str, *, error: bool = False, end: str = "\n") -> None:
        """Print a line as if there were no progress line."""
        if text:
            self.erase()
            say(text, error=error, end=end)

    def erase(self) -> None:
        """Leave no trace on the terminal."""
        if self._shown:
            self._put("")

    def _put(self, text: str) -> None:
        columns = width(text)
        sys.stderr.write(f"\r{text}{' ' * (self._shown - columns)}{'' if text else chr(13)}")
        sys.stderr.flush()
        self._shown = columns
