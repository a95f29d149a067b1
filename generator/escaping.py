"""Text as markup and in string literals, without what `html` and `json` come with besides.

`html` brings the names of two thousand characters, `json` all that reads it.
"""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x1f]")
_SHORT = {"\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}


def escape(text: str) -> str:
    """A text as the content of an element or of an attribute of HTML or XML."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace('"', "&quot;").replace("'", "&#x27;")


def json_string(text: str) -> str:
    """A text as a string of JSON (RFC 8259, section 7), other characters than ASCII's as they are."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{_CONTROL.sub(_escaped, plain)}"'


def _escaped(control: re.Match[str]) -> str:
    return _SHORT.get(control[0]) or f"\\u{ord(control[0]):04x}"


def typst_text(text: str) -> str:
    """A text as it stands in a string literal of Typst."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def typst_literal(text: str) -> str:
    """A text as a string literal of Typst."""
    return f'"{typst_text(text)}"'
