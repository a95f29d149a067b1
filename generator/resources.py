"""Where templates and schemas are: those that ship with nianbao, and templates from outside, in folders that are named.

A folder is named on the command line for the whole run, which the environment hands down to other processes, or in a
nianbao.yaml for the reports below it. It is a template, or holds several; an id means one folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from generator.errors import Fault, InputError, refused

TEMPLATES = "NIANBAO_TEMPLATES"  # folders with templates for the whole run, as in PATH
FRAMES = ("report.docx", "report.html.j2", "report.txt.j2", "report.typ.j2")
_FORM = "template.yaml"
_MOST = 10_000_000  # bytes of a file of a template
_found: dict[str, Path] = {}  # templates from outside that have been named, by id

USUAL = "zfxxgk-"  # how the ids of the forms begin that are meant where no form is named


@lru_cache
def data_dir(name: str) -> Path:
    """The folder `templates` or `schemas`: inside an installed package, else beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


@lru_cache(maxsize=1)
def template_ids() -> tuple[str, ...]:
    """The templates that ship, in alphabetical order."""
    return tuple(sorted(folder.parent.name for folder in data_dir("templates").glob(f"*/{_FORM}")))


def search(folders: Iterable[str | Path]) -> None:
    """Look for templates in these folders from now on, here and in processes started from here; InputError as `add`."""
    named = [str(Path(folder).absolute()) for folder in folders]
    add(named)
    before = [folder for folder in os.environ.get(TEMPLATES, "").split(os.pathsep) if folder]
    os.environ[TEMPLATES] = os.pathsep.join(dict.fromkeys((*before, *named)))


def run_wide() -> dict[str, Path]:
    """The templates from outside that are there for every report, by id."""
    named = os.environ.get(TEMPLATES, "")
    return add(filter(None, named.split(os.pathsep))) if named else {}


def add(folders: Iterable[str | Path]) -> dict[str, Path]:
    """The templates in these folders by id, which `template_folder` knows from now on.

    InputError for a folder without any, and for an id that another template has.
    """
    named = [item for folder in folders for item in _in(os.path.abspath(folder)).items()]
    for identifier, folder in named:
        other = _found.setdefault(identifier, folder)
        if other != folder:
            raise InputError(f"{folder} 和 {other} 的模板编号都是 {identifier}。请把其中一个的文件夹和 id 换个名字。")
    return dict(named)


@lru_cache
def _in(folder: str) -> dict[str, Path]:
    inside = sorted(file.parent for file in (*Path(folder).glob(_FORM), *Path(folder).glob(f"*/{_FORM}")))
    if not inside:
        raise InputError(f"{folder} 里没有模板（template.yaml）。请核对文件夹，或者用 nianbao template new 新建一个。")
    shipped = template_ids()
    for template in inside:
        if template.name in shipped and template.resolve() != (data_dir("templates") / template.name).resolve():
            raise InputError(
                f"{template} 的编号和自带的模板 {template.name} 相同，不能用。"
                "请把文件夹和 template.yaml 里的 id 换个名字。"
            )
    return {template.name: template for template in inside if template.name not in shipped}


def known_ids() -> list[str]:
    """The templates that a name may stand for: those that ship, then those from outside that have been named."""
    run_wide()
    return [*template_ids(), *sorted(_found)]


def template_folder(identifier: str) -> Path:
    """The folder of a template, as a user here would type it; InputError for an unknown id."""
    if identifier in template_ids():
        return data_dir("templates") / identifier
    known = known_ids()
    if identifier not in known:
        hint = "自己的模板要用 --templates 或者 nianbao.yaml 的“模板”指出它的文件夹。"
        raise InputError(f"没有名为 {identifier} 的模板。可用的模板：{'、'.join(known)}。{hint}")
    folder, here = _found[identifier], Path.cwd()
    return folder.relative_to(here) if here in folder.parents else folder


def is_shipped(folder: Path) -> bool:
    """Whether a template's folder is one of those that ship."""
    return folder.parent == data_dir("templates")


def stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What changes when a file of a template from outside does; nothing for one that ships."""
    if is_shipped(folder):
        return ()
    with os.scandir(folder) as entries:
        stats = [(entry.name, entry.stat()) for entry in entries if entry.is_file()]
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats))


def own_files(folder: Path) -> dict[str, bytes | None]:
    """The files of a template from outside by name, None for those that it does not have; none of one that ships."""
    files = [] if is_shipped(folder) else [folder / name for name in (_FORM, "prose.yaml", *FRAMES)]
    return {str(file): part(file) if file.exists() else None for file in files}


def frame_file(folder: Path, name: str) -> Path:
    """A frame of the template in a folder: its own, else the one that all templates share."""
    own = folder / name
    return own if own.is_symlink() or own.exists() else data_dir("templates") / name


def part(path: Path) -> bytes:
    """A file of a template; TemplateError where there is none, or where one from outside leads out of its folder."""
    place = str(path)
    try:
        ours = path.is_relative_to(data_dir("templates"))
        if not ours and path.resolve().parent != path.parent.resolve():
            raise refused([Fault("M104", place, 1, 1, "这个文件指到了模板的文件夹外面", "换成文件本身")])
        content = _bounded(path) if path.is_file() else None
    except OSError:
        content = None
    if content is None:
        raise refused([Fault("M104", place, 1, 1, f"模板缺少文件 {path.name}，或者读不了", "补上它")])
    if len(content) > _MOST:
        raise refused([Fault("M104", place, 1, 1, "文件超过 10 MB，没有读取", "核对是不是放错了文件")])
    return content


def state(path: Path) -> bytes:
    """What changes when a file of a template does: its content, of one that ships its size and its time.

    TemplateError as `part`.
    """
    try:
        if path.is_relative_to(data_dir("templates")) or path.parent == data_dir("schemas"):
            stat = path.stat()
            return f"{stat.st_size}.{stat.st_mtime_ns}".encode()
    except OSError:
        pass
    return part(path)


def _bounded(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_MOST + 1)


def schema_for_editors(folder: Path) -> Path:
    """Where editors find a template's schema: in `schemas` here, of one from outside in its own folder."""
    return (Path("schemas") if is_shipped(folder) else folder) / f"{folder.name}.schema.json"


def schema_file(name: str) -> Path:
    """The JSON Schema file of a shipped template's id, of `template` or of `nianbao`."""
    return data_dir("schemas") / f"{name}.schema.json"
