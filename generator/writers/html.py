"""Web pages: one self-contained file, one table per block with `headers` on every figure."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many
from functools import lru_cache

from generator.document import DRAFT, UNVERIFIED, Document, Figure, Line, texts
from generator.escaping import escape, json_string
from generator.figures import Content as Said
from generator.figures import written
from generator.frames import compiled, figure_slots
from generator.nodes import Mapping, Node, Plain, Sequence
from generator.report import SITE_TAGS
from generator.template import Template

FRAME = "report.html.j2"
_LESS = "\\u003c"  # in JSON the same as <, and no end of the element that holds it


def write(document: Document) -> bytes:
    """The report as a UTF-8 page; the same document always gives the same bytes."""
    template = document.report.template
    values = _values(document)
    values.update(figure_slots(template, FRAME).filled(document.figures, _figure))
    return compiled(template, FRAME).members[0].fill(values)


def _figure(figure: Figure, _: int) -> bytes:
    if not figure.marker and figure.text.isdigit():  # as most are
        return figure.text.encode()
    return (escape(figure.text) + (f"<sup>{figure.marker}</sup>" if figure.marker else "")).encode()


def _values(document: Document) -> dict[str, bytes]:
    """What goes into every slot but the figures."""
    slots = {slot: escape(text) for slot, text in texts(document).items()} | {
        "分行标题": "<wbr>".join(map(escape, document.report.title_units)),
        "网页标签": _tags(document),
        "网页数据": _data(document),
        "草稿": _aside(document, DRAFT, document.draft) + _aside(document, UNVERIFIED, document.caution),
        "前言": _paragraphs(document.preface),
        "落款": _signature(document),
    }
    for part in document.parts:
        key = part.section.key
        slots[f"{key}/前"] = _paragraphs(part.before)
        slots[f"{key}/注"] = _paragraphs(part.notes, ' class="note"')
        slots[f"{key}/后"] = _paragraphs(part.after)
    return {slot: text.encode() for slot, text in slots.items()}


def _tags(document: Document) -> str:
    """The page tags of 《政府网站发展指引》 (国办发〔2017〕47号) that the report gives."""
    report = document.report
    tags = {name: report.site[key] for name, key in SITE_TAGS.items() if key in report.site}
    tags |= {"ArticleTitle": document.title, "ContentSource": report.agency}
    return "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in tags.items())


def _data(document: Document) -> str:
    """The whole report as JSON in a data block, figures as exact text, for programs that read the page."""
    report = document.report
    assert report.source.root
    values = tuple([_written(content) for content in report.values.contents])
    text = (
        f'{{"version":1,"title":{json_string(document.title)},"report":{_node(report.source.root)},'
        f'"figures":{{{_figures_of(report.template, frozenset(report.values.derived)) % values}}}}}'
    )
    return f'<script type="application/json" id="nianbao">{text.replace("<", _LESS)}</script>'


@lru_cache(maxsize=64)
def _figures_of(template: Template, derived: frozenset[int]) -> str:
    """The members for all figures, with %s for each value; `derived` are the places of sums that were left out."""
    return ",".join(
        f'{_literal(str(path))}:{{"value":%s,"unit":{_literal(figure.leaf.unit)},"derived":{_value(place in derived)}}}'
        for place, (path, figure) in enumerate(template.figures.items())
    )


def _literal(text: str) -> str:
    """A text as JSON in a pattern for %."""
    return json_string(text).replace("%", "%%")


def _written(content: Said | None) -> str:
    return f'"{content}"' if type(content) is int else "null" if content is None else json_string(written(content))


def _node(node: Node) -> str:
    """A node of the file as JSON: numbers as they are written, those with decimals as text."""
    if isinstance(node, Mapping):
        if node.counts:
            return _row(tuple(node.entries)) % node.counts
        return f"{{{','.join([_key(name) + _node(value) for name, (_, value) in node.entries.items()])}}}"
    if isinstance(node, Sequence):
        return f"[{','.join(map(_node, node.items))}]"
    return _value(node.value)


def _value(value: Plain) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else json_string(str(value))


@lru_cache(maxsize=256)
def _row(names: tuple[str, ...]) -> str:
    """A row of counts with %d for each."""
    return f"{{{','.join([f'{_literal(name)}:%d' for name in names])}}}"


@lru_cache(maxsize=1024)
def _key(name: str) -> str:
    return f"{json_string(name)}:"


def _paragraphs(lines: Iterable[Line], attributes: str = "") -> str:
    """Paragraphs and headings; a heading of level 2 is an h3, because h1 is the title and h2 a section's."""
    shown = []
    for line in lines:
        tag = f"h{line.level + 1}" if line.level else "p"
        content = "".join(f"<strong>{escape(text)}</strong>" if bold else escape(text) for text, bold in line.runs)
        shown.append(f"<{tag}{'' if line.level else attributes}>{content}</{tag}>\n")
    return "".join(shown)


def _aside(document: Document, label: str, lines: Many[Line]) -> str:
    return f'<aside class="draft" aria-label="{document.word(label)}">\n{_paragraphs(lines)}</aside>' if lines else ""


def _signature(document: Document) -> str:
    if not document.signature:
        return ""
    lines = filter(None, (document.signature.name, document.date))
    return '<div class="signature">\n' + "".join(f"<p>{escape(line)}</p>\n" for line in lines) + "</div>"
