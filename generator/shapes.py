"""typing.NamedTuple, made without compiling every annotation: that would be a fifteenth of a cold render."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import namedtuple

    class _Kind(type):
        """Makes the body of a class a named tuple with its methods."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body.get("__annotations__", {})
            defaults = [body.pop(field) for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])  # noqa: PYI024 the types are here
            for key, value in body.items():
                setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Kind):
        """A tuple whose fields have the names, and the defaults, that the body of the class gives."""
