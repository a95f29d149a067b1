"""Totals written as `~`: filled in where every part is known. A written number is never touched, right or wrong."""

from __future__ import annotations

from collections.abc import Iterator

from generator.figures import State, plain_number
from generator.mending.patient import Edit, Patient
from generator.nodes import Mapping, Scalar, is_null


def edits(patient: Patient) -> Iterator[Edit]:
    """An edit for each such total."""
    report = patient.result.report
    for path, value in report.values.items() if report else ():
        if value.state is not State.DERIVED or value.number is None:
            continue
        node = patient.at(path.parts)
        node = node.get("值") if isinstance(node, Mapping) else node
        if isinstance(node, Scalar) and is_null(node) and node.text:
            start, number = patient.starts[node.line - 1] + node.column - 1, plain_number(value.number)
            yield Edit(start, len(node.text), number, node.line, f"{path.parts[-1]}由程序算出，填上 {number}")
