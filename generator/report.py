"""An agency's report, typed by its template: exact figures, narrative, notes, declared numbers.

Building never fails on what an author wrote: what cannot be read as the template says is unknown here, and a finding
of the schema rules elsewhere. Unknown is never zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Dict
from functools import lru_cache

from generator import figure_rows
from generator.config import Config, texts
from generator.counterparts import counterparts, summed
from generator.expressions import ExpressionError
from generator.figures import Figures, Number, Value, number, printed, total
from generator.findings import Position
from generator.form import Header
from generator.narrative import Paragraph, parse
from generator.nodes import Mapping, Node, Scalar, Sequence, is_null
from generator.paths import SEPARATOR, Path, ends_with, segments
from generator.quotations import Quantity, Quotation, quote
from generator.shapes import NamedTuple
from generator.source import Source
from generator.template import Template

SITE_TAGS = {
    "SiteName": "名称",
    "SiteDomain": "域名",
    "SiteIDCode": "标识码",
    "ColumnName": "栏目",
    "ColumnType": "栏目",
    "PubDate": "发布时间",
    "Url": "网址",
}  # page tags by the keys of 网站 that they come from
UNKNOWN = "（待填）"  # what is printed for a word that is not known yet


class Text(NamedTuple):
    """A narrative field: its paragraphs, the scalar it was read from and the key above it."""

    paragraphs: tuple[Paragraph, ...]
    scalar: Scalar
    key: Position


class Fact(NamedTuple):
    """A declared number that stands in no table; a part is counted in the unit of its whole unless it names its own."""

    content: Number | None
    position: Position
    unit: str = ""


class Signature(NamedTuple):
    """Name and day at the end of a report; `date` is YYYY-MM-DD, empty where none is given."""

    name: str
    date: str
    sealed: bool


class Exemption(NamedTuple):
    """A finding that the author accepts, with the reason."""

    code: str
    path: str
    reason: str
    position: Position


class Report(NamedTuple):
    """One agency's report of one year.

    `title_units` joined are the title; `values` holds every figure of the form, in the form's order. `script` is what
    it is to be printed in, empty where nobody says; `config` is what its folder shares; `quoted` keeps what references
    were found to print.
    """

    template: Template
    source: Source
    agency: str
    year: int
    title_units: list[str]
    kind: str
    scope: str
    script: str
    values: Figures
    narratives: Dict[Path, Text]
    notes: Dict[str, str]
    facts: Dict[tuple[str, ...], Fact]
    contact: Dict[str, str]
    site: Dict[str, str]
    signature: Signature | None
    exemptions: tuple[Exemption, ...]
    previous: Report | None
    config: Config
    quoted: dict[str, Quotation]

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def quote(self, reference: str) -> Quotation:
        """What `{{ reference }}` prints, empty where a part of it is unknown; ExpressionError where it never can."""
        known = self.quoted.get(reference)
        if known is None:
            known = self._word(reference)
            known = known or quote(reference, self.quantity, self._quantity_before if self.previous else None)
            self.quoted[reference] = known
        return known

    def before(self, path: Path) -> Value | None:
        """What last year's report says for a figure; None where there is none, or where its form has none like it."""
        paths = self._paths_before((path,))
        return summed(self.previous.values, paths) if self.previous and paths else None

    def _paths_before(self, paths: tuple[Path, ...]) -> tuple[Path, ...] | None:
        """The figures of last year's report whose sum means what the sum of these does."""
        return counterparts(self.previous.template, self.template).of(paths) if self.previous else None

    def _quantity_before(self, name: str, parts: tuple[Path, ...] = ()) -> Quantity:
        """The number of last year's report that a name means in this one."""
        assert self.previous
        try:
            paths = self._paths_before(self.template.resolve(name, parts))
        except LookupError:
            return self.previous.declared(name, [])
        if paths is None:
            raise LookupError([])
        unit = self.previous.template.figures[paths[0]].leaf.unit
        return Quantity(total([self.previous.values[path] for path in paths]), unit, paths)

    def filled(self, paragraph: Paragraph) -> tuple[tuple[str, bool], ...]:
        """The runs of a paragraph as (text, bold), references replaced by what they print."""
        if len(paragraph.runs) == 1 and paragraph.runs[0].reference is None:
            return (paragraph.runs[0][:2],)
        runs = []
        for run in paragraph.runs:
            text = run.text
            if run.reference is not None:
                try:
                    text = self.quote(run.reference).text or UNKNOWN
                except ExpressionError:
                    text = UNKNOWN
            runs.append((text, run.bold))
        return tuple(runs)

    def quantity(self, name: str, parts: tuple[Path, ...] = ()) -> Quantity:
        """The number that a path names, in the tables or else among the declared ones.

        Of several totals with one name, the one that `parts` belong to is meant. LookupError(candidates) where the
        path names nothing or several things, ExpressionError where it names words.
        """
        if self._word(name):
            raise ExpressionError(0, f"“{name}”不是数字，不能计算，也不能接 |。请单独写，或者换一个数字。")
        try:
            paths = self.template.resolve(name, parts)
            unit = self.template.figures[paths[0]].leaf.unit
            return Quantity(total([self.values[path] for path in paths]), unit, paths)
        except LookupError as error:
            return self.declared(name, error.args[0])

    def declared(self, name: str, others: list[str]) -> Quantity:
        """The declared number of a name; LookupError with the `others` that may be meant where it is not just one."""
        facts = self._facts(name)
        if len(facts) == 1:
            return Quantity(facts[0].content, facts[0].unit)
        raise LookupError([*others, *(SEPARATOR.join(keys) for keys, fact in self.facts.items() if fact in facts)])

    def _word(self, reference: str) -> Quotation | None:
        """What a reference to a field of words prints; None where it names something else."""
        try:
            path, *others = self.template.resolve(reference.strip())
        except (LookupError, ValueError):
            return None
        leaf, word = self.template.figures[path].leaf, self.template.printing.word
        return None if others or leaf.is_number else Quotation(printed(leaf, self.values[path], word), "")

    def _facts(self, reference: str) -> list[Fact]:
        """The declared numbers that a path may mean, the exact ones where there are any."""
        wanted = segments(reference, [key for keys in self.facts for key in keys])
        near = [keys for keys in self.facts if keys[-1].startswith(wanted[-1])]
        named = [keys for keys in near if ends_with(keys, wanted, str.startswith)]
        exact = [keys for keys in named if ends_with(keys, wanted, str.__eq__)]
        return [self.facts[keys] for keys in exact or named]


def figure_texts(report: Report) -> list[str]:
    """Every figure as it is printed, an unknown one as nothing, in the form's order."""
    values, word = report.values, report.template.printing.word
    return [
        str(content) if is_plain and type(content) is int else printed(leaf, values[path], word)
        for content, (path, leaf, is_plain) in zip(values.contents, _leaves(report.template), strict=True)
    ]


@lru_cache(maxsize=8)
def _leaves(template: Template) -> list[tuple[Path, Header, bool]]:
    """Every figure with its leaf, and whether a whole number stands there as its digits."""
    leaves = [(path, figure.leaf) for path, figure in template.figures.items()]
    return [(path, leaf, leaf.is_number and leaf.kind != "signed" and not leaf.units) for path, leaf in leaves]


def title_units(template: Template, agency: str, year: int) -> list[str]:
    """The title that the template's pattern gives, in the units between which it may be broken."""
    words = {"{机关}": agency or UNKNOWN, "{年度}": str(year) if year else UNKNOWN}
    units = template.title.split("|")
    return [re.sub(r"\{(?:机关|年度)\}", lambda match: words[match[0]], unit) for unit in units]


def build(template: Template, source: Source, config: Config, previous: Report | None = None) -> Report:
    """The report that a source holds; figures that cannot be read are unknown. `previous` is last year's report."""
    root = source.root if isinstance(source.root, Mapping) else Mapping(1, 1, {})
    agency, year = _text(root, "机关").strip(), root.get("年度")
    value = year.value if isinstance(year, Scalar) else None
    number = value if type(value) is int and 0 < value <= 9999 else 0
    return Report(
        template,
        source,
        agency,
        number,
        [title] if (title := _text(root, "标题").strip()) else title_units(template, agency, number),
        _text(root, "机关类型"),
        _text(root, "统计口径"),
        _text(root, "文种"),
        figure_rows.read(template, source, root),
        dict(_narratives(template, source, root)),
        {section.key: note for section in template.sections if (note := _text(root, section.key, "注").strip())},
        dict(_facts(source, root.get("数据"), (), "")),
        config.contact | texts(root.get("联系方式")),
        config.site | texts(root.get("网站")),
        _signature(root, agency),
        tuple(_exemptions(source, root)),
        previous,
        config,
        {},
    )


def _at(root: Mapping, *keys: str) -> tuple[Scalar | None, Node | None]:
    """The key and the value under a chain of keys, None where the chain breaks."""
    key: Scalar | None = None
    node: Node | None = root
    for name in keys:
        entry = node.entries.get(name) if isinstance(node, Mapping) else None
        if entry is None:
            return None, None
        key, node = entry
    return key, node


def _text(root: Mapping, *keys: str) -> str:
    node = _at(root, *keys)[1]
    return node.text if isinstance(node, Scalar) and not is_null(node) else ""


def _narratives(template: Template, source: Source, root: Mapping) -> Iterator[tuple[Path, Text]]:
    for narrative in template.narratives:
        key, node = _at(root, *narrative.path.parts)
        if key and isinstance(node, Scalar) and not is_null(node):
            yield narrative.path, Text(parse(node.text), node, source.at(key))


def _facts(
    source: Source, node: Node | None, above: tuple[str, ...], unit: str
) -> Iterator[tuple[tuple[str, ...], Fact]]:
    for name, entry in node.entries.items() if isinstance(node, Mapping) else ():
        place = source.at(entry.key)
        if isinstance(entry.value, Mapping):
            own = _text(entry.value, "单位").strip() or unit
            yield (*above, name), Fact(number(entry.value.get("值")), place, own)
            yield from _facts(source, entry.value.get("其中"), (*above, name), own)
        else:
            yield (*above, name), Fact(number(entry.value), place, unit)


def _signature(root: Mapping, agency: str) -> Signature | None:
    if not isinstance(root.get("落款"), Mapping):
        return None
    sealed = _at(root, "落款", "盖章")[1]
    return Signature(
        _text(root, "落款", "署名").strip() or agency,
        _text(root, "落款", "日期"),
        isinstance(sealed, Scalar) and sealed.value is True,
    )


def _exemptions(source: Source, root: Mapping) -> Iterator[Exemption]:
    node = root.get("例外")
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Mapping):
            yield Exemption(_text(item, "代码"), _text(item, "位置"), _text(item, "理由"), source.at(item))
