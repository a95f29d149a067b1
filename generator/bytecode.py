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
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import CodeType

from generator import cache

_HERE = os.path.dirname(__file__)
_HEAD = os.fsencode(f"{sys.version} {_HERE}\n")
_PACKAGES = ("generator.", "yaml.", "json.")  # whose modules are kept: what others a command needs are few
_Module = tuple[str, bool, int, int, str | None, CodeType]  # source, is a package, size, time, own bytecode, code


class _Loader(SourceFileLoader):
    """Loads a module from code that is at hand; all else about it is as Python has it."""

    code: CodeType | None = None

    def get_code(self, fullname: str) -> CodeType | None:
        code, self.code = self.code, None
        return code or super().get_code(fullname)


class _Finder:
    """Finds the modules whose code is at hand and whose source is what it was; `found` are their names."""

    def __init__(self, modules: dict[str, _Module]) -> None:
        self.modules = modules
        self.found: set[str] = set()

    def find_spec(self, name: str, path: Sequence[str] | None, _target: object = None) -> ModuleSpec | None:
        """How to load a module of a package in the folders of `path`; None where Python is to find it."""
        if name not in self.modules or not path:
            return None
        file, is_package, size, time, cached, code = self.modules[name]
        if not file.startswith(path[0]) or _stamp(file) != (size, time):
            return None
        loader = _Loader(name, file)
        loader.code = code
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
    finder = _Finder(_read(file))
    before = set(sys.modules)
    sys.meta_path.insert(0, finder)
    yield
    if sys.dont_write_bytecode or not os.access(os.path.dirname(file), os.W_OK):
        return
    missing = [name for name in {*sys.modules} - before - finder.found if name.startswith(_PACKAGES)]
    added = {name: module for name in missing if (module := _module(name))}
    used = finder.found | added.keys()
    modules = finder.modules | added
    if len(modules) > 2 * len(used):  # most lies idle, such as what compiles a form at its first use
        modules = {name: modules[name] for name in used}
    if modules.keys() != finder.modules.keys() or added:
        _write(file, modules)


def _read(file: str) -> dict[str, _Module]:
    """The modules in a file, none where it is damaged: to run damaged bytecode may end the process."""
    try:
        with open(file, "rb") as stream:
            head, checksum, body = stream.read(len(_HEAD)), stream.read(4), stream.read()
            if head == _HEAD and checksum == cache.checksum(body):
                return marshal.loads(body)  # type: ignore[no-any-return]  # noqa: S302 as Python does
    except (OSError, EOFError, TypeError, ValueError):
        pass
    return {}


def _write(file: str, modules: dict[str, _Module]) -> None:
    body = marshal.dumps(modules)
    cache.put(file, _HEAD + cache.checksum(body) + body)


def _module(name: str) -> _Module | None:
    """A module that was imported from its source, as it is kept; None for any other."""
    spec = getattr(sys.modules[name], "__spec__", None)
    loader = spec.loader if spec else None
    if spec is None or type(loader) is not SourceFileLoader or spec.origin is None:
        return None
    stamp = _stamp(spec.origin)
    code = loader.get_code(name)
    is_package = spec.submodule_search_locations is not None
    return (spec.origin, is_package, *stamp, spec.cached, code) if stamp and code else None


def _stamp(file: str) -> tuple[int, int] | None:
    """The size of a file and when it was written; None where it is not there."""
    try:
        stat = os.stat(file)
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns
