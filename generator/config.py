"""nianbao.yaml: what the reports of a folder share. It stands beside the report or in a folder above it."""

from __future__ import annotations

import os
from collections.abc import Iterator

from generator.files import STANDARD_INPUT, below, tidy
from generator.findings import Severity
from generator.nodes import Entry, Mapping, Node, Scalar, Sequence, is_null
from generator.shapes import Any, NamedTuple
from generator.source import Source, load

NAME = "nianbao.yaml"
_NONE: dict[str, Any] = {}
OFF = "关闭"
CORNERS = "「」"
FOR_FILES = str.maketrans(
    '\\/:*?"<>|', "＼／：＊？＂＜＞｜"
)  # marks that no file name can hold, and what stands for them


class Config(NamedTuple):
    """Shared settings.

    `previous` is the file of last year's report, with the placeholders {机关} and {年度}; `severities` maps a rule's
    code to its severity, or to None where the rule is switched off; `protected` words are never touched in prose;
    `templates` are folders with templates from outside. `dictionary` are Simplified words
    with what a Traditional text has for them, `corners` asks for 「」 there.
    """

    contact: dict[str, str] = _NONE
    site: dict[str, str] = _NONE
    previous: str = ""
    severities: dict[str, Severity | None] = _NONE
    protected: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    dictionary: dict[str, str] = _NONE
    corners: bool = False


def filled(pattern: str, agency: str, year: int) -> str:
    """A file name with its placeholders {机关} and {年度} replaced; no name of an agency leads to another folder."""
    name = agency.translate(FOR_FILES).strip(" .")
    return pattern.replace("{机关}", name).replace("{年度}", str(year))


def find(report: str) -> Source | None:
    """The nearest nianbao.yaml of a report file, of the current folder for standard input; None where there is none."""
    file = file_for(report)
    return load(below(file) or file) if file else None


def file_for(report: str) -> str | None:
    """Where the nianbao.yaml that `find` reads is."""
    above = "." if report == STANDARD_INPUT else os.path.dirname(report) or "."
    folder, above = "", os.path.realpath(above) if os.pardir in above else os.path.abspath(above)
    while folder != above:
        folder, above = above, os.path.dirname(above)
        file = os.path.join(folder, NAME)
        if os.path.isfile(file):
            return file
    return None


def build(source: Source | None) -> Config:
    """The settings of a nianbao.yaml that satisfies its schema; the defaults where there is none."""
    root = source.root if source else None
    if not isinstance(root, Mapping):
        return Config()
    previous, traditional = root.get("上年报告"), root.get("繁体")
    marks = traditional.get("引号") if isinstance(traditional, Mapping) else None
    return Config(
        texts(root.get("联系方式")),
        texts(root.get("网站")),
        _beside(source, previous.text) if source and isinstance(previous, Scalar) else "",
        {code: _severity(entry.value) for code, entry in _entries(root.get("规则")).items()},
        tuple(_words(root.get("保护词"))),
        template_folders(source),
        texts(traditional.get("词典")) if isinstance(traditional, Mapping) else {},
        isinstance(marks, Scalar) and marks.text == CORNERS,
    )


def template_folders(source: Source | None) -> tuple[str, ...]:
    """The folders with templates that a nianbao.yaml names, from where it stands; none where it does not."""
    root = source.root if source else None
    if source is None or not isinstance(root, Mapping):
        return ()
    named = root.get("模板")
    texts = [named.text] if isinstance(named, Scalar) and not is_null(named) else _words(named)
    return tuple(_beside(source, text) for text in texts)


def _beside(source: Source, name: str) -> str:
    """A file as it is named in the settings, from where they stand."""
    return tidy(os.path.join(os.path.dirname(source.file), name.replace("/", os.sep)))


def _words(node: Node | None) -> Iterator[str]:
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Scalar) and item.text.strip():
            yield item.text.strip()


def texts(node: Node | None) -> dict[str, str]:
    """The scalars of a mapping as the text that was written, so that leading zeros stay; blank ones are left out."""
    values = {key: entry.value for key, entry in _entries(node).items()}
    written = {
        key: value.text.strip() for key, value in values.items() if isinstance(value, Scalar) and not is_null(value)
    }
    return {key: text for key, text in written.items() if text}


def _entries(node: Node | None) -> dict[str, Entry]:
    return node.entries if isinstance(node, Mapping) else {}


def _severity(node: Node) -> Severity | None:
    level = node.get("级别") if isinstance(node, Mapping) else None
    return Severity.named(level.text) if isinstance(level, Scalar) and level.text != OFF else None
