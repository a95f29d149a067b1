"""JUnit XML, which nearly every CI shows: a suite for each file, a case for each rule that has something to say.

An error makes its case fail; warnings and notes are told in the case's output; a case of accepted findings is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.escaping import escape
from generator.findings import Severity
from generator.reporter import Outcome, headline, place
from generator.reporter.listing import Listed, distinct
from generator.rules import title

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CLEAN = "检查"


def report(outcome: Outcome) -> Iterator[str]:
    """The document."""
    rows = distinct(outcome)
    of_files: dict[str, list[Listed]] = {}
    for row in rows:
        of_files.setdefault(row.file, []).append(row)
    suites = [_suite(file, of_files.get(file, [])) for file in _files(outcome, rows)]
    suites += [_unread(place(file, outcome.root), message) for file, message in outcome.unread]
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    totals = {name: sum(suite[0][name] for suite in suites) for name in ("tests", "failures", "errors")}
    yield f"<testsuites {_attributes(name='nianbao', **totals)}>"
    for numbers, lines in suites:
        name, cases = lines[0], lines[1:]
        yield f" <testsuite {_attributes(name=name, **numbers)}>"
        yield from cases
        yield " </testsuite>"
    yield "</testsuites>"


def _files(outcome: Outcome, rows: list[Listed]) -> list[str]:
    """The files checked, then settings that have findings of their own."""
    checked = [place(result.source.file, outcome.root) for result in outcome.results]
    return list(dict.fromkeys([*checked, *(row.file for row in rows)]))


_Suite = tuple[dict[str, int], list[str]]


def _suite(file: str, rows: list[Listed]) -> _Suite:
    """The numbers of a suite, and its name with the lines of its cases."""
    lines = [file]
    codes = list(dict.fromkeys(row.finding.code for row in rows))
    failures = skipped = 0
    for code in codes:
        case = [row for row in rows if row.finding.code == code]
        failed = any(row.finding.severity is Severity.ERROR for row in case)
        accepted = all(row.finding.accepted for row in case)
        failures, skipped = failures + failed, skipped + accepted
        lines += _case(file, f"{code} {title(code)}", case, "failure" if failed else "skipped" if accepted else "")
    if not codes:
        lines.append(f"  <testcase {_attributes(name=_CLEAN, classname=file)}/>")
    numbers = {"tests": max(len(codes), 1), "failures": failures, "errors": 0, "skipped": skipped}
    return numbers, lines


def _case(file: str, name: str, rows: list[Listed], element: str) -> Iterator[str]:
    told = _text("\n".join(headline(row.finding) for row in rows))
    yield f"  <testcase {_attributes(name=name, classname=file)}>"
    if element:
        first = rows[0].finding.message
        kind = {"type": rows[0].finding.code} if element == "failure" else {}
        yield f"   <{element} {_attributes(message=first, **kind)}>{told}</{element}>"
    else:
        yield f"   <system-out>{told}</system-out>"
    yield "  </testcase>"


def _unread(file: str, message: str) -> _Suite:
    case = f"  <testcase {_attributes(name=_CLEAN, classname=file)}>"
    error = f"   <error {_attributes(message=message, type='InputError')}/>"
    return {"tests": 1, "failures": 0, "errors": 1, "skipped": 0}, [file, case, error, "  </testcase>"]


def _attributes(**values: object) -> str:
    return " ".join(f'{name}="{_text(str(value))}"' for name, value in values.items())


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("�", text))
