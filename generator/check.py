"""Holding files against what they ought to be: a template against its schema, a report against its form's rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path as FilePath

from generator import config, rules, template_file
from generator import report as reports
from generator import schema as schemas
from generator.errors import TemplateError
from generator.extents import scalars
from generator.findings import Finding, Severity, by_place
from generator.nodes import Mapping, Scalar, Sequence
from generator.paths import Path
from generator.report import Report
from generator.resources import template_folder, template_ids
from generator.rules.subject import Subject
from generator.source import Source, load
from generator.template import FORM_FILE, Template
from generator.validation import Schema, violations


@dataclass(frozen=True, slots=True)
class Result:
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


@lru_cache(maxsize=8)
def open_template(identifier: str) -> tuple[Template, Schema, tuple[rules.Check, ...]]:
    """A shipped template with its schema and its rules; TemplateError with the place where it is wrong."""
    return read_template(template_folder(identifier))


def read_template(folder: FilePath) -> tuple[Template, Schema, tuple[rules.Check, ...]]:
    """The template in a folder, as `open_template` gives it."""
    source = load(str(folder / FORM_FILE))
    findings = inspect(source, schemas.read("template"))
    if findings:
        shown = "\n".join(f"{finding.position}: {finding.message}" for finding in sorted(findings, key=by_place))
        raise TemplateError(f"模板有误，不能使用：\n{shown}")
    template = template_file.build(source, folder)
    return template, schemas.generate(template), tuple(rules.adopted(template))


def check_file(file: str) -> Result:
    """Check one report, `-` being standard input; InputError where there is no such file."""
    return check_source(load(file))


def check_source(source: Source) -> Result:
    """Check a report that has been read."""
    if source.root is None:
        return Result(source, None, tuple(sorted(inspect(source, {}), key=by_place)))
    identifier = _form(source)
    if identifier is None:
        subject = Subject(source, {})
        unknown = [*rules.on_file(subject), *rules.module("S109").check(subject)]
        return Result(source, None, tuple(sorted(unknown, key=by_place)))
    return check_with(source, *open_template(identifier))


def check_with(source: Source, template: Template, schema: Schema, checks: tuple[rules.Check, ...]) -> Result:
    """Check a report against a template that is at hand."""
    findings = inspect(source, schema)
    shared = config.find(source.file)
    settings = config.Config()
    if shared is not None and not _is_blank(shared):
        problems = inspect(shared, schemas.read("nianbao"))
        findings += problems
        settings = config.Config() if problems else config.build(shared)
    report = reports.build(template, source, settings)
    subject = Subject(source, schema, report=report)
    for check in checks:
        findings += check(subject)
    findings = rules.accepted(report, _weighed(findings, settings))
    prose = frozenset(path for finding in findings for path in finding.paths if path in report.narratives)
    return Result(source, report, tuple(sorted(findings, key=by_place)), prose)


def _is_blank(source: Source) -> bool:
    """Whether a file holds nothing but comments, which for settings is as good as no file."""
    return [fault.kind for fault in source.faults] == ["empty"]


def _form(source: Source) -> str | None:
    form = source.root.get("格式") if isinstance(source.root, Mapping) else None
    return form.text if isinstance(form, Scalar) and form.text in template_ids() else None


def _weighed(findings: list[Finding], settings: config.Config) -> list[Finding]:
    """The findings with the severities that nianbao.yaml gives their rules, without those it switches off."""
    weighed = []
    for finding in findings:
        severity = settings.severities.get(finding.code, finding.severity)
        if severity is not None:
            weighed.append(replace(finding, severity=severity) if severity is not finding.severity else finding)
    return weighed
