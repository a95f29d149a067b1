"""A complete agency file to fill in: every row and every column there, unknown, with a comment where it helps."""

from __future__ import annotations

from collections.abc import Iterator

from generator import agency_file
from generator.agency_file import Content
from generator.config import texts
from generator.counterparts import counterparts, summed
from generator.figures import Number
from generator.nodes import Mapping
from generator.paths import Path
from generator.report import Report
from generator.template import Template

_NAME = 4  # characters from which the key of a row says enough by itself


def write(
    template: Template, agency: str, year: int, schema: str, previous: Report | None = None, with_text: bool = False
) -> str:
    """The YAML of a new report; last year's report lends its agency's particulars and the requests carried over.

    `schema` is the path that editors find the JSON Schema under, relative to the file. With text, the sentences that
    are customary stand there with references to the figures.
    """
    root = previous.source.root if previous else None
    contact, site = (texts(root.get(name)) if isinstance(root, Mapping) else {} for name in ("联系方式", "网站"))
    customary = _customary(template, agency, year) if with_text else {}
    content = Content(
        agency,
        year,
        previous.kind if previous else "",
        previous.scope if previous else "",
        script=previous.script if previous else "",
        contact=contact,
        site=site,
        facts=template.facts if with_text else (),
        figures=_carried(template, previous) if previous else {},
        narratives={path: text for path, (text, _) in customary.items()},
        if_none={path: text for path, (_, text) in customary.items() if text},
        signature=(agency, ""),
        intro=intro(template),
    )
    return agency_file.write(template, content, schema)


def intro(template: Template) -> tuple[str, ...]:
    """What one needs to know to fill in a file of this form."""
    what = "数字或者文字：没有发生的写 0" if template.figures else "文字"
    return (
        f"按{template.authority[1]}编制。把 ~ 换成{what}，还不知道的留着 ~。",
        *((f"未经核对：{template.unverified}。",) if template.unverified else ()),
        *_on_tables(template),
        *_on_prose(template),
        "以 # 开头的行是说明，不会印出来；不要写在文字中间。",
    )


def _on_tables(template: Template) -> Iterator[str]:
    rows = [f.row.key for f in template.figures.values() if f.row and f.column.omitted_is_zero and not f.row.total_of]
    zeros = (
        f"没有发生的列可以删去，整行没有发生就写 0，如  {min(rows, key=lambda key: (len(key) < _NAME, len(key)))}: 0"
        if rows
        else ""
    )
    if any(figure.sums for figure in template.figures.values()):
        yield f"总计由程序算出，可以不填；填了就要对得上。{zeros}"


def _on_prose(template: Template) -> Iterator[str]:
    sections = [section for section in template.sections if section.is_prose]
    if sections:
        yield "写文字时把 ~ 换成 |，从下一行起缩进写，一行是一段，如"
        yield f"  {sections[-1].key}: |"
        for label, path in template.key_figures[:1]:
            unit = template.figures[template.resolve(path)[0]].leaf.unit
            yield f"    本年度{label}{{{{ {path} }}}}{unit}。"
        yield "    ## 小标题（自动编号）"


def _customary(template: Template, agency: str, year: int) -> dict[Path, tuple[str, str]]:
    """The customary text of each field that has one, and that for a year in which nothing happened."""
    return {narrative.path: narrative.customary(agency, year) for narrative in template.narratives if narrative.text}


def _carried(template: Template, previous: Report) -> dict[Path, Number]:
    """Last year's figures of the same columns in the rows that carry one over."""
    sources = {path: template.carried(figure) for path, figure in template.figures.items()}
    found = counterparts(previous.template, template)
    older = {path: found.of((source,)) for path, source in sources.items() if source}
    values = {path: summed(previous.values, paths) for path, paths in older.items() if paths}
    return {path: value.number for path, value in values.items() if value.number is not None}
