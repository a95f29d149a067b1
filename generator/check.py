"""Holding files against what they ought to be: a template against its schema, a report against its form's rules."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache

from generator import config, form_cache, rules
from generator import report as reports
from generator.errors import InputError, TemplateError
from generator.extents import scalars
from generator.files import missing
from generator.findings import Finding, Position, Severity, by_place
from generator.lexicon import LANGUAGE_FILE, WORDS_FILE
from generator.nodes import Mapping, Scalar, Sequence
from generator.paths import Path
from generator.report import Report
from generator.resources import USUAL, add, data_dir, part, run_wide, stamp, template_folder, template_ids
from generator.rules.subject import LastYear, Subject
from generator.shapes import NamedTuple
from generator.source import Source, load, read
from generator.template import FORM_FILE, Template, wrong
from generator.validation import Schema, violations

Settings = Callable[[str], Source | None]


class Result(NamedTuple):
    """A file with all its findings, by place. `report` is None where nothing of it could be read.

    `prose` are the fields of prose that findings speak of.
    """

    source: Source
    report: Report | None
    findings: tuple[Finding, ...]
    prose: frozenset[Path] = frozenset()

    @property
    def has_errors(self) -> bool:
        """Whether a finding forbids a release."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def told(self) -> Result:
        """What the formats of findings need and no more: the lines and scalars spoken of, without the report."""
        places = {place for finding in self.findings for place in (finding.position, *finding.related)}
        spoken = {(place.line, place.column) for place in places if place.file == self.source.file}
        told = {line for line, _ in spoken}
        lines = [line if number in told else "" for number, line in enumerate(self.source.lines, 1)] if told else []
        kept = [node for node in scalars(self.source.root) if (node.line, node.column) in spoken] if told else []
        source = Source(self.source.file, tuple(lines), Sequence(1, 1, list(kept)))
        return Result(source, None, self.findings, self.prose)


def inspect(source: Source, schema: Schema) -> list[Finding]:
    """What the rules on syntax and schema find in any file that has a schema."""
    return list(rules.on_file(Subject(source, schema, violations(schema, source))))


def form_of(year: int) -> str:
    """The form that is meant where nobody names one, for a report year; InputError where there is none."""
    usual = [identifier for identifier in template_ids() if identifier.startswith(USUAL)]
    for identifier in usual:
        template = open_template(identifier)[0]
        if template.years[0] <= year <= template.last_year:
            return identifier
    known = "、".join(f"{name}（{open_template(name)[0].years[0]} 年度起）" for name in usual)
    raise InputError(f"没有适用于 {year} 年度的格式。现有：{known}。请核对年度，写四位数字。")


def open_template(identifier: str) -> tuple[Template, Schema, tuple[rules.Check, ...]]:
    """A template by its id, with its schema and its rules; TemplateError with the places where it is wrong."""
    folder = template_folder(identifier)
    return _opened(folder, stamp(folder))


def named_template(identifier: str, file: str) -> tuple[Template, Schema, tuple[rules.Check, ...]]:
    """As `open_template`, also where the nianbao.yaml that a file has, or would have, says where the template is."""
    is_known(identifier, file)
    return open_template(identifier)


def is_known(form: str, file: str, settings: Settings = config.find) -> bool:
    """Whether a form ships, or is in a folder that is named for the whole run or in the nianbao.yaml of a file."""
    return form in template_ids() or form in run_wide() or form in add(config.template_folders(settings(file)))


@lru_cache(maxsize=8)
def _opened(folder: str, _: object) -> tuple[Template, Schema, tuple[rules.Check, ...]]:
    name, key = os.path.basename(folder), form_cache.key(folder)
    kept = form_cache.load(name, key, folder)
    if kept:
        return *kept, tuple(rules.adopted(kept[0]))
    template, schema, checks = read_template(folder)
    if template.id != name:
        reason = f"id 是 {template.id}，文件夹的名字是 {name}"
        raise wrong(os.path.join(folder, FORM_FILE), 1, 1, reason, "改成一样的")
    form_cache.store(name, key, template, schema)
    return template, schema, checks


def read_template(folder: str) -> tuple[Template, Schema, tuple[rules.Check, ...]]:
    """The template in a folder, as `open_template` gives it."""
    from generator import lexicon_file, template_file
    from generator import schema as schemas

    template = template_file.build(_part(folder, FORM_FILE), folder)
    if os.path.exists(os.path.join(folder, WORDS_FILE)):
        words = _part(folder, WORDS_FILE)
        named = words.root.get("like") if isinstance(words.root, Mapping) else None
        like = _part(template_folder(named.text), WORDS_FILE) if isinstance(named, Scalar) else None
        lexicon = lexicon_file.build(_language(), words, like, template.names_figures)
        template = template._replace(lexicon=lexicon)
    return template, schemas.generate(template), tuple(rules.adopted(template))


@lru_cache(maxsize=1)
def _language() -> Source:
    """The words that the templates share."""
    return _part(data_dir("templates"), LANGUAGE_FILE)


def _part(folder: str, name: str) -> Source:
    """A file of a template that satisfies its schema; TemplateError with what is wrong in it."""
    from generator import schema as schemas

    file = os.path.join(folder, name)
    source = read(part(file), file)
    findings = inspect(source, schemas.read("template" if name == FORM_FILE else "prose"))
    if findings:
        shown = "\n".join(f"{finding.position}: {finding.message}" for finding in sorted(findings, key=by_place))
        raise TemplateError(f"模板有误，不能使用：\n{shown}")
    return source


def check_file(file: str, previous: str = "", script: str = "") -> Result:
    """Check one report, `-` being standard input; InputError where there is no such file.

    `previous` is the file of last year's report, with the placeholders {机关} and {年度}; left empty, nianbao.yaml says
    where it is. `script` is what the report is to be printed in, rather than what it says itself.
    """
    return check_source(load(file), previous=previous, script=script)


def check_source(
    source: Source, settings: Settings = config.find, previous: str | None = "", script: str = ""
) -> Result:
    """Check a report that has been read.

    `settings` finds the nianbao.yaml that applies to a file by its name; `previous` is as for `check_file`, None where
    last year's report is not to be looked for; `script` too.
    """
    if source.root is None:
        return Result(source, None, tuple(sorted(inspect(source, {}), key=by_place)))
    identifier = _form(source, settings)
    if identifier is None:
        subject = Subject(source, {})
        unknown = [*rules.on_file(subject), *rules.module("S109").check(subject)]
        return Result(source, None, tuple(sorted(unknown, key=by_place)))
    return check_with(source, *open_template(identifier), settings, previous, script)


def report_in(source: Source) -> Report | None:
    """The report that a source holds by itself, not checked; None where nothing of it can be read."""
    identifier = _form(source, config.find)
    return reports.build(open_template(identifier)[0], source, config.Config()) if identifier else None


def check_with(
    source: Source,
    template: Template,
    schema: Schema,
    checks: tuple[rules.Check, ...],
    settings: Settings = config.find,
    previous: str | None = "",
    script: str = "",
) -> Result:
    """Check a report against a template that is at hand."""
    findings = inspect(source, schema)
    shared = settings(source.file)
    weights = config.Config()
    if shared is not None and not _is_blank(shared):
        from generator import schema as schemas

        problems = inspect(shared, schemas.read("nianbao"))
        findings += problems
        weights = config.Config() if problems else config.build(shared)
        add(weights.templates)
    report = reports.build(template, source, weights)
    report = report._replace(script=script, quoted={}) if script else report
    last, before = (None, None) if previous is None else _last_year(report, weights, shared, previous)
    report = report._replace(previous=before, quoted={}) if before else report
    subject = Subject(source, schema, report=report, last_year=last, settings=weights)
    for check in checks:
        findings += check(subject)
    findings = rules.accepted(report, _weighed(findings, weights))
    prose = frozenset(path for finding in findings for path in finding.paths if path in report.narratives)
    return Result(source, report, tuple(sorted(findings, key=by_place)), prose)


def _last_year(
    report: Report, settings: config.Config, shared: Source | None, named: str
) -> tuple[LastYear | None, Report | None]:
    """Where last year's report is said to be, if anybody says so, and the report, None where it can't be compared."""
    if not (named or settings.previous) or not report.year:
        return None, None
    file = config.filled(named or settings.previous, report.agency, report.year - 1)
    place = _key(report.source, "年度")
    if not named and shared:
        place = _key(shared, "上年报告")
        if not os.path.isfile(file):
            missing(file)
            return LastYear(file, place, f"没有找到上年的报告 {file}", is_there=False), None
    last = report_in(load(file))
    if last is None:
        return LastYear(file, place, f"上年的报告 {file} 读不出来"), None
    if last.year != report.year - 1:
        problem = f"{file} 是 {last.year or '未知'} 年度的，不是上年（{report.year - 1} 年度）的报告"
        return LastYear(file, place, problem), None
    return LastYear(file, place), last


def _key(source: Source, key: str) -> Position:
    assert isinstance(source.root, Mapping)
    return source.at(source.root.entries[key].key)


def _is_blank(source: Source) -> bool:
    """Whether a file holds nothing but comments, which for settings is as good as no file."""
    return [fault.kind for fault in source.faults] == ["empty"]


def _form(source: Source, settings: Settings) -> str | None:
    form = source.root.get("格式") if isinstance(source.root, Mapping) else None
    return form.text if isinstance(form, Scalar) and is_known(form.text, source.file, settings) else None


def _weighed(findings: list[Finding], settings: config.Config) -> list[Finding]:
    """The findings with the severities that nianbao.yaml gives their rules, without those it switches off."""
    weighed = []
    for finding in findings:
        severity = settings.severities.get(finding.code, finding.severity)
        if severity is not None:
            weighed.append(finding._replace(severity=severity) if severity is not finding.severity else finding)
    return weighed
