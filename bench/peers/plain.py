"""The program that one would write first: safe_load, jsonschema.validate, docxtpl, Jinja, each time anew.

Usage: plain.py FOLDER SCHEMA FILE OUT, or without FILE as a program that is timed warm. `kept` keeps what can be kept
between reports, the validator and the Jinja templates; docxtpl keeps nothing.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import jinja2
import jsonschema
import yaml
from docxtpl import DocxTemplate

FOLDER, SCHEMA = map(Path, sys.argv[1:3])


def context(report: dict[str, Any]) -> dict[str, Any]:
    """The names that the templates use."""
    names = json.loads((FOLDER / "names.json").read_text(encoding="utf-8"))

    def at(keys: list[str]) -> Any:
        found: Any = report
        for key in keys:
            found = found[key]
        return found

    data: dict[str, Any] = {f"f{number}": str(at(keys)) for number, keys in enumerate(names["figures"])}
    data |= {f"p{number}": at(keys).strip().split("\n") for number, keys in enumerate(names["fields"])}
    year, month, day = report["落款"]["日期"].split("-")
    title = f"{report['机关']}{report['年度']}年政府信息公开工作年度报告"
    return {**data, "title": title, "agency": report["机关"], "date": f"{year}年{int(month)}月{int(day)}日"}


def plain(file: str, out: str) -> None:
    """Everything anew for every report."""
    report = yaml.load(Path(file).read_text(encoding="utf-8"), TextDates)
    jsonschema.validate(report, json.loads(SCHEMA.read_text(encoding="utf-8")))
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(FOLDER), autoescape=True)
    _write(context(report), out, environment)


class TextDates(yaml.SafeLoader):
    """safe_load, but a date stays the text that the schema asks for."""


TextDates.yaml_implicit_resolvers = {
    mark: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for mark, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_KEPT: dict[str, Any] = {}


def kept(file: str, out: str) -> None:
    """The validator and the Jinja templates are kept."""
    if not _KEPT:
        _KEPT["validator"] = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
        _KEPT["environment"] = jinja2.Environment(loader=jinja2.FileSystemLoader(FOLDER), autoescape=True)
    report = yaml.load(Path(file).read_text(encoding="utf-8"), TextDates)
    _KEPT["validator"].validate(report)
    _write(context(report), out, _KEPT["environment"])


def _write(data: dict[str, Any], out: str, environment: jinja2.Environment) -> None:
    template = DocxTemplate(FOLDER / "jinja.docx")
    template.render(data, autoescape=True)
    template.save(f"{out}.docx")
    for name in ("html", "txt"):
        Path(f"{out}.{name}").write_text(environment.get_template(f"report.{name}").render(data), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 4:
        import typer

        def render(folder: Path, schema: Path, file: str, out: str) -> None:  # noqa: ARG001 read above
            """A report as a command line would be written for it, with the packages that nianbao has as well."""
            plain(file, out)

        typer.run(render)
    else:
        from serve import serve

        serve(whole=kept if sys.argv[3:] == ["kept"] else plain)
