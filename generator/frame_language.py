"""What a frame may say: print a name, and loop over the parts of a report. It can compute with nothing.

{{ 标题 }}                                a text, inside a paragraph or a line
{{ 前言 }}, in Word {{p 前言 }}           a block; in Word it stands alone in its paragraph and replaces it
{% for 部分 in 各部分 %} … {% endfor %}   in Word {%p for … %} and {%p endfor %}, each alone in a paragraph
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from keyword import iskeyword

from generator.errors import Fault
from generator.shapes import NamedTuple, NoReturn

TEXTS = ("标题", "分行标题", "机关", "年度", "日期", "时间", "文种", "草稿标记")
BLOCKS = ("网页标签", "网页数据", "草稿", "前言", "落款")
REQUIRED = ("分行标题", "草稿", "前言", "落款")
PARTS = "各部分"
PART_TEXTS = ("标题", "序号")
PART_BLOCK = "内容"
MARK = re.compile("\ue000([0-9]+)\ue001")

_TAG = re.compile(r"\{\{(?:(?!\{[{%]).)*?\}\}|\{%(?:(?!\{[{%]).)*?%\}|\{#.*?#\}", re.DOTALL)
_PRINT = re.compile(r"\{\{(p(?=\s))?\s*(\w+)(?:\.(\w+))?\s*\}\}\Z")
_FOR = re.compile(rf"\{{%(p(?=\s))?\s*for\s+([^\W\d]\w*)\s+in\s+{PARTS}\s*%\}}\Z")
_END = re.compile(r"\{%(p(?=\s))?\s*endfor\s*%\}\Z")
_STATEMENT = re.compile(r"\{%-?(?:p(?=\s))?\s*(\w+)")
_PAIRED = ("if", "for", "macro", "call", "filter", "block", "with", "autoescape", "raw", "trans")


class Piece(NamedTuple):
    """A stretch of a frame: a paragraph of a Word file, or a whole text frame."""

    place: str
    text: str
    in_body: bool = True


class FrameError(Exception):
    """A frame says something that it may not; `place` is a paragraph, or empty with `offset` into the text."""

    def __init__(self, place: str, offset: int, reason: str, mend: str) -> None:
        super().__init__(reason)
        self.place, self.offset, self.reason, self.mend = place, offset, reason, mend

    def fault(self, file: str, text: str = "") -> Fault:
        """The same as a fault of a frame file with this text."""
        line = text.count("\n", 0, self.offset) + 1
        column = self.offset - text.rfind("\n", 0, self.offset) if text else 1
        return Fault("M102", file, line, column, self.reason, self.mend, self.place)


def errors(pieces: Iterable[Piece], word: bool) -> Iterator[FrameError]:
    """Everything in a frame that the language above does not have."""
    opened: list[_Open] = []
    for piece in pieces:
        yield from _stray(piece)
        for match in _TAG.finditer(piece.text):
            try:
                _Tag(piece, match, word, opened).check()
            except FrameError as error:
                yield error
    for loop in opened:
        if loop.name:
            place, offset = loop.tag.piece.place, loop.tag.offset
            yield FrameError(place, offset, "循环没有结束", "在后面加上 {% endfor %}，Word 里写 {%p endfor %}")


def _stray(piece: Piece) -> Iterator[FrameError]:
    """What is left without the tags must hold no opening brace and none of the characters that marks are made of."""
    rest = _TAG.sub(lambda match: " " * len(match[0]), piece.text)
    for stray in re.finditer(r"\{[{%#]", rest):
        yield FrameError(piece.place, stray.start(), "花括号没有配对", "补上 }} 或者 %}")
    for mark in re.finditer("[\ue000\ue001]", rest):
        yield FrameError(piece.place, mark.start(), "框架里有程序自己要用的字符（U+E000）", "删去它")


class _Open(NamedTuple):
    """A statement that has begun: its word, the name that a loop gives the part, empty where it was refused."""

    word: str
    name: str
    tag: _Tag


class _Tag:
    """One tag of a frame, with the statements that are open around it."""

    def __init__(self, piece: Piece, match: re.Match[str], word: bool, opened: list[_Open]) -> None:
        self.piece, self.text, self.offset = piece, match[0], match.start()
        self.word, self.opened = word, opened
        self.around = [loop.name for loop in opened if loop.name]

    def check(self) -> None:
        if self.text.startswith("{#"):
            return
        opening, end, shown = _FOR.match(self.text), _END.match(self.text), _PRINT.match(self.text)
        if opening:
            self.opened.append(_Open("for", opening[2], self))
            self._check_block(bool(opening[1]), self.text.replace("{%", "{%p", 1))
            if opening[2] in (*TEXTS, *BLOCKS, PARTS, "loop", *self.around) or iskeyword(opening[2]):
                self._refuse(f"“{opening[2]}”已经有别的意思", "换一个名字，如 部分")
        elif shown:
            self._check_name(shown)
        elif not self._ends_refused():
            self._check_end(end)

    def _ends_refused(self) -> bool:
        """Whether this ends a statement that was refused, which has been said."""
        statement = _STATEMENT.match(self.text)
        if not statement:
            return False
        last = self.opened[-1] if self.opened else None
        if last and not last.name and statement[1] == f"end{last.word}":
            self.opened.pop()
            return True
        if statement[1] in _PAIRED:
            self.opened.append(_Open(statement[1], "", self))
        return False

    def _check_end(self, end: re.Match[str] | None) -> None:
        if not end:
            self._refuse(f"{self.text} 不能用：框架只能印名字、循环“{PARTS}”，不能判断和计算", "写成 {{ 名字 }}")
        if not self.opened:
            self._refuse("没有循环可以结束", "删去它")
        self.opened.pop()
        self._check_block(bool(end[1]), "{%p endfor %}")

    def _check_name(self, shown: re.Match[str]) -> None:
        paragraph, name, attribute = bool(shown[1]), shown[2], shown[3]
        if attribute is not None and name in self.around and attribute in (*PART_TEXTS, PART_BLOCK):
            block = attribute == PART_BLOCK
        elif attribute is None and name in TEXTS + BLOCKS:
            block = name in BLOCKS
        else:
            self._refuse_name(f"{name}.{attribute}" if attribute else name)
        whole = f"{name}.{attribute}" if attribute else name
        if block:
            self._check_block(paragraph, f"{{{{p {whole} }}}}")
        elif paragraph:
            self._refuse(f"“{whole}”是段中的文字", f"写成 {{{{ {whole} }}}}，不加 p")

    def _refuse_name(self, name: str) -> NoReturn:
        parts = [f"{loop}.{inner}" for loop in self.around for inner in (*PART_TEXTS, PART_BLOCK)]
        known = [*TEXTS, *BLOCKS, *parts]
        from difflib import get_close_matches

        near = get_close_matches(name, known, 2, 0.4)
        mend = f"改为 {' 或者 '.join(near)}；全部名字：" if near else "改为其中之一："
        self._refuse(f"没有“{name}”这个名字", f"{mend}{'、'.join(known)}")

    def _check_block(self, paragraph: bool, right: str) -> None:
        """In Word what replaces a paragraph must be marked so, alone in it, and in the body."""
        if not self.word:
            if paragraph:
                self._refuse("p 只在 Word 框架里用", "去掉 p")
        elif not paragraph or self.piece.text.strip() != self.text or not self.piece.in_body:
            self._refuse(f"{self.text} 是整段的内容", f"在正文里单独成段，写成 {right}")

    def _refuse(self, reason: str, mend: str) -> NoReturn:
        raise FrameError(self.piece.place, self.offset, reason, mend)
