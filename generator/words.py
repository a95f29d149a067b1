"""What a cell says in a field of words: a line of text, yes or no, a day, one of several words, ticked or written."""

from __future__ import annotations

import re

from generator.amounts import is_nothing
from generator.figures import word
from generator.form import YES_NO, Header
from generator.label_keys import simplified

_TICK = "[☑✓✔√■●☒\u2611\u25a0]"
_BOX = re.compile(r"[☐□○◯〇]")
_DATE = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?", re.ASCII)
_SAID = {"有": "是", "已建立": "是", "无": "否", "没有": "否"}


def read(text: str, leaf: Header) -> str | None:
    """What a cell says of a field; None where it says nothing, or nothing that the field is for."""
    text = " ".join(text.split())
    if leaf.kind == "date":
        match = _DATE.fullmatch("".join(text.split()))
        text = "{}-{:0>2}-{:0>2}".format(*match.groups()) if match else text
    elif leaf.kind != "text":
        text = _chosen(simplified("".join(text.split())), YES_NO if leaf.kind == "yesno" else leaf.choices)
    elif is_nothing(text) and (leaf.optional or not re.search(r"\w", text)):
        return None
    return word(text, leaf)


def _chosen(text: str, choices: tuple[str, ...]) -> str:
    """The one choice that a text ticks, or names without any other."""
    if text in choices:
        return text
    words = sorted(choices, key=len, reverse=True)
    either = "|".join(map(re.escape, words))
    after = re.search(rf"(?:{_TICK}|{_BOX.pattern})\Z", text)
    ticked = re.findall(rf"({either}){_TICK}" if after else rf"{_TICK}\ufe0f?({either})", text)
    if not ticked and not _BOX.search(text):
        ticked = [_SAID[text]] if choices == YES_NO and text in _SAID else []
    return ticked[0] if len(ticked) == 1 else text
