"""Regular expressions compiled once: compiling those that a report needs takes longer than checking it.

What `re` makes of a pattern is a list of whole numbers. They are kept in the user's cache folder and given back to the
cache that `re` itself keeps, by the pattern they belong to, so a pattern that has changed is compiled as ever. Where
`re` works in another way than expected, or the cache is not whole, nothing is given back and nothing is lost.
"""

from __future__ import annotations

import marshal
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from generator import cache
from generator.shapes import Any

_MOST = 400  # `re` keeps 512
_KEY = f"{sys.version} {sys.byteorder}".encode()
_OTHERWISE = (
    ImportError,
    AttributeError,
    TypeError,
    ValueError,
    RuntimeError,
)  # where another `re` has no such insides


@contextmanager
def kept(name: str = "patterns") -> Iterator[None]:
    """Have the patterns that are known by a name, and keep under it those that come meanwhile."""
    with suppress(*_OTHERWISE):
        _restore(name)
    before = len(_known())
    try:
        yield
    finally:
        if before < len(_known()) <= _MOST:
            with suppress(*_OTHERWISE):
                _store(name)


def _known() -> dict[Any, Any]:
    """The compiled patterns by their kind, text and flags."""
    return getattr(re, "_cache", {})


def _restore(name: str) -> None:
    import _sre  # type: ignore[import-not-found]  # what `re` itself compiles with

    body = cache.read(name, _KEY)
    known = _known()
    kept = marshal.loads(body) if body else ()  # noqa: S302 plain data, whole by its checksum
    for text, flags, whole, groups, names, indexes, code in kept:
        words = memoryview(code).cast("I").tolist()
        known[type(text), text, flags] = _sre.compile(text, whole, words, groups, names, indexes)


def _store(name: str) -> None:
    patterns = [(text, flags) for kind, text, flags in list(_known()) if kind in (str, bytes)]
    cache.write(name, _KEY, marshal.dumps([_entry(text, flags) for text, flags in patterns]))


def _entry(text: str | bytes, flags: int) -> tuple[Any, ...]:
    """A pattern with all that `_sre.compile` takes."""
    from array import array
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(text, flags)
    groups = parsed.state.groups
    names = parsed.state.groupdict
    indexes: list[str | None] = [None] * groups
    for name, index in names.items():
        indexes[index] = name
    whole = flags | parsed.state.flags
    code = array("I", _compiler._code(parsed, flags)).tobytes()
    return text, int(flags), whole, groups - 1, dict(names), tuple(indexes), code  # 3.13 has a zero of its own kind
