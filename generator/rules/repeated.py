"""# H301 文字和上年的一样

**检查什么**：有上年的报告时，每一部分有几段和上年一样或者几乎一样（年份不算，数字不同的不算），占多少文字。很短的段、前言和格式
自带的惯用语句不看。

**为什么**：照抄上年的报告，是国办公开办函〔2021〕30号点名要追究的。占到一半以上是警告，不到一半是提示。

**正确**：写今年做了什么、有什么变化、有什么新的问题。

**错误**：只把年份改成今年，其余照抄。

**怎么改**：按今年的情况改写。制度、渠道等确实没有变化的，可以少写几句，或者在“例外”里写明理由。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from generator.findings import Finding, Position, Severity
from generator.narrative import parse
from generator.paths import Path
from generator.report import Report, Text
from generator.rules import totals
from generator.rules.subject import Subject
from generator.shapes import NamedTuple
from generator.template import RuleUse, Template

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SHOWN = 6
_LONGEST, _MOST = 2_000, 200  # characters and paragraphs that are compared for likeness, which takes their square


class _Piece(NamedTuple):
    """A paragraph of body text as it is printed, years made relative, blanks left out; `offset` is in its field."""

    offset: int
    text: str
    numbers: tuple[str, ...]


def prepare(template: Template, use: RuleUse) -> Callable[[Subject], Iterator[Finding]]:
    """The rule with its arguments: paragraphs of `least` characters that are alike to `share` percent."""
    share, least = totals.numbers(template, use, "share", "least")

    def check(subject: Subject) -> Iterator[Finding]:
        report = subject.report
        if report is None or report.previous is None:
            return
        for narrative in template.narratives:
            now, then = report.narratives.get(narrative.path), report.previous.narratives.get(narrative.path)
            if now and then and narrative is not template.preamble:
                usual = "\n".join(narrative.customary(report.agency, report.year))
                customary = {piece.text for piece in _pieces(report, usual)}
                pieces = list(_pieces(report, now.scalar.text))
                old = [piece for piece in _pieces(report.previous, then.scalar.text) if len(piece.text) >= least]
                own = [piece for piece in pieces if len(piece.text) >= least and piece.text not in customary]
                repeated = [piece for piece in own if _stands_in(piece, old, float(share) / 100)]
                if repeated:
                    yield _finding(subject, use.code, narrative.path, now, pieces, repeated)

    return check


def _pieces(report: Report, text: str) -> Iterator[_Piece]:
    start = 0
    for line in text.split("\n"):
        for paragraph in parse(line):
            if not paragraph.depth:
                shown = "".join(part for part, _ in report.filled(paragraph))
                shown = shown.replace(str(report.year), "本年").replace(str(report.year - 1), "上年")
                shown = "".join(shown.split())
                yield _Piece(start + len(line) - len(line.lstrip()), shown, tuple(_NUMBER.findall(shown)))
        start += len(line) + 1


def _stands_in(piece: _Piece, old: list[_Piece], share: float) -> bool:
    """Whether last year had this paragraph, or one that is nearly the same and has the same numbers."""
    if any(other.text == piece.text for other in old):
        return True
    if len(piece.text) > _LONGEST:
        return False
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, "", piece.text, autojunk=False)
    for other in old[:_MOST]:
        if other.numbers == piece.numbers and len(other.text) <= _LONGEST:
            matcher.set_seq1(other.text)
            if matcher.real_quick_ratio() >= share and matcher.quick_ratio() >= share and matcher.ratio() >= share:
                return True
    return False


def _finding(
    subject: Subject, code: str, path: Path, text: Text, pieces: list[_Piece], repeated: list[_Piece]
) -> Finding:
    def place(piece: _Piece) -> Position:
        return subject.source.inside(text.scalar, piece.offset)

    written, same = (sum(len(piece.text) for piece in some) for some in (pieces, repeated))
    numbers = [str(number) for number, piece in enumerate(pieces, 1) if piece in repeated]
    listed = "、".join(numbers[:_SHOWN]) + ("等" if len(numbers) > _SHOWN else "")
    message = (
        f"“{path.parts[-1]}”的 {len(pieces)} 段里有 {len(repeated)} 段（{same * 100 // written}% 的文字）"
        f"和上年一样或者几乎一样：第 {listed} 段。请写本年度的情况；确实没有变化的，在“例外”里写明理由。"
    )
    severity = Severity.WARNING if same * 2 >= written else Severity.NOTE
    places = tuple(place(piece) for piece in repeated[1:])
    return Finding(code, severity, message, place(repeated[0]), paths=(path,), related=places)
