"""Commands on reports: render, new."""

from __future__ import annotations

import os

from generator import config, reporter
from generator.check import check_file, form_of, named_template
from generator.cli.checking import (
    Address,
    FilesOrFolders,
    Jobs,
    Previous,
    Script,
    advice,
    checked,
    exit_code,
    named_script,
    outputs_of,
    show,
)
from generator.cli.console import say, write
from generator.cli.options import Annotated, argument, forms, option
from generator.errors import InputError
from generator.files import STANDARD_INPUT
from generator.report import Report
from generator.resources import is_shipped, schema_for_editors
from generator.shapes import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def render(  # noqa: PLR0913, PLR0917 a parameter for each option
    files: FilesOrFolders,
    output: Annotated[
        str,
        option(
            "-o", "--output", metavar="文件夹", help="输出到哪里，默认是报告旁边的 out；给文件夹时照它的样子分文件夹"
        ),
    ] = "",
    formats: Annotated[
        str,
        option("--format", metavar="格式", help="要哪几种：docx,html,txt（默认这三种）、pdf（要另装 nianbao[pdf]）"),
    ] = "docx,html,txt",
    draft: Annotated[bool, option("--draft", help="输出草稿：有问题也输出，不知道的数字留空白，首页列出问题")] = False,
    txt_crlf: Annotated[bool, option("--txt-crlf", help="文本文件用 Windows 的换行，供旧版记事本打开")] = False,
    txt_bom: Annotated[bool, option("--txt-bom", help="文本文件开头加 BOM，供旧版记事本、Excel 打开")] = False,
    previous: Previous = "",
    script: Script = "",
    results: Annotated[
        list[str] | None,
        option(
            "--results", metavar="格式[=文件]", help="结果和问题怎样列出，同 check 的 -o，如 json=结果.json、md=结果.md"
        ),
    ] = None,
    jobs: Jobs = 0,
    force: Annotated[bool, option("--force", help="给文件夹时，没有变化的报告也重新输出")] = False,
    index: Annotated[bool, option("--index/--no-index", help="给文件夹时，要不要目录页 index.html，默认要")] = True,
    executor: Address = "",
) -> int:
    """检查报告，输出 Word、网页和纯文本。有错误的报告不输出。"""
    from generator import delivery

    notepad = delivery.Notepad(txt_crlf, txt_bom)
    wanted, script = _formats(formats), named_script(script)
    if len(files) > 1 or results or executor or os.path.isdir(files[0]):
        from pathlib import Path

        from generator.batch import Options
        from generator.cli import batches

        options = Options(tuple(wanted), draft, notepad, previous, script)
        told = outputs_of(results, files) if results else []
        workers = batches.Workers(jobs, executor)
        return batches.render(
            files, Path(output) if output else None, options, workers, force=force, index=index, wanted=told
        )
    outcome = checked(files, previous, script)
    show(outcome)
    for result in outcome.results:
        paths = delivery.targets(result, output or delivery.folder_for(result.source.file), wanted, draft)
        delivery.deliver(result, paths, draft, notepad)
        for path in paths.values():
            say(path)
        if not paths:
            say(f"{reporter.place(result.source.file)}：没有输出。{advice(draft or result.report is None)}", error=True)
    return exit_code(outcome)


def new(
    agency: Annotated[str, argument(metavar="机关", help="编制报告的机关，写规范名称")],
    year: Annotated[int, argument(metavar="年度", help="报告的年度，如 2025")],
    output: Annotated[
        str, option("-o", "--output", metavar="文件", help="写到哪个文件，默认是“机关-年度.yaml”；- 表示标准输出")
    ] = "",
    previous: Annotated[
        str, option("--from", metavar="文件", help="上年的报告，带入机关情况、联系方式和结转的申请")
    ] = "",
    form: Annotated[str, option("--form", metavar="格式", help="用哪种格式，默认按年度选", autocompletion=forms)] = "",
    with_text: Annotated[
        bool, option("--with-text", help="写好前言、依申请公开、表三、表四和信息处理费的惯用语句，数字引用表格")
    ] = False,
) -> int:
    """新建一份待填的报告。"""
    from pathlib import Path

    from generator import delivery, starter

    template = named_template(form or form_of(year), output or STANDARD_INPUT)[0]
    agency = agency.strip()
    first, last = template.years[0], template.last_year
    if not first <= year <= last:
        raise InputError(f"格式 {template.id} 用于 {first} 到 {last} 年度，不能用于 {year}。请核对年度。")
    if not agency or not agency.isprintable():
        raise InputError("机关不能是空的，要写在一行里。请写编制报告的机关的名称。")
    target = Path(output or f"{delivery.safe_name(agency)}-{year}.yaml")
    lender = _last_year(previous, target, agency, year)
    schema = schema_for_editors(template.folder)
    text = starter.write(template, agency, year, delivery.relative(schema, target.parent), lender, with_text)
    if output == STANDARD_INPUT:
        write(text)
        return 0
    if target.exists():
        raise InputError(f"{target} 已经存在，没有改动。请用 -o 写出另一个文件名。")
    delivery.write_together({target: text.encode("utf-8")})
    say(str(target))
    if not schema.exists():
        own = "" if is_shipped(template.folder) else f" {template.id}"
        say(f"要让编辑器提示能写的键，请在这个文件夹运行一次 nianbao schema{own} --write。", error=True)
    return 0


def _formats(text: str) -> list[str]:
    from generator.writers import FORMATS

    names = list(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise InputError(
            f"没有格式 {unknown[0] if unknown else text}。可以写：{'、'.join(FORMATS)}，几种之间用半角逗号。"
        )
    return names


def _last_year(file: str, target: Path, agency: str, year: int) -> Report | None:
    """Last year's report: the one named, else the one that nianbao.yaml says, if it is there."""
    if not file:
        settings = config.build(config.find(str(target)))
        named = config.filled(settings.previous, agency, year - 1)
        if not settings.previous or not os.path.isfile(named):
            return None
        file = named
    result = check_file(file)
    report = result.report
    if report is None:
        raise InputError(f"上年的报告 {file} 读不出来。请先用 nianbao check {file} 看看问题。")
    if report.year != year - 1:
        raise InputError(f"{file} 是 {report.year} 年度的，不是上年（{year - 1} 年度）的报告。请核对文件和年度。")
    if result.has_errors:
        say(f"注意：上年的报告 {file} 有错误，带入的数字可能不对。请先用 nianbao check 核对。", error=True)
    if report.agency != agency:
        say(f"注意：上年报告的机关是“{report.agency}”，现在是“{agency}”。请核对带入的内容。", error=True)
    return report
