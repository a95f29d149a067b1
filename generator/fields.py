"""What a report says outside the sections of its form: who reports, how to reach them, declared numbers, exemptions."""

from __future__ import annotations

from collections.abc import Iterator

from generator.figures import Number, number
from generator.findings import Position
from generator.nodes import Mapping, Node, Scalar, Sequence, is_null
from generator.paths import Path
from generator.report import Report
from generator.shapes import NamedTuple

FIRST = (
    "格式",
    "机关",
    "年度",
    "机关类型",
    "统计口径",
    "标题",
    "文种",
    "联系方式",
    "网站",
)  # before the form's sections
DECLARED = "数据"
_OF_NUMBERS = ("值", "其中")
Content = Number | str | None


class Field(NamedTuple):
    """Something written outside the form's sections: who reports, how to reach them, declared numbers, exemptions."""

    content: Content
    position: Position


def fields(report: Report) -> Iterator[tuple[Path, Field]]:
    """What a report says outside the form's own sections; what it shares through nianbao.yaml is included."""
    root = report.source.root
    entries = root.entries if isinstance(root, Mapping) else {}
    own = {section.key for section in report.template.sections}
    own |= {narrative.path.parts[0] for narrative in report.template.narratives}
    for key in (*FIRST, *(key for key in entries if key not in FIRST and key not in own)):
        shared = {"联系方式": report.contact, "网站": report.site}.get(key)
        if shared is not None:
            for name, text in shared.items():
                yield Path((key, name)), Field(text, position_of(report, (key, name)) or top_of(report))
        elif key in entries:
            for keys, scalar in _leaves(entries[key].value, (key,)):
                content: Content = scalar.text.strip()
                if key == DECLARED:
                    declared = number(scalar)
                    content = content if declared is None else declared
                yield Path(_named(keys)), Field(content, report.source.at(scalar))


def _named(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The keys that name a declared number, however it is written; all keys of anything else."""
    return tuple(key for key in keys if key not in _OF_NUMBERS) if keys[0] == DECLARED else keys


def _leaves(node: Node, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Scalar]]:
    """The scalars of a tree that hold something; the items of a list are named by what they say of themselves."""
    if isinstance(node, Mapping):
        for name, entry in node.entries.items():
            yield from _leaves(entry.value, (*keys, name))
    elif isinstance(node, Sequence):
        for count, item in enumerate(node.items, 1):
            yield from _leaves(item, (*keys, _item_name(item) or f"第{count}条"))
    elif not is_null(node):
        yield keys, node


def _item_name(item: Node) -> str:
    """An exemption by its code and place."""
    names = [item.get(key) for key in ("代码", "位置")] if isinstance(item, Mapping) else []
    return " ".join(name.text for name in names if isinstance(name, Scalar))


def position_of(report: Report, keys: tuple[str, ...]) -> Position | None:
    """Where the value under a chain of keys is written; None where it is not."""
    node: Node | None = report.source.root
    for key in keys:
        node = node.get(key) if isinstance(node, Mapping) else None
    return report.source.at(node) if node is not None else None


def top_of(report: Report) -> Position:
    """The beginning of a report's file."""
    return Position(report.source.file, 1, 1)
