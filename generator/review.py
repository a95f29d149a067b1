"""One Markdown comment for a pull request: what changed, which problems came and went, where the rendered files are.

It begins with a hidden marker, by which a comment that was made before is found and replaced, and it never is too long
for a forge to take: what does not fit is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from generator import delivery, wording
from generator.changes import md
from generator.diff import Change, Comparison, Kind
from generator.findings import Finding, Severity
from generator.prose import SAME, Piece
from generator.versions import Review

MARKER = "<!-- nianbao:review -->"
LIMIT = 60_000  # characters; GitHub takes 65,536
_RESERVE = 3_000  # for the names of what does not fit
_MOST_ROWS = 150  # reports in the overview
_MOST_NAMES = 40  # reports named as left out
_SHORT = 15  # changes of each kind that a shortened section lists
_AROUND = 30  # characters of unchanged text shown on either side of a change
_LONGEST = 400  # characters shown of one stretch of text
_COUNTED = (wording.NEW_FINDINGS, wording.GONE_FINDINGS, wording.LEFT_FINDINGS)


def comment(
    review: Review, link_base: str = "", formats: Iterable[str] = (), bundle: str = "", limit: int = LIMIT
) -> str:
    """The comment, shorter than `limit` characters.

    `link_base` is the address of the folder of rendered files, `bundle` that of all of them together.
    """
    links = _Links(link_base, tuple(formats))
    lead = f"{md.escaped(wording.between(review))}。{wording.counts(review.comparisons)}"
    lead += f"[下载输出的文件]({bundle})。" if bundle else ""
    parts = [f"{MARKER}\n## 年度报告审阅\n\n{lead}\n"]
    if review.comparisons:
        parts.append("\n".join(_overview(review, links)) + "\n")
    room = limit - sum(map(len, parts)) - _RESERVE
    shortened, left = [], []
    for comparison in sorted(review.comparisons, key=_gravity):
        whole, short = _section(comparison, links, None), _section(comparison, links, _SHORT)
        text = whole if len(whole) <= room else short
        if len(text) > room:
            left.append(comparison)
            continue
        if text is not whole:
            shortened.append(comparison)
        parts.append(text)
        room -= len(text) + 1
    parts += [_named("只列出一部分", shortened)] if shortened else []
    parts += [_named("没有列出", left)] if left else []
    return "\n".join(parts)


def has_errors(review: Review) -> bool:
    """Whether a report, as it now is, has a problem that forbids a release."""
    return any(comparison.new and comparison.new.has_errors for comparison in review.comparisons)


class _Links:
    """Where the rendered files of a report are."""

    def __init__(self, base: str, formats: tuple[str, ...]) -> None:
        self.base = base.rstrip("/")
        self.formats = formats

    def of(self, comparison: Comparison) -> str:
        """Links as Markdown; why there are none."""
        if comparison.new is None:
            return ""
        files = delivery.targets(comparison.new, "", self.formats, draft=False)
        if not files:
            return "有错误，没有输出"
        if not self.base:
            return "、".join(files)
        return "、".join(f"[{name}]({self.base}/{quote(path)})" for name, path in files.items())


def _overview(review: Review, links: _Links) -> Iterator[str]:
    yield "| 报告 | 变化 | 数字 | 合计 | 文字 | 新问题 | 解决了 | 还有 | 输出的文件 |"
    yield "|---|---|--:|--:|--:|--:|--:|--:|---|"
    for comparison in review.comparisons[:_MOST_ROWS]:
        found = dict(wording.groups(comparison))
        changes = comparison.of_kind(Kind.FIGURE)
        totals = sum(change.derived for change in changes)
        counts = (
            *(len(changes) - totals, totals, len(comparison.of_kind(Kind.NARRATIVE))),
            *(len(found.get(name, ())) for name in _COUNTED),
        )
        cells = (md.escaped(wording.title(comparison)), wording.STATUS[comparison.status], *map(str, counts))
        yield f"| {' | '.join(cells)} | {links.of(comparison)} |"
    if len(review.comparisons) > _MOST_ROWS:
        yield f"\n另有 {len(review.comparisons) - _MOST_ROWS} 份报告没有列在表里。"


def _gravity(comparison: Comparison) -> tuple[int, str]:
    """Sort key: new errors first, then whatever else is new, then by file."""
    worst = min((finding.severity for finding in comparison.appeared if not finding.accepted), default=9)
    return int(worst), comparison.current.source.file


def _section(comparison: Comparison, links: _Links, most: int | None) -> str:
    """A report's section, with no more than `most` changes and findings of each kind."""
    lines = [md.heading(comparison), "", f"`{wording.file(comparison)}`　{links.of(comparison)}"]
    lines += [f"\n{md.escaped(remark)}" for remark in comparison.remarks]
    for name, findings in wording.groups(comparison):
        lines += [f"\n**{name}**\n", *map(_finding, findings[:most]), *_more(findings, most)]
    figures = comparison.of_kind(Kind.FIGURE)
    if figures:
        own = sorted(figures, key=lambda change: change.derived) if most else figures
        lines += [f"\n**{Kind.FIGURE.words}**\n", *md.figures(own[:most]), *_more(figures, most)]
    for kind in wording.ORDER[1:]:
        changes = comparison.of_kind(kind)
        if changes:
            lines += [f"\n**{kind.words}**\n", *map(_text, changes[:most]), *_more(changes, most)]
    return "\n".join(lines) + "\n"


def _more(items: tuple[Finding, ...] | list[Change], most: int | None) -> list[str]:
    return [f"\n（另有 {len(items) - most} 处）"] if most is not None and len(items) > most else []


def _finding(finding: Finding) -> str:
    mark = {Severity.ERROR: "**", Severity.WARNING: "", Severity.NOTE: ""}[finding.severity]
    position = finding.position
    place = f"`{position.file}:{position.line}`"
    return f"* {mark}{finding.severity.label} {finding.code}{mark} {place} {md.escaped(_cut(finding.message))}"


def _text(change: Change) -> str:
    pieces = wording.text(change)
    last = len(pieces) - 1
    return md.text(change, [_shorter(piece, number == 0, number == last) for number, piece in enumerate(pieces)])


def _shorter(piece: Piece, first: bool, last: bool) -> Piece:
    """A piece without what a reader need not see: the middle of what stayed, the end of what is very long."""
    text = piece.text
    if piece.kind != SAME or len(text) <= 2 * _AROUND:
        return piece._replace(text=_cut(text))
    before = "" if first else text[:_AROUND]
    after = "" if last else text[-_AROUND:]
    return piece._replace(text=f"{before}……{after}")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……（共 {len(text)} 字）"


def _named(words: str, comparisons: list[Comparison]) -> str:
    names = "、".join(md.escaped(wording.title(comparison)[:_AROUND]) for comparison in comparisons[:_MOST_NAMES])
    more = f"等 {len(comparisons)} 份" if len(comparisons) > _MOST_NAMES else ""
    return f"篇幅所限，{words}：{names}{more}。用 nianbao diff 看全部。\n"
