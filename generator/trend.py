"""Figures across years: the numbers of several reports side by side, as a table, as bars and as a drawing."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.counterparts import counterparts, summed
from generator.errors import InputError
from generator.escaping import escape
from generator.figures import Number, plain_number
from generator.labels import sum_label
from generator.paths import Path
from generator.references import place, value
from generator.report import Report
from generator.shapes import NamedTuple
from generator.template import Template
from generator.widths import pad, width

UNKNOWN, ABSENT = "未填", "没有"
_LEFT, _TOP, _WIDE, _HIGH, _STEP = 24, 64, 720, 120, 196  # of the drawing, in its own units


class Point(NamedTuple):
    """A number in a year; `there` is whether that year's form has it, None is an unknown one."""

    year: int
    content: Number | None
    there: bool = True

    def __str__(self) -> str:
        if not self.there:
            return ABSENT
        return UNKNOWN if self.content is None else plain_number(self.content)


class Series(NamedTuple):
    """A figure by year."""

    place: str
    points: tuple[Point, ...]

    @property
    def greatest(self) -> Number:
        """The greatest number, 0 where none is known."""
        return max((point.content for point in self.points if point.content is not None), default=0)


def series(reports: Sequence[Report], references: Sequence[str] = ()) -> list[Series]:
    """The figures that the paths name, by year; without paths the totals of every row that is not always 0.

    InputError where two reports are of one year, or a path names no single thing in any of them.
    """
    ordered = sorted(reports, key=lambda report: report.year)
    for one, other in itertools.pairwise(ordered):
        if one.year == other.year:
            raise InputError(f"{one.source.file} 和 {other.source.file} 都是 {one.year} 年度的。请每年只写一份。")
    if references:
        return [_named(ordered, reference) for reference in references]
    found = [_series(ordered, ordered[-1].template, paths) for paths in _main_sums(ordered)]
    return [one for one in found if any(point.there and point.content != 0 for point in one.points)]


def notes(reports: Sequence[Report]) -> Iterator[str]:
    """What the figures of years with another form than the newest cannot be compared in, and why."""
    newest = max(reports, key=lambda report: report.year).template
    for template in dict.fromkeys(report.template for report in reports if report.template.id != newest.id):
        years = "、".join(str(report.year) for report in reports if report.template is template)
        yield f"{years} 年度的格式是 {template.id}，和 {newest.id} 只比较意思没有变的数字，其余的写“{ABSENT}”。"
        yield from (f"不能比较 {reason}。" for reason in counterparts(template, newest).reasons)


def table(rows: Sequence[Series]) -> Iterator[str]:
    """A line for each figure, a column for each year, the change from the first year to the last at the end."""
    years = [str(point.year) for point in rows[0].points] if rows else []
    cells = [[one.place, *map(str, one.points)] for one in rows]
    widths = [max(width(line[number]) for line in (["", *years], *cells)) for number in range(len(years) + 1)]
    yield "  ".join((" " * widths[0], *(_right(year, widths[n]) for n, year in enumerate(years, 1)))).rstrip()
    for line in cells:
        yield "  ".join((pad(line[0], widths[0]), *(_right(text, widths[n]) for n, text in enumerate(line[1:], 1))))


def bars(rows: Sequence[Series], columns: int) -> Iterator[str]:
    """A bar of # for each year of each figure, at most so many columns wide."""
    for one in rows:
        texts = [str(point) for point in one.points]
        room = max(columns - 10 - max(map(width, texts)), 10)
        yield one.place
        for point, text in zip(one.points, texts, strict=True):
            length = _share(point.content, one.greatest, room)
            yield f"  {point.year}  {'#' * length}{' ' if length else ''}{text}"
        yield ""


def drawing(title: str, rows: Sequence[Series]) -> str:
    """An SVG picture with a panel for each figure; colours follow the reader's light or dark theme."""
    height = _TOP + _STEP * len(rows)
    words = "；".join(f"{one.place}：{'，'.join(f'{point.year} 年 {point}' for point in one.points)}" for one in rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE}" height="{height}" viewBox="0 0 {_WIDE} {height}"',
        'role="img" aria-labelledby="t d" font-family="sans-serif">',
        f'<title id="t">{escape(title)}</title>',
        f'<desc id="d">{escape(words)}</desc>',
        "<style>svg { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --line: #767676; --bar: #1f5fa8; }",
        "@media (prefers-color-scheme: dark) { svg { --ink: #ececec; --paper: #16181b; --bar: #7db4ee; } }",
        "text { fill: var(--ink); font-size: 14px; } .h { font-size: 18px; font-weight: 700; }",
        "rect { fill: var(--bar); } .p { fill: var(--paper); } .m { text-anchor: middle; }",
        "path { stroke: var(--line); fill: none; }</style>",
        f'<rect class="p" width="{_WIDE}" height="{height}"/>',
        f'<text class="h" x="{_LEFT}" y="36">{escape(title)}</text>',
    ]
    for number, one in enumerate(rows):
        parts += _panel(one, _TOP + _STEP * number)
    return "\n".join((*parts, "</svg>", ""))


def _panel(one: Series, top: int) -> Iterator[str]:
    bottom = top + 24 + _HIGH
    each = (_WIDE - 2 * _LEFT) // max(len(one.points), 1)
    yield f'<text x="{_LEFT}" y="{top + 8}">{escape(one.place)}</text>'
    yield f'<path d="M{_LEFT} {bottom}H{_WIDE - _LEFT}"/>'
    for number, point in enumerate(one.points):
        middle = _LEFT + each * number + each // 2
        high = _share(point.content, one.greatest, _HIGH - 24)
        wide = min(each // 2, 64)
        if high:
            yield f'<rect x="{middle - wide // 2}" y="{bottom - high}" width="{wide}" height="{high}"/>'
        yield f'<text class="m" x="{middle}" y="{bottom - high - 6}">{point}</text>'
        yield f'<text class="m" x="{middle}" y="{bottom + 18}">{point.year}</text>'


def _share(content: Number | None, greatest: Number, room: int) -> int:
    """How much of the room a number takes; what is more than 0 takes at least one place."""
    if not content or content < 0:
        return 0
    return max(int(Decimal(content) * room / Decimal(greatest)), 1)


def _right(text: str, columns: int) -> str:
    return " " * (columns - width(text)) + text


def _main_figures(template: Template) -> Iterator[Path]:
    """The total of each row where a table adds its rows up, else all of its figures."""
    totals = {id(block): any(column.total_of for column in block.leaf_columns) for block in template.blocks}
    for path, figure in template.figures.items():
        if figure.leaf.is_number and (not totals[id(figure.block)] or figure.column.total_of):
            yield path


def _main_sums(reports: Sequence[Report]) -> Iterator[tuple[Path, ...]]:
    """The main figures of the newest form; before the rows of a group that was one row in an older form, their sum."""
    newest = reports[-1].template
    older = [counterparts(report.template, newest) for report in reports if report.template is not newest]
    told: set[tuple[Path, ...]] = set()
    for path in _main_figures(newest):
        for pair in filter(None, (found.before.get(path) for found in older)):
            if len(pair.new) > 1 and pair.new not in told:
                told.add(pair.new)
                yield pair.new
        yield (path,)


def _series(reports: Sequence[Report], template: Template, paths: tuple[Path, ...]) -> Series:
    """The sum of some figures of a form by year, in years of another form that of what means the same there."""
    points = []
    for report in reports:
        own = counterparts(report.template, template).of(paths)
        content = summed(report.values, own).number if own else None
        points.append(Point(report.year, content, there=own is not None))
    return Series(sum_label(template, paths), tuple(points))


def _named(reports: Sequence[Report], reference: str) -> Series:
    if len({report.template for report in reports}) > 1:
        for report in reversed(reports):
            if report.template.names_figures(reference):
                found = _series(reports, report.template, report.template.resolve(reference))
                return found._replace(place=place(report, reference))
    points: list[Point] = []
    shown, error = reference, None
    for report in reports:
        try:
            points.append(Point(report.year, value(report, reference)))
            shown = place(report, reference)
        except InputError as problem:
            error = problem
            points.append(Point(report.year, None, there=False))
    if error and not any(point.there for point in points):
        raise error
    return Series(shown, tuple(points))
