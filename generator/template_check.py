"""All that is wrong with a template's folder, in one go: template.yaml, prose.yaml, tables of labels, frames."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path as FilePath

from generator import frame_compiler, rules, schema, scripts, template_file, writers
from generator.check import Result, inspect, open_template
from generator.errors import Fault, InputError, TemplateError
from generator.expressions import ExpressionError
from generator.findings import Finding, Position, Severity, by_place
from generator.form import Header
from generator.lexicon import WORDS_FILE
from generator.narrative import UNCLOSED
from generator.narrative import parse as paragraphs
from generator.nodes import Mapping, Node, Scalar, Sequence
from generator.paths import Path
from generator.printing import HANT
from generator.quotations import Quantity, UnresolvedError, quote
from generator.resources import part, template_ids
from generator.source import LINE_BREAK, Source, read
from generator.template import FORM_FILE, Template
from generator.validation import violations

_WORD_COLUMNS = 63
_TEXTS = ("text", "text_if_none")
_WORDS = {"additionalProperties", "enum", "minimum", "maximum", "pattern", "uniqueItems"}  # of a schema


def check(folder: FilePath) -> tuple[Result, ...]:
    """A result for each file of the folder, without reports; InputError where there is no such folder.

    What template.yaml means is looked at unless something in it has another shape than its schema wants, or is not
    there; frames are looked at in any case.
    """
    if not folder.is_dir():
        raise InputError(f"没有文件夹 {folder}。请核对文件夹的名字，或者用 nianbao template new 新建一个模板。")
    form, template = _form(folder)
    results = [form]
    if (folder / WORDS_FILE).exists():
        results.append(_words(folder, template))
    results += [_table(file, template) for file in sorted(folder.glob(f"{scripts.LABELS}*.yaml"))]
    shown = template or open_template(template_ids()[-1])[0]._replace(folder=str(folder))
    for name in writers.FORMATS:
        writer = writers.module(name)
        if (folder / writer.FRAME).is_symlink() or (folder / writer.FRAME).exists():
            results.append(_frame(shown, name, folder / writer.FRAME))
    if template:
        results += _schema(template)
    return tuple(results)


def _form(folder: FilePath) -> tuple[Result, Template | None]:
    """What is wrong with template.yaml, and the template where nothing is."""
    file = folder / FORM_FILE
    source, findings = _source(file, "template")
    if source is None or (findings and not _has_shape(source)):
        return _result(source or Source(str(file), (), None), findings), None
    try:
        template, faults = template_file.read(source, str(folder))
    except TemplateError as error:
        return _result(source, [*findings, *map(rules.on_template, error.faults)]), None
    if template.id != folder.resolve().name:
        reason = f"id 是 {template.id}，文件夹的名字是 {folder.resolve().name}"
        faults.append(_at(source, _value(source.root, "id"), reason, "改成一样的"))
    try:
        rules.adopted(template)
    except TemplateError as error:
        faults += error.faults
    faults += _meaning(source, template)
    findings += map(rules.on_template, faults)
    return _result(source, findings), None if findings else template


def _has_shape(source: Source) -> bool:
    """Whether what breaks the schema of template.yaml is wrong in its words alone, so that its meaning can be read."""
    broken = violations(schema.read("template"), source)
    return not source.faults and all(violation.keyword in _WORDS for violation in broken)


def _source(file: FilePath, name: str) -> tuple[Source | None, list[Finding]]:
    """A YAML file of a template with what its schema finds; no source where it cannot be read."""
    try:
        source = read(part(str(file)), str(file))
    except TemplateError as error:
        return None, list(map(rules.on_template, error.faults))
    return source, inspect(source, schema.read(name))


def _meaning(source: Source, template: Template) -> Iterator[Fault]:
    """What only this check finds in a template.yaml: customary texts that print nothing, names that mean two things."""
    units = dict(template.facts)
    for section, node in zip(template.sections, _nodes(_value(source.root, "sections")), strict=True):
        if section.blocks and sum(section.shape) > _WORD_COLUMNS:
            reason = f"“{section.key}”的各块合成一张 {sum(section.shape)} 列的表，Word 的表格最多 {_WORD_COLUMNS} 列"
            yield _at(source, node, reason, "减少列，或者把几块分到几个部分")
    for node in _nodes(_value(source.root, "facts")):
        fact = _value(node, "key")
        if isinstance(fact, Scalar) and _names_figure(template, fact.text):
            yield _at(source, fact, f"数据“{fact.text}”和表里的行、列同名", "换一个名称")
    own = {label for block in template.blocks for tree in (block.rows, block.columns) for label in _labels(tree)}
    for word in _nodes(_value(_value(source.root, "succeeds"), "words")):
        label = _value(word, "old")
        if isinstance(label, Scalar) and label.text in own:
            yield _at(source, label, f"“{label.text}”这种格式自己也印，不能用来认旧格式", "换一个只有旧格式印的字")
    fields = [_value(source.root, "preamble"), *_fields(source.root)]
    for text in (_value(field, name) for field in fields for name in _TEXTS):
        if isinstance(text, Scalar):
            yield from _customary(source, template, units, text)


def _labels(tree: tuple[Header, ...]) -> Iterator[str]:
    for header in tree:
        yield header.label
        yield from _labels(header.children)


def _names_figure(template: Template, name: str) -> bool:
    try:
        template.resolve(name)
    except LookupError as error:
        return bool(error.args[0])
    return True


def _fields(root: Node | None) -> Iterator[Node]:
    for section in _nodes(_value(root, "sections")):
        yield section
        yield from _nodes(_value(section, "narratives"))


def _customary(source: Source, template: Template, units: dict[str, str], text: Scalar) -> Iterator[Fault]:
    """What in a customary text is no placeholder and what in it prints no number."""

    def lookup(name: str, parts: tuple[Path, ...]) -> Quantity:
        try:
            figures = template.resolve(name, parts)
        except LookupError:
            if name in units:
                return Quantity(None, units[name])
            raise
        return Quantity(None, template.figures[figures[0]].column.unit, figures)

    for match in re.finditer(r"(?<!\{)\{(?!\{)([^{}\n]*)\}(?!\})", text.text):
        if match[1] not in ("机关", "年度"):
            yield _inside(source, text, match.start(), f"惯用语句里没有 {match[0]}", "改为 {机关} 或者 {年度}")
    for run in (run for paragraph in paragraphs(text.text) for run in paragraph.references):
        if run.reference == UNCLOSED:
            yield _inside(source, text, run.offset, "花括号没有配对", "补上 }}")
            continue
        try:
            quote(run.reference or "", lookup, lookup)
        except UnresolvedError as error:
            reason = f"惯用语句里引用的“{error.name}”不是表里的数字，也不在 facts 里"
            near = f"改为“{error.candidates[0]}”等" if error.candidates else template.mend(error.name, "核对行和列的键")
            yield _inside(source, text, run.inside + error.offset, reason, near)
        except ExpressionError as error:
            reason, _, mend = error.message.rstrip("。").rpartition("。请")
            yield _inside(source, text, run.inside + error.offset, reason, mend)


def _words(folder: FilePath, template: Template | None) -> Result:
    file = folder / WORDS_FILE
    source, findings = _source(file, "prose")
    if source is None or findings:
        return _result(source or Source(str(file), (), None), findings)
    faults = _unknown_words(source, template) if template else ()
    return _result(source, map(rules.on_template, faults))


def _table(file: FilePath, template: Template | None) -> Result:
    """What is wrong with a table of labels for another script."""
    try:
        source = read(part(str(file)), str(file))
    except TemplateError as error:
        return _result(Source(str(file), (), None), map(rules.on_template, error.faults))
    script = file.stem.removeprefix(scripts.LABELS)
    if script not in HANT:
        near = "、".join(scripts.LABELS + known + file.suffix for known in HANT)
        fault = Fault("M104", str(file), 1, 1, f"没有名为 {script} 的繁体", f"把文件名改成 {near} 中的一个，或者删去")
        return _result(source, [rules.on_template(fault)])
    findings = inspect(source, {})
    return _result(source, findings or map(rules.on_template, scripts.faults(template, source) if template else ()))


def _unknown_words(source: Source, template: Template) -> Iterator[Fault]:
    """The figures and fields that prose.yaml speaks of and the form does not have."""
    homes = {key for narrative in template.narratives for key in narrative.path.parts}
    homes |= {section.key for section in template.sections}
    for topic in _nodes(_value(source.root, "topics")):
        for home in _nodes(_value(topic, "home")):
            if isinstance(home, Scalar) and home.text not in homes:
                yield _at(source, home, f"没有名为“{home.text}”的部分或者叙述字段", "核对键的写法")
        for entry in (topic, *_nodes(_value(topic, "figures"))):
            for said in (*_nodes(_value(entry, "says")), _value(entry, "of")):
                if isinstance(said, Scalar):
                    yield from _unknown_figures(source, template, said)


def _unknown_figures(source: Source, template: Template, said: Scalar) -> Iterator[Fault]:
    for name in said.text.split(" + "):
        try:
            template.resolve(name.strip())
        except LookupError:
            mend = template.mend(name.strip(), "核对行和列的键")
            yield _at(source, said, f"“{name.strip()}”不是表里的一个数字，也不是一组", mend)


def _frame(template: Template, name: str, file: FilePath) -> Result:
    """What is wrong with a frame; that of PDF is set on trial where Typst is installed."""
    writer = writers.module(name)
    try:
        text = "" if file.suffix == ".docx" else part(str(file)).decode("utf-8", "replace")
        frame_compiler.compile_frame(template, str(file), part(str(file)))
        faults = tuple(writer.proof(str(file), text)) if hasattr(writer, "proof") else ()
    except TemplateError as error:
        faults = error.faults
        text = "" if file.suffix == ".docx" else _text(file)
    return _result(Source(str(file), tuple(LINE_BREAK.split(text)), None), map(rules.on_template, faults))


def _text(file: FilePath) -> str:
    try:
        return part(str(file)).decode("utf-8", "replace")
    except TemplateError:
        return ""


def _schema(template: Template) -> Iterator[Result]:
    """A schema beside the template that is no longer its own."""
    file = FilePath(template.folder, f"{template.id}.schema.json")
    if file.exists() and _text(file) != schema.dump(template):
        message = f"不是照现在的 template.yaml 生成的。请运行 nianbao schema {template.id} --write。"
        finding = Finding("M104", Severity.WARNING, message, Position(str(file), 1, 1, "全文"))
        yield _result(Source(str(file), (), None), [finding])


def _result(source: Source, findings: object) -> Result:
    return Result(source, None, tuple(sorted(findings, key=by_place)))  # type: ignore[call-overload]


def _value(node: Node | None, key: str) -> Node | None:
    return node.get(key) if isinstance(node, Mapping) else None


def _nodes(node: Node | None) -> list[Node]:
    return node.items if isinstance(node, Sequence) else []


def _at(source: Source, node: Node | None, reason: str, mend: str) -> Fault:
    line, column = (node.line, node.column) if node else (1, 1)
    return Fault("M101", source.file, line, column, reason, mend)


def _inside(source: Source, text: Scalar, offset: int, reason: str, mend: str) -> Fault:
    place = source.inside(text, offset)
    return Fault("M101", source.file, place.line, place.column, reason, mend)
