"""What a rule looks at, and the few words that several rules share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.config import Config
from generator.findings import Finding, Position, Severity
from generator.nodes import Scalar
from generator.paths import Path
from generator.report import Report
from generator.shapes import NamedTuple, cast
from generator.source import Source
from generator.tree import Fault
from generator.validation import Schema, Violation

_SHOWN = 30
_NUMBERING = re.compile(r"^(?:[（(]?[一二三四五六七八九十]+[）)、]|\d+[.．、])\s*")


class LastYear(NamedTuple):
    """The file that is named as last year's report, where it is named, and why it is not compared, if it is not."""

    file: str
    place: Position
    problem: str = ""
    is_there: bool = True


class Subject:
    """A file, what breaks its schema, and the report it holds where it could be built.

    `settings` are those of its nianbao.yaml; `known` is where rules keep what several of them need.
    """

    __slots__ = ("known", "last_year", "report", "schema", "settings", "source", "violations")

    def __init__(
        self,
        source: Source,
        schema: Schema,
        violations: tuple[Violation, ...] = (),
        report: Report | None = None,
        last_year: LastYear | None = None,
        settings: Config | None = None,
    ) -> None:
        self.source = source
        self.schema = schema
        self.violations = violations
        self.report = report
        self.last_year = last_year
        self.settings = settings or Config()
        self.known: dict[str, object] = {}

    def faults(self, kind: str) -> Iterator[Fault]:
        """The faults of one kind."""
        return (fault for fault in self.source.faults if fault.kind == kind)

    def place(self, violation: Violation) -> Position:
        """Where a violation stands: at its value, at the key where there is no value."""
        if violation.key and getattr(violation.node, "text", "-") == "":
            return self.source.at(violation.key)
        return self.source.at(violation.node)


def written(subject: Subject) -> str:
    """The narrative fields as they stand in the file, each after a line break."""
    if "written" not in subject.known:
        texts = subject.report.narratives.values() if subject.report else ()
        subject.known["written"] = "".join([f"\n{text.scalar.text}" for text in texts])
    return cast("str", subject.known["written"])


def path(violation: Violation) -> Path:
    """The keys down to what a violation speaks of, those absent or unknown included."""
    return Path((*violation.where, violation.name) if violation.name else violation.where)


def error(code: str, message: str, position: Position, **more: object) -> Finding:
    """A finding of the gravest kind."""
    return Finding(code, Severity.ERROR, message, position, **more)  # type: ignore[arg-type]


def shown(text: str) -> str:
    """What the author wrote, short enough and on one line for a message."""
    text = text.replace("\n", " ")
    return f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text


def title(violation: Violation) -> str:
    """The key that a violation speaks of, as the author writes it."""
    if violation.key:
        return shown(violation.key.text)
    return "这一条" if violation.where else "文件"


def glued_colon(violation: Violation) -> int:
    """Where the colon of `键：值` or `键:值` is, read as one text where keys belong; -1 where it is no such thing."""
    node, keys = violation.node, violation.schema.get("properties", {})
    if violation.keyword != "type" or not isinstance(node, Scalar) or node.style:
        return -1
    match = re.match(r"([^:：\s]+)[:：]", node.text)
    return match.end() - 1 if match and match[1] in keys else -1


def nearest(name: str, valid: list[str]) -> str | None:
    """The valid key that a misspelt one most likely stands for; None where nothing is near."""
    bare = _NUMBERING.sub("", name.strip(" 　\t"))
    if bare in valid:
        return bare
    starts = [key for key in valid if len(bare) > 1 and (key.startswith(bare) or bare.startswith(key))]
    if len(starts) == 1:
        return starts[0]
    return closest(bare, valid, 0.5)


def closest(name: str, valid: list[str], likeness: float) -> str | None:
    """The valid word that is most like a misspelt one, from a likeness between 0 and 1 on."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, valid, 1, likeness)), None)
