"""Text as markup, as `html.escape` has it, without the names of two thousand characters that `html` comes with."""

from __future__ import annotations


def escape(text: str) -> str:
    """A text as the content of an element or of an attribute of HTML or XML."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace('"', "&quot;").replace("'", "&#x27;")


def typst_text(text: str) -> str:
    """A text as it stands in a string literal of Typst."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def typst_literal(text: str) -> str:
    """A text as a string literal of Typst."""
    return f'"{typst_text(text)}"'
