"""Merging two versions of a report that have parted: figure by figure, paragraph by paragraph, on the text itself.

Comments and layout stay. What only one side has changed is taken over; what both have changed, each in its own way, is
a conflict: it is told in the form's words, and stands in the text between ordinary conflict marks, line by line, with
all the rest of those lines merged. Totals follow from their parts: one that was right on both sides is added up anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Several

from generator.check import report_in
from generator.figures import Number, plain_number
from generator.labels import label
from generator.merging.figures import CLASH, Merged, Three, scalar_at
from generator.merging.parts import Clashing, PartsMerge, Piece
from generator.merging.texts import Cut
from generator.paths import Path
from generator.report import Report
from generator.shapes import NamedTuple
from generator.source import read

OURS, THEIRS = "我方", "对方"
_BOM = b"\xef\xbb\xbf"


class Outcome(NamedTuple):
    """A merged file with its conflicts; `recounted` says which totals were added up anew, as place and number."""

    content: bytes
    conflicts: tuple[Clashing, ...]
    recounted: tuple[tuple[str, str], ...]


def merge(base: bytes, ours: bytes, theirs: bytes, marker_size: int = 7) -> Outcome | None:
    """Merge reports; None where one of them is none, or cannot be read, so that its lines are all there is to merge.

    An empty base is one that had no such file.
    """
    try:
        texts = [_text(content) for content in (base, ours, theirs)]
        three = _three(texts)
        if three is None:
            return None
        numbers = three.numbers()
        recounted = three.recounted(numbers)
        followers = {path: numbers[path] for path in three.followers()}
        work = _work(_added_up(three, texts, recounted), three, followers)
        pieces = work.pieces()
    except (ValueError, RecursionError):
        return None
    sides = ["".join(piece.ours for piece in pieces), "".join(piece.theirs for piece in pieces)]
    if not all(_as_expected(numbers, side, whole=not work.conflicts) for side in dict.fromkeys(sides)):
        return None
    text = marked(pieces, marker_size)
    content = (text.replace("\n", "\r\n") if b"\r\n" in ours else text).encode("utf-8")
    told = tuple((label(three.ours.template, path), plain_number(number)) for path, number in recounted.items())
    return Outcome((_BOM if ours.startswith(_BOM) else b"") + content, tuple(work.conflicts), told)


def _added_up(three: Three, texts: Several[str], recounted: Mapping[Path, Number]) -> list[str]:
    """The three texts, with the totals that were added up anew in ours and theirs."""
    base, *sides = texts
    reports = (three.ours, three.theirs)
    return [base, *(_with(recounted, report, text) for report, text in zip(reports, sides, strict=True))]


def _work(texts: Several[str], three: Three, followers: Mapping[Path, Merged]) -> PartsMerge:
    base = Cut(texts[0], three.base.source) if three.base else None
    ours, theirs = (
        report if report.source.lines == tuple(text.split("\n")) else _report(text)
        for report, text in zip((three.ours, three.theirs), texts[1:], strict=True)
    )
    if ours is None or theirs is None:
        raise ValueError("a total could not be put in")
    now = Three(three.base, ours, theirs)
    return PartsMerge(now, (base, Cut(texts[1], ours.source), Cut(texts[2], theirs.source)), followers)


def told(name: str, outcome: Outcome) -> Iterator[str]:
    """What a user should know of a merge, in Chinese: totals that were added up anew, conflicts with both values."""
    for place, number in outcome.recounted:
        yield f"{name}：{place}按合并后的各项重新相加，是 {number}。"
    if outcome.conflicts:
        yield f"{name}：有 {len(outcome.conflicts)} 处两边都改了，要由人决定："
        for item in outcome.conflicts:
            yield f"  {item.place}：原来 {item.base}，{OURS} {item.ours}，{THEIRS} {item.theirs}"
        yield "请在文件里找到 <<<<<<< 到 >>>>>>> 的各处，留下对的一行，删去记号，再运行 nianbao check。"


def marked(pieces: Several[Piece], size: int = 7) -> str:
    """The text of a merge, with conflict marks around the lines in which the sides differ."""
    out: list[str] = []
    ours, theirs = "", ""
    for piece in pieces:
        if piece.ours != piece.theirs:
            ours, theirs = ours + piece.ours, theirs + piece.theirs
            continue
        if all(not side or side.endswith("\n") for side in (ours, theirs)):
            out.append(_hunk(ours, theirs, size))
            ours = theirs = ""
        line, newline, rest = piece.ours.partition("\n")
        ours, theirs = ours + line + newline, theirs + line + newline
        if newline:
            out.append(_hunk(ours, theirs, size))
            before, last = rest.rpartition("\n")[0::2]
            out.append(before + "\n" if "\n" in rest else "")
            ours = theirs = last
    out.append(_hunk(ours, theirs, size))
    return "".join(out)


def _hunk(ours: str, theirs: str, size: int) -> str:
    if ours == theirs:
        return ours
    ours, theirs = (text if not text or text.endswith("\n") else text + "\n" for text in (ours, theirs))
    return f"{'<' * size} {OURS}\n{ours}{'=' * size}\n{theirs}{'>' * size} {THEIRS}\n"


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig").replace("\r\n", "\n")


def _three(texts: Several[str]) -> Three | None:
    """The three reports, all of one form; None where they are not."""
    base, ours, theirs = (_report(text) for text in texts)
    if not ours or not theirs or ours.template is not theirs.template:
        return None
    if texts[0].strip() and (not base or base.template is not ours.template):
        return None
    return Three(base, ours, theirs)


def _report(text: str) -> Report | None:
    source = read(text.encode("utf-8"), "")
    return None if source.faults else report_in(source)


def _with(recounted: Mapping[Path, Number], report: Report, text: str) -> str:
    """A text with the totals that were added up anew."""
    if not recounted:
        return text
    cut = Cut(text, report.source)
    edits = []
    for path, number in recounted.items():
        scalar = scalar_at(report, path)
        if scalar is not None:
            edits.append((cut.offset(scalar), cut.end(scalar), plain_number(number)))
    for start, end, digits in sorted(edits, reverse=True):
        text = text[:start] + digits + text[end:]
    return text


def _as_expected(numbers: Mapping[Path, Merged], text: str, *, whole: bool) -> bool:
    """Whether a merged text says what its figures ought to be: the last look before anything is written.

    Of a side of a conflict the figures that both sides agree on are looked at, and not what they add up to.
    """
    report = _report(text)
    if report is None:
        return False
    figures = report.template.figures
    return all(
        numbers[path] == value.content or (not whole and (numbers[path] is CLASH or bool(figures[path].sums)))
        for path, value in report.values.items()
    )
