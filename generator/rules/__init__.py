"""The register of rules: every code with its module. To add a rule is to write its module and a line here.

A module has a docstring, its page in Chinese, and one function. Most have `check(subject)`, which yields findings; the
rules that a template adopts have `prepare(template, use)`, which returns such a function, or raises TemplateError where
the template gives the rule arguments that it cannot work with; S110, which looks at the other findings, has
`accepted`; those on files read back (family I) have `finding(remark, position)`, which puts a remark into
words; those of family G take a collection of reports instead of one; those of family M are pages alone, for the faults
that reading a template finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from types import ModuleType

from generator.characters import has_traditional
from generator.errors import Fault, TemplateError, refused
from generator.findings import Finding, Position, Severity, by_place
from generator.remarks import Remark
from generator.report import Report
from generator.rules import styles
from generator.rules.styles import TYPOGRAPHY
from generator.rules.subject import Subject, written
from generator.shapes import TYPE_CHECKING
from generator.template import RuleUse, Template

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
    "A105": "more_than_whole",
    "A106": "yes_or_no",
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
    "I113": "old_wording",
    "I201": "figure_differs",
    "I202": "text_differs",
    "I301": "form_content",
    "I302": "form_doubt",
    "I303": "form_structure",
    "I304": "form_conflict",
}
# Where a report is, or is to be, in Traditional Chinese.
SCRIPT = {
    "T201": "conversion_trace",
    "T202": "mixed_script",
    "T203": "round_trip",
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
TEMPLATE = {
    "M101": "contradicting_template",
    "M102": "unprintable_frame",
    "M103": "lacking_frame",
    "M104": "template_files",
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
_STYLE = {code: style.module for code, style in TYPOGRAPHY.items()}
_BLANKS = {"N101", "N111"}  # what leaves a blank is never released
WEIGHED = {*FORM, *NARRATIVE, *COMPLETENESS, *HISTORY, *_STYLE, *SCRIPT} - _BLANKS  # may be accepted or made lighter
ALL = SYNTAX | SCHEMA | FORM | NARRATIVE | COMPLETENESS | HISTORY | _STYLE | SCRIPT | IMPORT | AGGREGATE | TEMPLATE
ALWAYS = (*NARRATIVE, "C101", "H101")
ADOPTABLE = [code for code in FORM | COMPLETENESS | HISTORY if code not in ALWAYS]

Check = Callable[[Subject], Iterator[Finding]]


@cache
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
        "Y 文件写法，S 格式，A 数字关系，N 文字与数字，C 内容完整，H 与上年比较，T 标点和数字用法、简繁，"
        "I 读回发布的文件和表格，G 汇总，M 模板"
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


def on_template(fault: Fault) -> Finding:
    """A fault of a template as a finding."""
    place = Position(fault.file, fault.line, fault.column, fault.words)
    message = f"{fault.words}：{fault.message}" if fault.words else fault.message
    return Finding(fault.code, Severity.ERROR, message, place)


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
    """The rules that a template adopts, ready to run; TemplateError for all unknown codes and wrong arguments."""
    checks: list[Check] = []
    faults: list[Fault] = []
    for number, use in enumerate(template.rules):
        try:
            checks.append(_adopted(template, use, template.rules[:number]))
        except TemplateError as error:
            faults += error.faults
    if faults:
        raise refused(faults)
    checks += [module(code).check for code in ALWAYS]
    checks.append(style)
    return checks


def _adopted(template: Template, use: RuleUse, before: tuple[RuleUse, ...]) -> Check:
    if use.code not in ADOPTABLE:
        raise template.error(use, f"没有规则 {use.code}", f"从 {'、'.join(ADOPTABLE)} 里选")
    if (use.code, use.arguments) in [(other.code, other.arguments) for other in before]:
        raise template.error(use, f"规则 {use.code} 写了两次", "删去一处")
    check: Check = module(use.code).prepare(template, use)
    return check


def style(subject: Subject) -> Iterator[Finding]:
    """What the rules on typography and script find; only those are loaded that the characters of the prose call for."""
    report = subject.report
    if report is None or subject.source.faults:
        return
    notes = [*report.notes.values(), *(report.values[path].note for path in report.values.worded)]
    text = "".join([written(subject), *(f"\n注：{note}" for note in notes)])
    for code in styles.seen(text):
        yield from module(code).check(subject)
    if report.script or has_traditional(text):
        for code in SCRIPT:
            yield from module(code).check(subject)
