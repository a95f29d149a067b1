"""The index page of a folder's outputs: a row for each report, written as the reports get done.

The look is templates/index.html. Rows wait in a temporary file, so that a province takes no more memory than a town.
"""

from __future__ import annotations

import json
import os
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path, PurePath
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import quote

from generator import records
from generator.delivery import write_together
from generator.escaping import escape
from generator.findings import Severity
from generator.records import Done
from generator.reporter import deliveries
from generator.resources import data_dir
from generator.shapes import NamedTuple

NAME = "index.html"
CAPTION = "各机关的年度报告"
_FORMATS = {".docx": "Word", ".html": "网页", ".txt": "文本", ".pdf": "PDF"}
_STATES = {
    records.RENDERED: "已输出",
    records.DRAFT: "草稿",
    records.FAILED: "有 {errors} 个错误，没有输出",
    records.UNREAD: "读不了",
    records.UNWRITTEN: "写不了",
}


class _Row(NamedTuple):
    """A report in the list: the name shown, the folder that it lies in, the files, the key figures by their head."""

    name: str
    folder: str
    year: int
    status: str
    errors: int
    files: list[str]
    figures: dict[str, str]


class IndexPage:
    """The page of the outputs in `root`; `add` every report, then `write`."""

    def __init__(self, root: Path, title: str) -> None:
        self.root = root
        self.title = title
        self.heads: dict[str, None] = {}
        self.counts: Counter[str] = Counter()
        self.folders = False
        self._rows = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 closed by `write`

    def add(self, done: Done, name: str) -> None:
        """Add a report; `name` is its file as seen from the folder that was rendered."""
        delivered = done.status in (records.RENDERED, records.DRAFT)
        figures = {f"{one.label}（{one.unit}）" if one.unit else one.label: one.text for one in done.figures}
        folder, file = os.path.split(name)
        errors = sum(finding.severity is Severity.ERROR for finding in done.result.findings)
        files = [os.path.relpath(output, self.root) for output in done.outputs]
        shown = figures if delivered else {}
        row = _Row(done.agency or file, PurePath(folder).as_posix(), done.year, done.status, errors, files, shown)
        self.heads.update(dict.fromkeys(shown))
        self.folders = self.folders or bool(folder)
        self.counts[done.status] += 1
        self._rows.write(json.dumps(row, ensure_ascii=True) + "\n")

    def write(self) -> Path:
        """Write the page; the same reports give the same bytes."""
        file = self.root / NAME
        with self._rows:
            self._rows.seek(0)
            write_together({file: self._page()}, durable=False)
        return file

    def _page(self) -> Iterable[bytes]:
        frame = Path(data_dir("templates"), NAME).read_text(encoding="utf-8")
        script = frame[frame.index("<script>") + len("<script>") : frame.index("</script>")]
        total = sum(self.counts.values())
        texts = {
            "标题": escape(self.title),
            "程序摘要": "sha256-" + b64encode(sha256(script.encode()).digest()).decode(),
            "小结": f"共 {total} 份：{deliveries(self.counts)}。",
            "表名": CAPTION,
            "表头": "".join(f'<th scope="col">{escape(head)}</th>' for head in self._heads()),
        }
        for part in re.split(r"(\{\{ \w+ \}\})", frame):
            key = part[3:-3] if part.startswith("{{ ") else ""
            if key == "各行":
                yield from self._lines()
            else:
                yield (texts[key] if key else part).encode()

    def _heads(self) -> list[str]:
        return ["机关", *(["文件夹"] if self.folders else []), "年度", "状态", "文件", *self.heads]

    def _lines(self) -> Iterator[bytes]:
        for line in self._rows:
            yield (self._line(_Row(*json.loads(line))) + "\n").encode("utf-8", "replace")

    def _line(self, row: _Row) -> str:
        whose = escape(f"{row.name} {row.year or ''}".strip())
        links = "".join(f'<a {_link(file)}<span class="of">：{whose}</span></a>' for file in row.files)
        cells: list[tuple[str, Any]] = [
            *([("folder", escape("" if row.folder == "." else row.folder))] if self.folders else []),
            ("year", row.year or ""),
            ("state", _STATES[row.status].format(errors=row.errors)),
            ("files", links),
            *(("figure", escape(row.figures.get(head, ""))) for head in self.heads),
        ]
        shown = "".join(f'<td class="{kind}">{content}</td>' for kind, content in cells)
        failed = "" if row.status in (records.RENDERED, records.DRAFT) else ' class="failed"'
        return f'<tr{failed}><th scope="row">{escape(row.name)}</th>{shown}</tr>'


def _link(file: str) -> str:
    path = PurePath(file)
    return f'href="{quote(path.as_posix())}">{_FORMATS.get(path.suffix, path.suffix)}'
