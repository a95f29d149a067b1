"""Commands on published files: import, verify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from generator.check import check_file, named_template
from generator.cli.checking import Script, named_script
from generator.cli.console import FINDINGS, STOPPED, coloured, say, write
from generator.cli.options import Annotated, forms, option
from generator.errors import InputError
from generator.files import STANDARD_INPUT
from generator.findings import Finding
from generator.resources import schema_for_editors

if TYPE_CHECKING:
    from generator.importer import Imported

Form = Annotated[str, option("--form", metavar="格式", help="按哪种格式读，默认看表格和标题认", autocompletion=forms)]
Kind = Annotated[
    str,
    typer.Option("--format", metavar="类型", help="文件是哪一种：docx、html、txt、md 等，默认看扩展名；标准输入时写明"),
]


def import_(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="文件", help="发布过的报告：docx、html、txt、md，装了 LibreOffice 还有 doc、wps；- 表示标准输入"
        ),
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="文件夹", help="写到哪个文件夹，默认是当前文件夹；- 表示标准输出")
    ] = "",
    strict: Annotated[bool, typer.Option("--strict", help="有一处缺漏或者存疑就不写文件")] = False,
    into: Annotated[
        str, typer.Option("--into", metavar="文件", help="并入已有的报告，它的数据、引用、例外和注释都保留")
    ] = "",
    format: Kind = "",
    agency: Annotated[str, typer.Option("--agency", metavar="机关", help="原件没有写明机关时，写在这里")] = "",
    year: Annotated[int, typer.Option("--year", metavar="年度", help="原件没有写明年度时，写在这里")] = 0,
    form: Form = "",
) -> int:
    """把发布过的报告读成 YAML，并逐条说明读到了什么、什么没有读到、什么是推断的。"""
    from generator import delivery, importer

    if into and len(files) > 1:
        raise InputError("--into 一次只能并入一个文件。请一个一个地并入。")
    if into and output:
        raise InputError("--into 和 -o 不能一起用。请只写一个。")
    template = named_template(form, STANDARD_INPUT)[0] if form else None
    results, readable = [], True
    for file in files:
        try:
            results.append((file, importer.import_file(template, file, format, agency, year)))
        except InputError as error:
            say(f"nianbao：{error}", error=True)
            readable = False
    targets = {
        file: Path(output, f"{delivery.safe_name(importer.output_name(one.content, file))}.yaml")
        for file, one in results
    }
    clash = delivery.doubled(targets.items())
    if clash:
        raise InputError(f"{clash[0]} 和 {clash[1]} 会写到同一个文件 {clash[2]}，没有写。请用 -o 分开。")
    code = 0 if readable else STOPPED
    for file, one in results:
        _show(one.findings, error=output == STANDARD_INPUT)
        if strict and one.doubtful:
            say(f"{_named(file)}：有存疑的地方，没有写文件。请照上面的提示核对原件，或者去掉 --strict。", error=True)
        elif into:
            _merge(one, into)
        else:
            _written(one, targets[file], to_stdout=output == STANDARD_INPUT)
        say(_summary(file, one), error=True)
        code = max(code, FINDINGS if one.has_errors or (strict and one.doubtful) else 0)
    return code


def verify(
    files: Annotated[
        list[str], typer.Argument(metavar="文件", help="要核对的 docx、html、txt、pdf，装了 LibreOffice 还有 doc、wps")
    ],
    against: Annotated[str, typer.Option("--against", metavar="报告", help="拿哪个 YAML 来核对")],
    format: Kind = "",
    script: Script = "",
) -> int:
    """核对发布的文件和 YAML 是不是一样：每个数字、每段文字，不一样的逐条说明。"""
    from generator import readers, rules
    from generator.document import compose
    from generator.verify import differences

    report = check_file(against, script=named_script(script)).report
    if report is None:
        raise InputError(f"{against} 读不出来。请先用 nianbao check {against} 看看问题。")
    code = 0
    for file in files:
        try:
            found = rules.worded(differences(compose(report), readers.read(file, format), ignore_draft=True), file)
        except InputError as error:
            say(f"nianbao：{error}", error=True)
            code = STOPPED
            continue
        _show(found)
        figures = f"{len(report.values)} 个数字和" if report.values else ""
        same = f"{_named(file)}：和 {against} 一样，{figures}全部文字都核对过。"
        say(f"{_named(file)}：和 {against} 有 {len(found)} 处不一样。" if found else same)
        code = max(code, FINDINGS if found else 0)
    return code


def _show(findings: tuple[Finding, ...] | list[Finding], error: bool = False) -> None:
    from generator.reporter import headline

    for finding in findings:
        say(headline(finding, coloured() and not error), error=error)


def _named(file: str) -> str:
    return "标准输入" if file == STANDARD_INPUT else file


def _summary(file: str, one: Imported) -> str:
    template = one.template
    optional = [path for path, figure in template.figures.items() if figure.leaf.optional]
    count = len(template.figures) - sum(path not in one.content.figures for path in optional)
    known = len(one.content.figures) if not one.data else count
    if not count:
        return f"{_named(file)}：读到全部文字。"
    left = f"，{count - known} 个没有读到，写成了 ~" if known < count else ""
    return f"{_named(file)}：读到 {count} 个数字中的 {known} 个{left}。"


def _written(one: Imported, target: Path, to_stdout: bool) -> None:
    """Write an agency file where there is none yet."""
    from generator import delivery, importer

    template = one.template
    if to_stdout:
        write(importer.yaml(template, one, delivery.relative(schema_for_editors(template.folder), Path())))
        return
    if target.exists():
        raise InputError(f"{target} 已经存在，没有改动。请用 -o 写到另一个文件夹，或者用 --into {target} 并入。")
    schema = delivery.relative(schema_for_editors(template.folder), target.parent)
    delivery.write_together({target: importer.yaml(template, one, schema).encode("utf-8")})
    say(str(target))


def _merge(one: Imported, into: str) -> None:
    from generator import delivery, splice

    delivery.write_together({Path(into): splice.merged(one.template, one.content, into).encode("utf-8")})
    say(into)
