"""The register of rules: every code with its module. To add a rule is to write its module and a line here.

A module has a docstring, its page in Chinese, and one function. Most have `check(subject)`, which yields findings; the
rules that a template adopts have `prepare(template, use)`, which returns such a function, or raises TemplateError where
the template gives the rule arguments that it cannot work with; S110, which looks at the other findings, has
`accepted`; those on files read back (family I) have `finding(remark, position)`, which puts a remark into
words; those of family G take a collection of reports instead of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from generator.findings import Finding, Position, by_place
from generator.remarks import Remark
from generator.report import Report
from generator.rules.subject import Subject
from generator.template import Template

if TYPE_CHECKING:  # a single report needs none of it
    from generator.collection import Collection

SYNTAX = {
    "Y101": "syntax",
    "Y102": "duplicate_key",
    "Y103": "anchor",
    "Y104": "tag",
    "Y105": "tab",
    "Y106": "depth",
    "Y107": "control_character",
    "Y108": "encoding",
    "Y109": "file_size",
    "Y110": "full_width",
    "Y111": "documents",
    "Y112": "braces",
    "Y113": "empty_file",
}
SCHEMA = {
    "S101": "unknown_key",
    "S102": "missing_key",
    "S103": "unfilled",
    "S104": "wrong_shape",
    "S105": "unusual_number",
    "S106": "out_of_range",
    "S107": "not_a_choice",
    "S108": "not_a_date",
    "S109": "unknown_form",
    "S110": "unused_exemption",
}
FORM = {
    "A101": "row_total",
    "A102": "column_total",
    "A103": "balance",
    "A104": "outcome_total",
}
NARRATIVE = {
    "N101": "unknown_reference",
    "N102": "taken_name",
    "N103": "slipped_mark",
    "N111": "expression",
    "N112": "unit_after",
    "N113": "parts_of_fact",
    "N201": "disagreement",
    "N202": "bindable",
    "N203": "unbound",
    "N204": "stated_balance",
    "N205": "parts",
    "N206": "percentage",
    "N207": "numbering",
    "N208": "empty_number",
    "N209": "other_year",
    "N210": "superseded",
    "N211": "too_early",
    "N212": "too_late",
}
IMPORT = {
    "I101": "not_found",
    "I102": "no_number",
    "I103": "dressed_number",
    "I104": "run_together",
    "I105": "doubtful_place",
    "I106": "beyond_form",
    "I107": "contradiction",
    "I108": "headings",
    "I109": "outside",
    "I110": "inferred",
    "I111": "page_data",
    "I112": "coding",
    "I201": "figure_differs",
    "I202": "text_differs",
    "I301": "form_content",
    "I302": "form_doubt",
    "I303": "form_structure",
    "I304": "form_conflict",
}
# With the characters of which a report's prose must have one before the rule needs to look.
TYPOGRAPHY = {
    "T101": ("half_width_mark", ",;:!?(."),
    "T102": ("unpaired_mark", '"（）《》“”〔〕【】「」'),
    "T103": ("nested_title", "《"),
    "T104": ("needless_comma", "》”等"),
    "T105": ("tilde", "~"),
    "T106": ("ellipsis", "….。-・"),
    "T107": ("item_mark", "、.．"),
    "T108": ("doubled_mark", "，。、；："),
    "T109": ("stray_blank", " 　"),
    "T110": ("heading_stop", "#"),
    "T111": ("full_width_digit", "０１２３４５６７８９％ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ"),
    "T112": ("short_year", "年"),
    "T113": ("range_unit", "～~—至"),
    "T114": ("twice_about", "约近超逾足"),
    "T115": ("document_number", "号"),
    "T116": ("bare_point", "."),
}
AGGREGATE = {
    "G101": "not_filed",
    "G102": "failing",
    "G103": "filed_twice",
    "G104": "counted_twice",
    "G105": "misfiled",
    "G106": "not_on_roster",
    "G107": "listed_twice",
    "G108": "wrong_sum",
    "G109": "unlike_facts",
}
_ON_REPORTS = {"S109", "S110"}  # not on every file that has a schema
COMPLETENESS = {
    "C101": "page_tags",
    "C201": "hollow",
    "C202": "government_matters",
    "C203": "processing_fee",
    "C204": "preamble",
    "C205": "signature",
    "C206": "placeholder",
}
HISTORY = {
    "H101": "previous_report",
    "H201": "carried_over",
    "H202": "stock",
    "H203": "jump",
    "H301": "repeated",
}
_STYLE = {code: name for code, (name, _) in TYPOGRAPHY.items()}
_BLANKS = {"N101", "N111"}  # what leaves a blank is never released
WEIGHED = {*FORM, *NARRATIVE, *COMPLETENESS, *HISTORY, *_STYLE} - _BLANKS  # may be accepted or made lighter
ALL = SYNTAX | SCHEMA | FORM | NARRATIVE | COMPLETENESS | HISTORY | _STYLE | IMPORT | AGGREGATE
ALWAYS = (*NARRATIVE, "C101", "H101")
ADOPTABLE = [code for code in FORM | COMPLETENESS | HISTORY if code not in ALWAYS]

Check = Callable[[Subject], Iterator[Finding]]


def module(code: str) -> ModuleType:
    """The module of a rule; KeyError for an unknown code."""
    return import_module(f"generator.rules.{ALL[code]}")


def page(code: str) -> str:
    """The page of a rule, as Markdown."""
    return (module(code).__doc__ or "").strip() + "\n"


def title(code: str) -> str:
    """What a rule finds, in a few words."""
    return page(code).split("\n", 1)[0].removeprefix(f"# {code} ")


def handbook() -> str:
    """The pages of all rules as one Markdown document."""
    pages = "\n".join(page(code).replace("# ", "## ", 1) for code in ALL)
    families = (
        "Y 文件写法，S 格式，A 数字关系，N 文字与数字，C 内容完整，H 与上年比较，T 标点和数字用法，"
        "I 读回发布的文件和表格，G 汇总"
    )
    return f"# 规则\n\n编号的首字母是类别：{families}。\n\n{pages}"


def on_file(subject: Subject) -> Iterator[Finding]:
    """What the rules on syntax and schema find."""
    families = (SYNTAX if subject.source.faults or subject.violations else {}) | (SCHEMA if subject.violations else {})
    for code in families:
        if code not in _ON_REPORTS:
            yield from module(code).check(subject)


def worded(remarks: Iterable[Remark], file: str) -> list[Finding]:
    """What reading a file back has to say, in the order of the file; what has no place concerns all of it."""
    whole = Position(file, 1, 1, "全文")
    found = [module(remark.code).finding(remark, remark.position or whole) for remark in remarks]
    return sorted(found, key=by_place)


def on_collection(collection: Collection) -> Iterator[Finding]:
    """What the rules on aggregates find in all that was handed in."""
    for code in AGGREGATE:
        yield from module(code).check(collection)


def accepted(report: Report, findings: list[Finding]) -> list[Finding]:
    """The findings of a report with its own exemptions heeded."""
    if not report.exemptions:
        return findings
    return list(module("S110").accepted(report, findings, WEIGHED, ALL))


def adopted(template: Template) -> list[Check]:
    """The rules that a template adopts, ready to run; TemplateError for an unknown code or wrong arguments."""
    checks: list[Check] = []
    seen: list[tuple[str, dict[str, object]]] = []
    for use in template.rules:
        if use.code not in ADOPTABLE:
            raise template.error(use, f"没有规则 {use.code}", f"从 {'、'.join(ADOPTABLE)} 里选")
        if (use.code, use.arguments) in seen:
            raise template.error(use, f"规则 {use.code} 写了两次", "删去一处")
        seen.append((use.code, use.arguments))
        checks.append(module(use.code).prepare(template, use))
    checks += [module(code).check for code in ALWAYS]
    checks.append(style)
    return checks


def style(subject: Subject) -> Iterator[Finding]:
    """What the rules on typography find; only those are loaded that the characters of the prose give work to."""
    texts = subject.report.narratives.values() if subject.report and not subject.source.faults else ()
    characters = {mark for text in texts for mark in text.scalar.text}
    for code, (_, marks) in TYPOGRAPHY.items():
        if not characters.isdisjoint(marks):
            yield from module(code).check(subject)
