"""The bytecode of the modules that a command needs, in one file: Python would look for each, open it and read it.

The file lies where Python keeps the bytecode of this module, is written under the same conditions, and is as good as
what Python keeps: with each module go the size and the time of its source, and where they differ Python imports the
module as ever. The file is made anew when a command has needed what it does not hold, or little of what it does.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.machinery import ModuleSpec, SourceFileLoader
from io import FileIO
from types import CodeType

from generator import cache

_HERE = os.path.dirname(__file__)
_HEAD = os.fsencode(f"2 {sys.version} {_HERE}\n")
_PACKAGES = ("generator.", "yaml.", "json.")  # whose modules are kept: what others a command needs are few
_Source = tuple[str, bool, int, int, str | None]  # file, whether it is a package, size, time, own bytecode


class _Loader(SourceFileLoader):
    """Loads a module from code that is at hand; all else about it is as Python has it."""

    code: CodeType | None = None

    def get_code(self, fullname: str) -> CodeType | None:
        code, self.code = self.code, None
        return code or super().get_code(fullname)


class _Finder:
    """Finds the modules whose code is in a file and whose source is what it was; `found` are their names.

    The file begins with an index of them. A module is read when it is asked for: to read all of them at once takes
    longer, for memory that nothing has used yet.
    """

    def __init__(self, file: str) -> None:
        self.found: set[str] = set()
        self.index: dict[str, tuple[_Source, int, int, bytes]] = {}  # by name, with place, length and checksum
        try:
            self.stream = FileIO(file)
        except OSError:
            self.stream = FileIO(os.devnull)
        with suppress(OSError):
            self._read_index()

    def _read_index(self) -> None:
        head, checksum, length = (self.stream.read(size) for size in (len(_HEAD), 4, 4))
        size = int.from_bytes(length, "little")
        self._start = self.stream.tell() + size
        if head == _HEAD and self._start <= os.fstat(self.stream.fileno()).st_size:
            index = self.stream.read(size)
            if checksum == cache.checksum(index):
                self.index = marshal.loads(index)  # noqa: S302 as Python does

    def body(self, name: str) -> bytes | None:
        """The code of a module as it was marshalled; None where it is damaged, for to run that may end the process."""
        _, place, length, checksum = self.index[name]
        try:
            body = self._at(self._start + place, length)
        except OSError:  # such as a file that somebody has replaced on a disk in the network
            return None
        return body if cache.checksum(body) == checksum else None

    def _at(self, place: int, length: int) -> bytes:
        if hasattr(os, "pread"):  # processes that have been forked share the place in the file
            return os.pread(self.stream.fileno(), length, place)
        self.stream.seek(place)
        return self.stream.read(length)

    def find_spec(self, name: str, path: Sequence[str] | None, _target: object = None) -> ModuleSpec | None:
        """How to load a module of a package in the folders of `path`; None where Python is to find it."""
        if name not in self.index or not path:
            return None
        file, is_package, size, time, cached = self.index[name][0]
        if not file.startswith(path[0]) or _stamp(file) != (size, time):
            return None
        body = self.body(name)
        if body is None:
            return None
        loader = _Loader(name, file)
        loader.code = marshal.loads(body)  # noqa: S302 as Python does
        spec = ModuleSpec(name, loader, origin=file, is_package=is_package)
        spec.has_location = True
        spec.cached = cached
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(os.path.dirname(file))
        self.found.add(name)
        return spec


@contextmanager
def kept(command: str) -> Iterator[None]:
    """Have the modules that are kept for a command, and keep those that it needs besides."""
    if __spec__.cached is None:  # from a package of another kind, such as a zip file
        yield
        return
    file = f"{__spec__.cached.removesuffix('.pyc')}-{command}.pyc"
    finder = _Finder(file)
    before = set(sys.modules)
    sys.meta_path.insert(0, finder)
    with finder.stream:
        try:
            yield
        finally:
            sys.meta_path.remove(finder)
        _keep(file, finder, before)


def _keep(file: str, finder: _Finder, before: set[str]) -> None:
    """Make the file anew where a command needed more than it holds, or little of it."""
    if sys.dont_write_bytecode or not os.access(os.path.dirname(file), os.W_OK):
        return
    missing = [name for name in {*sys.modules} - before - finder.found if name.startswith(_PACKAGES)]
    added = {name: module for name in missing if (module := _module(name))}
    used = finder.found | added.keys()
    idle = len(finder.index | added) > 2 * len(used)  # most lies idle, such as what compiles a form at its first use
    if added or idle:
        stay = (name for name in finder.index if name not in added and (name in used or not idle))
        held = {name: (finder.index[name][0], body) for name in stay if (body := finder.body(name))}
        finder.stream.close()  # an open file cannot be replaced everywhere
        _write(file, held | added)


def _write(file: str, modules: dict[str, tuple[_Source, bytes]]) -> None:
    index = {}
    place = 0
    for name, (source, body) in modules.items():
        index[name] = source, place, len(body), cache.checksum(body)
        place += len(body)
    begin = marshal.dumps(index)
    bodies = [body for _, body in modules.values()]
    cache.put(file, b"".join((_HEAD, cache.checksum(begin), len(begin).to_bytes(4, "little"), begin, *bodies)))


def _module(name: str) -> tuple[_Source, bytes] | None:
    """A module that was imported from its source, as it is kept; None for any other."""
    spec = getattr(sys.modules[name], "__spec__", None)
    loader = spec.loader if spec else None
    if spec is None or type(loader) is not SourceFileLoader or spec.origin is None:
        return None
    stamp = _stamp(spec.origin)
    code = loader.get_code(name)
    is_package = spec.submodule_search_locations is not None
    source = (spec.origin, is_package, *stamp, spec.cached) if stamp else None
    return (source, marshal.dumps(code)) if source and code else None


def _stamp(file: str) -> tuple[int, int] | None:
    """The size of a file and when it was written; None where it is not there."""
    try:
        stat = os.stat(file)
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns
