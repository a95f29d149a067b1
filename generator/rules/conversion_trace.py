"""# T201 像是机器转换出来的词

**检查什么**：繁体的文字里有没有简体转繁体时常常转错的词：按词换的，如门户网站成了入口網站、优化成了最佳化、文件成了檔案、
群众成了民眾；按字换错的，如准营成了準營、机制成了機製。本来就对的说法不算，如電子檔案、應用程式、呼叫中心。一个词提示一次，
写明几处。词表在 templates/traces.yaml。

**为什么**：换了词，专名就不是原来的专名，意思也会变（规范性文件不是檔案，办事窗口不是視窗）；同一份报告里信息没有换、文件换成了
檔案，两岸三地都不这样写。

**正确**

    主动公开: |
      通過區政府門戶網站公開行政規範性文件6件。

**错误**

    主动公开: |
      通過區政府入口網站公開行政規範性檔案6件。

**怎么改**：对照简体的原文改回来。确实是作者自己的用词，写进 nianbao.yaml 的“保护词”，或者写一条例外。
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import lru_cache

from generator import characters
from generator.findings import Finding, Position, Severity
from generator.nodes import plain
from generator.resources import data_dir
from generator.rules.subject import Subject
from generator.rules.typography import fields
from generator.shapes import NamedTuple
from generator.source import load


class _Trace(NamedTuple):
    """A word that conversion leaves behind, and what tells it from the same word in its own right."""

    word: str
    was: str
    write: str
    only: tuple[str, ...]
    sound: tuple[str, ...]
    unless: str

    def places(self, text: str) -> Iterator[int]:
        """Where the word stands in a text as a trace."""
        at = text.find(self.word)
        while at >= 0:
            if (not self.only or _within(text, at, self.word, self.only)) and not _within(
                text, at, self.word, self.sound
            ):
                yield at
            at = text.find(self.word, at + len(self.word))


@lru_cache(maxsize=1)
def _traces() -> tuple[_Trace, ...]:
    """The list, from templates/traces.yaml."""
    entries = plain(load(os.path.join(data_dir("templates"), "traces.yaml")).root)
    return tuple(
        _Trace(
            entry["word"],
            entry["was"],
            entry["write"],
            tuple(entry.get("only", ())),
            tuple(entry.get("sound", ())),
            entry.get("unless", ""),
        )
        for entry in entries
    )


def check(subject: Subject) -> Iterator[Finding]:
    """One warning for each word, at the first place where it stands."""
    mostly = _is_traditional("\n".join(field.open for field in fields(subject)), where_both=False)
    texts = [(field.scalar, field.open) for field in fields(subject) if _is_traditional(field.open, mostly)]
    whole = "\n".join(text for _, text in texts)
    for trace in _traces():
        if trace.word not in whole or (trace.unless and trace.unless in whole):
            continue
        found = [subject.source.inside(scalar, at) for scalar, text in texts for at in trace.places(text)]
        if found:
            yield _finding(trace, found)


def _is_traditional(text: str, where_both: bool) -> bool:
    """Whether a text is in Traditional Chinese; of one that could be either, `where_both`."""
    count = characters.count(text)
    return count.traditional > count.simplified if any(count) else where_both


def _finding(trace: _Trace, found: list[Position]) -> Finding:
    count = f"，共 {len(found)} 处" if len(found) > 1 else ""
    message = f"“{trace.word}”像是机器转换出来的，原文多半是“{trace.was}”{count}。请对照原文，改为“{trace.write}”。"
    return Finding("T201", Severity.WARNING, message, found[0], related=tuple(found[1:]))


def _within(text: str, at: int, word: str, phrases: Iterable[str]) -> bool:
    """Whether the word at a place is part of one of the phrases."""
    return any(
        text.startswith(phrase, at - offset)
        for phrase in phrases
        for offset in range(len(phrase) - len(word) + 1)
        if offset <= at and phrase.startswith(word, offset)
    )
