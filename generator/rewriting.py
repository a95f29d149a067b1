"""A report in the script that it is to be printed in: as if its author had written it so.

What a line is written in is seen from its characters: one that is in the wanted script already is left alone, and so is
one that could be either where the report as a whole is in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Dict
from functools import cached_property

from generator import characters, scripts
from generator import report as reports
from generator.conversion import Converter, Strayed
from generator.label_keys import simplified
from generator.nodes import Entry, Mapping, Node, Scalar, Sequence
from generator.printing import HANS, HANT, with_corners, with_curls
from generator.report import Report
from generator.shapes import NamedTuple

_SCRIPT, _NOTE = "文种", "注"
_FIRST = ("格式", "机关", "年度", "机关类型", "统计口径", "标题")  # the keys that 文种 stands after
_TEXTS = (("机关",), ("标题",), ("落款", "署名"))
_GROUPS = ("联系方式", "网站")
_QUOTED = re.compile(r"\\?\{\{[^{}\n]*\}\}|[A-Za-z]’[A-Za-z]|[“”‘’「」『』]+")

Rewrite = Callable[[Scalar], str]


class Line(NamedTuple):
    """A line of a report's text; `offset` is where it begins in `scalar`."""

    scalar: Scalar
    offset: int
    text: str


def rewritten(report: Report) -> Report:
    """The report as it is printed: its prose in its script, its form with the labels of it.

    OutputError where prose has to be converted and OpenCC is not installed, TemplateError where the form has no labels
    in the script.
    """
    if report.script not in (HANS, *HANT) or report.template.printing.script == report.script != HANS:
        return report
    template = scripts.in_script(report.template, report.script, report.config.corners)
    change = _Change(report)
    root = report.source.root
    if isinstance(root, Mapping):
        root = _with_script(_Texts(report).replaced(root, change.scalar), report.script)
    shared = report.config._replace(contact=change.texts(report.contact), site=change.texts(report.site))
    return reports.build(template, report.source._replace(root=root), shared, report.previous)


def strayed(report: Report) -> Iterator[tuple[Line, Strayed]]:
    """What of the prose does not come back when it is turned into Traditional and back again, each with its line."""
    if report.script not in HANT:
        return
    change, back = _Change(report), scripts.conversion(report.script).back
    for scalar in change.scalars:
        for line in _lines(scalar):
            if change.concerns(line.text):
                yield from ((line, found) for found in change.converter.strayed(line.text, back))


class _Texts:
    """Where in an agency file texts stand that are printed as they are written."""

    def __init__(self, report: Report) -> None:
        self._sections = {section.key for section in report.template.sections}
        self._fields = {narrative.path.parts for narrative in report.template.narratives}
        figures = report.template.figures.items()
        self._fields |= {path.parts for path, figure in figures if figure.leaf.kind == "text"}

    def replaced(self, root: Mapping, rewrite: Rewrite) -> Mapping:
        """A copy of a file's tree with other texts."""
        made = self._node(root, (), rewrite)
        assert isinstance(made, Mapping)
        return made

    def _node(self, node: Node, keys: tuple[str, ...], rewrite: Rewrite) -> Node:
        if isinstance(node, Mapping):
            entries = {
                name: Entry(entry.key, self._node(entry.value, (*keys, name), rewrite))
                for name, entry in node.entries.items()
            }
            return Mapping(node.line, node.column, entries)
        if isinstance(node, Sequence) or not self._are_of_text(keys):
            return node
        return node._replace(text=rewrite(node))

    def _are_of_text(self, keys: tuple[str, ...]) -> bool:
        note = keys[-1] == _NOTE and keys[0] in self._sections
        return note or keys in self._fields or keys in _TEXTS or keys[0] in _GROUPS


class _Change:
    """Turns the texts of one report into its script."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.scalars: list[Scalar] = []
        if isinstance(report.source.root, Mapping):
            _Texts(report).replaced(report.source.root, self._noted)
        self._to_hant = report.script in HANT
        self._mostly_other = self._is_other("\n".join(scalar.text for scalar in self.scalars), False)

    def _noted(self, scalar: Scalar) -> str:
        self.scalars.append(scalar)
        return scalar.text

    @cached_property
    def converter(self) -> Converter:
        """The way into the report's script, with the exceptions of its settings."""
        report, config = self.report, self.report.config
        kept = {word: word for word in config.protected}
        signature = report.signature.name if report.signature else ""
        names = {report.agency, signature, report.contact.get("机构", ""), report.site.get("名称", "")}
        if not self._to_hant:
            back = scripts.conversion(next(iter(HANT))).back
            return Converter(back, kept, {new: old for old, new in config.dictionary.items()}, names)
        conversion = scripts.conversion(report.script)
        spelt = {old: new for old, new in config.dictionary.items() if simplified(new) == old}
        wording = {old: new for old, new in config.dictionary.items() if old not in spelt}
        return Converter(conversion.there, {**conversion.spellings, **spelt, **kept}, wording, names)

    def concerns(self, line: str) -> bool:
        """Whether a line has to be converted."""
        return bool(line.strip()) and self._is_other(line, self._mostly_other)

    def _is_other(self, text: str, if_both: bool) -> bool:
        """Whether a text is in the other script; where it could be both, `if_both`."""
        count = characters.count(text)
        if count.simplified == count.traditional:
            return if_both
        return (count.simplified > count.traditional) is self._to_hant

    def texts(self, texts: Dict[str, str]) -> dict[str, str]:
        """Texts by their keys, in the report's script."""
        return {key: self.line(text) for key, text in texts.items()}

    def scalar(self, scalar: Scalar) -> str:
        """The text of a scalar in the report's script, line by line."""
        return "\n".join(self.line(line.text) for line in _lines(scalar))

    def line(self, line: str) -> str:
        """A line in the report's script; quotation marks are changed where that is wished for, back always."""
        text = self.converter.convert(line) if self.concerns(line) else line
        if self._to_hant:
            return _quoted(text, with_corners) if self.report.config.corners else text
        return _quoted(text, with_curls)


def _lines(scalar: Scalar) -> Iterator[Line]:
    offset = 0
    for text in scalar.text.split("\n"):
        yield Line(scalar, offset, text)
        offset += len(text) + 1


def _quoted(text: str, marks: Callable[[str], str]) -> str:
    """A text with other quotation marks; those of references and apostrophes stay."""
    return _QUOTED.sub(
        lambda match: match[0] if match[0][0] in "\\{" or match[0][0].isalpha() else marks(match[0]), text
    )


def _with_script(root: Mapping, script: str) -> Mapping:
    """A file's tree that says the script."""
    old = root.entries.get(_SCRIPT)
    key = old.key if old else Scalar(_SCRIPT, "", root.line, root.column)
    said = {_SCRIPT: Entry(key, Scalar(script, "", key.line, key.column))}
    first = {name: entry for name, entry in root.entries.items() if name in _FIRST}
    rest = {name: entry for name, entry in root.entries.items() if name not in (*_FIRST, _SCRIPT)}
    return Mapping(root.line, root.column, {**first, **said, **rest})
