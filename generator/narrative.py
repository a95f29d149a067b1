"""Narrative text: a line is a paragraph, `## ` a heading, `**…**` bold, `{{ … }}` a figure; nothing else is markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.shapes import NamedTuple

_TOKEN = re.compile(r"\\\{\{|\{\{(?P<reference>[^{}]{0,1000})\}\}|\{\{")
_BOLD = re.compile(r"\*\*(?![\s*])([^*]+(?:\*[^*]+)*)(?<!\s)\*\*")
_HEADING = re.compile(r"(#{2,3})[ \t　]+(?=\S)")
_TYPED_NUMBER = re.compile(
    r"(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])"
    r"|[（(]\d{1,2}[）)]|\d{1,2}(?:[.．](?!\d)|、(?!\d)))[ \t　]*"
)
UNCLOSED = "{{"  # the reference of braces that are not closed
_DIGITS = "零一二三四五六七八九"


class Run(NamedTuple):
    r"""A stretch of one paragraph in one weight.

    A reference has the expression inside `{{ … }}` and no text; `inside` is the offset of the expression itself.
    `offset` is where the run begins in the field: its braces for a reference; in a text each `{{` is one character
    shorter than the field's `\{{`.
    """

    text: str
    bold: bool = False
    reference: str | None = None
    offset: int = 0
    inside: int = 0


class Paragraph(NamedTuple):
    """A paragraph; depth 0 is body text, 1 a heading one level below its field, 2 one below that."""

    depth: int
    runs: tuple[Run, ...]

    @property
    def references(self) -> tuple[Run, ...]:
        """The runs that stand for a figure."""
        return tuple(run for run in self.runs if run.reference is not None)


def parse(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a narrative field; blank lines and blanks at the ends of a line mean nothing."""
    paragraphs = []
    start = 0
    for line in text.split("\n"):
        paragraph = _paragraph(line, start)
        if paragraph.runs:
            paragraphs.append(paragraph)
        start += len(line) + 1
    return tuple(paragraphs)


def _paragraph(line: str, start: int) -> Paragraph:
    bare = line.lstrip()
    begin = len(line) - len(bare)
    if not (bare.startswith("##") or "{{" in bare or "**" in bare or "\t" in bare):  # as most lines are
        bare = bare.rstrip()
        return Paragraph(0, (Run(bare, False, None, start + begin),) if bare else ())
    line = line.rstrip().replace("\t", " ")
    heading = _HEADING.match(line, begin)
    if not heading:
        return Paragraph(0, _runs(line, begin, start))
    begin = heading.end()
    begin += typed_number(line[begin:])
    return Paragraph(len(heading[1]) - 1, _runs(line, begin, start))


def typed_number(text: str) -> int:
    """How many characters a number takes that was typed by hand before a heading, 0 where there is none."""
    number = _TYPED_NUMBER.match(text)
    return number.end() if number and number.end() < len(text) else 0


def _runs(line: str, begin: int, start: int) -> tuple[Run, ...]:
    """The runs of a line from `begin` on; `start` is the offset of the line in its field."""
    runs: list[Run] = []
    for bold, first, last in _weights(line, begin):
        literal = first
        for match in _TOKEN.finditer(line, first, last):
            if match[0] != "\\{{":
                runs.append(Run(line[literal : match.start()], bold, None, start + literal))
                reference = match["reference"]
                blank = 0 if reference is None else len(reference) - len(reference.lstrip())
                named = UNCLOSED if reference is None else reference.strip()
                runs.append(Run("", bold, named, start + match.start(), start + match.start() + 2 + blank))
                literal = match.end()
        runs.append(Run(line[literal:last], bold, None, start + literal))
    texts = (run._replace(text=run.text.replace("\\{{", "{{")) for run in runs)
    return tuple(run for run in texts if run.text or run.reference is not None)


def _weights(line: str, begin: int) -> Iterator[tuple[bool, int, int]]:
    """Stretches of a line as (bold, first, last), without the stars."""
    for match in _BOLD.finditer(line, begin):
        yield False, begin, match.start()
        yield True, match.start(1), match.end(1)
        begin = match.end()
    yield False, begin, len(line)


def chinese_number(number: int) -> str:
    """一, 二, … 九十九 as headings count; Arabic digits from 100 on."""
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (
        _DIGITS[ones] if ones or not tens else ""
    )


def heading_number(level: int, count: int) -> str:
    """The number before a heading: level 1 一、, 2 （一）, 3 1., 4 （1）, as GB/T 9704-2012 7.3.3 orders them."""
    if level == 1:
        return f"{chinese_number(count)}、"
    if level == 2:
        return f"（{chinese_number(count)}）"
    return f"{count}." if level == 3 else f"（{count}）"
