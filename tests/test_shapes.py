"""Named tuples made without compiling are those that the standard library makes."""

from __future__ import annotations

import copy
import inspect
import pickle
import typing

import pytest

from generator.shapes import NamedTuple


class Ours(NamedTuple):
    """A place."""

    line: int
    column: int
    words: str = ""
    note: str | None = None

    @property
    def shown(self) -> str:
        return f"{self.line}:{self.column}"


class Theirs(typing.NamedTuple):
    line: int
    column: int
    words: str = ""
    note: str | None = None


class Nothing(NamedTuple):
    """It has no fields."""


class Alone(NamedTuple):
    only: int


def test_a_named_tuple_has_its_fields_methods_and_docstring() -> None:
    place = Ours(3, column=4)
    assert place == (3, 4, "", None)
    assert (place.line, place.column, place.words, place.note, place.shown) == (3, 4, "", None, "3:4")
    assert Ours.__doc__ == "A place."
    assert Nothing() == ()
    assert Alone(1).only == 1
    match place:
        case Ours(line, column):
            assert (line, column) == (3, 4)
    with pytest.raises(AttributeError):
        place.line = 5  # type: ignore[misc]
    with pytest.raises(AttributeError):
        place.other = 5  # type: ignore[attr-defined]


def test_it_is_as_the_standard_library_has_it() -> None:
    ours, theirs = Ours(3, 4, "a"), Theirs(3, 4, "a")
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert ours._asdict() == theirs._asdict()
    assert ours._replace(line=1) == theirs._replace(line=1)
    assert type(ours._replace(line=1)) is Ours
    assert Ours._make("abcd") == Theirs._make("abcd")  # type: ignore[arg-type]
    for name in ("_fields", "_field_defaults", "__match_args__", "__slots__"):
        assert getattr(Ours, name) == getattr(Theirs, name)
    assert [*inspect.signature(Ours).parameters] == [*inspect.signature(Theirs).parameters]


@pytest.mark.parametrize("given", [(), (1,), (1, 2, 3, 4, 5)])
def test_a_wrong_number_of_fields_is_refused_by_the_same_words(given: tuple[int, ...]) -> None:
    with pytest.raises(TypeError) as theirs:
        Theirs(*given)
    with pytest.raises(TypeError) as ours:
        Ours(*given)
    assert str(ours.value) == str(theirs.value).replace("Theirs", "Ours")
    with pytest.raises(TypeError):
        Ours._make(given)
    with pytest.raises(ValueError, match="other"):
        Ours(1, 2)._replace(other=3)  # type: ignore[call-arg]


def test_it_goes_from_process_to_process() -> None:
    place = Ours(3, 4)
    assert type(pickle.loads(pickle.dumps(place))) is Ours
    assert pickle.loads(pickle.dumps(place)) == copy.deepcopy(place) == place
