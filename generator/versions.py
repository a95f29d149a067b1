"""What is compared with what: two files, two folders, or a repository at two revisions, each pair loaded once.

A revision's reports are read from git, with the nianbao.yaml of the same revision; nothing is checked out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import config
from generator.check import Result, Settings, check_source
from generator.diff import Comparison, compare
from generator.errors import InputError
from generator.history import Blobs, Entry, Move, Repository
from generator.recognition import ENDINGS, is_report, reports_in
from generator.shapes import NamedTuple
from generator.source import Source, load, read

WORKING_TREE = "工作区"


@dataclass(frozen=True, slots=True)
class Review:
    """The comparisons between two states, `old` and `new` being what a user calls them."""

    old: str
    new: str
    comparisons: tuple[Comparison, ...]


class _Version(NamedTuple):
    """A file that may be a report, and how its shared settings are found."""

    name: str
    content: bytes
    settings: Settings


def files(old: str, new: str) -> Review:
    """Compare two files, whatever they are."""
    return Review(old, new, (compare(check_source(load(old)), check_source(load(new))),))


def folders(old: str, new: str) -> Review:
    """Compare the reports of two folders: those of the same name, else of the same agency."""
    before, after = _listed(old), _listed(new)
    pairs = [(before.get(name), after.get(name)) for name in dict.fromkeys((*after, *before))]
    return Review(old, new, _differing(_compared(pairs, (str(Path(old)), str(Path(new))))))


def revisions(repository: Repository, text: str, paths: Sequence[str] = ()) -> Review:
    """Compare the reports that differ between two revisions, in some files or folders or in all.

    The text is `A..B`, `A...B` (from where B has left A), or `A`, which is compared with the working tree.
    """
    old, new, shown = _span(repository, text)
    commits = repository.commit(old), repository.commit(new) if new else ""
    with repository.blobs() as blobs:
        states = [_State(repository, blobs, commit) for commit in commits]
        moves = repository.between(*commits)
        moves += _under_changed_settings(repository, commits, moves)
        pairs = [
            tuple(state.version(entry) for state, entry in zip(states, move, strict=True))
            for move in moves
            if not paths or any(entry and _within(entry.path, paths) for entry in move)
        ]
        found = _compared(pairs)
    return Review(shown, _shown(new) or WORKING_TREE, _differing(found))


def _differing(comparisons: tuple[Comparison, ...]) -> tuple[Comparison, ...]:
    return tuple(comparison for comparison in comparisons if comparison.status != "same")


def _under_changed_settings(repository: Repository, commits: tuple[str, str], moves: list[Move]) -> list[Move]:
    """The files that are the same in both states, and that a nianbao.yaml above them, which is not, may concern."""
    folders = {entry.path.rpartition("/")[0] for move in moves for entry in move if entry and _is_settings(entry.path)}
    touched = {entry.path for move in moves for entry in move if entry}
    found: dict[str, Move] = {}
    for folder in sorted(folders):
        was = {entry.path: entry for entry in repository.below(commits[0], folder)}
        for entry in repository.below(commits[1], folder):
            if entry.path in was and entry.path not in touched and entry.path.endswith(ENDINGS):
                found[entry.path] = Move(was[entry.path], entry)
    return list(found.values())


def _is_settings(path: str) -> bool:
    return path.rpartition("/")[2] == config.NAME


def _within(path: str, places: Sequence[str]) -> bool:
    """Whether a path is one of some files, or lies below one of some folders."""
    return any(place in (".", path) or path.startswith(f"{place}/") for place in places)


def _shown(revision: str) -> str:
    """A revision as a reader wants it: a full name cut short."""
    return revision[:12] if re.fullmatch(r"[0-9a-f]{40,64}", revision) else revision


class _Span(NamedTuple):
    """Two revisions, the second empty for the working tree, and what a user calls the first."""

    old: str
    new: str
    shown: str


def _span(repository: Repository, text: str) -> _Span:
    old, dots, new = re.match(r"(.*?)(\.{2,3}|\Z)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    if not dots:
        return _Span(text, "", _shown(text))
    old, new = old or "HEAD", new or "HEAD"
    if dots == "..":
        return _Span(old, new, _shown(old))
    base = repository.merge_base(old, new)
    return _Span(base, new, f"{_shown(old)}（分开处 {base[:7]}）")


class _State:
    """A repository at a commit, or its working tree where `commit` is empty."""

    def __init__(self, repository: Repository, blobs: Blobs, commit: str) -> None:
        self.repository = repository
        self.blobs = blobs
        self.commit = commit
        self.shared: dict[str, Source | None] = {}

    def version(self, entry: Entry | None) -> _Version | None:
        """A file that may be a report; None for any other, and for none."""
        if entry is None or not entry.path.endswith(ENDINGS) or _is_settings(entry.path):
            return None
        return _Version(entry.path, self.blobs.read(entry), self.settings)

    def settings(self, file: str) -> Source | None:
        """The nearest nianbao.yaml of a file in this state."""
        folder = file.rpartition("/")[0]
        if folder not in self.shared:
            self.shared[folder] = self._settings(folder)
        return self.shared[folder]

    def _settings(self, folder: str) -> Source | None:
        name = f"{folder}/{config.NAME}" if folder else config.NAME
        if self.commit:
            content = self.blobs.get(f"{self.commit}:{name}")
        else:
            place = self.repository.root / name
            content = place.read_bytes() if place.is_file() else None
        if content is not None:
            return read(content, os.path.relpath(self.repository.root / name))  # folders in it start there
        return self.settings(folder) if folder else None


def at(repository: Repository, blobs: Blobs, commit: str, entry: Entry) -> Result:
    """A report as it stood at a commit, with the settings of that commit."""
    return check_source(read(blobs.read(entry), entry.path), _State(repository, blobs, commit).settings, None)


_Pair = tuple[_Version | None, _Version | None]


def _compared(pairs: Iterable[Sequence[_Version | None]], roots: tuple[str, str] = ("", "")) -> tuple[Comparison, ...]:
    """The comparisons of those pairs that hold a report, by file; a report that moved with many changes is followed.

    One has moved where its paths differ below the `roots` of old and new.
    """
    ours = [(old, new) for old, new in pairs if any(version and is_report(version.content) for version in (old, new))]
    results = _followed([(old and _load(old), new and _load(new)) for old, new in ours])
    comparisons = [compare(old, new, moved=_below(old, roots[0]) != _below(new, roots[1])) for old, new in results]
    return tuple(sorted(comparisons, key=lambda comparison: comparison.current.source.file))


def _below(result: Result | None, root: str) -> str:
    return result.source.file.removeprefix(root) if result else ""


def _load(version: _Version) -> Result:
    return check_source(read(version.content, version.name), version.settings, None)


_Loaded = tuple[Result | None, Result | None]


def _followed(pairs: list[_Loaded]) -> list[_Loaded]:
    """The pairs, with what went away and what came brought together where both are of one agency and no other."""
    for identity in (_agency_and_year, _agency):
        gone = _named([old for old, new in pairs if old and not new], identity)
        came = _named([new for old, new in pairs if new and not old], identity)
        moved = [(gone[name], came[name]) for name in gone.keys() & came.keys()]
        taken = {id(result) for pair in moved for result in pair}
        pairs = [pair for pair in pairs if not {id(pair[0]), id(pair[1])} & taken] + list(moved)
    return pairs


def _agency_and_year(result: Result) -> object:
    return result.report and result.report.agency and (result.report.agency, result.report.year)


def _agency(result: Result) -> object:
    return result.report and result.report.agency


def _named(results: Iterable[Result], identity: Callable[[Result], object]) -> dict[object, Result]:
    """Results by an identity that no other of them has."""
    found: dict[object, list[Result]] = {}
    for result in results:
        found.setdefault(identity(result), []).append(result)
    return {name: same[0] for name, same in found.items() if name and len(same) == 1}


def _listed(folder: str) -> dict[str, _Version]:
    """The YAML files below a folder by their path in it; hidden folders and the shared settings are left out."""
    found = {}
    for file in reports_in(Path(folder)):
        try:
            found[file.relative_to(folder).as_posix()] = _Version(str(file), file.read_bytes(), config.find)
        except OSError:
            raise InputError(f"读不了 {file}。请检查文件的权限。") from None
    return found
