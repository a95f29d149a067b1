"""# S109 不知道是哪种格式

**检查什么**：“格式”写的是不是已有的模板。

**为什么**：格式决定有哪些行和列。不知道格式，就不知道数字该填在哪里。

**正确**

    格式: zfxxgk-2021

**错误**

    格式: 2021

**怎么改**：第一行写“格式: zfxxgk-2021”，即国办公开办函〔2021〕30号规定的格式。自己做的模板，用 `--templates` 或者
`nianbao.yaml` 的“模板”指出它所在的文件夹。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.nodes import Mapping
from generator.resources import known_ids
from generator.rules.subject import Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    """A finding for a file whose form is missing or unknown; none where its schema has been found."""
    root = subject.source.root
    if subject.schema or root is None:
        return
    known = "、".join(known_ids())
    entry = root.entries.get("格式") if isinstance(root, Mapping) else None
    place = subject.source.at(entry.value if entry else root)
    found = "没有写“格式”" if entry is None else f"没有“{getattr(entry.value, 'text', '')}”这种格式"
    own = "自己的模板要用 --templates 或者 nianbao.yaml 的“模板”指出文件夹。" if entry else ""
    yield error("S109", f"{found}，不知道有哪些行和列。请写“格式: 编号”，可用的编号：{known}。{own}", place)
