"""Text as markup, as `html.escape` has it, without the names of two thousand characters that `html` comes with."""

from __future__ import annotations


def escape(text: str) -> str:
    """A text as the content of an element or of an attribute of HTML or XML."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace('"', "&quot;").replace("'", "&#x27;")
