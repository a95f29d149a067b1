"""One number of a report through the commits of its file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as FilePath

from generator import versions
from generator.check import Result, check_file
from generator.figures import Number, plain_number
from generator.history import Repository
from generator.references import place, value
from generator.shapes import NamedTuple
from generator.widths import pad, width


class Moment(NamedTuple):
    """A state of the file: who made it and when, and the number as it then stood.

    `commit` is empty for what is not committed yet; `known` is whether the report could be read and has such a number.
    """

    commit: str
    date: str
    author: str
    subject: str
    file: str
    content: Number | None
    known: bool


def moments(file: str, reference: str) -> Iterator[Moment]:
    """The states of a number, the newest first; InputError where the path names nothing or several things."""
    current = check_file(file)
    if current.report:
        value(current.report, reference)
    repository = Repository(FilePath(file).parent)
    path = repository.inside(file)
    with repository.blobs() as blobs:
        commits = repository.log(path)
        newest = commits[0].file if commits else None
        if newest is None or blobs.read(newest) != blobs.read(newest._replace(path=path, blob="")):
            yield Moment("", "", "", "还没有提交", path, *_value(current, reference))
        for commit in commits:
            if commit.file is None:
                continue
            result = versions.at(repository, blobs, commit.name, commit.file)
            found = _value(result, reference)
            yield Moment(commit.name, commit.date, commit.author, commit.subject, commit.file.path, *found)


def changed_only(states: list[Moment]) -> list[Moment]:
    """The states, newest first, in which the number is another than before."""
    before = [*states[1:], None]
    return [
        state
        for state, older in zip(states, before, strict=True)
        if older is None or (state.content, state.known) != (older.content, older.known)
    ]


def title(file: str, reference: str) -> str:
    """Which number of which agency is told of."""
    report = check_file(file).report
    return f"{report.agency}  {place(report, reference)}" if report else reference


def lines(states: list[Moment]) -> Iterator[str]:
    """A line for each state, in columns: day, commit, number, author, subject."""
    cells = [(state.date or "现在", state.commit[:7], _shown(state), state.author, state.subject) for state in states]
    widths = [max(width(row[number]) for row in cells) for number in range(4)]
    for row, state in zip(cells, states, strict=True):
        number = " " * (widths[2] - width(row[2])) + row[2]
        words = (pad(row[0], widths[0]), pad(row[1], widths[1]), number, pad(row[3], widths[3]), row[4])
        yield "  ".join(words).rstrip()
        if state.file != states[0].file:
            yield f"{' ' * widths[0]}  （当时的文件：{state.file}）"


def _shown(state: Moment) -> str:
    if not state.known:
        return "读不出来"
    return "未填" if state.content is None else plain_number(state.content)


def _value(result: Result, reference: str) -> tuple[Number | None, bool]:
    if result.report is None:
        return None, False
    try:
        return result.report.quantity(reference).number, True
    except LookupError:
        return None, False
