"""Git, through its own program: revisions, what changed between them, files as they stood. The only door to git.

Paths are those of the repository, from its root, with `/`; a blob is named by its hash, and the file in the working
tree by the empty hash.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from generator.errors import GeneratorError, InputError
from generator.shapes import NamedTuple

RENAME_LIKENESS = "50%"  # of the lines, as git itself follows a file


class Entry(NamedTuple):
    """A file in a tree: its path and its blob, empty where it is read from the working tree."""

    path: str
    blob: str


class Move(NamedTuple):
    """A file that differs between two trees: as it was and as it is, None where it was not or is no more."""

    old: Entry | None
    new: Entry | None


class Commit(NamedTuple):
    """A commit that touched a file; `date` is YYYY-MM-DD, `file` the file as it then was, None where it went away."""

    name: str
    author: str
    date: str
    subject: str
    file: Entry | None


class Settings:
    """The settings of git, as a folder has them; GeneratorError where there is no git."""

    def __init__(self, folder: str | Path = ".") -> None:
        self.folder = Path(folder)

    def get(self, name: str, *options: str) -> str:
        """A setting, empty where it is not set."""
        try:
            return self._line("config", *options, "--get", name)
        except GitError:
            return ""

    def change(self, *arguments: str) -> None:
        """Run `git config` with these arguments; GitError where git refuses."""
        _git(self.folder, ("config", *arguments))

    def _line(self, *arguments: str) -> str:
        return os.fsdecode(_git(self.folder, arguments)).rstrip("\n")


class Repository(Settings):
    """A repository with a working tree, found from a folder inside it; GeneratorError where there is none or no git."""

    def __init__(self, folder: str | Path = ".") -> None:
        super().__init__(folder)
        try:
            self.root = Path(self._line("rev-parse", "--show-toplevel"))
        except GitError:
            raise InputError(
                f"{self.folder.absolute()} 不在 git 仓库里。请先进入仓库的文件夹，或者用 git init 建一个。"
            ) from None
        self.folder = self.root

    def commit(self, revision: str) -> str:
        """The full name of a commit; InputError for a revision that is not there."""
        try:
            return self._line("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except GitError:
            raise InputError(f"没有名为 {revision} 的版本。请用 git log 或者 git branch 核对。") from None

    def merge_base(self, one: str, other: str) -> str:
        """The commit from which two have parted; InputError where they have none in common."""
        try:
            return self._line("merge-base", self.commit(one), self.commit(other))
        except GitError:
            raise InputError(
                f"{one} 和 {other} 没有共同的来历。"
                f"浅克隆的仓库先运行 git fetch --unshallow，或者改写成 {one}..{other}。"
            ) from None

    def between(self, old: str, new: str) -> list[Move]:
        """The files that differ between a commit and another, or the working tree where `new` is empty."""
        trees = ["diff-tree", "-r", old, new] if new else ["diff-index", old]
        words = self._words(*trees, "-z", "--raw", "--no-abbrev", f"-M{RENAME_LIKENESS}", "--")
        return [move for record in _records(iter(words)) if (move := _move(*record))]

    def below(self, commit: str, folder: str) -> list[Entry]:
        """The files of a commit, or of the working tree where it is empty, below a folder."""
        where = ["--", folder] if folder else []
        if not commit:
            return [Entry(path, "") for path in self._words("ls-files", "-z", "--full-name", *where) if path]
        found = []
        for word in self._words("ls-tree", "-r", "-z", "--full-tree", commit, *where):
            head, _, path = word.partition("\t")
            if head.startswith("100"):
                found.append(Entry(path, head.split(" ")[2]))
        return found

    def log(self, path: str, revision: str = "HEAD") -> list[Commit]:
        """The commits that touched a file, the newest first; the file is followed through renames."""
        form = "--format=%x01%H%x00%an%x00%as%x00%s"
        words = self._words("log", "--follow", "-z", "--raw", "--no-abbrev", form, self.commit(revision), "--", path)
        commits: list[Commit] = []
        left = iter(words)
        for word in left:
            if word.startswith("\1"):
                commits.append(Commit(word[1:], next(left), next(left), next(left), None))
            elif word.lstrip("\n").startswith(":"):
                record = _record(word.lstrip("\n"), left)
                move = _move(*record)
                commits[-1] = commits[-1]._replace(file=move.new if move else None)
        return commits

    def inside(self, file: str) -> str:
        """The path in the repository of a file as the user names it; InputError where it lies outside."""
        try:
            return Path(os.path.abspath(file)).relative_to(os.path.realpath(self.root)).as_posix()
        except ValueError:
            pass
        try:
            real = Path(os.path.realpath(os.path.dirname(os.path.abspath(file)))) / os.path.basename(file)
            return real.relative_to(os.path.realpath(self.root)).as_posix()
        except ValueError:
            raise InputError(f"{file} 不在仓库 {self.root} 里。请核对文件。") from None

    def blobs(self) -> Blobs:
        """The contents of files, to be used in a `with` statement."""
        return Blobs(self.root)

    def _words(self, *arguments: str) -> list[str]:
        return os.fsdecode(_git(self.folder, arguments)).rstrip("\0").split("\0")


class Blobs:
    """Contents by blob, or by `revision:path`, from one process for as many as are asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.process:
            self.process.communicate()

    def read(self, entry: Entry) -> bytes:
        """The content of a file, from the working tree where its blob is empty."""
        if not entry.blob:
            return (self.root / entry.path).read_bytes()
        content = self.get(entry.blob)
        if content is None:
            raise GeneratorError(
                f"仓库里没有 {entry.path} 的内容。浅克隆或者部分克隆的仓库，先运行 git fetch --unshallow。"
            )
        return content

    def get(self, name: str) -> bytes | None:
        """The content of an object, None where there is none of that name."""
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(os.fsencode(name) + b"\n")
        process.stdin.flush()
        head = process.stdout.readline().split()
        if len(head) != 3 or head[1] in (b"missing", b"ambiguous"):
            return None
        content = process.stdout.read(int(head[2]) + 1)[:-1]
        return content if head[1] == b"blob" else None

    def _started(self) -> subprocess.Popen[bytes]:
        if self.process is None:
            command = ["git", "-C", str(self.root), "cat-file", "--batch"]
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self.process


class GitError(GeneratorError):
    """Git refused; the text says what it said."""


def merge_lines(base: str, ours: str, theirs: str, labels: Sequence[str], marker_size: int) -> tuple[bytes, int]:
    """Git's own merge of three files by lines: the text, and how many conflicts are marked in it."""
    named = [word for label in labels for word in ("-L", label)]
    command = ["git", "merge-file", "-p", f"--marker-size={marker_size}", *named, ours, base, theirs]
    done = _process(command)
    if done.returncode < 0 or done.returncode > 127:
        raise GitError(f"git 合并不了：{_said(done.stderr)}")
    return done.stdout, done.returncode


def _git(folder: Path, arguments: Sequence[str]) -> bytes:
    done = _process(["git", "-C", str(folder), "-c", "core.quotepath=off", *arguments])
    if done.returncode:
        raise GitError(f"git {arguments[0]} 没有做成：{_said(done.stderr)}")
    return done.stdout


def _process(command: list[str]) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    except FileNotFoundError:
        raise GeneratorError("没有找到 git。请先安装 git（https://git-scm.com），再运行一次。") from None


def _said(error: bytes) -> str:
    return os.fsdecode(error).strip().replace("\n", " ") or "git 没有说明原因"


def _records(words: Iterator[str]) -> Iterator[tuple[str, str, str, str, str]]:
    for word in words:
        if word.startswith(":"):
            yield _record(word, words)


def _record(head: str, words: Iterator[str]) -> tuple[str, str, str, str, str]:
    """Status, blobs and paths of one raw line of `git diff -z`."""
    modes_old, modes_new, old, new, status = head[1:].split(" ")
    path = next(words)
    other = next(words) if status[0] in "RC" else path
    if modes_new in ("120000", "160000") or modes_old in ("120000", "160000"):
        status = "-"  # links and submodules hold no report
    return status[0], old, new, path, other


def _move(status: str, old: str, new: str, path: str, other: str) -> Move | None:
    if status == "-":
        return None
    before = None if status in "AC" else Entry(path, old)
    after = None if status == "D" else Entry(other, new.strip("0") and new)
    return Move(before, after)
