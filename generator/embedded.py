"""Plain data as an agency file: the report that a page of ours carries, written out again in full."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from generator.agency_file import scalar

_ROOM = 110  # characters of a line that holds a mapping
_ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029\ufeff]")
_NEGATIVE = re.compile(r"-\d+(?:\.\d+)?", re.ASCII)  # numbers come as they are written, as texts


def dump(data: dict[str, Any], intro: str, schema: str) -> str:
    """The YAML of a report given as plain data, in the order of its keys."""
    lines = [f"# yaml-language-server: $schema={schema}", f"# {intro}", *_mapping(data, "")]
    return "\n".join(lines) + "\n"


def _mapping(data: dict[str, Any], indent: str) -> Iterator[str]:
    for key, value in data.items():
        yield from _entry(f"{indent}{scalar(key)}:", value, indent)


def _entry(head: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, dict) and value:
        flow = _flow(value)
        if indent and len(head) + len(flow) < _ROOM and "\n" not in flow:
            yield f"{head} {flow}"
        else:
            yield head
            yield from _mapping(value, indent + "  ")
    elif isinstance(value, list) and value:
        yield head
        yield from (f"{indent}  - {_flow(item)}" for item in value)
    elif isinstance(value, str) and "\n" in value and _can_stand(value):
        yield f"{head} {'|' if value.endswith(chr(10)) else '|-'}"
        yield from (f"{indent}  {line}" if line else "" for line in value.removesuffix("\n").split("\n"))
    else:
        yield f"{head} {_flow(value)}"


def _can_stand(text: str) -> bool:
    """Whether a text can be written as a block: no blank at its start, no more than one line end after it."""
    return not text.startswith((" ", "\n")) and not text.endswith("\n\n") and not _ODD.search(text)


def _flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if value is None:
        return "~"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    if _NEGATIVE.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False) if "\n" in text or _ODD.search(text) else scalar(text)
