"""# N211 年度还没有结束

**检查什么**：落款日期、网页的发布时间，是不是在报告年度结束以后。

**为什么**：报告写的是全年的数，年度结束以前写不出来。多半是年份没有改。

**正确**：年度是 2025 时

    落款: {日期: 2026-01-05}

**错误**

    落款: {日期: 2025-01-05}

**怎么改**：核对年份。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding, Position
from generator.nodes import Mapping, Scalar
from generator.rules.subject import Subject, error
from generator.shapes import cast
from generator.validation import is_date

_DATES = (("落款", "日期"), ("网站", "发布时间"))


def check(subject: Subject) -> Iterator[Finding]:
    """Errors for a signature or a publication in the report's own year or before."""
    report = subject.report
    for words, text, place in dates(subject):
        if report and int(text[:4]) <= report.year:
            message = f"{words}是 {text[:10]}，{report.year} 年度那时还没有结束。请核对年份。"
            yield error("N211", message, place)


def dates(subject: Subject) -> list[tuple[str, str, Position]]:
    """The dates of a report whose year its form is for: what each is, as written, and where; read once."""
    if "dates" not in subject.known:
        subject.known["dates"] = list(_dates(subject))
    return cast("list[tuple[str, str, Position]]", subject.known["dates"])


def _dates(subject: Subject) -> Iterator[tuple[str, str, Position]]:
    report, root = subject.report, subject.source.root
    if report is None or not report.template.years[0] <= report.year <= report.template.last_year:
        return
    for keys in _DATES:
        node = root.get(keys[0]) if isinstance(root, Mapping) else None
        value = node.get(keys[1]) if isinstance(node, Mapping) else None
        if isinstance(value, Scalar) and is_date(value.text.strip()[:10]):
            yield "".join(keys) if keys[0] == "落款" else keys[1], value.text.strip(), subject.source.at(value)
