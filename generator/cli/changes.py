"""Commands on changes: diff, history, trend, review."""

from __future__ import annotations

import os
import re
import shutil
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli.console import FINDINGS, NO_TERMINAL, coloured, say, write
from generator.cli.options import OutputFile
from generator.errors import InputError

if TYPE_CHECKING:
    from generator.versions import Review

FAILS = ("change", "threshold", "finding", "error")


def diff(
    operands: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="比较什么",
            help="两个文件、两个文件夹、两个版本，或者 main...HEAD；只写一个文件或者什么都不写，就和上次提交的比",
        ),
    ] = None,
    revision: Annotated[
        str, typer.Option("--rev", metavar="版本", help="和 git 里的这个版本比，如 HEAD~1，后面写要比的文件")
    ] = "",
    style: Annotated[str, typer.Option("--format", metavar="样式", help="text（默认）、md、html 或者 json")] = "text",
    output: OutputFile = "",
    threshold: Annotated[
        str, typer.Option("--threshold", metavar="百分比", help="有数字变化达到这个百分比时退出码为 1，如 50%")
    ] = "",
    fail_on: Annotated[
        str,
        typer.Option(
            "--fail-on",
            metavar="情形",
            help="遇到什么时退出码为 1：change 有变化，threshold 变化达到 --threshold，"
            "finding 有新问题，error 有新的错误；可以用逗号写几个",
        ),
    ] = "",
) -> int:
    """比较报告：哪些数字、哪些文字变了，出现了哪些问题。"""
    from generator import changes, delivery

    if style not in changes.FORMATS:
        raise InputError(f"没有样式 {style}。可以写：{'、'.join(changes.FORMATS)}。")
    limit, fails = _threshold(threshold), _fails(fail_on, threshold)
    review = _review(operands or [], revision)
    module = changes.module(style)
    if output:
        delivery.write_together({Path(output): module.write(review).encode("utf-8")})
        say(str(Path(output)))
    elif style == "text":
        columns = shutil.get_terminal_size((NO_TERMINAL, 24)).columns
        say(module.write(review, coloured(), columns).rstrip("\n"))
    else:
        write(module.write(review))
    return FINDINGS if _failed(review, limit, fails) else 0


def review(
    span: Annotated[
        str, typer.Argument(metavar="从哪里到哪里", help="两个版本，如 main...HEAD：从 HEAD 和 main 分开的地方比起")
    ],
    link_base: Annotated[
        str, typer.Option("--link-base", metavar="网址", help="输出的文件放在哪个网址下面，评论里就链接到那里")
    ] = "",
    bundle: Annotated[
        str, typer.Option("--bundle", metavar="网址", help="输出的文件打包下载的网址，写在评论开头")
    ] = "",
    formats: Annotated[
        str, typer.Option("--formats", metavar="格式", help="输出了哪几种，默认 docx,html,txt")
    ] = "docx,html,txt",
    output: OutputFile = "",
    post: Annotated[
        str,
        typer.Option(
            "--post",
            metavar="平台",
            help="发成合并请求的评论，已有的就更新：github、gitea、gitlab 或者 gitee，在它们的流水线里用",
        ),
    ] = "",
) -> int:
    """把合并请求里报告的变化写成一条评论：哪些数字变了，哪些问题是新的，哪些解决了。"""
    from generator import delivery, versions
    from generator import review as reviewing
    from generator.history import Repository

    found = versions.revisions(Repository(), span)
    named = [name.strip() for name in formats.split(",") if name.strip()]
    text = reviewing.comment(found, link_base, named, bundle)
    if output:
        delivery.write_together({Path(output): text.encode("utf-8")})
        say(str(Path(output)))
    elif not post:
        write(text)
    if post:
        _post(post, reviewing.MARKER, text)
    return FINDINGS if reviewing.has_errors(found) else 0


def _post(forge: str, marker: str, text: str) -> None:
    from generator import forge as forges

    where = forges.thread(forge, os.environ)
    if where is None:
        say("这次运行不是为合并请求，没有发评论。", error=True)
        return
    try:
        say(f"审阅的评论：{forges.post(where, marker, text)}。", error=True)
    except forges.RefusedError as error:
        say(f"nianbao：{error}", error=True)


def _review(operands: list[str], revision: str) -> Review:
    """What the operands compare, as git and diff users write it."""
    from generator import versions
    from generator.history import Repository
    from generator.recognition import ENDINGS

    if not revision and len(operands) == 2 and all(map(os.path.exists, operands)):
        kinds = {os.path.isdir(name) for name in operands}
        if len(kinds) == 2:
            raise InputError(f"{operands[0]} 和 {operands[1]} 一个是文件，一个是文件夹。请写两个文件，或者两个文件夹。")
        return versions.folders(*operands) if kinds == {True} else versions.files(*operands)
    repository = Repository()
    if not revision and operands and not os.path.exists(operands[0]):
        revision, *operands = operands
        if revision.endswith(ENDINGS):
            raise InputError(f"找不到文件 {revision}。请核对文件名和所在文件夹。")
        other = operands and not os.path.exists(operands[0]) and not operands[0].endswith(ENDINGS)
        if ".." not in revision and other:
            revision, *operands = (f"{revision}..{operands[0]}", *operands[1:])
    return versions.revisions(repository, revision or "HEAD", [repository.inside(name) for name in operands])


def _threshold(text: str) -> Decimal:
    if not text:
        return Decimal(0)
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)[%％]?", text.strip())
    try:
        assert match
        return Decimal(match[1])
    except (AssertionError, InvalidOperation):
        raise InputError(f"--threshold 写的是 {text}，要写百分比，如 50%。") from None


def _fails(text: str, threshold: str) -> set[str]:
    names = {name.strip() for name in text.split(",") if name.strip()}
    unknown = sorted(names - set(FAILS))
    if unknown:
        raise InputError(f"--fail-on 没有 {unknown[0]}。可以写：{'、'.join(FAILS)}，几种之间用半角逗号。")
    if "threshold" in names and not threshold:
        raise InputError("--fail-on threshold 要和 --threshold 一起用，如 --threshold 50%。")
    return names or ({"threshold"} if threshold else set())


def _failed(review: Review, limit: Decimal, fails: set[str]) -> bool:
    from generator.findings import Severity

    happened = set()
    for comparison in review.comparisons:
        if comparison.status != "same":
            happened.add("change")
        if any(change.exceeds(limit) for change in comparison.changes):
            happened.add("threshold")
        fresh = [finding for finding in comparison.appeared if not finding.accepted]
        happened |= {"finding"} if fresh else set()
        happened |= {"error"} if any(finding.severity is Severity.ERROR for finding in fresh) else set()
    return bool(happened & fails)
