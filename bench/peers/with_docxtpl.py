"""docxtpl as its documentation shows it: open, render, save. The same program serves for rust-docxtpl.

Usage: with_docxtpl.py TEMPLATE.docx (or loop.docx, whose wide table is one row that is repeated).
"""

from __future__ import annotations

import io
import sys
from typing import Any

from docxtpl import DocxTemplate
from serve import serve


def docx(data: dict[str, Any]) -> bytes:
    template = DocxTemplate(sys.argv[1])
    template.render(data, autoescape=True)
    target = io.BytesIO()
    template.save(target)
    return target.getvalue()


if __name__ == "__main__":
    serve(docx)
