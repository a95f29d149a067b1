"""# A105 部分比全部还多

**检查什么**：各部分相加，是不是超过了包含它们的那一项；一项只能是另一项的一部分的，如办结的和收到的，是不是比它大。

**为什么**：一部分不会比全部多。多半是两项填反了、口径不一致，或者总数漏加了一部分。哪几项这样比，由格式规定。

**正确**

    收到留言数量: 128
    办结留言数量: 126

**错误**

    收到留言数量: 126
    办结留言数量: 128

**怎么改**：核对这几项的台账。确有原因的（如办结了上年收到的留言），在“例外”里写明理由。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.figures import plain_number, total
from generator.findings import Finding
from generator.form import Figure
from generator.rules import totals
from generator.rules.subject import Subject, error
from generator.template import RuleUse, Template


def prepare(template: Template, use: RuleUse) -> totals.Check:
    """The rule for one `whole`, which the sum of its `parts` may not exceed."""
    whole = figure(template, use, use.arguments.get("whole"), "whole")
    given = use.arguments.get("parts")
    parts = [figure(template, use, name, "parts") for name in given] if isinstance(given, list) else []
    if not parts or whole in parts:
        raise template.error(use, f"规则 {use.code} 缺少 parts，或者把全部也当作部分", "写出是哪几部分")

    def check(subject: Subject) -> Iterator[Finding]:
        report = subject.report
        if report is None:
            return
        most, values = report.values[whole.path], [report.values[part.path] for part in parts]
        amount = total(values)
        if most.number is None or amount is None or amount <= most.number:
            return
        terms = " + ".join(
            f"{template.name(part.path)} {plain_number(value.number or 0)}"
            for part, value in zip(parts, values, strict=True)
        )
        added = f" = {plain_number(amount)}" if len(parts) > 1 else ""
        message = (
            f"{terms}{added}，比{template.name(whole.path)} {plain_number(most.number)} "
            f"{totals.difference(most.number, amount)}。请核对这{'几' if len(parts) > 1 else '两'}项。"
        )
        paths = tuple(part.path for part in (*parts, whole))
        places = tuple(value.position for value in (*values[1:], most))
        yield error(use.code, message, values[0].position, paths=paths, related=places)

    return check


def figure(template: Template, use: RuleUse, name: object, argument: str) -> Figure:
    """The one number that an argument names; TemplateError where it names none."""
    try:
        paths = template.resolve(str(name or ""))
    except LookupError:
        paths = ()
    found = [template.figures[path] for path in paths]
    if len(found) != 1 or not found[0].leaf.is_number:
        raise template.error(use, f"规则 {use.code} 的 {argument}“{name or ''}”不是一个数字", "核对路径")
    return found[0]
