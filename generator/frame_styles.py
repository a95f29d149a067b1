"""The styles that a frame has for the text of a report, by their names."""

from __future__ import annotations

BODY, NOTE, DRAFT_STYLE = "年报正文", "年报注", "年报草稿"  # for Word and for Typst
AGENCY, DATE = "年报署名", "年报日期"  # for Word, as are the headings by level
HEADINGS = {2: "heading 2", 3: "heading 3", 4: "heading 4"}
HEADING = "年报小标题"  # for Typst, of any level
