"""What a report is printed with in one script: words of the program's own, names that the frames use, its language."""

from __future__ import annotations

from collections.abc import Mapping

from generator.shapes import NamedTuple

HANS = "zh-Hans"
HANT = {"zh-Hant-TW": "台湾", "zh-Hant-HK": "香港"}
SCRIPTS = (HANS, *HANT)


class Conversion(NamedTuple):
    """How prose becomes Traditional: OpenCC's settings there and back, and spellings that those get wrong."""

    there: str
    back: str
    spellings: Mapping[str, str]


class Printing(NamedTuple):
    """What a script needs besides the labels of a form.

    `language` is the tag of a language and a region; `frame` are names in the frames, such as fonts, with those to use
    instead; `stamp` stands for all that a compiled frame takes from here.
    """

    script: str = HANS
    language: str = "zh-CN"
    words: Mapping[str, str] = {}
    frame: Mapping[str, str] = {}
    stamp: str = ""

    def word(self, text: str) -> str:
        """A text of the program's own as it is printed."""
        return self.words.get(text, text)


SIMPLIFIED = Printing()
_QUOTES = str.maketrans("“”‘’", "「」『』")
_CURLY = str.maketrans("「」『』", "“”‘’")


def with_corners(text: str) -> str:
    """A text with 「」 and 『』 for quotation marks."""
    return text.translate(_QUOTES)


def with_curls(text: str) -> str:
    """A text with “” and ‘’ for quotation marks, as Simplified Chinese has them (GB/T 15834 4.8)."""
    return text.translate(_CURLY)
