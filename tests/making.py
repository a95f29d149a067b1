"""Reports and templates made for tests, and what their files ought to say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path as FilePath
from random import Random
from typing import Any

import pytest

from generator import check, document, source
from generator.check import Result
from generator.document import Document, Line
from generator.figures import Figures, Value
from generator.form import YES_NO, Figure, Header
from generator.grid import Grid, Role
from generator.layout import block_grid, section_grid
from generator.paths import Path
from generator.report import Report
from generator.resources import template_ids
from generator.template import Template
from tests.conftest import ROOT
from tests.strict import Item, Kind, Paragraph

TEMPLATES = [check.open_template(identifier)[0] for identifier in template_ids()]
TABULAR = [template for template in TEMPLATES if template.figures]  # the forms that have figures at all
EVERY_FORM = pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)
EVERY_TABLE = pytest.mark.parametrize("template", TABULAR, ids=lambda template: template.id)
# A text for every field that leaves nothing to complain about.
PROSE = "依据条例第五十条编制，统计期限至12月31日；在网站查阅，有疑问请联系；未收取信息处理费。"
BASE = (ROOT / "tests" / "base.yaml").read_text(encoding="utf-8")


def checked(text: str | bytes, file: str = "报告.yaml") -> Result:
    """The result of checking a text that stands in no folder."""
    content = text if isinstance(text, bytes) else text.encode("utf-8")
    return check.check_source(source.read(content, file))


def with_values(report: Report, values: Mapping[Path, Value]) -> Report:
    """The report with other figures in place of some."""
    figures = Figures(report.template, report.source.file)
    for path, value in report.values.items():
        figures.put(path, values.get(path, value))
    return report._replace(values=figures)


def printed(result: Result) -> Document:
    """The document of a result, a draft where it has errors."""
    assert result.report is not None
    problems = [finding.message for finding in result.findings] if result.has_errors else None
    return document.compose(result.report, problems)


def expected(printed: Document, name: str) -> list[Item]:
    """What the reader of a format must find in a file of this document."""
    items = list(_items(printed, stacked=name in ("docx", "pdf")))
    return [_by_tags(item) for item in items] if name == "pdf" else items


def _by_tags(item: Item) -> Item:
    """What the tags of a PDF tell of a paragraph or a table: no blanks, title and headings, heads above figures."""
    if isinstance(item, Paragraph):
        kind = item.kind if item.kind in (Kind.HEADING, Kind.TITLE) else Kind.BODY
        return Paragraph(kind, item.level, "".join(item.text.split()))
    figures = {cell.row for cell in item.cells if cell.role is Role.FIGURE}
    return Grid(
        tuple(
            cell._replace(
                text="".join(cell.text.split()), role=Role.FIGURE if cell.row in figures else Role.COLUMN_HEAD
            )
            for cell in item.cells
        )
    )


def _items(printed: Document, stacked: bool) -> Iterator[Item]:
    template = printed.report.template
    texts = {path: figure.text for path, figure in printed.by_path.items()}
    yield from (Paragraph(Kind.DRAFT, 0, line.text) for line in (*printed.draft, *printed.caution))
    yield Paragraph(Kind.TITLE, 0, printed.title)
    yield from map(_paragraph, printed.preface)
    for part in printed.parts:
        if part.heading:
            yield Paragraph(Kind.HEADING, 1, part.heading)
        yield from map(_paragraph, part.before)
        if part.section.blocks and stacked:
            yield section_grid(template, part.section, texts)
        elif part.section.blocks:
            yield from (block_grid(template, block, texts) for block in part.section.blocks)
        yield from (Paragraph(Kind.NOTE, 0, line.text) for line in part.notes)
        yield from map(_paragraph, part.after)
    for line in (printed.signature.name, printed.date) if printed.signature else ():
        if line:
            yield Paragraph(Kind.SIGNATURE, 0, line)


def _paragraph(line: Line) -> Paragraph:
    return Paragraph(Kind.HEADING if line.level else Kind.BODY, line.level, line.text)


def changed(changes: str, text: str = BASE, end: str = "\n") -> str:
    """A text with pairs of lines changed: `- ` a line that stands there once, `+ ` those in its place."""
    old = None
    for line in changes.split("\n"):
        if line.startswith("- "):
            text = text.replace("\0", "")
            old = line[2:] + end
            assert text.count(old) == 1, f"{line!r} stands {text.count(old)} times in the base"
            text = text.replace(old, "\0")
        elif line.startswith("+ "):
            text = text.replace("\0", line[2:] + end + "\0")
    return text.replace("\0", "")


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    """A text with each pair's first words, which stand there once, replaced by its second."""
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def template_folder(folder: FilePath, text: str | None = None, name: str = "zfxxgk-2021") -> FilePath:
    """A copy of a shipped template with frames of its own, and another template.yaml where `text` is given."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in (*(ROOT / "templates").glob("report.*"), *(ROOT / "templates" / name).iterdir()):
        (folder / file.name).write_bytes(file.read_bytes())
    if text is not None:
        (folder / "template.yaml").write_text(text, encoding="utf-8")
    return folder


def agency_yaml(template: Template, values: Mapping[Path, object], agency: str = "示例机关", **texts: str) -> str:
    """A complete agency file: the figures given, `~` for None, other keys filled with a word; `texts` replace them."""
    tree: dict[str, object] = {}
    for narrative in template.narratives:
        _put(tree, narrative.path.parts, texts.get(narrative.path.parts[-1], PROSE))
    for path, value in values.items():
        _put(tree, path.parts, in_cell(template, path, agency if path == template.agency else value))
    head = {"格式": template.id, "机关": agency, "年度": template.years[0], "机关类型": "部门", "统计口径": "本机关"}
    return "\n".join(_block(head | tree, "")) + "\n"


def in_cell(template: Template, path: Path, value: object) -> object:
    """A figure as a value of an agency file, with the unit that it is counted in where the report must name one."""
    column = template.figures[path].leaf
    return {"值": value, "单位": column.unit} if column.units and value else value


def _put(tree: dict[str, object], keys: tuple[str, ...], value: object) -> None:
    for key in keys[:-1]:
        tree = tree.setdefault(key, {})  # type: ignore[assignment]
    tree[keys[-1]] = value


def _block(tree: dict[str, object], indent: str) -> Iterator[str]:
    for key, value in tree.items():
        name = json.dumps(key, ensure_ascii=False)
        if isinstance(value, dict):
            yield f"{indent}{name}:"
            yield from _block(value, indent + "  ")
        elif isinstance(value, str):
            yield f"{indent}{name}: {json.dumps(value, ensure_ascii=False)}"
        else:
            shown = format(value, "f") if isinstance(value, Decimal) else str(value)
            yield f"{indent}{name}: {'~' if value is None else shown}"


def balanced(template: Template, number: Callable[[], int]) -> dict[Path, Any]:
    """Figures of a form that satisfy every rule, totals included; `number` gives the ones that are free."""
    values: dict[Path, Any] = {}
    for path, figure in template.figures.items():
        if not figure.sums:
            values[path] = number() if figure.leaf.is_number else _plain_word(figure.leaf)
            if figure.row and figure.row.carries_from:
                values[path] = min(values[path], 5)
    return settled(template, values)


def _plain_word(leaf: Header) -> str:
    """A word that a field may hold."""
    return {"yesno": YES_NO[0], "date": "2026-01-05", "choice": "".join(leaf.choices[:1])}.get(leaf.kind, "示例")


_OF_KINDS: dict[str, Callable[[Random, int], object]] = {
    "amount": lambda source, most: Decimal(source.randint(0, most * 10**4)).scaleb(-source.randint(0, 6)),
    "signed": lambda source, most: source.randint(-most, most),
}  # figures that no rule holds against another, by their kind


def varied(template: Template, values: Mapping[Path, object], source: Random, most: int) -> dict[Path, object]:
    """The figures with those that are no counts as such figures are: money with decimals, signed changes, words."""
    made = dict(values)
    for path, figure in template.figures.items():
        if path in made and figure.leaf.kind in _OF_KINDS:
            made[path] = _OF_KINDS[figure.leaf.kind](source, most)
        elif path in made and figure.leaf.kind in {"text", "date"}:
            made[path] = random_value(figure.leaf._replace(optional=False), source)
    return made


def settled(template: Template, values: dict[Path, Any]) -> dict[Path, Any]:
    """The figures with totals, wholes and the row that balances the requests worked out anew from the others."""
    values = dict(values)
    _hold(template, values)
    for _ in range(2):
        for path, figure in template.figures.items():
            for _axis, parts in figure.sums:
                values[path] = sum(values.get(part, 0) for part in parts)
        _balance(template, values)
    return {path: values[path] for path in template.figures}


def _hold(template: Template, values: dict[Path, Any]) -> None:
    """Make every whole that A105 names as large as its parts together, and more."""
    for use in template.rules:
        if use.code == "A105":
            (whole,) = template.resolve(str(use.arguments["whole"]))
            parts = [path for name in use.arguments["parts"] for path in template.resolve(name)]  # type: ignore[attr-defined]
            values[whole] += sum(values[part] for part in parts)


def _balance(template: Template, values: dict[Path, int]) -> None:
    """Make received equal handled in every column of the table that the balance rule names."""
    use = next((use for use in template.rules if use.code == "A103"), None)
    if use is None:
        return
    left, right = ([template.resolve(row)[0] for row in use.arguments[side]] for side in ("left", "right"))
    columns = [
        figure.path.parts[-1] for figure in template.figures.values() if figure.path.parts[:-1] == left[0].parts[:-1]
    ]
    for column in columns:
        first, second, *rest = (Path((*path.parts[:-1], column)) for path in (*left, *right))
        values[first] = sum(values[path] for path in rest) - values[second]


def compact_yaml(template: Template, values: Mapping[Path, object], random: Random, **texts: str) -> str:
    """An agency file as people write it: a row on a line, zeros left out or a bare 0, comments here and there.

    `values` are the figures that are no totals, None for `~`; a total among them is written too. `texts` replace the
    narrative fields by the last of their keys.
    """
    lines = ["# 由测试生成", f"格式: {template.id}", "机关: 示例机关", f"年度: {template.years[0] + 1}"]
    lines += ["机关类型: 部门  # 四选一", "统计口径: 本机关"]

    def prose(path: Path, indent: str) -> None:
        text = texts.get(path.parts[-1], "第一段。\n第二段。")
        lines.append(f"{indent}{path.parts[-1]}: |")
        lines.extend(f"{indent}  {line}" for line in text.split("\n"))

    if template.preamble:
        prose(template.preamble.path, "")
    for section in template.sections:
        if section.is_prose:
            prose(section.narratives[0].path, "")
            continue
        lines.append(f"{section.key}:")
        for narrative in section.narratives:
            if not narrative.optional:
                prose(narrative.path, "  ")
        tree: dict[str, object] = {}
        for path, value in values.items():
            if path.parts[0] == section.key:
                _put(tree, path.parts[1:], in_cell(template, path, value))
        fields = any(block.has_fields for block in section.blocks)
        lines.extend(_block(tree, "  ") if fields else _compact(tree, "  ", random))
    lines += ["落款: {署名: 示例机关, 日期: 2026-01-05}"]
    return "\n".join(lines) + "\n"


def _compact(tree: dict[str, object], indent: str, random: Random) -> Iterator[str]:
    for key, value in tree.items():
        if random.random() < 0.05:
            yield f"{indent}# {key}，数据来自台账"
        if not isinstance(value, dict):
            yield f"{indent}{key}: {_number(value)}"
        elif any(isinstance(child, dict) and "值" not in child for child in value.values()):
            yield f"{indent}{key}:"
            yield from _compact(value, indent + "  ", random)
        elif not any(value.values()) and None not in value.values() and len(value) > 3 and random.random() < 0.7:
            yield f"{indent}{key}: 0"
        else:
            every = len(value) < 4 or random.random() < 0.3  # only six columns and outcomes may be left out
            cells = [f"{name}: {_number(cell)}" for name, cell in value.items() if every or cell != 0]
            comment = "  # 已核对" if random.random() < 0.1 else ""
            yield f"{indent}{key}: " + ("{" + ", ".join(cells) + "}" if cells else "0") + comment


def _number(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_number(part)}" for key, part in value.items()) + "}"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return "~" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


_WORDS = (
    *(
        "公开",
        "政府信息",
        "“引号”",
        "《书名》",
        "R&D",
        "A<B",
        "2025年",
        "—",
        "……",
        "𠀀𠮷",
        "😀",
        "100%",
        "、",
        "（括号）",
        " ",
    ),
    *("a@x.cn", "e-mail@x.cn", "1.5", "一、"),
)


def random_text(source: Random) -> str:
    """The text of a narrative field: some paragraphs and headings of words that a format may trip over."""
    kinds = ["", "", "", "## ", "### ", "**粗体**"]

    def words() -> str:
        most = source.choice([3, 30, 120])
        return "".join(source.choice(_WORDS) for _ in range(source.randint(1, most))).strip() or "文字"

    return "\n".join(source.choice(kinds) + words() for _ in range(source.randint(1, 6)))


def some_figures(template: Template, random: Random) -> dict[Path, object]:
    """Figures that are no totals, as reports have them: many zeros, some numbers, a few unknown."""
    found: dict[Path, object] = {}
    for path, figure in template.figures.items():
        if not figure.sums:
            number = random.choice((0, 0, 0, random.randrange(1, 50), random.randrange(10_000)))
            found[path] = None if random.random() < 0.01 else of_its_kind(figure, number, random)
    known = {path: value for path, value in found.items() if value is not None}
    return found | varied(template, known, random, 10_000)


def of_its_kind(figure: Figure, number: object, random: Random) -> object:
    """A number, or None, as what a figure may hold: for a field of words a word."""
    is_word = number is not None and not figure.leaf.is_number
    return random_value(figure.leaf._replace(optional=False), random) if is_word else number


def with_totals(template: Template, values: Mapping[Path, object]) -> dict[Path, object]:
    """All the figures of a form, totals added up the slow way, an unknown part making an unknown total."""
    full = dict(values)
    while len(full) < len(template.figures):
        for path, figure in template.figures.items():
            for _, parts in figure.sums:
                if path not in full and all(part in full for part in parts):
                    amounts = [full[part] for part in parts]
                    full[path] = None if None in amounts else sum(amounts)  # type: ignore[arg-type]
    return full


_FIELD_WORDS = (
    "示例",
    "0571-88880000",
    "https://a.example.cn/?x=1&y=2",
    "R&D <中心>",
    "12:30",
    "no",
    "1e3",
    "“引号”、顿号",
)


def random_value(leaf: Header, random: Random) -> object:
    """What a field or a column of a kind may hold, as an agency file has it; None where it may stay empty."""
    if leaf.optional and random.random() < 0.3:
        return None
    if leaf.kind == "text":
        return "".join(random.choices(_FIELD_WORDS, k=random.randrange(1, 4)))
    if leaf.kind == "yesno":
        return random.choice(YES_NO)
    if leaf.kind == "choice":
        return random.choice(leaf.choices)
    if leaf.kind == "date":
        return f"{random.randrange(2000, 2100)}-{random.randrange(1, 13):02d}-{random.randrange(1, 29):02d}"
    number = random.choice((0, random.randrange(1, 50), random.randrange(10**6)))
    return Decimal(number) + Decimal(random.randrange(1, 100)) / 100 if leaf.kind == "amount" else number
