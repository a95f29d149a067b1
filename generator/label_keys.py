"""Labels as keys: what two printings of one label have in common, whatever their blanks, widths, numbers and script."""

from __future__ import annotations

import re
from functools import lru_cache

from generator import characters

_NUMBER = re.compile(
    r"(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.]|\(\d{1,2}\)|\d{1,2}[.、](?!\d)|第[一二三四五六]部分[:、]?)+"
)
_LEVELS = (
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]部分"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"\d{1,2}(?:[.．](?!\d)|、)"),
    re.compile(r"[（(]\d{1,2}[）)]"),
)
_NOT_WORD = re.compile(r"[\W_]+")
_PRINTED = (*_LEVELS[:2], re.compile(r"\d{1,3}[.．]"), re.compile(r"[（(]\d{1,3}[）)]"))


def squeezed(text: str) -> str:
    """A text in its plainest characters without any blank."""
    from unicodedata import normalize

    return "".join(normalize("NFKC", text).replace("\u200b", "").replace("\ufeff", "").split())


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """The key of a label: Simplified letters and digits alone, without a number before them."""
    plain = squeezed(text)
    number = _NUMBER.match(plain)
    bare = plain[number.end() :] if number and number.end() < len(plain) else plain
    return simplified(_NOT_WORD.sub("", bare))


def printed_number(text: str, level: int) -> int:
    """How many characters the number takes that a heading of this level prints before its text, 0 where none does."""
    match = _PRINTED[level - 1].match(text)
    return match.end() if match and match.end() < len(text) else 0


def number_level(text: str) -> tuple[int, str]:
    """The level of the number before a heading and the text after it; level 0 and the text where there is none."""
    for level, pattern in enumerate(_LEVELS, 1):
        match = pattern.match(text)
        if match and text[match.end() :].strip():
            return level, text[match.end() :].lstrip(" \t　.．、")
    return 0, text


def simplified(text: str) -> str:
    """A Traditional label in Simplified Chinese, character by character; as it is where it is Simplified."""
    return text.translate(characters.to_simplified()).replace("覆", "复") if characters.has_traditional(text) else text


def likeness(one: str, other: str) -> float:
    """How alike two keys are, from 0 to 1."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else 0.0


def overlap(one: str, other: str) -> float:
    """How much of the shorter key the other holds in order, from 0 to 1."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, one, other, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return same / max(min(len(one), len(other)), 1)
