"""What a workbook carries out of sight: which form it is, the agency file it was made from, what each cell is for.

Its sheet has rows of texts: a head with the version, the template's id, then the rest as JSON (zlib, base64) in as many
pieces as cells have room for.
"""

from __future__ import annotations

import base64
import json
import zlib
from binascii import Error as Base64Error
from collections.abc import Iterable
from typing import Any

from generator.excel_form.formulas import Spot
from generator.excel_form.model import Sheet
from generator.excel_form.places import Place
from generator.shapes import NamedTuple
from generator.template import Template

TITLE = "nianbao"  # of the hidden sheet
VERSION = "1"
_MARK = "nianbao form"
_PIECE = 30_000
_MOST = 20_000_000  # bytes; no form comes near


class Carried(NamedTuple):
    """What a workbook says of itself. `text` is empty for an empty form.

    `inputs` are the places of the cells to fill in by their names, `spots` where those cells were, `labels` what stood
    in the locked cells, `computed` where formulas stood.
    """

    version: str
    template: str
    text: str
    inputs: dict[str, Place]
    spots: dict[str, Spot]
    labels: dict[Spot, str]
    computed: frozenset[Spot]


def name(number: int) -> str:
    """The name of the cell to fill in that comes so many-th."""
    return f"nb.{number:04}"


def rows(template: Template, text: str, sheets: Iterable[Sheet]) -> tuple[tuple[str, ...], ...]:
    """The rows of the hidden sheet."""
    said: dict[str, Any] = {"text": text, "inputs": [], "labels": [], "formulas": []}
    for sheet in sheets:
        for cell in sheet.cells:
            spot = sheet.spot(cell)
            if cell.entry:
                said["inputs"].append([*spot, cell.entry.place.keys, cell.entry.place.is_note])
            elif cell.formula:
                said["formulas"].append(spot)
            elif isinstance(cell.content, str) and cell.content:
                said["labels"].append([*spot, cell.content])
    packed = base64.b64encode(zlib.compress(json.dumps(said, ensure_ascii=False).encode("utf-8"), 9)).decode("ascii")
    pieces = [packed[start : start + _PIECE] for start in range(0, len(packed), _PIECE)]
    return ((_MARK, VERSION), ("template", template.id), *(("data", piece) for piece in pieces))


def read(found: list[tuple[str, ...]]) -> Carried | None:
    """What the hidden sheet says; None where it is none of ours, or is damaged."""
    try:
        (mark, version), (_, template), *pieces = (row[:2] for row in found)
        if mark != _MARK:
            return None
        said = json.loads(_unpacked("".join(piece for _, piece in pieces)))
        inputs = {name(number): one for number, one in enumerate(said["inputs"], 1)}
        return Carried(
            version,
            template,
            str(said["text"]),
            {key: Place(tuple(one[3]), bool(one[4])) for key, one in inputs.items()},
            {key: Spot(*one[:3]) for key, one in inputs.items()},
            {Spot(*one[:3]): one[3] for one in said["labels"]},
            frozenset(Spot(*one) for one in said["formulas"]),
        )
    except (IndexError, KeyError, ValueError, Base64Error, zlib.error, TypeError):
        return None


def _unpacked(packed: str) -> bytes:
    unpacker = zlib.decompressobj()
    content = unpacker.decompress(base64.b64decode(packed, validate=True), _MOST)
    if not unpacker.eof:
        raise ValueError("not a whole text")
    return content
