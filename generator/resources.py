"""Where the templates and schemas that ship with nianbao are."""

from __future__ import annotations

from pathlib import Path

from generator.errors import Fault, InputError, refused

_MOST = 10_000_000  # bytes of a file of a template


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


def frame_file(folder: Path, name: str) -> Path:
    """A frame of the template in a folder: its own, else the one that all templates share."""
    own = folder / name
    return own if own.exists() else data_dir("templates") / name


def part(path: Path) -> bytes:
    """A file of a template; TemplateError where there is none, or one from outside leads out of its own folder."""
    try:
        plain = path.is_relative_to(data_dir("templates")) or path.resolve().parent == path.parent.resolve()
        if plain and path.is_file():
            with path.open("rb") as stream:
                content = stream.read(_MOST + 1)
            if len(content) > _MOST:
                raise refused([Fault("M104", str(path), 1, 1, "文件超过 10 MB，没有读取", "核对是不是放错了文件")])
            return content
    except OSError:
        plain = True
    if plain:
        raise refused([Fault("M104", str(path), 1, 1, f"模板缺少文件 {path.name}，或者读不了", "补上它")])
    raise refused([Fault("M104", str(path), 1, 1, "这个文件指到了模板的文件夹外面", "换成文件本身")])


def schema_file(name: str) -> Path:
    """The JSON Schema file of a template id, of `template` or of `nianbao`."""
    return data_dir("schemas") / f"{name}.schema.json"
