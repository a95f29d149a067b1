"""Many reports: checked and rendered by any `concurrent.futures.Executor`, in order, a bounded number at a time.

Tasks and outcomes are plain data. A process keeps templates, compiled frames and schemas from one report to the next.
The files of a report are put in place together, its record last, so that a run killed at any moment leaves whole files
and the next one does the rest.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from functools import lru_cache
from hashlib import sha256
from itertools import chain, islice, repeat
from pathlib import Path

from generator import check, delivery, records
from generator.delivery import AS_WRITTEN, Notepad
from generator.errors import InputError, OutputError
from generator.figures import plain_number
from generator.files import contents, remembering
from generator.recognition import decoded, form_of
from generator.records import Done, Shown
from generator.report import Report
from generator.resources import known_ids, own_files, search
from generator.shapes import Any, NamedTuple
from generator.source import Source

_SHARE = 16  # reports that a worker gets at a time at most, so that the way there and back costs little
_WAITING = 4  # shares under way for each worker
_KEYS = ("机关", "年度")
_SCRIPT = "文种"


class Options(NamedTuple):
    """How reports are rendered; `previous` and `script` are as for `check_file`."""

    formats: tuple[str, ...]
    draft: bool = False
    notepad: Notepad = AS_WRITTEN
    previous: str = ""
    script: str = ""


class Task(NamedTuple):
    """One report: `options` None means to check it only.

    `stem` is the name that its files may have besides the likely one.
    `root` is the folder that keeps the record, empty where none is kept; `basis` stands for program and options, `run`
    for this run; `templates` are the folders with templates for the whole run.
    """

    file: str
    options: Options | None = None
    folder: str = ""
    stem: str = ""
    root: str = ""
    record: str = ""
    basis: str = ""
    run: str = ""
    force: bool = False
    previous: str = ""
    templates: str = ""


def basis(options: Options) -> str:
    """What outputs depend on besides the files that are read: the program and the options."""
    return sha256(f"{records.program()} {tuple(options)}".encode()).hexdigest()


def run(tasks: Iterable[Task], executor: Executor, lanes: int, count: int = 0) -> Iterator[Done]:
    """What becomes of each task, in their order, `lanes` workers busy; the executor stays open.

    `count` is how many there are; where it is not known, they are given out one by one. What was not begun when the
    caller stops listening is given back.
    """
    waiting: deque[Future[list[Done]]] = deque()
    try:
        source = iter(tasks)
        sizes = chain(_shares(count, lanes), repeat(1))
        while share := tuple(islice(source, next(sizes))):
            waiting.append(executor.submit(perform, share))
            if len(waiting) >= lanes * _WAITING:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _shares(count: int, lanes: int) -> Iterator[int]:
    """How many of so many reports a worker gets each time: ever fewer towards the end, so that all end together.

    The first goes by itself: others may have to wait for what it loads.
    """
    yield 1
    count -= 1
    while count > 0:
        share = max(1, min(_SHARE, count // (lanes * _WAITING)))
        yield share
        count -= share


def perform(tasks: Sequence[Task]) -> list[Done]:
    """Do a share of the work; a report that cannot be read or written does not stop the others."""
    return [_one(task) for task in tasks]


def _one(task: Task) -> Done:
    if task.templates:
        search(task.templates.split(os.pathsep))
    record = {}
    if task.root:
        _require_same_program(task)
        record = records.load(task.record)
        again = bool(record) and record.get("run") == task.run  # done in this run, by a worker that has died since
        if (again or not task.force) and record and records.unchanged(record, task.root, task.file, task.basis):
            return records.replayed(record, task.root, task.file, again)
    try:
        with remembering() as read:
            result = check.check_file(task.file, task.previous, task.options.script if task.options else "")
    except InputError as error:
        return _without(task, records.UNREAD, str(error))
    if task.options is None:
        return Done(task.file, records.CHECKED, result.told())
    try:
        return _rendered(task, task.options, result, read, record)
    except OutputError as error:
        return _without(task, records.UNWRITTEN, str(error))


def _without(task: Task, status: str, message: str) -> Done:
    return Done(task.file, status, check.Result(Source(task.file, (), None), None, ()), message=message)


def _require_same_program(task: Task) -> None:
    if task.options is not None and basis(task.options) != task.basis:
        raise InputError("各台机器上的 nianbao 或者 Python 不是同一个版本，没有输出。请装成一样的。")


def _rendered(
    task: Task, options: Options, result: check.Result, read: dict[str, bytes | None], old: dict[str, Any]
) -> Done:
    files = delivery.targets(result, task.folder, options.formats, options.draft)
    stem = os.path.splitext(os.path.basename(next(iter(files.values()))))[0] if files else None
    if stem is not None and stem not in (task.stem, stem_in(read[task.file] or b"", options.draft)):
        return _without(task, records.RENAMED, stem)
    contents = delivery.rendered(result, files, options.draft, options.notepad)
    status = records.FAILED if not files else records.DRAFT if options.draft else records.RENDERED
    report = result.report
    outputs = tuple(contents)
    done = Done(task.file, status, result.told(), outputs=outputs)
    if report is not None:
        done = done._replace(agency=report.agency, year=report.year, figures=tuple(_key_figures(report)))
        read = read | own_files(report.template.folder)
    if not task.root:
        delivery.write_together(contents)
        return done
    return _recorded(task, done, contents, read, old)


def _recorded(
    task: Task, done: Done, contents: dict[str, bytes], read: dict[str, bytes | None], old: dict[str, Any]
) -> Done:
    """Write the files and the record. A damaged file is found by its digest, so nothing waits for the disk."""
    before = [*records.written(old, task.root), *records.left(old, task.root)]
    written = contents
    if done.status == records.FAILED:
        written = {file: content for file in before if (content := _content(file)) is not None}
    else:
        left = (file for file in before if file not in written and os.path.exists(file))
        done = done._replace(left=tuple(dict.fromkeys(left)))
    record = records.write(task.root, task.basis, task.run, read, written, done)
    delivery.write_together({**contents, task.record: record}, durable=False)
    return done


def _content(file: str) -> bytes | None:
    try:
        return Path(file).read_bytes()
    except OSError:
        return None


def _key_figures(report: Report) -> Iterator[Shown]:
    for figure in report.template.key_figures:
        number = report.quantity(figure.path).number
        unit = report.template.figures[report.template.resolve(figure.path)[0]].leaf.unit
        yield Shown(figure.label, "" if number is None else plain_number(number), unit)


@lru_cache(maxsize=8)
def _line_of(key: str) -> re.Pattern[str]:
    return re.compile(rf"\n{key}:[ \t]+(?:'([^'\n]+)'|\"([^\"\\\n]+)\"|([^'\"\n#]+?))[ \t]*(?:#.*)?\r?(?=\n|\Z)")


def likely_stem(file: str, draft: bool) -> str | None:
    """The name that a report's files will have, by a look at its first keys; None where they are written unusually.

    A worker that reads the whole report and finds another name asks before it writes.
    """
    try:
        return stem_in(contents(file), draft)
    except InputError:
        return None


def stem_in(content: bytes, draft: bool) -> str | None:
    """As `likely_stem`, of a file's content."""
    read = decoded(content)
    text = f"\n{read.text}" if read else ""
    form = form_of(text)
    if form not in known_ids() or f"\n{_SCRIPT}:" in text:
        return None
    said = []
    for key in _KEYS:
        start = f"\n{key}:"
        match = _line_of(key).match(text, text.find(start)) if text.count(start) == 1 else None
        if match is None:
            return None
        said.append("".join(filter(None, match.groups())).strip())
    agency, year = said
    return delivery.file_stem(check.open_template(form)[0], agency, int(year), draft) if year.isdecimal() else None
