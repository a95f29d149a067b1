"""Mends that need no judgement. To add one is to write its module and a name in MENDS.

A mend's module has `edits(patient)`, which yields edits. None changes a figure that could be read before: that is held
against the report after each step, and a step that does not stand the test is not taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module

from generator.check import Result
from generator.mending.patient import Edit, Patient
from generator.recognition import decoded
from generator.shapes import NamedTuple

MENDS = ("characters", "indentation", "full_width", "numbers", "missing", "totals", "typography")
_IN_SYNTAX = {"indentation", "full_width"}  # worth nothing where the file cannot be read after them all
_MOST_STEPS = 2000  # more than a file of allowed size needs, and an end to it in any case


class Change(NamedTuple):
    """Something that was mended, in Chinese, and the line it is on."""

    line: int
    what: str


class Mended(NamedTuple):
    """The text after mending, what was done, and what the check says of it now."""

    text: str
    changes: tuple[Change, ...]
    result: Result


def mend(content: bytes, file: str) -> Mended | None:
    """A report with all that can be mended; None where the bytes are no text of a report."""
    read = decoded(content)
    if read is None:
        return None
    changes = [Change(1, f"编码由 {read.encoding} 改为 UTF-8")] if read.encoding != "UTF-8" else []
    if read.has_mark and not changes:
        changes.append(Change(1, "去掉开头的 BOM"))
    patient, edits = _treated(Patient(read.text.lstrip("\ufeff"), file), MENDS)
    if patient.result.source.root is None and edits:  # what was read into the syntax has not been proved right
        patient, edits = _treated(
            Patient(read.text.lstrip("\ufeff"), file), [name for name in MENDS if name not in _IN_SYNTAX]
        )
    changes += [Change(edit.line, edit.what) for edit in edits]
    return Mended(patient.text, tuple(sorted(changes)), patient.result)


_Way = Callable[[Patient], Iterable[Edit]]


def _treated(patient: Patient, names: Iterable[str]) -> tuple[Patient, list[Edit]]:
    """The patient after every step that helps, and the edits made."""
    ways: list[_Way] = [import_module(f"generator.mending.{name}").edits for name in names]
    done: list[Edit] = []
    for _ in range(_MOST_STEPS):
        step = next(filter(None, (_step(patient, way) for way in ways)), None)
        if step is None:
            break
        patient, edits = step
        done = _moved(done, edits) + [_moved([edit], edits[:number])[0] for number, edit in enumerate(edits)]
    return patient, done


def _moved(done: list[Edit], later: list[Edit]) -> list[Edit]:
    """Edits with the lines where they are once later ones have put in lines above."""
    added = [(edit.line, edit.text.count("\n")) for edit in later if "\n" in edit.text]
    return [one._replace(line=one.line + sum(count for line, count in added if line <= one.line)) for one in done]


def _step(patient: Patient, way: _Way) -> tuple[Patient, list[Edit]] | None:
    """The patient after those edits of one mend that help: all together, else one of them; None without any."""
    edits = list(way(patient))
    for chosen in ([edits] if edits else []) + ([[edit] for edit in edits] if len(edits) > 1 else []):
        after = patient.edited(chosen)
        if _is_sound(patient.result, after.result) and (
            _reach(after.result) > _reach(patient.result) or len(list(way(after))) < len(edits)
        ):
            return after, chosen
    return None


def _is_sound(before: Result, after: Result) -> bool:
    """Whether a file is read no less far than before, and every figure that could be read is as it was."""
    if before.source.root is None or after.source.root is None:
        return _reach(after) >= _reach(before)
    if before.report is None or after.report is None:
        return before.report is None
    known = {path: value.content for path, value in before.report.values.items() if value.content is not None}
    found = {path: value.content for path, value in after.report.values.items()}
    return known.items() <= found.items() and before.report.narratives.keys() <= after.report.narratives.keys()


def _reach(result: Result) -> tuple[float, int]:
    """How far a file could be read, to a line and a column."""
    if result.source.root is not None:
        return float("inf"), 0
    places = [(fault.position.line, fault.position.column) for fault in result.source.faults if fault.kind != "control"]
    return max(places, default=(0, 0))
