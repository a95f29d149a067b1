"""The styles of text that frames for Word and for Typst have under the same names."""

from __future__ import annotations

BODY, NOTE, DRAFT_STYLE = "年报正文", "年报注", "年报草稿"
AGENCY, DATE = "年报署名", "年报日期"
HEADINGS = {2: "heading 2", 3: "heading 3", 4: "heading 4"}  # of Word, by level
