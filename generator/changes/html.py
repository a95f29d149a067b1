"""Comparisons as one self-contained page: the form's tables, changed cells coloured, the old figure beside the new."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as FilePath

from generator import wording
from generator.diff import Change, Comparison, Kind
from generator.escaping import escape
from generator.findings import Finding
from generator.grid import Cell
from generator.html_table import Content, table
from generator.labels import heading
from generator.layout import block_grid, header_rows
from generator.paths import Path
from generator.prose import NEW, OLD, Piece
from generator.report import Report, figure_texts
from generator.versions import Review

_WIDE = 8  # columns from which a table scrolls by itself rather than squeezing its row heads
_TAGS = {OLD: "del", NEW: "ins"}
_WORDS = {OLD: "删去：", NEW: "新写："}
_STYLE = FilePath(__file__).with_name("page.css")
_HEAD = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>报告的变化</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>报告的变化</h1>
"""


def write(review: Review) -> str:
    """The page of a review."""
    parts = [_HEAD.format(style=_STYLE.read_text(encoding="utf-8"))]
    parts.append(f"<p>{escape(wording.between(review))}</p>\n<p>{escape(wording.counts(review.comparisons))}</p>\n")
    if len(review.comparisons) > 1:
        parts.append('<nav aria-label="各份报告">\n<ol>\n')
        for number, comparison in enumerate(review.comparisons, 1):
            status = wording.STATUS[comparison.status]
            parts.append(f'<li><a href="#r{number}">{escape(wording.title(comparison))}</a>：{status}</li>\n')
        parts.append("</ol>\n</nav>\n")
    for number, comparison in enumerate(review.comparisons, 1):
        parts.append("".join(_comparison(comparison, f"r{number}")))
    return "".join((*parts, "</main>\n</body>\n</html>\n"))


def _comparison(comparison: Comparison, name: str) -> Iterator[str]:
    yield f'<section aria-labelledby="{name}">\n<h2 id="{name}">{escape(wording.title(comparison))}：'
    yield f'{wording.STATUS[comparison.status]}</h2>\n<p class="file">{escape(wording.file(comparison))}</p>\n'
    yield from (f"<p>{escape(remark)}</p>\n" for remark in comparison.remarks)
    for words, findings in wording.groups(comparison):
        yield f"<h3>{words}</h3>\n<ul>\n"
        yield from (f"<li>{_finding(finding)}</li>\n" for finding in findings)
        yield "</ul>\n"
    for kind in wording.ORDER[1:]:
        changes = comparison.of_kind(kind)
        if changes:
            yield f"<h3>{kind.words}</h3>\n<ul>\n"
            yield from (
                f'<li>{escape(change.place)}：<span class="text">{_text(change)}</span></li>\n' for change in changes
            )
            yield "</ul>\n"
    new = comparison.new.report if comparison.new else None
    if new and comparison.of_kind(Kind.FIGURE):
        yield from _tables(new, comparison, name)
    yield "</section>\n"


def _tables(new: Report, comparison: Comparison, name: str) -> Iterator[str]:
    """The tables of every section in which a figure has changed, then the changes as a list in words."""
    changes = {change.path: change for change in comparison.of_kind(Kind.FIGURE)}
    texts = dict(zip(new.template.figures, figure_texts(new), strict=True))
    for section in new.template.sections:
        own = [change for change in changes.values() if change.path.parts[0] == section.key]
        if not own:
            continue
        wide = " wide" if sum(section.shape) > _WIDE else ""
        label = f"{escape(heading(section))}：{len(own)} 个数字有变化"
        yield f'<h3>{label}</h3>\n<section class="tables{wide}" aria-label="{label}" tabindex="0">\n'
        for number, block in enumerate(section.blocks, 1):
            grid = block_grid(new.template, block)
            identifier = f"{name}-t{section.number}-{number}"
            yield table(grid, identifier, section.key, header_rows(block), lambda cell: _figure(cell, texts, changes))
            yield "\n"
        yield "</section>\n<ul>\n"
        yield from (f"<li>{_words(change)}</li>\n" for change in own)
        yield "</ul>\n"


def _figure(cell: Cell, texts: dict[Path, str], changes: dict[Path, Change]) -> Content:
    assert cell.path is not None
    change = changes.get(cell.path)
    if change is None:
        return Content(escape(texts[cell.path]), {})
    old, new = (escape(wording.content(change, value)) for value in (change.old, change.new))
    kind = "changed total" if change.derived else "changed"
    shown = f'<span class="unseen">原来</span><del>{old}</del> <span class="unseen">现在</span><ins>{new}</ins>'
    return Content(shown, {"class": kind, "title": f"原来 {wording.content(change, change.old)}"})


def _words(change: Change) -> str:
    more = "，".join(
        filter(None, (wording.difference(change), wording.percent(change), wording.TOTAL if change.derived else ""))
    )
    old, new = (escape(wording.content(change, value)) for value in (change.old, change.new))
    return f"{escape(change.place)}：<del>{old}</del> -&gt; <ins>{new}</ins>{f'（{more}）' if more else ''}"


def _text(change: Change) -> str:
    return "".join(map(_piece, wording.text(change)))


def _piece(piece: Piece) -> str:
    tag = _TAGS.get(piece.kind)
    unseen = f'<span class="unseen">{_WORDS[piece.kind]}</span>' if tag else ""
    return f"<{tag}>{unseen}{escape(piece.text)}</{tag}>" if tag else escape(piece.text)


def _finding(finding: Finding) -> str:
    return escape(wording.finding(finding))
