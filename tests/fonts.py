"""A font made for the tests: a box for every character that reports use, so that a PDF needs no font of the machine."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

FAMILY = "Nianbao Test"
_RANGES = [(0x20, 0x17F), (0x2000, 0x27BF), (0x3000, 0x30FF), (0x3200, 0x33FF), (0x4E00, 0x9FFF), (0xFE10, 0xFE4F)]
_RANGES += [(0xFF00, 0xFFEF), (0x1F300, 0x1F64F), (0x20000, 0x20BFF), (0x2A500, 0x2A6DF)]


def make(folder: Path) -> Path:
    """Write the font into a folder; characters outside the ranges above have no glyph in it."""
    codes = [code for first, last in _RANGES for code in range(first, last + 1)]
    codes = [code for code in codes if not 0x200B <= code <= 0x200F and not 0x2028 <= code <= 0x202E]
    names = {code: f"u{code:04X}" for code in codes}
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((100, 700), (900, 700), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    box = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", *names.values()])
    font.setupCharacterMap(names)
    font.setupGlyf(dict.fromkeys([".notdef", *names.values()], box))
    widths = {name: (500 if code < 0x2000 else 1000, 100) for code, name in names.items()}
    font.setupHorizontalMetrics({".notdef": (1000, 100), **widths})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": FAMILY, "styleName": "Regular", "psName": "NianbaoTest-Regular"})
    font.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    font.setupPost(keepGlyphNames=False)
    font.save(folder / "test.ttf")
    return folder
