"""Findings in words. To add a format is to write its module and a line in FORMATS.

A format's module has `report(outcome)`, which yields the lines of its text.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib import import_module

from generator.check import Result
from generator.files import STANDARD_INPUT, below
from generator.findings import Finding, Position, Severity
from generator.shapes import NamedTuple
from generator.source import Source, load

FORMATS = {
    "full": "带原文，供人看",
    "concise": "一个问题一行",
    "json": "供程序用，schemas/findings.schema.json",
    "github": "GitHub Actions 的标注",
    "gitlab": "GitLab 的 Code Quality 报告",
    "sarif": "SARIF 2.1.0",
    "junit": "JUnit 的 XML",
    "md": "Markdown，供评论和摘要用",
}
ACCEPTED = "已接受"
_DELIVERIES = {
    "rendered": "输出",
    "draft": "输出草稿",
    "unchanged": "没有变化",
    "failed": "有错误没有输出",
    "unread": "读不了",
    "unwritten": "写不了",
    "checked": "检查",
}
FOR_CONSOLES = {"full", "concise"}  # the others are data: UTF-8, whatever the console speaks
_COLOURS = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.NOTE: "36;1"}


class Delivered(NamedTuple):
    """What became of a rendered report: its status (rendered, draft, failed), whether this run did it, its files."""

    status: str
    made: bool
    outputs: tuple[str, ...]


class Outcome(NamedTuple):
    """What one check found: a result for each file, and the files that cannot be read with the reason.

    `root` is the folder that paths start from in what other programs read; `delivered` says, of a run that renders,
    what became of each file.
    """

    results: tuple[Result, ...]
    unread: tuple[tuple[str, str], ...] = ()
    root: str = "."
    colour: bool = False
    delivered: Mapping[str, Delivered] = {}


def text(name: str, outcome: Outcome) -> str:
    """The whole text of a format."""
    if name in FOR_CONSOLES and not any(result.findings for result in outcome.results):
        return ""  # a clean check has nothing to load a format for
    return "".join(f"{line}\n" for line in import_module(f"generator.reporter.{name}").report(outcome))


def by_environment(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The outputs that suit where the program runs, as a user would write them: FORMAT or FORMAT=FILE."""
    if environment.get("GITEA_ACTIONS"):  # Gitea and Forgejo say that they are GitHub, and ignore annotations
        return ("full",)
    if environment.get("GITHUB_ACTIONS"):
        return ("github",)
    if environment.get("GITLAB_CI"):  # GitLab reads a file and shows the log as it is
        return ("full", "gitlab=gl-code-quality-report.json")
    return ("full",)


def root_by_environment(environment: Mapping[str, str]) -> str:
    """The folder of the repository in a known CI, else the current one."""
    return environment.get("GITHUB_WORKSPACE") or environment.get("CI_PROJECT_DIR") or "."


def headline(finding: Finding, colour: bool = False) -> str:
    """Place, severity, code and message on one line."""
    label = f"{level(finding)} {finding.code}"
    if colour:
        label = f"\x1b[{_COLOURS[finding.severity]}m{label}\x1b[0m"
    return f"{place(finding.position.file)}:{finding.position.inside}: {label} {finding.message}"


def level(finding: Finding) -> str:
    """How grave a finding is, in Chinese; one that the report accepts is none of the three."""
    return ACCEPTED if finding.accepted else finding.severity.label


def summary(kinds: Mapping[str, int]) -> str:
    """How many findings of each level there are, those accepted by themselves."""
    told = _counted(kinds)
    return f"检查完毕：{told}。" if told else "检查完毕，没有发现问题。"


def counts(findings: Iterable[Finding]) -> str:
    """错误 2 个，警告 1 个，已接受 1 个; empty where there is no finding."""
    return _counted(Counter(map(level, findings)))


def deliveries(kinds: Mapping[str, int]) -> str:
    """How many reports were rendered and how many were not, by `delivery_kind`."""
    return "，".join(f"{label} {kinds[kind]} 份" for kind, label in _DELIVERIES.items() if kinds.get(kind))


def delivery_kind(status: str, made: bool) -> str:
    """What became of a report: its status; one that an earlier run had rendered is told apart."""
    return status if made or status == "failed" else "unchanged"


def _counted(kinds: Mapping[str, int]) -> str:
    labels = [*(severity.label for severity in Severity), ACCEPTED]
    return "，".join(f"{label} {kinds[label]} 个" for label in labels if kinds.get(label))


def line_of(source: Source, position: Position) -> str:
    """The text of the line of a place in a report, or in the settings beside it."""
    return (source if position.file == source.file else load(position.file)).line(position.line)


def place(file: str, root: str = ".") -> str:
    """A file as messages name it: below `root` from there on, else as the user wrote it; with / on every system."""
    if file == STANDARD_INPUT:
        return "<标准输入>"
    for folder in dict.fromkeys((root, ".")):
        inside = below(file, folder)
        if inside is not None:
            return inside.replace(os.sep, "/")
    return os.path.normpath(file).replace(os.sep, "/")
