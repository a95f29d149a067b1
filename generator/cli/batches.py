"""What `check` and `render` do with many reports: whole folders, in several processes or on a cluster."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from generator import batch, executors, records, reporter, writers
from generator.batch import Options, Task
from generator.check import Result
from generator.cli.checking import Output, advice, coloured_outcome, reports_below, require_for_each, show
from generator.cli.console import FINDINGS, STOPPED, say
from generator.cli.progress import Progress
from generator.delivery import Claims, folder_for, safe_name
from generator.errors import InputError
from generator.files import STANDARD_INPUT
from generator.findings import Severity
from generator.index_page import IndexPage
from generator.records import Done
from generator.reporter import Delivered
from generator.resources import TEMPLATES
from generator.shapes import NamedTuple


class Workers(NamedTuple):
    """Who works: so many processes, 0 for as many as are worth it, or the cluster at an address."""

    jobs: int = 0
    address: str = ""


class _Tree(NamedTuple):
    """A folder of reports, by their names from there on, and the folder of its outputs; "" for files named one by one.

    The outputs of a folder mirror it below `out`; those of single files lie in `out`, or beside each where it is None.
    """

    folder: str
    out: Path | None
    names: list[str]

    @property
    def kept(self) -> bool:
        """Whether records are kept: of whole folders, whose reports can be told from others."""
        return bool(self.folder)

    def file(self, name: str) -> str:
        return os.path.abspath(os.path.join(self.folder, name)) if self.folder else name

    def outputs(self, name: str) -> Path:
        if self.out is None:
            return Path(folder_for(name))
        return self.out / os.path.dirname(name) if self.folder else self.out

    def record(self, name: str) -> str:
        """The file of a report's record."""
        folder, file = os.path.split(name)
        return os.path.join(self.out or "", records.FOLDER, folder, safe_name(file) + ".json")


class _Tally:
    """What has become of the reports so far, and what of it is to be told in the end."""

    def __init__(self, keep: bool) -> None:
        self.kinds: Counter[str] = Counter()
        self.levels: Counter[str] = Counter()
        self.codes: set[str] = set()
        self.failed = self.stopped = False
        self.keep = keep
        self.results: list[Result] = []
        self.unread: list[tuple[str, str]] = []
        self.delivered: dict[str, Delivered] = {}

    def add(self, done: Done) -> None:
        self.kinds[reporter.delivery_kind(done.status, done.made)] += 1
        for finding in done.result.findings:
            self.levels[reporter.level(finding)] += 1
            self.codes.add(finding.code)
            self.failed = self.failed or finding.severity is Severity.ERROR
        if done.message:
            self.stopped = True
            self.unread.append((done.file, done.message))
        elif self.keep:
            self.results.append(done.result)
            if done.status != records.CHECKED:
                self.delivered[done.file] = Delivered(done.status, done.made, done.outputs)

    @property
    def exit_code(self) -> int:
        return STOPPED if self.stopped else FINDINGS if self.failed else 0

    @property
    def told(self) -> str:
        """How many reports there are of each kind."""
        return reporter.deliveries(self.kinds)


def check(files: list[str], wanted: Sequence[Output], workers: Workers, previous: str = "") -> _Tally:
    """Check many files; what is printed one finding after the other is printed as it is found."""
    require_for_each(previous, len(files))
    streamed = next((one.name for one in wanted if one.file is None and one.name in reporter.FOR_CONSOLES), "")
    rest = [one for one in wanted if one.file or one.name != streamed]
    tally = _Tally(bool(rest))
    tasks = (Task(os.path.abspath(file), previous=previous, templates=os.environ.get(TEMPLATES, "")) for file in files)
    _work(tasks, len(files), workers, tally, streamed)
    if rest:
        show(coloured_outcome(tally.results, tally.unread), rest)
    return tally


def render(
    names: list[str],
    output: Path | None,
    options: Options,
    workers: Workers,
    *,
    force: bool,
    index: bool,
    wanted: Sequence[Output],
) -> int:
    """Render folders, and files named one by one; the exit code."""
    if STANDARD_INPUT in names:
        raise InputError("标准输入（-）要单独输出，不能和别的写在一起。")
    trees = _trees(names, output)
    require_for_each(options.previous, sum(len(tree.names) for tree in trees))
    claims = Claims()
    _require_distinct(trees, options.draft, claims)
    tally = _Tally(bool(wanted))
    work = _Rendering(trees, options, claims, force, index)
    printed = any(one.file is None for one in wanted)
    count = sum(len(tree.names) for tree in trees)
    _work(work.tasks(), count, workers, tally, "" if printed else "full", work)
    if wanted:
        show(coloured_outcome(tally.results, tally.unread, tally.delivered), wanted)
    work.finish(printed)
    say(f"{tally.told}。", error=True)
    return tally.exit_code


class _Rendering:
    """The tasks of a run and what follows when each is done."""

    def __init__(self, trees: list[_Tree], options: Options, claims: Claims, force: bool, index: bool) -> None:
        self.trees = trees
        self.options = options
        self.claims = claims
        self.force = force
        self.basis = batch.basis(options)
        self.run = os.urandom(8).hex()
        self.pages = {
            tree.folder: IndexPage(tree.out, _title(tree)) for tree in trees if index and tree.folder and tree.out
        }
        self.left: list[str] = []
        self._places = ((tree, name) for tree in trees for name in tree.names)

    def tasks(self) -> Iterator[Task]:
        return (self._task(tree, name) for tree in self.trees for name in tree.names)

    def _task(self, tree: _Tree, name: str) -> Task:
        place = (str(tree.out), tree.record(name)) if tree.kept else ("", "")
        return Task(
            tree.file(name),
            self.options,
            str(tree.outputs(name)),
            "",
            *place,
            self.basis,
            self.run,
            self.force,
            self.options.previous,
            os.environ.get(TEMPLATES, ""),
        )

    def settled(self, done: Done) -> Done:
        """What has become of the next report; one with an unforeseen name is done now, where the name is free."""
        self._place = next(self._places)
        return self._renamed(self._task(*self._place), done) if done.status == records.RENAMED else done

    def follow(self, done: Done, progress: Progress) -> None:
        """Note and tell what has become of the report that was settled."""
        tree, name = self._place
        self.left += done.left
        if tree.folder in self.pages:
            self.pages[tree.folder].add(done, name)
        elif not tree.folder:
            progress.say("".join(f"{file}\n" for file in done.outputs), end="")
        if done.status == records.FAILED and not tree.folder:
            progress.say(
                f"{reporter.place(done.file)}：没有输出。{advice(not done.agency or self.options.draft)}", error=True
            )

    def _renamed(self, task: Task, done: Done) -> Done:
        owner = self.claims.taken(task.file, Path(task.folder, done.message))
        if owner is not None:
            return done._replace(status=records.UNWRITTEN, message=_clash(owner, task.file, done.message))
        return batch.perform((task._replace(stem=done.message),))[0]

    def finish(self, quiet: bool) -> None:
        """Write the index pages, and name the outputs whose report is gone or has another name now."""
        for tree in self.trees:
            if tree.folder in self.pages:
                file = self.pages[tree.folder].write()
                say(reporter.place(str(file)), error=quiet)
            if tree.kept:
                known = {tree.record(name) for name in tree.names}
                self.left += records.stale(str(tree.out), known)
        if self.left:
            say("以前输出的这些文件没有对应的报告了，或者报告换了名字、换了选项。不要的请自己删去：", error=True)
            for output in self.left:
                say(f"  {reporter.place(output)}", error=True)


def _work(
    tasks: Iterator[Task],
    count: int,
    workers: Workers,
    tally: _Tally,
    streamed: str,
    rendering: _Rendering | None = None,
) -> None:
    """Do the tasks, telling how far it is and, in a console format, what is found."""
    progress = Progress(count)
    with ExitStack() as stack:
        stack.callback(progress.erase)
        threaded = rendering is not None and not writers.THREADED.isdisjoint(rendering.options.formats)
        executor, lanes = stack.enter_context(executors.opened(workers.address, workers.jobs, count, threaded))
        for done in batch.run(tasks, executor, lanes, count):
            done = rendering.settled(done) if rendering else done  # noqa: PLW2901 the same report
            if done.message:
                progress.say(f"nianbao：{done.message}", error=True)
            if streamed:
                progress.say(reporter.text(streamed, coloured_outcome([done.result])), end="")
            if rendering:
                rendering.follow(done, progress)
            tally.add(done)
            progress.step(tally.told)


def _trees(names: list[str], output: Path | None) -> list[_Tree]:
    """The reports below each folder, whose outputs mirror it, and those named one by one."""
    folders = [name for name in dict.fromkeys(names) if os.path.isdir(name)]
    titles = [Path(folder).resolve().name for folder in folders]
    for folder in folders:
        parents = Path(folder).resolve().parents
        above = [other for other in folders if Path(other).resolve() in parents]
        if above:
            raise InputError(f"{folder} 在 {above[0]} 里面。请只写一个。")
    if output and len(set(titles)) < len(titles):
        raise InputError("几个文件夹同名，会输出到同一个地方。请分几次，用 -o 分开输出。")
    trees = []
    for folder, title in zip(folders, titles, strict=True):
        out = (output / title if len(folders) > 1 else output) if output else Path(folder) / "out"
        files = [os.path.relpath(file, folder) for file in reports_below(folder)]
        trees.append(_Tree(folder, out.absolute(), files))
    files = [name for name in names if not os.path.isdir(name)]
    return [*trees, _Tree("", output, files)] if files else trees


def _require_distinct(trees: Iterable[_Tree], draft: bool, claims: Claims) -> None:
    """InputError where two reports have one name for their outputs; what is said later comes too late for the first."""
    for tree in trees:
        for name in tree.names:
            stem = batch.likely_stem(tree.file(name), draft)
            owner = None if stem is None else claims.taken(tree.file(name), tree.outputs(name) / stem)
            if stem is not None and owner is not None:
                raise InputError(_clash(owner, tree.file(name), stem))


def _clash(first: str, second: str, stem: str) -> str:
    one, other = map(reporter.place, (first, second))
    return f"{one} 和 {other} 会写到同一个文件 {stem}，没有输出。请核对机关和年度，或者用 -o 分开输出。"


def _title(tree: _Tree) -> str:
    return f"{Path(tree.folder).resolve().name}：年度报告"
