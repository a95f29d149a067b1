"""Printed paragraphs as narrative text: `## ` for headings, `**…**` for bold, nothing else that reads as markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.form import Narrative
from generator.narrative import typed_number
from generator.outline.paragraphs import Entry
from generator.paths import Path
from generator.reading import Run
from generator.template import Template

_UNPRINTABLE = re.compile("[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\uf900-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|\x85")


def base_level(narrative: Narrative) -> int:
    """The level at which `## ` stands in a field."""
    return narrative.level + 1 if narrative.heading else narrative.level


def text(template: Template, path: Path, entries: Sequence[Entry]) -> str:
    """The paragraphs of a field as the text of an agency file."""
    narrative = next(one for one in template.narratives if one.path == path)
    return "\n".join(filter(None, (_line(entry, base_level(narrative)) for entry in entries)))


def _line(entry: Entry, base: int) -> str:
    body = "".join(_run(run) for run in _joined(entry.runs)).strip(" \t　")
    if not body:
        return ""
    if not entry.level:
        return f"＃{body[1:]}" if re.match(r"#{2,3}[ \t　]", body) else body
    if typed_number(body):  # what looks like a number typed after the marks would be taken for one
        body = f"1.{body}"
    return f"{'##' if entry.level <= base else '###'} {body}"


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Runs as plain text, blanks moved out of bold ones, neighbours of one weight joined."""
    joined: list[Run] = []
    for run in runs:
        said = _UNPRINTABLE.sub("", re.sub(r"[\t\n\r\u2028\u2029]+", " ", run.text))
        inner = said.strip(" 　")
        if run.bold and inner and "*" not in inner:
            lead, tail = said[: said.index(inner)], said[said.index(inner) + len(inner) :]
            pieces = [Run(lead), Run(inner, True), Run(tail)]
        else:
            pieces = [Run(said)]
        for piece in pieces:
            if joined and joined[-1].bold == piece.bold:
                joined[-1] = Run(joined[-1].text + piece.text, piece.bold)
            elif piece.text:
                joined.append(piece)
    return joined


def _run(run: Run) -> str:
    said = run.text.replace("{{", "\\{{")
    return f"**{said}**" if run.bold else said
