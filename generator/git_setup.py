"""Settings of git by which plain `git diff`, `log -p`, `show` and `merge` speak of reports in the form's words.

Three things are written: a block of lines in the attributes file that says which files are meant, and in git's settings
a diff driver for reports, one for Word files, and a merge driver. Where nothing is said of core.quotePath it is turned
off besides, so that Chinese names of files can be read. Taking all this away leaves every byte as it was before.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from generator.errors import GeneratorError, InputError, OutputError
from generator.history import GitError, Repository, Settings

_BEGIN, _END = "# nianbao git-setup 开始", "# nianbao git-setup 结束"
_GLUED = "（原文末尾没有换行）"
_LINES = (
    "*.yaml diff=nianbao merge=nianbao",
    "*.yml diff=nianbao merge=nianbao",
    "*.docx diff=nianbao-docx",
)
_SECTIONS = ("diff.nianbao", "diff.nianbao-docx", "merge.nianbao")
_QUOTED, _OURS = "core.quotePath", "nianbao.quotePath"
_PLACES = r"^(== .*|[A-Za-z_$].*)$"  # headings of reports, and what git itself names in other YAML files


def install(everywhere: bool) -> Iterator[str]:
    """Write the settings of this repository, or of this user's git; yields in Chinese what was written."""
    git = Settings() if everywhere else Repository()
    scope = "--global" if everywhere else "--local"
    for name, value in _settings().items():
        git.change(scope, name, value)
    yield f"git 的设置（{scope}）：{'、'.join(_SECTIONS)}"
    if not git.get(_QUOTED, scope):
        git.change(scope, _QUOTED, "false")
        git.change(scope, _OURS, "true")
        yield f"git 的设置（{scope}）：{_QUOTED} = false，让中文文件名照原样显示"
    attributes = _attributes(git)
    before = _read(attributes)
    after = _with_block(_without_block(before))
    if after != before:
        _write(attributes, after)
    yield f"{attributes if everywhere else attributes.name}：{'；'.join(_LINES)}"
    if not everywhere:
        yield "请把 .gitattributes 提交到仓库；别人克隆之后运行一次 nianbao git-setup，就同样看得到。"


def remove(everywhere: bool) -> Iterator[str]:
    """Take away what `install` wrote; yields in Chinese what was taken away, nothing where nothing was there."""
    git = Settings() if everywhere else Repository()
    scope = "--global" if everywhere else "--local"
    for section in _SECTIONS:
        try:
            git.change(scope, "--remove-section", section)
        except GitError:
            continue
        yield f"git 的设置（{scope}）：删去 {section}"
    if git.get(_OURS, scope):
        git.change(scope, "--unset", _QUOTED)
        git.change(scope, "--remove-section", _OURS.partition(".")[0])
        yield f"git 的设置（{scope}）：删去 {_QUOTED}"
    attributes = _attributes(git)
    before = _read(attributes)
    after = _without_block(before)
    if after != before:
        _write(attributes, after)
        yield f"{attributes if everywhere else attributes.name}：删去 nianbao 的 {len(_LINES)} 行"


def command(*arguments: str) -> str:
    """How git starts this program, wherever it is: this Python, whatever folder git runs it in."""
    python = Path(sys.executable).as_posix()
    return " ".join((shlex.quote(python), "-P", "-X", "utf8", "-m", "generator", *arguments))


def _settings() -> dict[str, str]:
    return {
        "diff.nianbao.textconv": command("textconv"),
        "diff.nianbao.xfuncname": _PLACES,
        "diff.nianbao-docx.textconv": command("textconv"),
        "diff.nianbao-docx.xfuncname": _PLACES,
        "merge.nianbao.name": "nianbao：按数字和段落合并报告",
        "merge.nianbao.driver": command("merge", "%O", "%A", "%B", "-o", "%A", "--name", "%P", "--marker-size", "%L"),
    }


def _attributes(git: Settings) -> Path:
    """The attributes file of a repository, else the one that git reads for every repository of this user."""
    if isinstance(git, Repository):
        return git.root / ".gitattributes"
    named = git.get("core.attributesFile", "--type=path")
    return (
        Path(named) if named else Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "git/attributes"
    )


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError:
        raise InputError(f"读不了 {file}。请检查文件的权限。") from None


def _write(file: Path, content: bytes) -> None:
    """Write the attributes; a file that would be empty is removed."""
    try:
        if content:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        else:
            file.unlink(missing_ok=True)
    except OSError:
        raise OutputError(f"写不了 {file}。请检查文件夹的权限。") from None


def _with_block(content: bytes) -> bytes:
    glued = bool(content) and not content.endswith(b"\n")
    block = "\n".join((_BEGIN + (_GLUED if glued else ""), *_LINES, _END, ""))
    return content + (b"\n" if glued else b"") + block.encode("utf-8")


def _without_block(content: bytes) -> bytes:
    """The content as it was before the block was put in."""
    begin = content.find(_BEGIN.encode("utf-8"))
    if begin < 0:
        return content
    end = content.find(_END.encode("utf-8"), begin)
    if end < 0:
        raise GeneratorError(f"属性文件里有“{_BEGIN}”而没有“{_END}”，没有改动。请先删去那几行。")
    after = content[end + len(_END.encode("utf-8")) :]
    after = after.removeprefix(b"\r").removeprefix(b"\n")
    before = content[:begin]
    glued = content[begin:].startswith((_BEGIN + _GLUED).encode("utf-8"))
    return (before.removesuffix(b"\n") if glued and not after else before) + after
