"""What the three rules on totals share: a written total is a checksum of its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.figures import Number, State, adder, plain_number, subtract, total
from generator.findings import Finding
from generator.form import Figure
from generator.paths import Path
from generator.report import Report
from generator.rules.subject import Subject, error
from generator.template import RuleUse, Template

Check = Callable[[Subject], Iterator[Finding]]


def compared(template: Template, use: RuleUse, axis: str, parts_name: str, rowless: bool = False) -> Check:
    """The rule that a total along an axis of the template is the sum of its parts; silent where one is unknown."""
    require_no_arguments(template, use)
    sums = [
        (figure, parts, template.places[figure.path], adder(template, parts))
        for figure in template.figures.values()
        for along, parts in figure.sums
        if along == axis and (figure.row is None) == rowless
    ]

    def check(subject: Subject) -> Iterator[Finding]:
        report = subject.report
        contents = report.values.contents if report else ()
        for figure, parts, place, added in sums if report else ():
            if added(contents) != contents[place]:
                yield from _finding(report, use.code, figure, parts, parts_name)  # type: ignore[arg-type]

    return check


def require_no_arguments(template: Template, use: RuleUse) -> None:
    """TemplateError where a rule that the trees say is given arguments."""
    if use.arguments:
        raise template.error(use, f"规则 {use.code} 不用参数", "只留 code")


def numbers(template: Template, use: RuleUse, *names: str) -> Iterator[Number]:
    """The arguments of a rule that are numbers; TemplateError where one is missing or another is there."""
    for name in (*names, *use.arguments):
        if name not in use.arguments:
            raise template.error(use, f"规则 {use.code} 缺少 {name}", "写出这个数")
        if name not in names:
            raise template.error(use, f"规则 {use.code} 没有参数 {name}", f"只写 {'、'.join(names)}")
    return (use.arguments[name] for name in names)  # type: ignore[misc]


def _finding(report: Report, code: str, figure: Figure, parts: tuple[Path, ...], parts_name: str) -> Iterator[Finding]:
    """The finding for a written total that is not what its parts add up to."""
    value = report.values[figure.path]
    amount = total([report.values[part] for part in parts])
    if value.state is State.DERIVED or value.number is None or amount is None:
        return
    message = (
        f"{name(figure)}：{parts_name}之和应为 {plain_number(amount)}，"
        f"写的是 {plain_number(value.number)}，"
        f"{difference(amount, value.number)}。请核对{parts_name}，或者删去这个总计由程序算出。"
    )
    places = tuple(report.values[part].position for part in parts)
    yield error(code, message, value.position, paths=(figure.path,), related=tuple(dict.fromkeys(places)))


def difference(expected: Number, found: Number) -> str:
    """How far a number is off: 多 3, 少 1."""
    more = found > expected
    gap = subtract(found, expected) if more else subtract(expected, found)
    return f"{'多' if more else '少'} {plain_number(gap)}"


def name(figure: Figure) -> str:
    """A figure in the form's own words: the row as printed and the column, or the keys that lead to it."""
    if figure.row is None:
        return "·".join(figure.path.parts[len(figure.block.prefix) :])
    above = figure.path.parts[len(figure.block.prefix) :]
    return "·".join(above) if figure.block.has_fields else f"{figure.row.label}·{figure.column.label}"
