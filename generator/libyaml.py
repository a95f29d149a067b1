"""The parser of libyaml with its events and errors, from PyYAML without the rest of it.

To import PyYAML is to read a second parser and an emitter in Python and all that they need, which takes longer than
any other import of a small run. Here the package is there at once, with those of its modules that the parser needs; it
is completed when anybody asks it for more. Where PyYAML has other insides than expected it is imported as ever.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import PathFinder
from types import ModuleType, SimpleNamespace

from generator.shapes import Any

_NEEDED = ("error", "tokens", "events", "nodes", "reader")
_NAMED = {  # by the extension module; the first three where it cannot read, the others where it does more
    "scanner": "ScannerError",
    "parser": "ParserError",
    "composer": "ComposerError",
    "constructor": "ConstructorError",
    "representer": "RepresenterError",
    "serializer": "SerializerError",
    "emitter": "EmitterError",
}


def _parser() -> Any:
    """The class of the parsers."""
    if "yaml" not in sys.modules:
        try:
            return _lean_parser()
        except (ImportError, AttributeError):
            for name in [name for name in sys.modules if name.partition(".")[0] == "yaml"]:
                del sys.modules[name]
    import yaml

    return getattr(yaml, "CLoader", yaml.Loader)


def _lean_parser() -> Any:
    """The class of libyaml's parsers by itself; ImportError or AttributeError where it is not to be had so."""
    spec = PathFinder.find_spec("yaml")
    loader = spec.loader if spec else None
    if spec is None or loader is None:
        raise ImportError("yaml")
    package = ModuleType("yaml")
    own = vars(package)
    own |= {"__spec__": spec, "__loader__": loader, "__file__": spec.origin, "__package__": "yaml"}
    own["__path__"] = spec.submodule_search_locations
    sys.modules["yaml"] = package
    for name in _NEEDED:
        import_module(f"yaml.{name}")
    for name, error in _NAMED.items():
        own[name] = SimpleNamespace(**{error: own["error"].MarkedYAMLError})
    parser = import_module("yaml._yaml").CParser
    for name in _NAMED:
        del own[name]

    def complete(name: str) -> Any:
        own.pop("__getattr__", None)
        loader.exec_module(package)
        for module, error in _NAMED.items():
            setattr(own["_yaml"], error, getattr(own[module], error))
        return getattr(package, name)

    own["__getattr__"] = complete
    return parser


Parser = _parser()

from yaml.error import MarkedYAMLError, YAMLError  # noqa: E402 of the package as it has been made
from yaml.events import (  # noqa: E402
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

__all__ = [
    "AliasEvent",
    "DocumentStartEvent",
    "MappingEndEvent",
    "MappingStartEvent",
    "MarkedYAMLError",
    "Parser",
    "ScalarEvent",
    "SequenceEndEvent",
    "SequenceStartEvent",
    "YAMLError",
]
