"""Commands on what is wrong with reports: check, fix. And the checking that other commands begin with."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence

from generator import reporter
from generator.check import Result, check_file
from generator.cli.console import FINDINGS, STOPPED, coloured, say, write
from generator.cli.options import Annotated, argument, option
from generator.errors import InputError
from generator.files import STANDARD_INPUT
from generator.printing import SCRIPTS
from generator.reporter import Delivered, Outcome
from generator.shapes import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

FilesOrFolders = Annotated[
    list[str],
    argument(metavar="文件", help="报告的 YAML 文件，可以写几个，- 表示标准输入；也可以写文件夹，就是其中所有的报告"),
]
Jobs = Annotated[int, option("--jobs", min=0, metavar="几个", help="同时用几个进程，默认看份数和处理器")]
Address = Annotated[
    str, option("--executor", metavar="地址", help="用一个 Dask 集群：dask://主机:端口（要另装 nianbao[dask]）")
]
Previous = Annotated[
    str,
    option(
        "--previous",
        metavar="文件",
        help="上年的报告，用来核对结转等；可写 {机关}、{年度}，默认看 nianbao.yaml 的“上年报告”",
    ),
]
Script = Annotated[
    str,
    option(
        "--script",
        metavar="文种",
        help="印成哪一种：zh-Hans 简体、zh-Hant-TW 台湾用的繁体、zh-Hant-HK 香港用的繁体；默认看报告的“文种”",
    ),
]
AsHook = Annotated[
    bool, option("--hook", help="作为 git 的钩子运行：不是报告的文件不看不说；fix 只管改，改不了的留给 check 说")
]


_MANY = 32  # files from which it is worth to work as a batch
_FOR_FIX = {"Y105", "Y107", "Y108", "Y110", "S102", "S105"}  # what `fix` can mostly mend


class Output(NamedTuple):
    """A format and the file it goes to, none for standard output."""

    name: str
    file: Path | None
    is_asked_for: bool = True


def check(
    files: FilesOrFolders,
    outputs: Annotated[
        list[str] | None,
        option(
            "-o",
            "--output",
            metavar="格式[=文件]",
            help=f"怎样列出，可以写几次：{'、'.join(reporter.FORMATS)}；不写文件就显示出来。默认 full，在 CI 里自动选",
        ),
    ] = None,
    previous: Previous = "",
    jobs: Jobs = 0,
    executor: Address = "",
    as_hook: AsHook = False,
) -> int:
    """检查报告，列出问题和改法。"""
    files = gathered(files, as_hook)
    wanted = outputs_of(outputs, files)
    if executor or (len(files) >= _MANY and STANDARD_INPUT not in files):
        from generator.cli import batches

        tally = batches.check(files, wanted, batches.Workers(jobs, executor), previous)
        levels, codes, code = tally.levels, tally.codes, tally.exit_code
    else:
        outcome = checked(files, previous)
        show(outcome, wanted)
        findings = [finding for result in outcome.results for finding in result.findings]
        levels, codes = Counter(map(reporter.level, findings)), {finding.code for finding in findings}
        code = exit_code(outcome)
    if code != STOPPED:
        hint = "写法的问题可以先用 nianbao fix 改。" if codes & _FOR_FIX else ""
        say(reporter.summary(levels) + hint, error=True)
    return code


def fix(
    files: FilesOrFolders,
    diff: Annotated[bool, option("--diff", help="只显示会怎样改，不改文件")] = False,
    check_only: Annotated[bool, option("--check", help="只说有没有要改的，不改文件；有就以 1 退出")] = False,
    as_hook: AsHook = False,
) -> int:
    """改正不用动脑筋的写法问题：全角符号、制表符、看不见的字符、编码、缺少的行、文字里的标点和空格。数字、注释、排版不变。"""
    from generator.cli import fixing

    return fixing.fix(gathered(files, as_hook), diff, check_only, as_hook)


def gathered(names: list[str], as_hook: bool = False) -> list[str]:
    """The files named, folders replaced by the reports in them; as a hook, only those that are reports."""
    if not as_hook and not any(map(os.path.isdir, names)):
        return names
    from pathlib import Path

    from generator.recognition import is_report_file, reports_in

    files: list[str] = []
    for name in names:
        if os.path.isdir(name):
            files += map(str, reports_in(Path(name))) if as_hook else reports_below(name)
        elif not as_hook or name == STANDARD_INPUT or is_report_file(Path(name)):
            files.append(name)
    return list(dict.fromkeys(files))


def reports_below(folder: str) -> list[str]:
    """The reports in a folder and below it; InputError where there is none."""
    from pathlib import Path

    from generator.recognition import reports_in

    found = [str(file) for file in reports_in(Path(folder))]
    if not found:
        raise InputError(f"文件夹 {folder} 里没有报告（写着“格式”的 YAML 文件）。请核对文件夹。")
    return found


def checked(files: list[str], previous: str = "", script: str = "") -> Outcome:
    """The results of the files that can be read; what is wrong with the others is told at once."""
    if files.count(STANDARD_INPUT) > 1:
        raise InputError("标准输入（-）只能写一次。请去掉多写的 -。")
    require_for_each(previous, len(files))
    results: list[Result] = []
    unread = []
    for file in files:
        try:
            results.append(check_file(file, previous, script))
        except InputError as error:
            say(f"nianbao：{error}", error=True)
            unread.append((file, str(error)))
    return coloured_outcome(results, unread)


def named_script(text: str) -> str:
    """A script as the commands take it, empty for what each report says; InputError for any other word."""
    if text and text not in SCRIPTS:
        raise InputError(f"没有文种 {text}。可以写：{'、'.join(SCRIPTS)}。")
    return text


def require_for_each(previous: str, count: int) -> None:
    """InputError where one report of last year is named for several reports."""
    if previous and count > 1 and "{机关}" not in previous:
        raise InputError('--previous 只指出了一个文件，不能用于几份报告。请写成 "{机关}-{年度}.yaml" 的样子。')


def coloured_outcome(
    results: Sequence[Result], unread: Sequence[tuple[str, str]] = (), delivered: Mapping[str, Delivered] | None = None
) -> Outcome:
    """An outcome with what the environment says of it: where paths begin, whether the terminal has colours."""
    root = reporter.root_by_environment(os.environ)
    return Outcome(tuple(results), tuple(unread), root, coloured(), delivered or {})


def advice(unreadable: bool) -> str:
    """What to do about a report that was not rendered; a draft is rendered unless it is unreadable."""
    if unreadable:
        return "文件读不出来，请先改正上面的错误。"
    return "请改正上面的错误，或者用 --draft 先出草稿。"


def exit_code(outcome: Outcome) -> int:
    """0 where no finding forbids a release, else what the commands end with."""
    if outcome.unread:
        return STOPPED
    return FINDINGS if any(result.has_errors for result in outcome.results) else 0


def show(outcome: Outcome, outputs: Sequence[Output] = (Output("full", None),)) -> None:
    """Print or write what a check found; all files are written together, those that nobody named are told."""
    contents = {}
    for name, file, _ in outputs:
        text = reporter.text(name, outcome)
        if file:
            contents[file] = text.encode("utf-8")
        elif name in reporter.FOR_CONSOLES:
            say(text, end="")
        else:
            write(text)
    if contents:
        from generator import delivery

        delivery.write_together(contents)
        for output in outputs:
            if output.file and not output.is_asked_for:
                say(f"问题清单写到 {output.file}。", error=True)


def outputs_of(asked: Sequence[str] | None, files: list[str]) -> list[Output]:
    """The outputs that a user asked for, else those that suit where the program runs.

    InputError for those that cannot be, or that would destroy something.
    """
    outputs: list[Output] = []
    for text in asked or reporter.by_environment(os.environ):
        name, _, file = text.partition("=")
        if name not in reporter.FORMATS:
            known = "、".join(f"{known}（{about}）" for known, about in reporter.FORMATS.items())
            raise InputError(f"没有格式 {name}。可以写：{known}；要写到文件就在后面加上 =文件。")
        outputs.append(Output(name, _path(file) if file not in ("", STANDARD_INPUT) else None, bool(asked)))
    printed = [output.name for output in outputs if output.file is None]
    if len(printed) > 1:
        raise InputError(f"{'、'.join(printed)} 不能都显示出来。请给其中的写上文件，如 {printed[-1]}=文件。")
    written = [(output.name, output.file) for output in outputs if output.file]
    if written:
        require_apart(written, files)
    return outputs


def _path(file: str) -> Path:
    from pathlib import Path  # most runs name no file to write

    return Path(file)


def require_apart(written: list[tuple[str, Path]], files: list[str]) -> None:
    """InputError where two of the files to write, or one and a report, are the same file."""
    from generator import delivery

    clash = delivery.doubled([*((file, _path(file)) for file in dict.fromkeys(files)), *written])
    if clash:
        raise InputError(f"{clash[0]} 和 {clash[1]} 是同一个文件 {clash[2]}，没有写。请换一个文件名。")
