"""What the modules of a clean render need of `typing`, which takes longer to import than any of them.

A named tuple is made without compiling a constructor and every annotation for each class: a render makes a hundred
such classes, and compiling would be a tenth of it. Classes of as many fields share the code of their constructor, which
differs in the names alone; what else `collections.namedtuple` writes for each class they have from their base.
"""

from __future__ import annotations

__all__ = ["Any", "NamedTuple", "NoReturn", "cast", "new"]

TYPE_CHECKING = False

new = tuple.__new__  # makes a record of its fields without the call that its own class would make, where there are many

if TYPE_CHECKING:
    from typing import Any, NamedTuple, NoReturn, cast
else:
    from collections import _tuplegetter
    from collections.abc import Iterable
    from functools import cache
    from types import CodeType, FunctionType

    Any = NoReturn = object

    def cast(_: object, value: object) -> object:
        """The value, of which the caller knows the kind."""
        return value

    _GLOBALS = {"_new": tuple.__new__, "__builtins__": {}}

    class _Record(tuple):
        """What every named tuple has besides its fields."""

        __slots__ = ()
        _fields = ()

        @classmethod
        def _make(cls, values: Iterable[Any]) -> _Record:
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **values: Any) -> _Record:
            made = self._make(map(values.pop, self._fields, self))
            if values:
                raise ValueError(f"Got unexpected field names: {list(values)!r}")
            return made

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            fields = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({fields})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

    class _Kind(type):
        """Makes the body of a class a named tuple with its methods."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body.pop(field) for field in fields if field in body}
            names = {"co_name": "__new__", "co_qualname": f"{name}.__new__", "co_varnames": ("_cls", *fields)}
            code = _constructor(len(fields)).replace(**names)
            new = FunctionType(code, _GLOBALS, argdefs=tuple(defaults.values()))
            getters = {field: _tuplegetter(index, "") for index, field in enumerate(fields)}
            shared = {"__slots__": (), "__match_args__": fields, "_fields": fields, "_field_defaults": defaults}
            return type(name, (_Record,), shared | getters | {"__new__": new} | body)

    @cache
    def _constructor(count: int) -> CodeType:
        """The code of a constructor that takes so many fields."""
        names = "".join(f"_{number}, " for number in range(count))
        return eval(f"lambda _cls, {names}: _new(_cls, ({names}))", {}).__code__  # noqa: S307 nothing from outside

    class NamedTuple(metaclass=_Kind):
        """A tuple whose fields have the names, and the defaults, that the body of the class gives."""
