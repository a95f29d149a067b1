"""A form with the labels of another script, from tables that were checked by hand; its keys and paths stay.

templates/zh-Hant-TW.yaml        what reports of all forms share: words, fonts, spellings
templates/<id>/labels.zh-Hant-TW.yaml    the labels of one form, each with what is printed for it
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from generator import characters
from generator.errors import Fault, TemplateError, refused
from generator.form import Block, Header, Section
from generator.nodes import Mapping, Node, Scalar
from generator.printing import HANS, HANT, Conversion, Printing, with_corners
from generator.resources import data_dir, part
from generator.source import Source, load, read
from generator.template import Template, wrong

LABELS = "labels."  # begins the name of a table's file
_FILLED_IN = re.compile(r"\{[^{}]*\}")


def labels_file(template: Template, script: str) -> Path:
    """Where the labels of a form in another script are."""
    return Path(template.folder, f"{LABELS}{script}.yaml")


@lru_cache(maxsize=16)
def in_script(template: Template, script: str, corners: bool = False) -> Template:
    """A form as it is printed in a script, `corners` for 「」 in its labels.

    TemplateError where the form has no table of labels for it, or one that is not complete.
    """
    if script not in HANT or template.printing.script == script:
        return template
    words = {key: with_corners(text) if corners else text for key, text in _labels(template, script).items()}
    printing = _printing(script)
    stamp = f"{printing.stamp}\0{corners}\0{words}"
    said = {**printing.words} | {text: words[text] for text in _said(template)}
    return _relabelled(template._replace(printing=printing._replace(words=said, stamp=stamp)), words.__getitem__)


def printed_labels(template: Template) -> list[str]:
    """Every text of a form that is printed, once; units of the title and words to choose from one by one."""
    return list(dict.fromkeys(text for text in (*_headed(template), *_said(template)) if text))


def _said(template: Template) -> Iterator[str]:
    """What a form prints besides its heads: words to choose from, and what nobody has verified of it."""
    for figure in template.figures.values():
        yield from figure.leaf.choices
    if template.unverified:
        yield template.unverified


def _headed(template: Template) -> Iterator[str]:
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
    there, back = _texts(shared.get("conversion")).values()
    return Conversion(there, back, _texts(shared.get("spellings")))


def faults(template: Template, source: Source) -> Iterator[Fault]:
    """All that is wrong with a table of labels: those that the form does not print, bad entries, missing ones."""
    if not isinstance(source.root, Mapping):
        yield Fault("M101", source.file, 1, 1, "不是一张“标签: 印出的字”的表", "照别的标签表的样子写")
        return
    entries, labels = source.root.entries, printed_labels(template)
    missing = [label for label in labels if label not in entries]
    for label, (key, value) in entries.items():
        found = _wrong(label, value) if label in labels else _unknown(label, missing)
        if found:
            yield Fault("M101", source.file, key.line, key.column, *found)
    if missing:
        before = [entries[label].key for label in labels[: labels.index(missing[0])] if label in entries]
        line, column = (before[-1].line, before[-1].column) if before else (1, 1)
        reason = f"没有“{'”“'.join(missing[:3])}”的繁体，共缺 {len(missing)} 条"
        yield Fault("M101", source.file, line, column, reason, "在这后面补上")


def _unknown(label: str, missing: list[str]) -> tuple[str, str]:
    """What to say of an entry that is no label of the form."""
    near = get_close_matches(label, missing, 1, 0.5)
    mend = f"照 template.yaml 改正，是不是“{near[0]}”" if near else "照 template.yaml 改正或者删去"
    return f"格式里没有“{label}”这个标签", mend


def _wrong(label: str, value: Node) -> tuple[str, str] | None:
    """What is wrong with the entry of a label."""
    text = value.text if isinstance(value, Scalar) else ""
    if not text:
        return f"“{label}”没有写印成什么", "在冒号后面写上"
    if _FILLED_IN.findall(text) != _FILLED_IN.findall(label):
        return f"“{label}”里花括号的部分要照样写", f"改为 {'、'.join(_FILLED_IN.findall(label)) or '没有花括号的'}"
    left = [mark for mark in _FILLED_IN.sub("", text) if mark in characters.only_simplified()]
    return (f"“{text}”里有简体字“{left[0]}”", "改为繁体") if left else None


def _labels(template: Template, script: str) -> dict[str, str]:
    """What is printed for each label, TemplateError where the form's table is not sound or there is none."""
    file = labels_file(template, script)
    if not file.exists():
        raise TemplateError(
            f"格式 {template.id} 还不能印成{HANT[script]}的繁体：{template.folder} 里没有标签表 {file.name}。"
            f"请运行 nianbao template labels {template.folder} --script {script} 写出一份，逐条核对过再用；"
            f"或者用 --script {HANS} 印成简体。"
        )
    source = read(part(str(file)), str(file))
    if source.faults:
        place = source.faults[0].position
        raise wrong(str(file), place.line, place.column, "YAML 写得不对", "用 nianbao template check 看问题在哪里")
    found = list(faults(template, source))
    if found:
        raise refused(found)
    return _texts(source.root)


def _shared(script: str) -> Mapping:
    root = load(os.path.join(data_dir("templates"), f"{script}.yaml")).root
    assert isinstance(root, Mapping)
    return root


@lru_cache(maxsize=4)
def _printing(script: str) -> Printing:
    shared = _shared(script)
    language = shared.get("language")
    assert isinstance(language, Scalar)
    words, frame = _texts(shared.get("words")), _texts(shared.get("frame"))
    return Printing(script, language.text, words, frame, f"{script}\0{words}\0{frame}")


def _texts(node: Node | None) -> dict[str, str]:
    """The texts of a mapping by their keys."""
    assert isinstance(node, Mapping)
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
