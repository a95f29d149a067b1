"""Where the templates and schemas that ship with nianbao are."""

from __future__ import annotations

from pathlib import Path

from generator.errors import InputError

USUAL = "zfxxgk-"  # how the ids of the forms begin that are meant where no form is named


def data_dir(name: str) -> Path:
    """The folder `templates` or `schemas`: inside an installed package, else beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def template_ids() -> list[str]:
    """The templates that ship, in alphabetical order."""
    return sorted(folder.parent.name for folder in data_dir("templates").glob("*/template.yaml"))


def template_folder(identifier: str) -> Path:
    """The folder of a shipped template; InputError for an unknown id."""
    if identifier not in template_ids():
        raise InputError(f"没有名为 {identifier} 的模板。可用的模板：{'、'.join(template_ids())}。")
    return data_dir("templates") / identifier


def schema_file(name: str) -> Path:
    """The JSON Schema file of a template id, of `template` or of `nianbao`."""
    return data_dir("schemas") / f"{name}.schema.json"
