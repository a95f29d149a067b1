"""Reports for the bench: all different, sound, each with all 200 figures and prose that speaks of some of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from random import Random
from typing import Any

from generator.check import open_template
from generator.paths import Path
from tests.making import balanced, settled

FORM = "zfxxgk-2021"
_WIDE = "收到和处理政府信息公开申请情况"  # the section of the wide table
_USUAL = (
    "坚持以公开为常态、不公开为例外，把政府信息公开工作纳入年度工作要点，与业务工作同部署、同检查、同落实。",
    "完善政府信息公开属性认定和保密审查制度，公开前逐条核对内容、格式和表述，确保信息准确、及时、规范。",
    "围绕群众关心的事项做好政策解读，用问答、图表等形式说明政策的背景、依据和办理方法，方便群众看懂会用。",
    "对网站和新媒体账号开展日常检查，对失效链接和过时内容及时清理，保证栏目内容更新及时、检索方便。",
    "组织各科室学习条例和有关文件，结合典型案例分析办理中的难点，工作人员依法办理的能力进一步提高。",
    "听取群众对公开工作的意见和建议，对反映集中的事项逐项研究改进，把改进情况纳入下年度的工作安排。",
)
_FIELDS = {
    "主动公开": "制发行政规范性文件{{ 行政规范性文件·本年制发件数 }}件，现行有效{{ 行政规范性文件·现行有效件数 }}件。",
    "依申请公开": "本年新收政府信息公开申请{{ 本年新收 }}件，上年结转{{ 上年结转 }}件，其中予以公开{{ 予以公开 }}件，"
    "结转下年度继续办理{{ 结转下年度继续办理 }}件。",
    "政府信息管理": "对公开属性、发布流程和归档要求作出规定。",
    "政府信息公开平台建设": "平台全年运行平稳，法定主动公开内容栏目齐全。",
    "监督保障": "公开工作由办公室负责，未发生责任追究。",
    "其他需要报告的事项": "本年度未发出信息处理费收费通知，未收取信息处理费。",
}
_REFERENCE = re.compile(r"\{\{ (.*?) \}\}")


def figures(number: int) -> dict[Path, int]:
    """The figures of a report, by their paths in the form's order."""
    random, template = Random(number), open_template(FORM)[0]
    values = balanced(template, lambda: random.choice((0, random.randrange(1, 60), random.randrange(900))))
    charged = [path for path in values if "收费通知" in str(path)]  # the prose says that no charge was made
    return settled(template, values | dict.fromkeys(charged, 0))


def text(number: int, *, bound: bool = True) -> str:
    """A report as its agency writes it, every figure and total given.

    Its prose refers to the figures, or says them as plain numbers for programs that know no references.
    """
    written = "\n".join(_lines(_tree(number), "")) + "\n"
    return written if bound else _said(written, number)


def data(number: int, names: Mapping[str, list[Any]]) -> dict[str, Any]:
    """A report as ready data, by the names that the templates of the peers use."""
    tree = _tree(number)
    texts = [str(_at(tree, keys)) for keys in names["figures"]]
    fields = [_said(_at(tree, keys), number).split("\n") for keys in names["fields"]]
    wide = [text for keys, text in zip(names["figures"], texts, strict=True) if keys[0] == _WIDE]
    width = len(wide) // len(names["rows"])
    cells = (wide[start : start + width] for start in range(0, len(wide), width))
    return {
        **{f"f{place}": text for place, text in enumerate(texts)},
        **{f"p{place}": field for place, field in enumerate(fields)},
        "rows": [
            {"label": label, **{f"c{column}": text for column, text in enumerate(row)}}
            for label, row in zip(names["rows"], cells, strict=True)
        ],
        "title": f"{tree['机关']}{tree['年度']}年政府信息公开工作年度报告",
        "agency": tree["机关"],
        "date": "2026年1月5日",
    }


def write(folder: FilePath, count: int, start: int = 0, *, bound: bool = True) -> list[FilePath]:
    """The files of so many reports, all different, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"局{number}.yaml" for number in range(start, start + count)]
    for number, file in enumerate(files, start):
        file.write_text(text(number, bound=bound), encoding="utf-8")
    return files


def _tree(number: int) -> dict[str, Any]:
    """The keys of a report with their values, references in the prose."""
    template, agency = open_template(FORM)[0], f"示例市第{number}局"
    tree: dict[str, Any] = {"格式": FORM, "机关": agency, "年度": 2025, "机关类型": "部门", "统计口径": "本机关"}
    assert template.preamble
    _put(tree, template.preamble.path.parts, _preamble(agency))
    values = figures(number)
    for section in template.sections:
        for narrative in section.narratives:
            if not narrative.optional:
                _put(tree, narrative.path.parts, _prose(narrative.path, number))
        for path, value in values.items():
            if path.parts[0] == section.key:
                _put(tree, path.parts, value)
    return {**tree, "落款": {"署名": agency, "日期": "2026-01-05"}}


def _said(text: str, number: int) -> str:
    """A text with its references written out."""
    template, values = open_template(FORM)[0], figures(number)
    return _REFERENCE.sub(lambda name: str(sum(values[path] for path in template.resolve(name[1]))), text)


def _at(tree: dict[str, Any], keys: Sequence[str]) -> Any:
    found: Any = tree
    for key in keys:
        found = found[key]
    return found


def _preamble(agency: str) -> str:
    return (
        f"本报告由{agency}按照《中华人民共和国政府信息公开条例》第五十条和"
        "《中华人民共和国政府信息公开工作年度报告格式》的要求编制。\n"
        "本报告所列数据的统计期限自2025年1月1日起至2025年12月31日止，电子版可以在本局网站下载。\n"
        "如对本报告有疑问，请与本局办公室联系，联系电话0571-00000000。"
    )


def _prose(path: Path, number: int) -> str:
    """Paragraphs of a field; which of the usual sentences come in which order differs from report to report."""
    usual = list(_USUAL)
    Random(f"{number} {path}").shuffle(usual)
    lead = _FIELDS.get(path.parts[-1])
    return "\n".join((*([lead] if lead else []), *usual[:4]))


def _put(tree: dict[str, Any], keys: tuple[str, ...], value: object) -> None:
    for key in keys[:-1]:
        tree = tree.setdefault(key, {})
    tree[keys[-1]] = value


def _lines(tree: Mapping[str, object], indent: str) -> Iterator[str]:
    """Rows of figures on one line, prose as blocks."""
    for key, value in tree.items():
        if isinstance(value, dict) and any(isinstance(held, (dict, str)) for held in value.values()):
            yield f"{indent}{key}:"
            yield from _lines(value, indent + "  ")
        elif isinstance(value, dict):
            yield f"{indent}{key}: {{{', '.join(f'{name}: {held}' for name, held in value.items())}}}"
        elif isinstance(value, str) and len(value) > 40:
            yield f"{indent}{key}: |"
            yield from (f"{indent}  {line}" for line in value.split("\n"))
        else:
            yield f"{indent}{key}: {value}"
