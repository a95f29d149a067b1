"""Where templates and schemas are: those that ship with nianbao, and templates from outside, in folders that are named.

A folder is named on the command line for the whole run, which the environment hands down to other processes, or in a
nianbao.yaml for the reports below it. It is a template, or holds several; an id means one folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache

from generator.errors import Fault, InputError, refused
from generator.files import below
from generator.shapes import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATES = "NIANBAO_TEMPLATES"  # folders with templates for the whole run, as in PATH
FRAMES = ("report.docx", "report.html.j2", "report.txt.j2", "report.typ.j2")
_FORM = "template.yaml"
_MOST = 10_000_000  # bytes of a file of a template
_found: dict[str, str] = {}  # templates from outside that have been named, by id

USUAL = "zfxxgk-"  # how the ids of the forms begin that are meant where no form is named


@lru_cache
def data_dir(name: str) -> str:
    """The folder `templates` or `schemas`: inside an installed package, else beside it in a checkout."""
    package = os.path.dirname(os.path.realpath(__file__))
    inside = os.path.join(package, name)
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), name)


@lru_cache(maxsize=1)
def template_ids() -> tuple[str, ...]:
    """The templates that ship, in alphabetical order."""
    return tuple(os.path.basename(folder) for folder in _forms(data_dir("templates")))


def _forms(folder: str) -> list[str]:
    """The folders directly in one that hold a template, in alphabetical order."""
    inside = [os.path.join(folder, name) for name in sorted(os.listdir(folder))] if os.path.isdir(folder) else []
    return [form for form in inside if os.path.isfile(os.path.join(form, _FORM))]


def search(folders: Iterable[str]) -> None:
    """Look for templates in these folders from now on, here and in processes started from here; InputError as `add`."""
    named = [os.path.abspath(folder) for folder in folders]
    add(named)
    before = [folder for folder in os.environ.get(TEMPLATES, "").split(os.pathsep) if folder]
    os.environ[TEMPLATES] = os.pathsep.join(dict.fromkeys((*before, *named)))


def run_wide() -> dict[str, str]:
    """The templates from outside that are there for every report, by id."""
    named = os.environ.get(TEMPLATES, "")
    return add(filter(None, named.split(os.pathsep))) if named else {}


def add(folders: Iterable[str]) -> dict[str, str]:
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
def _in(folder: str) -> dict[str, str]:
    itself = [folder] if os.path.isfile(os.path.join(folder, _FORM)) else []
    inside = {os.path.basename(form): form for form in itself + _forms(folder)}
    if not inside:
        raise InputError(f"{folder} 里没有模板（template.yaml）。请核对文件夹，或者用 nianbao template new 新建一个。")
    shipped = template_ids()
    for name, template in inside.items():
        if name in shipped and not os.path.samefile(template, os.path.join(data_dir("templates"), name)):
            raise InputError(
                f"{template} 的编号和自带的模板 {name} 相同，不能用。请把文件夹和 template.yaml 里的 id 换个名字。"
            )
    return {name: template for name, template in inside.items() if name not in shipped}


def known_ids() -> list[str]:
    """The templates that a name may stand for: those that ship, then those from outside that have been named."""
    run_wide()
    return [*template_ids(), *sorted(_found)]


def template_folder(identifier: str) -> str:
    """The folder of a template, as a user here would type it; InputError for an unknown id."""
    if identifier in template_ids():
        return os.path.join(data_dir("templates"), identifier)
    known = known_ids()
    if identifier not in known:
        hint = "自己的模板要用 --templates 或者 nianbao.yaml 的“模板”指出它的文件夹。"
        raise InputError(f"没有名为 {identifier} 的模板。可用的模板：{'、'.join(known)}。{hint}")
    return below(_found[identifier]) or _found[identifier]


def is_shipped(folder: str) -> bool:
    """Whether a template's folder is one of those that ship."""
    return os.path.dirname(folder) == data_dir("templates")


def stamp(folder: str) -> tuple[tuple[str, int, int], ...]:
    """What changes when a file of a template from outside does; nothing for one that ships."""
    if is_shipped(folder):
        return ()
    with os.scandir(folder) as entries:
        stats = [(entry.name, entry.stat()) for entry in entries if entry.is_file()]
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats))


def own_files(folder: str) -> dict[str, bytes | None]:
    """The files of a template from outside by name, None for those that it does not have; none of one that ships."""
    files = [] if is_shipped(folder) else [os.path.join(folder, name) for name in (_FORM, "prose.yaml", *FRAMES)]
    return {file: part(file) if os.path.exists(file) else None for file in files}


def frame_file(folder: str, name: str) -> str:
    """A frame of the template in a folder: its own, else the one that all templates share."""
    own = os.path.join(folder, name)
    return own if os.path.lexists(own) else os.path.join(data_dir("templates"), name)


def part(path: str) -> bytes:
    """A file of a template; TemplateError where there is none, or where one from outside leads out of its folder."""
    try:
        if not _ships(path) and os.path.dirname(os.path.realpath(path)) != os.path.realpath(os.path.dirname(path)):
            raise refused([Fault("M104", path, 1, 1, "这个文件指到了模板的文件夹外面", "换成文件本身")])
        content = _bounded(path) if os.path.isfile(path) else None
    except OSError:
        content = None
    if content is None:
        raise refused([Fault("M104", path, 1, 1, f"模板缺少文件 {os.path.basename(path)}，或者读不了", "补上它")])
    if len(content) > _MOST:
        raise refused([Fault("M104", path, 1, 1, "文件超过 10 MB，没有读取", "核对是不是放错了文件")])
    return content


def state(path: str) -> bytes:
    """What changes when a file of a template does: its content, of one that ships its size and its time.

    TemplateError as `part`.
    """
    try:
        if _ships(path):
            stat = os.stat(path)
            return f"{stat.st_size}.{stat.st_mtime_ns}".encode()
    except OSError:
        pass
    return part(path)


def _ships(path: str) -> bool:
    """Whether a file is one of those that ship."""
    return path.startswith((os.path.join(data_dir("templates"), ""), os.path.join(data_dir("schemas"), "")))


def _bounded(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read(_MOST + 1)


def schema_for_editors(folder: str) -> Path:
    """Where editors find a template's schema: in `schemas` here, of one from outside in its own folder."""
    from pathlib import Path

    return Path("schemas" if is_shipped(folder) else folder, f"{os.path.basename(folder)}.schema.json")


def schema_file(name: str) -> str:
    """The JSON Schema file of a shipped template's id, of `template` or of `nianbao`."""
    return os.path.join(data_dir("schemas"), f"{name}.schema.json")
