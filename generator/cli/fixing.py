"""What the command `fix` does with each file, and how it tells."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from generator import delivery, mending
from generator.check import check_source
from generator.cli.console import FINDINGS, STOPPED, coloured, say
from generator.errors import InputError
from generator.files import MAX_BYTES, STANDARD_INPUT, contents
from generator.findings import Finding, Severity
from generator.mending import Mended
from generator.recognition import decoded
from generator.reporter import headline, place
from generator.shapes import NamedTuple
from generator.source import LINE_BREAK, read

_COLOURS = {"+": "32", "-": "31", "@": "36"}


class _Treated(NamedTuple):
    """A file before and after, and the errors that are left."""

    file: str
    before: bytes
    mended: Mended | None
    left: list[Finding]


def fix(files: list[str], diff: bool, check_only: bool, as_hook: bool) -> int:
    """Mend files, or say how they would be mended; the exit code as of a check of what is left.

    A hook is there to mend: it says nothing of errors that are left, and stops the commit where a file was changed.
    """
    treated = []
    for file in files:
        try:
            one = _treated(file)
            treated.append(one._replace(left=[]) if as_hook else one)
        except InputError as error:
            say(f"nianbao：{error}", error=True)
    looked_only = diff or check_only
    for one in treated:
        _tell(one, diff, looked_only)
    if not looked_only:
        delivery.write_together(
            {
                Path(one.file).resolve(): one.mended.text.encode("utf-8")
                for one in treated
                if one.mended and _differs(one)
            }
        )
    changed, left = sum(map(_differs, treated)), sum(len(one.left) for one in treated)
    say(_summary(changed, left, looked_only), error=True)
    if len(treated) < len(files):
        return STOPPED
    return FINDINGS if left or ((looked_only or as_hook) and changed) else 0


def _treated(file: str) -> _Treated:
    if file == STANDARD_INPUT:
        raise InputError("要改的是文件，不能是标准输入。请写出文件名。")
    content = contents(file)
    mended = mending.mend(content, file) if len(content) <= MAX_BYTES else None
    findings = mended.result.findings if mended else check_source(read(content, file), previous=None).findings
    return _Treated(file, content, mended, [found for found in findings if found.severity is Severity.ERROR])


def _differs(one: _Treated) -> bool:
    return one.mended is not None and one.mended.text.encode("utf-8") != one.before


def _tell(one: _Treated, diff: bool, looked_only: bool) -> None:
    """What is mended and what is not, each with its place; with `diff`, the lines."""
    for line, what in one.mended.changes if one.mended else ():
        say(f"{place(one.file)}:{line}: {'会改' if looked_only else '已改'} {what}")
    if diff and one.mended and _differs(one):
        for text in _diff(one, one.mended):
            say(f"\x1b[{_COLOURS[text[0]]}m{text}\x1b[0m" if coloured() and text[0] in _COLOURS else text)
    for finding in one.left:
        say(headline(finding, coloured()))


def _diff(one: _Treated, mended: Mended) -> Iterator[str]:
    """A unified diff of the texts, which `patch` takes where the file is UTF-8."""
    before = decoded(one.before)
    old, new = (LINE_BREAK.split(text) for text in (before.text if before else "", mended.text))
    name = place(one.file)
    for line in unified_diff(old, new, f"{name}（现在）", f"{name}（改后）", lineterm=""):
        yield "".join(mark if mark.isprintable() or mark == "\t" else f"<U+{ord(mark):04X}>" for mark in line)


def _summary(changed: int, left: int, looked_only: bool) -> str:
    will = "要改" if looked_only else "改了"
    told = [f"{will} {changed} 个文件"] if changed else ["没有能自动改的"]
    told += [f"还有 {left} 个错误要人来改"] if left else []
    return f"{'，'.join(told)}。"
