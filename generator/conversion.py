"""Turning prose from one script into the other by OpenCC, names apart and exceptions first. The only door to OpenCC."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from generator.errors import OutputError
from generator.shapes import Any, NamedTuple

REFERENCES = r"\\?\{\{[^{}\n]*\}\}"
ADDRESSES = (
    r"https?://[^\s，。；、）)]+|[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+"
    r"|(?=[0-9.-]*[A-Za-z]|[0-9]+(?:\.[0-9]+){3})[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::[0-9]+)?(?:/[\w./?=&%-]*)?"
)
_UNTOUCHED = f"{REFERENCES}|{ADDRESSES}"
_NAMES = "《[^》\n]*》|“[^”\n]*”|「[^」\n]*」|『[^』\n]*』|‘[^’\n]*’"


class Strayed(NamedTuple):
    """A stretch of a text at `offset` that does not come back: what was written, what it became, what came back."""

    offset: int
    text: str
    became: str
    back: str


@lru_cache(maxsize=8)
def _opencc(settings: str) -> Any:
    try:
        from opencc import OpenCC
    except ImportError:
        raise OutputError(
            '文字要在简体和繁体之间转换，转换用 OpenCC，这里没有安装。请运行 pip install "nianbao[hant]"，'
            "或者把文字直接写成要印的那一种。"
        ) from None
    return OpenCC(settings)


class Converter:
    """Turns texts into the other script.

    `fixed` are texts with what becomes of them wherever they stand; `wording` the same, but not inside names; `names`
    are names besides those in quotation marks and 《》, converted by themselves, so that no word begins outside.
    """

    def __init__(
        self,
        settings: str,
        fixed: Mapping[str, str],
        wording: Mapping[str, str] | None = None,
        names: Iterable[str] = (),
    ) -> None:
        self._settings = settings
        self._fixed = dict(fixed)
        self._all = {**(wording or {}), **self._fixed}
        self._in_names = re.compile(_longest_first(self._fixed) or "(?!)")
        self._elsewhere = re.compile(
            "|".join(filter(None, (f"(?P<untouched>{_UNTOUCHED})", _longest_first((*self._all, *names)), _NAMES)))
        )

    def convert(self, text: str) -> str:
        """A text in the other script; OutputError where OpenCC is not installed."""
        return "".join(became for _, became, _ in self._pieces(text))

    def strayed(self, text: str, back: str) -> Iterator[Strayed]:
        """What does not come back by OpenCC's settings `back`; what a list decides is not asked."""
        offset = 0
        for piece, became, is_free in self._pieces(text):
            came = _opencc(back).convert(became) if is_free else piece
            if came != piece:
                yield from _differing(Strayed(offset, piece, became, came))
            offset += len(piece)

    def _pieces(self, text: str) -> Iterator[tuple[str, str, bool]]:
        """A text piece by piece with what becomes of it, and whether that is left to OpenCC."""
        start = 0
        for match in self._elsewhere.finditer(text):
            yield from self._free(text[start : match.start()])
            piece = match[0]
            if match["untouched"]:
                yield piece, piece, False
            elif piece in self._all:
                yield piece, self._all[piece], False
            elif piece[1:-1] in self._all:
                yield piece, piece[0] + self._all[piece[1:-1]] + piece[-1], False
            else:
                yield from self._named(piece)
            start = match.end()
        yield from self._free(text[start:])

    def _named(self, name: str) -> Iterator[tuple[str, str, bool]]:
        start = 0
        for match in self._in_names.finditer(name):
            yield from self._free(name[start : match.start()])
            yield match[0], self._fixed.get(match[0], match[0]), False
            start = match.end()
        yield from self._free(name[start:])

    def _free(self, text: str) -> Iterator[tuple[str, str, bool]]:
        if text:
            yield text, _opencc(self._settings).convert(text), True


def _longest_first(words: Iterable[str]) -> str:
    """A pattern of words that takes the longest where several begin at one place."""
    return "|".join(map(re.escape, sorted(filter(None, words), key=len, reverse=True)))


def _differing(found: Strayed) -> Iterator[Strayed]:
    """Only the characters that differ, with their neighbours, where lengths allow to tell which."""
    if not len(found.text) == len(found.became) == len(found.back):
        yield found
        return
    stop = 0
    for at, (one, other) in enumerate(zip(found.text, found.back, strict=True)):
        if one != other and at >= stop:
            first, stop = max(at - 1, 0), at + 2
            cut = slice(first, stop)
            yield Strayed(found.offset + first, found.text[cut], found.became[cut], found.back[cut])
