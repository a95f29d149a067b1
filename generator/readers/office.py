"""Old Word and WPS files, read through LibreOffice where it is installed."""

from __future__ import annotations

from generator import office
from generator.reading import Reading


def read(file: str, content: bytes) -> Reading:
    """The paragraphs and tables of a .doc, .wps, .odt or .rtf file; InputError with advice where it cannot."""
    from generator.readers import module

    return module("docx").read(file, office.as_docx(file, content))  # type: ignore[no-any-return]
