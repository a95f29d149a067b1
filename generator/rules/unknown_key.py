"""# S101 没有这个键

**检查什么**：每个键是不是格式里有的键，是不是写在该写的地方。

**为什么**：写错的键不会印到报告里，它的数字就丢了。

**正确**

    予以公开: {自然人: 4}

**错误**

    予以公开: {自燃人: 4}

**怎么改**：按提示改成最接近的键；多出来的内容写进叙述里。编辑器里按 Ctrl+空格可以看到能写的键。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.nodes import Mapping
from generator.rules.subject import Subject, error, nearest, path, shown
from generator.validation import Violation, walk

_CODE = re.compile(r"[A-Z]\d{3}")  # a rule: the next one in the list is no misspelling of it


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for keys that the form does not have, with the nearest one that it has."""
    wide = {fault.position for fault in subject.faults("fullwidth")}
    for violation in subject.violations:
        if violation.keyword == "additionalProperties" and isinstance(violation.node, Mapping):
            place = subject.source.at(violation.node.entries[violation.name].key)
            if place not in wide:
                message, fix = _message(subject, violation)
                yield error("S101", message, place, paths=(path(violation),), fix=fix)


def _message(subject: Subject, violation: Violation) -> tuple[str, str | None]:
    """What to say, and the key to put in place of the misspelt one."""
    name, valid = violation.name, list(violation.schema["properties"])
    lead = f"没有名为“{shown(name)}”的键"
    head, colon, _ = name.partition(":")
    if colon and head.strip() in valid:
        return f"“{shown(name)}”的冒号后面没有空格。请写成“{head.strip()}: 值”，冒号后空一格。", None
    if re.fullmatch(r"\d{3}", name):
        return f"“{name}”像是从 1,{name} 这样的数里分出来的，花括号里逗号是分隔用的。请写成不带逗号的数字。", None
    near = nearest(name, valid)
    if near and not _CODE.fullmatch(name):
        return f"{lead}，是不是“{near}”？请改为“{near}”。", near
    homes = ["·".join(where[:-1]) or "最外层" for where, _ in walk(subject.schema) if where[-1] == name]
    if len(homes) == 1:
        return f"“{shown(name)}”不写在这里。请移到“{homes[0]}”下面。", None
    choices = "、".join(valid[:8]) + ("等" if len(valid) > 8 else "")
    return f"{lead}。这里可以写：{choices}。请改成其中之一，或者删去。", None
