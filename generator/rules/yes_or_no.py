"""# A106 是和否，与填的内容不一致

**检查什么**：写“否”的，下面的各项是不是空着或者写 0；写“是”的，是不是至少填了一项。哪几项跟着哪一个“是否”，由格式规定。

**为什么**：说没有，又填了名称和数量，总有一处不对。

**正确**

    是否有移动新媒体: 否
    微博: {名称: ~, 信息发布量: ~, 关注量: ~}

**错误**

    是否有移动新媒体: 否
    微博: {名称: 示例发布, 信息发布量: 812, 关注量: 10345}

**怎么改**：核对事实，改“是”“否”，或者改下面的各项。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.figures import written
from generator.findings import Finding, Severity
from generator.form import YES_NO, Figure
from generator.rules import totals
from generator.rules.subject import Subject, error, shown
from generator.template import RuleUse, Template

_YES, _NO = YES_NO


def prepare(template: Template, use: RuleUse) -> totals.Check:
    """The rule for one `row` of yes and no, and the `fields` that hold something only where it says yes."""
    answer = _figure(template, use, use.arguments.get("row"))
    if answer.leaf.kind != "yesno":
        raise template.error(use, f"规则 {use.code} 的 row 不是写是或者否的项目", "核对路径")
    given = use.arguments.get("fields")
    fields = [_figure(template, use, name) for name in given] if isinstance(given, list) else []
    if not fields or answer in fields:
        raise template.error(use, f"规则 {use.code} 缺少 fields，或者写了 row 自己", "写出“是”才有的各项")

    def check(subject: Subject) -> Iterator[Finding]:
        report = subject.report
        if report is None:
            return
        said, key = report.values[answer.path], template.name(answer.path)
        filled = [field.path for field in fields if report.values[field.path].content not in (None, 0)]
        if said.content == _NO and filled:
            values = [report.values[path] for path in filled]
            names = [
                f"{template.name(path)}“{shown(written(value.content or ''))}”"
                for path, value in zip(filled, values, strict=True)
            ]
            more = f"等 {len(names)} 项" if len(names) > 3 else ""
            message = f"“{key}”写的是“否”，却填了{'、'.join(names[:3])}{more}。请核对，改一处。"
            places = tuple(value.position for value in values)
            yield error(use.code, message, said.position, paths=(answer.path, *filled), related=places)
        elif said.content == _YES and not filled:
            names = [template.name(field.path) for field in fields]
            message = f"“{key}”写的是“是”，{'、'.join(names[:3])}等却都没有填。请填上，或者核对是不是“否”。"
            yield Finding(use.code, Severity.WARNING, message, said.position, paths=(answer.path,))

    return check


def _figure(template: Template, use: RuleUse, name: object) -> Figure:
    try:
        paths = template.resolve(str(name or ""))
    except LookupError:
        paths = ()
    if len(paths) != 1:
        raise template.error(use, f"规则 {use.code} 说到的“{name or ''}”不是一个项目", "核对路径")
    return template.figures[paths[0]]
