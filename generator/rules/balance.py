"""# A103 申请的收和办不平衡

**检查什么**：表三的每一列：一、本年新收 + 二、上年结转 = 三、（七）总计 + 四、结转下年度。

**为什么**：这是格式自己印在表左上角的勾稽关系（国办公开办函〔2021〕30号附件）：收到的和上年留下的，不是办结了，
就是留到了下年。

**正确**

    本年新收政府信息公开申请数量: {自然人: 6}
    上年结转政府信息公开申请数量: 0
    本年度办理结果:
      总计: {自然人: 5}
    结转下年度继续办理: {自然人: 1}

**错误**：其余相同，而结转下年度继续办理写成 0，有 1 件不知去向。

**怎么改**：核对这四项的台账，找出漏记或者重记的申请，不要为了凑数改动数字。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.figures import Number, adder, plain_number, total
from generator.findings import Finding
from generator.form import Figure
from generator.paths import Path
from generator.report import Report
from generator.rules import totals
from generator.rules.subject import Subject, error
from generator.template import RuleUse, Template

_Side = list[tuple[str, list[Figure]]]
_COUNT = {2: "两", 3: "三", 4: "四", 5: "五", 6: "六"}


def prepare(template: Template, use: RuleUse) -> totals.Check:
    """The rule for each column of the table that its arguments name: `left` rows add up to `right` rows."""
    left, right = (_side(template, use, side) for side in ("left", "right"))
    if len({text for text, _ in left + right}) < len(left + right):
        raise template.error(use, f"规则 {use.code} 把一行写了两次", "核对 left 和 right")

    columns = []
    for number, first in enumerate(left[0][1]):
        rows = [(text, figures[number]) for text, figures in left + right]
        sides = [[figure.path for _, figure in side] for side in (rows[: len(left)], rows[len(left) :])]
        columns.append((first, rows, adder(template, sides[0]), adder(template, sides[1])))

    def check(subject: Subject) -> Iterator[Finding]:
        report = subject.report
        unbalanced: set[Path] = set()
        for first, rows, received, handled in columns if report else ():
            contents = report.values.contents  # type: ignore[union-attr]
            if received(contents) == handled(contents):
                continue
            found = _column(report, use.code, rows, len(left))  # type: ignore[arg-type]
            if found:
                unbalanced.add(first.path)
                if not any(set(parts) & unbalanced for axis, parts in first.sums if axis == "row"):
                    yield found

    return check


def _side(template: Template, use: RuleUse, side: str) -> _Side:
    """Each row of one side, by name, with its figures from left to right."""
    rows: _Side = []
    for text in use.arguments.get(side, ()):  # type: ignore[attr-defined]
        row = _row(template, use, text)
        rows.append((text, [f for f in template.figures.values() if f.block is row.block and f.row is row.row]))
    if not rows:
        raise template.error(use, f"规则 {use.code} 缺少 {side}", "写出这一边的各行")
    return rows


def _row(template: Template, use: RuleUse, text: str) -> Figure:
    table = use.arguments.get("table")
    if table not in {block.key for block in template.blocks}:
        raise template.error(use, f"规则 {use.code} 的 table 不是一张表的键", "写出表的 key")
    try:
        paths = template.resolve(text)
    except LookupError:
        paths = ()
    figures = [template.figures[path] for path in paths]
    if len(figures) != 1 or figures[0].block.key != table or figures[0].row is None:
        reason = f"规则 {use.code} 说到的“{text}”不是表 {table} 的一行"
        raise template.error(use, reason, template.mend(text, "核对行的键"))
    return figures[0]


def _column(report: Report, code: str, rows: list[tuple[str, Figure]], count: int) -> Finding | None:
    """The finding for one column, of which the first `count` rows are the left side."""
    values = [report.values[figure.path] for _, figure in rows]
    received, handled = total(values[:count]), total(values[count:])
    if received is None or handled is None or received == handled:
        return None
    message = (
        f"{rows[0][1].column.label}：{_sum(report, rows[:count], received)}，{_sum(report, rows[count:], handled)}，"
        f"{totals.difference(received, handled)}。请核对这{_COUNT.get(len(values), '几')}项。"
    )
    paths = tuple(figure.path for _, figure in rows)
    return error(code, message, values[0].position, paths=paths, related=tuple(value.position for value in values[1:]))


def _sum(report: Report, rows: list[tuple[str, Figure]], amount: Number) -> str:
    terms = [f"{text} {plain_number(report.values[figure.path].number or 0)}" for text, figure in rows]
    return f"{' + '.join(terms)} = {plain_number(amount)}"
