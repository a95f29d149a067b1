"""What stops a run. Anything wrong with what an author wrote is a finding, not one of these."""

from __future__ import annotations

from collections.abc import Iterable

from generator.shapes import NamedTuple


class Fault(NamedTuple):
    """One thing wrong with a template, by the code of a rule of family M: where, why, and how to mend it.

    `words` name the place in a file without lines, such as a Word file; line and column then only tell the order.
    """

    code: str
    file: str
    line: int
    column: int
    reason: str
    mend: str
    words: str = ""

    @property
    def message(self) -> str:
        """What is wrong, ending with the mend."""
        return f"{self.reason}。请{self.mend}。"

    def __str__(self) -> str:
        place = f" {self.words}" if self.words else f"{self.line}:{self.column}"
        return f"{self.file}:{place}: 模板有误：{self.message}"


class GeneratorError(Exception):
    """The run cannot go on; the text is Chinese, complete, and ends with what to do next."""


class InputError(GeneratorError):
    """A file or option that the user named cannot be used."""


class TemplateError(GeneratorError):
    """A template or a frame is itself wrong; the text begins with the place, `faults` are all that was found."""

    def __init__(self, text: str, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(text, faults)  # both, so that it can be sent from one process to another
        self.faults = faults

    def __str__(self) -> str:
        return str(self.args[0])


class OutputError(GeneratorError):
    """A result cannot be written; whatever stood there before still stands."""


def refused(faults: Iterable[Fault]) -> TemplateError:
    """The error for a template with these faults, a line for each."""
    found = tuple(faults)
    return TemplateError("\n".join(map(str, found)), found)
