"""Mends: what was damaged comes back byte for byte, no figure changes, and there is nothing left to mend."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest

from generator.check import open_template
from generator.mending import mend
from generator.paths import Path
from generator.starter import scalar, write
from tests.making import balanced, checked

TEMPLATE = open_template("zfxxgk-2021")[0]
PROSE = [
    "本年度新收申请{{ 本年新收 }}件，予以公开：4件。",
    "## 小标题",
    "其中：（1）规章｛1｝件；（2）“其他”，自然人：３件。",
    "- 不是列表：1",
]


def _original(source: random.Random) -> tuple[str, dict[Path, int]]:
    """A complete report as `nianbao new` lays it out, filled in: rows in braces or as 0, comments, prose."""
    values = balanced(TEMPLATE, lambda: source.choice([0, 0, 1, 7, 12, 3984]))
    lines, keys = [], []
    for line in write(TEMPLATE, "示例机关", 2025, "a.json").splitlines():
        match = re.match(r"( *)([^#\s][^:]*):( ~| \{.*\})?(.*)", line)
        if not match:
            lines.append(line)
            continue
        indent, key, value, comment = match.groups(default="")
        keys = [*keys[: len(indent) // 2], key.strip("'")]
        lines += _filled(source, values, tuple(keys), indent, value.strip(), comment)
    return "\n".join(lines) + "\n", values


def _filled(
    source: random.Random, values: dict[Path, int], keys: tuple[str, ...], indent: str, value: str, comment: str
) -> list[str]:
    name = scalar(keys[-1])
    if value == "~" and Path(keys) in values:
        return [f"{indent}{name}: {values[Path(keys)]}{comment}"]
    if value == "~" and name in ("机关类型", "日期"):
        return [f"{indent}{name}: {'部门' if name == '机关类型' else '2026-01-20'}"]
    if value == "~":
        return [f"{indent}{name}: |", *(f"{indent}  {text}" for text in source.sample(PROSE, 2))]
    if value:
        cells = {path.parts[len(keys) :]: number for path, number in values.items() if path.parts[: len(keys)] == keys}
        if not any(cells.values()) and source.random() < 0.5:
            return [f"{indent}{name}: 0{comment}"]
        return [f"{indent}{name}: {{{', '.join(f'{cell[-1]}: {number}' for cell, number in cells.items())}}}{comment}"]
    return [f"{indent}{name}:{comment}"]


_ROW = re.compile(r"^ +[^\s:#]+: (\{|\d+( |$))")


def _rows(lines: list[str]) -> list[int]:
    """The lines that hold figures."""
    prose = False
    rows = []
    for number, line in enumerate(lines):
        if re.match(r" *[^\s:#]+:", line):
            prose = line.endswith("|") or (prose and not re.match(r" {0,2}\S", line))
        if not prose and _ROW.match(line):
            rows.append(number)
    return rows


def _full_width(marks: str) -> Callable[[random.Random, str], str]:
    wide = {mark: chr(ord(mark) + 0xFEE0) for mark in marks}

    def damage(source: random.Random, line: str) -> str:
        code, hash_mark, comment = line.partition("  #")
        return re.sub(f"[{re.escape(marks)}] ?", lambda match: wide[match[0][0]], code) + hash_mark + comment

    return damage


def _quoted(source: random.Random, line: str) -> str:
    mark = source.choice("'\"")
    return re.sub(r"(: )(\d+)", rf"\g<1>{mark}\g<2>{mark}", line)


def _tab(source: random.Random, line: str) -> str:
    return line.replace("  ", "\t", (len(line) - len(line.lstrip())) // 2)


def _wide_blanks(source: random.Random, line: str) -> str:
    indent = len(line) - len(line.lstrip())
    return "　" * (indent // 2) + line[indent:]


def _unseen(source: random.Random, line: str) -> str:
    """A character that cannot be seen, no soft return within a number: that may be two numbers."""
    place = source.randrange(len(line) + 1)
    within = line[:place][-1:].isdigit() and line[place:][:1].isdigit()
    return line[:place] + source.choice("\x00\x07\ufeff" if within else "\x00\x0b\u2028") + line[place:]


ON_ROWS = [_full_width(marks) for marks in (":", ",", "{}", ":,", ":,{}", "0123456789", ":,{}0123456789")]
ON_ROWS += [_quoted, _tab, _wide_blanks]


def _encoded(source: random.Random, text: str) -> bytes:
    return text.encode(source.choice(["utf-8"] * 6 + ["utf-8-sig", "gb18030", "utf-16"]))


def _damaged(source: random.Random, text: str) -> tuple[bytes, str]:
    """A report with random damages, and what a mend must make of it."""
    lines = text.split("\n")
    wanted = list(lines)
    gone = []
    for number in source.sample(_rows(lines), source.randint(1, 6)):
        kind = source.random()
        if kind < 0.15 and "总计: {" not in lines[number].lstrip()[:5]:
            gone.append(number)
            key = re.match(r" *[^:]+:", lines[number])
            assert key
            wanted[number] = f"{key[0]} ~"
        elif kind < 0.3:
            lines[number] = _unseen(source, lines[number])
        else:
            lines[number] = source.choice(ON_ROWS)(source, lines[number])
    newline = source.choice(["\n", "\n", "\r\n"])
    kept = [line for number, line in enumerate(lines) if number not in gone]
    return _encoded(source, newline.join(kept)), newline.join(wanted)


@pytest.mark.parametrize("seed", range(10))
def test_fifty_damaged_reports_come_back_as_they_were(seed: int) -> None:
    for number in range(50):
        source = random.Random(seed * 1000 + number)
        text, values = _original(source)
        assert checked(text).findings == ()
        content, wanted = _damaged(source, text)
        mended = mend(content, "a.yaml")
        assert mended is not None
        assert mended.text == wanted, (seed, number)
        again = mend(mended.text.encode("utf-8"), "a.yaml")
        assert again is not None
        assert (again.text, again.changes) == (mended.text, ())
        assert mended.result.report is not None
        found = {path: value.content for path, value in mended.result.report.values.items()}
        assert all(content in (None, values[path]) for path, content in found.items())
