"""Commands on Excel forms: form export, form import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.check import named_template
from generator.cli.commands import FormCommand, Group, add, new_app
from generator.cli.console import FINDINGS, coloured, say, write
from generator.errors import InputError, OutputError
from generator.files import STANDARD_INPUT, contents
from generator.findings import Finding, Severity
from generator.resources import schema_for_editors

if TYPE_CHECKING:
    from generator.excel_form import Filled

_NEEDED = '请运行 pip install "nianbao[form]"。'


def app() -> typer.Typer:
    """The group of these commands."""
    group = new_app(cls=Group, help="给不写 YAML 的人用的 Excel 表格：导出，填好后导入。", no_args_is_help=False)
    add(group, "export", export, FormCommand)
    add(group, "import", import_, FormCommand)
    return group


def export(
    file: Annotated[str, typer.Argument(metavar="报告", help="要做成表格的报告；不写就用 --template")] = "",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件", help="写到哪个 .xlsx 文件，默认在报告旁边，同名"),
    ] = None,
    template: Annotated[str, typer.Option("--template", metavar="格式", help="一份空表，如 zfxxgk-2021")] = "",
) -> int:
    """把报告做成一份 Excel 表格，给不写 YAML 的同事填：表格照格式的样子，总计自动算，要填的格标出来。"""
    from generator import delivery

    if bool(file) == bool(template):
        raise InputError("请写一份报告，或者用 --template 写一种格式，只写一个。")
    name = "标准输入" if file == STANDARD_INPUT else file
    target = output or (
        Path(file).with_suffix(".xlsx") if file and file != STANDARD_INPUT else Path(f"{template or '年报'}.xlsx")
    )
    if target.suffix.lower() != ".xlsx":
        raise InputError(f"{target} 的结尾不是 .xlsx。请把文件名写成 .xlsx 结尾。")
    if target.exists():
        raise InputError(f"{target} 已经存在，可能有人填过，没有改动。请用 -o 写出另一个文件名，或者先移走它。")
    with _Library():
        from generator import excel_form

        form = (
            excel_form.opened(contents(file), name)
            if file
            else excel_form.empty(named_template(template, STANDARD_INPUT)[0])
        )
        content = excel_form.export(form)
    delivery.write_together({target: content})
    say(str(target))
    return 0


def import_(
    file: Annotated[str, typer.Argument(metavar="表格", help="填好的 .xlsx 文件")],
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", metavar="文件", help="写到哪个 YAML 文件，默认是“机关-年度.yaml”；- 表示标准输出"
        ),
    ] = "",
    into: Annotated[
        str, typer.Option("--into", metavar="报告", help="并入已有的报告：只改表格里改过的，注释和其余的都不动")
    ] = "",
) -> int:
    """把填好的 Excel 表格读成 YAML，或者并入已有的报告；哪一格不能用，逐条说明。"""
    if into and output:
        raise InputError("--into 和 -o 不能一起用。请只写一个。")
    with _Library():
        from generator import excel_form

        filled = excel_form.read(file, _content(file), into or output)
        old = contents(into) if into else b""
        findings = excel_form.findings(filled, file, old, into)
        _show(findings, error=output == STANDARD_INPUT)
        if any(finding.severity is Severity.ERROR for finding in findings):
            say(f"{file}：有 {_errors(findings)} 处要先改好，没有写文件。", error=True)
            return FINDINGS
        if into:
            return _merge(filled, old, into)
        return _write(filled, output)


def _merge(filled: Filled, old: bytes, into: str) -> int:
    from generator import delivery, excel_form

    new = excel_form.merged(filled, old, into)
    if new != old:
        delivery.write_together({Path(into): new})
    say(into)
    say(f"改了 {len(filled.changes)} 处。" if new != old else "没有变化，文件没有改动。", error=True)
    return 0


def _write(filled: Filled, output: str) -> int:
    from generator import delivery, excel_form

    agency, year = excel_form.whose(filled)
    name = delivery.safe_name(agency or "年报")
    target = Path(output or (f"{name}-{year}.yaml" if year else f"{name}.yaml"))
    schema = schema_for_editors(filled.template.folder)
    if output == STANDARD_INPUT:
        write(excel_form.yaml(filled, delivery.relative(schema, Path())))
        return 0
    if target.exists():
        raise InputError(f"{target} 已经存在，没有改动。请用 -o 写出另一个文件名，或者用 --into {target} 并入。")
    delivery.write_together({target: excel_form.yaml(filled, delivery.relative(schema, target.parent)).encode("utf-8")})
    say(str(target))
    unknown = excel_form.unfilled(filled)
    say(f"还有 {unknown} 格没有填，写成了 ~。" if unknown else "要填的都填了。", error=True)
    return 0


def _content(file: str) -> bytes:
    from generator.limits import content

    return content(file)


def _errors(findings: list[Finding]) -> int:
    return sum(finding.severity is Severity.ERROR for finding in findings)


def _show(findings: list[Finding], *, error: bool) -> None:
    from generator.reporter import headline

    for finding in findings:
        say(headline(finding, coloured() and not error), error=error)


class _Library:
    """Says what to install where openpyxl is missing."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ModuleNotFoundError) and error.name == "openpyxl":
            raise OutputError(f"Excel 表格要用 openpyxl，这里没有安装。{_NEEDED}") from None
