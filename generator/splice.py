"""An import into an agency file that is there: what a page can hold is renewed, everything else stays as it was.

Rows of figures and narratives are written anew only where they say otherwise than the page; 数据, references, 例外,
comments and the order of keys are left alone. The result is read back before anyone sees it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from dataclasses import replace

from generator import agency_file
from generator.agency_file import Content
from generator.check import Result, check_file, check_source
from generator.document import compose
from generator.errors import InputError
from generator.nodes import Mapping, Node, Scalar
from generator.paths import Path
from generator.report import Report
from generator.source import read
from generator.template import Template

_COMMENT = re.compile(r"\s+#.*\Z")


def merged(template: Template, content: Content, file: str) -> str:
    """The text of an agency file with what an import found; an unknown figure leaves a known one as it is.

    InputError where the file cannot be read, is another agency's or year's, or cannot take the import.
    """
    there = check_file(file)
    if there.report is None or not isinstance(there.source.root, Mapping):
        raise InputError(f"{file} 读不出来，没有并入。请先用 nianbao check {file} 看看问题。")
    _require_same(there.report, content, file)
    wanted = _completed(there.report, content)
    fresh = read(agency_file.write(template, replace(wanted, brief=True), "").encode(), file)
    new = check_source(fresh, previous=None)
    assert new.report is not None
    lines = list(there.source.lines)
    for keys in reversed(_changed(template, there, new.report, wanted)):
        _renew(lines, there, new, keys)
    text = "\n".join(lines)
    _require_taken(template, text, file, wanted)
    return text


def _require_same(report: Report, content: Content, file: str) -> None:
    for name, old, new in (("机关", report.agency, content.agency), ("年度", report.year, content.year)):
        if old and new and old != new:
            raise InputError(f"{file} 的{name}是“{old}”，原件的是“{new}”，没有并入。请核对是不是同一份报告。")


def _completed(report: Report, content: Content) -> Content:
    """An import with what the file knows and the page does not say."""
    figures = {path: value.content for path, value in report.values.items() if value.content is not None}
    return replace(content, figures=figures | dict(content.figures))


def _changed(template: Template, there: Result, new: Report, wanted: Content) -> list[tuple[str, ...]]:
    """The keys of rows, narratives and the rest that the file says otherwise, in the order of the file."""
    old = there.report
    assert old is not None
    found: dict[tuple[str, ...], None] = {}
    for path, number in wanted.figures.items():
        value = old.values[path]
        if value.content != number or value.note != wanted.notes.get(path, ""):
            found[_row(template, path)] = None
    before, after = _printed(old), _printed(new)
    for narrative in template.narratives:
        if narrative.path in wanted.narratives and before.get(narrative.path) != after.get(narrative.path):
            found[narrative.path.parts] = None
    for key, note in wanted.table_notes.items():
        if old.notes.get(key, "") != note:
            found[key, "注"] = None
    if wanted.signature and (old.signature is None or old.signature[:2] != wanted.signature):
        found["落款",] = None
    if wanted.title and "".join(old.title_units) != wanted.title:
        found["标题",] = None
    root = there.source.root
    assert isinstance(root, Mapping)
    return sorted(found, key=lambda keys: _line(root, keys) or 0)


def _row(template: Template, path: Path) -> tuple[str, ...]:
    """The keys of the row that a figure is written in."""
    block = template.figures[path].block
    return path.parts if block.single_column else path.parts[:-1]


def _printed(report: Report) -> dict[Path, list[tuple[int, str]]]:
    """What each narrative prints, references filled in."""
    shown: dict[Path, list[tuple[int, str]]] = {}
    for path, text in report.narratives.items():
        alone = report._replace(narratives={path: text}, contact={}, notes={})
        document = compose(alone)
        lines = [*document.preface, *(line for part in document.parts for line in (*part.before, *part.after))]
        shown[path] = [(line.level, line.text) for line in lines]
    return shown


def _line(root: Mapping, keys: tuple[str, ...]) -> int | None:
    """The line of the deepest of these keys that is there."""
    entry = _entry(root, keys)
    return entry[0].line if entry else None


def _entry(root: Mapping, keys: tuple[str, ...]) -> tuple[Scalar, Node, int] | None:
    """The deepest entry on the way down these keys, and how many of them it takes."""
    node: Node = root
    found: tuple[Scalar, Node, int] | None = None
    for depth, key in enumerate(keys, 1):
        entry = node.entries.get(key) if isinstance(node, Mapping) else None
        if entry is None:
            break
        found = entry.key, entry.value, depth
        node = entry.value
    return found


def _renew(lines: list[str], there: Result, new: Result, keys: tuple[str, ...]) -> None:
    """Put what the new file says under these keys in place of what the old one says, or after its neighbours."""
    assert isinstance(there.source.root, Mapping)
    assert isinstance(new.source.root, Mapping)
    source = _entry(new.source.root, keys)
    if source is None or source[2] != len(keys):
        return
    text = _stretch(list(new.source.lines), source[0].line - 1)
    target = _entry(there.source.root, keys)
    depth = target[2] if target else 0
    if target and depth == len(keys):
        start = target[0].line - 1
        indent = len(lines[start]) - len(lines[start].lstrip(" "))
        comment = _COMMENT.search(lines[start]) if len(text) == 1 else None
        size = len(_stretch(lines, start))
        lines[start : start + size] = _indented(text, indent, comment[0] if comment else "")
    else:
        start = target[0].line - 1 if target else len(lines) - 1
        size = len(_stretch(lines, start)) if target else 1
        lines[start + size : start + size] = _indented(text, 2 * depth, "")


def _stretch(lines: list[str], start: int) -> list[str]:
    """The lines of an entry that begins in a line: it and what is indented under it."""
    indent = len(lines[start]) - len(lines[start].lstrip(" "))
    end = start + 1
    last = end
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip(" ")) > indent):
        end += 1
        if lines[end - 1].strip():
            last = end
    return lines[start:last]


def _indented(text: list[str], indent: int, comment: str) -> list[str]:
    own = len(text[0]) - len(text[0].lstrip(" "))
    first = _COMMENT.sub("", text[0].strip()) if len(text) == 1 else text[0].strip()
    shifted = [" " * indent + first + comment]
    return shifted + [" " * (indent + len(line) - len(line.lstrip(" ")) - own) + line.lstrip(" ") for line in text[1:]]


def _require_taken(template: Template, text: str, file: str, wanted: Content) -> None:
    """InputError where the merged file does not say what the import found."""
    result = check_source(read(text.encode(), file), previous=None)
    values: Dict[Path, object] = (
        {path: value.content for path, value in result.report.values.items()} if result.report else {}
    )
    wrong = [path for path, number in wanted.figures.items() if values.get(path) != number]
    if wrong or result.source.faults:
        what = template.name(wrong[0]) if wrong else "写法"
        raise InputError(f"{file} 的写法太特别，“{what}”没能并入，文件没有改动。请导入到新文件，再手工并入。")
