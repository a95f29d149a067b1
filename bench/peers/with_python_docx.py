"""python-docx filling a ready form: every place of the form holds a name, which is replaced.

Usage: with_python_docx.py TEMPLATE.docx
"""

from __future__ import annotations

import io
import re
import sys
from copy import deepcopy
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from serve import serve

PLACE = re.compile(r"@(\w+)@")


def docx(data: dict[str, Any]) -> bytes:
    document = Document(sys.argv[1])
    for text in list(document.element.body.iter(qn("w:t"))):
        place = PLACE.fullmatch(text.text or "")
        if not place:
            continue
        value = data[place[1]]
        if isinstance(value, str):
            text.text = value
            continue
        paragraph = text.getparent().getparent()
        for line in value:
            text.text = line
            paragraph.addprevious(deepcopy(paragraph))
        paragraph.getparent().remove(paragraph)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


if __name__ == "__main__":
    serve(docx)
