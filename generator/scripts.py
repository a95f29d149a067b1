"""A form with the labels of another script, from tables that were checked by hand; its keys and paths stay.

templates/zh-Hant-TW.yaml        what reports of all forms share: words, fonts, spellings
templates/<id>/labels.zh-Hant-TW.yaml    the labels of one form, each with what is printed for it
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from generator.errors import TemplateError
from generator.form import Block, Header, Section
from generator.nodes import Mapping, Node, Scalar
from generator.printing import HANS, HANT, Conversion, Printing, with_corners
from generator.resources import data_dir
from generator.shapes import NamedTuple
from generator.source import Source, load
from generator.template import Template, wrong

_SHARED = ("language", "conversion", "words", "frame", "spellings")


class Labels(NamedTuple):
    """A table of labels: its file, and for each label what is printed."""

    file: Path
    entries: dict[str, str]


def labels_file(template: Template, script: str) -> Path:
    """Where the labels of a form in another script are."""
    return template.folder / f"labels.{script}.yaml"


@lru_cache(maxsize=16)
def in_script(template: Template, script: str, corners: bool = False) -> Template:
    """A form as it is printed in a script, `corners` for 「」 in its labels.

    TemplateError where the form has no table of labels for it, or one that is not complete.
    """
    if script not in HANT or template.printing.script == script:
        return template
    labels = _labels(template, script)
    missing = [label for label in printed_labels(template) if label not in labels.entries]
    if missing:
        raise TemplateError(f"{labels.file}: 没有“{missing[0]}”的繁体。请补上它，共缺 {len(missing)} 条。")
    words = {key: with_corners(text) if corners else text for key, text in labels.entries.items()}
    printing = _printing(script)
    stamp = f"{printing.stamp}\0{corners}\0{words}"
    return _relabelled(template._replace(printing=printing._replace(stamp=stamp)), words.__getitem__)


def printed_labels(template: Template) -> list[str]:
    """Every text of a form that is printed, once, in the order of print; units of the title one by one."""
    return list(dict.fromkeys(text for text in _printed(template) if text))


def _printed(template: Template) -> Iterator[str]:
    yield from template.title.split("|")
    for section in template.sections:
        yield section.heading
        yield from (narrative.heading for narrative in section.narratives)
        for block in section.blocks:
            yield from (block.band, block.corner)
            yield from _heads((*block.columns, *block.rows))


def _heads(headers: tuple[Header, ...]) -> Iterator[str]:
    for header in headers:
        yield header.label
        yield from _heads(header.children)


def conversion(script: str) -> Conversion:
    """How prose becomes that of a Traditional script."""
    shared = _shared(script)
    there, back = _texts(shared, "conversion", Path(shared.file)).values()
    return Conversion(there, back, _texts(shared, "spellings", Path(shared.file)))


def _labels(template: Template, script: str) -> Labels:
    file = labels_file(template, script)
    if not file.exists():
        raise TemplateError(
            f"格式 {template.id} 还不能印成{HANT[script]}的繁体：{template.folder} 里没有标签表 {file.name}。"
            f"请照着别的格式的标签表写一份，每条核对过；或者用 --script {HANS} 印成简体。"
        )
    source = load(str(file))
    labels = Labels(file, _texts(source, "", file))
    unknown = [label for label in labels.entries if label not in printed_labels(template)]
    if unknown and isinstance(source.root, Mapping):
        key = source.root.entries[unknown[0]].key
        raise wrong(
            str(file), key.line, key.column, f"格式里没有“{unknown[0]}”这个标签", "照 template.yaml 改正或者删去"
        )
    return labels


def _shared(script: str) -> Source:
    return load(str(data_dir("templates") / f"{script}.yaml"))


@lru_cache(maxsize=4)
def _printing(script: str) -> Printing:
    source = _shared(script)
    file = Path(source.file)
    language = source.root.get("language") if isinstance(source.root, Mapping) else None
    assert isinstance(language, Scalar)
    words, frame = (_texts(source, key, file) for key in ("words", "frame"))
    return Printing(script, language.text, words, frame, f"{script}\0{words}\0{frame}")


def _texts(source: Source, key: str, file: Path) -> dict[str, str]:
    """A mapping of texts to texts under a key, of the whole file for none; TemplateError for anything else."""
    node: Node | None = source.root
    node = node.get(key) if key and isinstance(node, Mapping) else node
    if source.faults or not isinstance(node, Mapping):
        raise wrong(str(file), 1, 1, "不是一张“原文: 印出的文字”的表", "照别的标签表的样子写")
    for entry in node.entries.values():
        if not isinstance(entry.value, Scalar) or not entry.value.text:
            raise wrong(
                str(file), entry.key.line, entry.key.column, f"“{entry.key.text}”没有写印成什么", "在冒号后面写上"
            )
    return {key: entry.value.text for key, entry in node.entries.items() if isinstance(entry.value, Scalar)}


def _relabelled(template: Template, word: Callable[[str], str]) -> Template:
    """The form with another label wherever one is printed; figures belong to the new heads."""
    new: dict[int, Header] = {}
    blocks: dict[int, Block] = {}
    sections = tuple(_section(section, word, new, blocks) for section in template.sections)
    figures = {
        path: figure._replace(
            row=new[id(figure.row)] if figure.row else None,
            column=new[id(figure.column)],
            block=blocks[id(figure.block)],
        )
        for path, figure in template.figures.items()
    }
    title = "|".join(map(word, template.title.split("|")))
    return template._replace(title=title, sections=sections, figures=figures)


def _section(section: Section, word: Callable[[str], str], new: dict[int, Header], blocks: dict[int, Block]) -> Section:
    narratives = tuple(
        narrative._replace(heading=word(narrative.heading) if narrative.heading else "")
        for narrative in section.narratives
    )
    for block in section.blocks:
        blocks[id(block)] = block._replace(
            band=word(block.band) if block.band else "",
            corner=word(block.corner) if block.corner else "",
            rows=_relabelled_heads(block.rows, word, new),
            columns=_relabelled_heads(block.columns, word, new),
        )
    own = tuple(blocks[id(block)] for block in section.blocks)
    return section._replace(label=word(section.heading), narratives=narratives, blocks=own)


def _relabelled_heads(
    headers: tuple[Header, ...], word: Callable[[str], str], new: dict[int, Header]
) -> tuple[Header, ...]:
    made = []
    for header in headers:
        label = word(header.label) if header.label else ""
        made.append(header._replace(label=label, children=_relabelled_heads(header.children, word, new)))
        new[id(header)] = made[-1]
    return tuple(made)
