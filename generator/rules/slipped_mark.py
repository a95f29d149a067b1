"""# N103 记号像是写错了

**检查什么**：叙述里有没有写错而会原样印出来的记号：全角的 `｛｛ ｝｝`、一个花括号的 `{本年新收}`、`##` 后面没有空格、
没有配对的 `**`、行末的 `# 说明`、没有写 | 而连成一段的几行。

**为什么**：这些都不是错误的 YAML，程序照原样印，印出来的报告却不是作者的意思。

**正确**

    主动公开: |
      ## 健全制度
      新收申请{{ 本年新收 }}件。

**错误**

    主动公开: |
      ##健全制度
      新收申请{本年新收}件。  # 见台账

**怎么改**：引用写成半角的 `{{ 本年新收 }}`；`##` 后空一格；`**` 前后成对；说明写在文字之外，单独一行以 # 开头；
几段文字先在冒号后写 |，再另起一行。确实要印的，可以在 nianbao.yaml 里把这条规则关闭。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding, Severity
from generator.report import Text
from generator.rules.subject import Subject
from generator.source import Source

_ONE_BRACE = re.compile(r"(?<!\{)\{ *[\u4e00-\u9fff][\u4e00-\u9fff·（）“”]* *\}(?!\})")
_SLIPS = (
    (re.compile(r"｛｛|｝｝"), "花括号是全角的，不是引用", "改成半角的 {{ 和 }}"),
    (_ONE_BRACE, "一个花括号不是引用", "写成两个，如 {{ 本年新收 }}"),
    (re.compile(r"^[ 　]*#{2,3}(?=[^#\s　])", re.MULTILINE), "## 后面没有空格，不是小标题", "在 ## 后面空一格"),
    (re.compile(r"[ 　]# .*$", re.MULTILINE), "# 和后面的文字会印出来", "把说明移到文字之外，单独一行写"),
)
_SIGHT = re.compile(r"[｛｝*#{](?:(?<!\{)|(?<!\{\{)(?!\{))")  # any of those marks, of braces a single one
_STARS = re.compile(r"\*\*")


def check(subject: Subject) -> Iterator[Finding]:
    """Warnings for marks that are printed as they stand, though the author evidently meant something by them."""
    report = subject.report
    for path, text in report.narratives.items() if report else ():
        marks = (*_slips(text), *_unpaired(text)) if _SIGHT.search(text.scalar.text) else ()
        for offset, reason, mend in (*marks, *_folded(subject.source, text)):
            place = subject.source.inside(text.scalar, offset)
            yield Finding("N103", Severity.WARNING, f"{reason}。请{mend}。", place, (path,))


def _slips(text: Text) -> Iterator[tuple[int, str, str]]:
    for pattern, reason, mend in _SLIPS:
        for match in pattern.finditer(text.scalar.text):
            yield match.start(), reason, mend


def _unpaired(text: Text) -> Iterator[tuple[int, str, str]]:
    start = 0
    for line in text.scalar.text.split("\n"):
        stars = list(_STARS.finditer(line))
        if len(stars) % 2:
            yield start + stars[-1].start(), "** 没有配对，会照原样印出来", "在同一行里补上另一个 **"
        start += len(line) + 1


def _folded(source: Source, text: Text) -> Iterator[tuple[int, str, str]]:
    scalar = text.scalar
    if not scalar.style and len(scalar.text) > len(source.line(scalar.line)) - scalar.column + 1:
        yield 0, "没有写 |，几行文字连成了一段", "在冒号后写 |，文字另起一行"
