"""A template to begin with: a small form that is whole, its frames, a sample and the schema that editors want."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from generator import schema, scripts, source, template_file, word_frame
from generator.agency_file import scalar
from generator.conversion import Converter
from generator.errors import InputError
from generator.printing import HANT
from generator.resources import FRAMES, data_dir, template_ids
from generator.template import FORM_FILE, Template

SAMPLE = "示例.yaml"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def files(identifier: str) -> dict[str, bytes]:
    """The files of a new template by name; InputError for an id that no template can have."""
    if not _ID.match(identifier):
        raise InputError(f"“{identifier}”不能作模板的编号。请用小写字母、数字和连字符，如 xinfang-2025。")
    if identifier in template_ids():
        raise InputError(f"{identifier} 是自带的模板的编号。请换一个编号。")
    form, sample = (_skeleton(name, identifier) for name in ("skeleton.yaml", "skeleton-sample.yaml"))
    template = template_file.build(source.read(form, FORM_FILE), identifier)
    return {
        FORM_FILE: form,
        **frames(FRAMES),
        f"{identifier}.schema.json": schema.dump(template).encode(),
        SAMPLE: sample,
    }


def frames(names: Iterable[str]) -> dict[str, bytes]:
    """The frames from which every template starts, by name."""
    shared = data_dir("templates")
    return {name: word_frame.make() if name.endswith(".docx") else Path(shared, name).read_bytes() for name in names}


def labels(template: Template, script: str) -> dict[str, bytes]:
    """A first table of a form's labels in another script, to be checked line by line, under its name.

    OutputError where OpenCC is not installed.
    """
    conversion = scripts.conversion(script)
    as_they_are = {name: name for name in ("{机关}", "{年度}")}
    convert = Converter(conversion.there, {**conversion.spellings, **as_they_are}).convert
    head = f"# 印成{HANT[script]}用的繁体字：左边是 template.yaml 里的标签，右边是印出的字。由程序转换，请逐条核对。\n"
    lines = (f"{scalar(label)}: {scalar(convert(label))}\n" for label in scripts.printed_labels(template))
    return {scripts.labels_file(template, script).name: "".join((head, *lines)).encode()}


def _skeleton(name: str, identifier: str) -> bytes:
    return Path(data_dir("templates"), name).read_text(encoding="utf-8").replace("{id}", identifier).encode()
