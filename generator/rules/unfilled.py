"""# S103 还没有填

**检查什么**：有没有写着 `~` 或者空着的格。

**为什么**：空着就是不知道，不知道不能当作零。发布的表格里不能有空格或者“/”。

**正确**

    行政许可: 0

**错误**

    行政许可: ~

**怎么改**：填上数字，没有发生的写 0。暂时不知道的，可以先用 `render --draft` 出草稿，草稿里是空白。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.nodes import is_null
from generator.rules.subject import Subject, error, path, shown, title
from generator.rules.unusual_number import wants_number
from generator.validation import Violation


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for values left empty, those of one row together at the first of them."""
    rows: dict[tuple[str, ...], list[Violation]] = {}
    for violation in subject.violations:
        if _is_empty(violation):
            row = violation.where[:-1] if wants_number(violation.schema) else violation.where
            rows.setdefault((*row, str(subject.place(violation).line)), []).append(violation)
    for violations in rows.values():
        first = violations[0]
        names = f"“{'、'.join(map(_name, violations))}”"
        if len(violations) > 1:
            names = f"“{first.where[-2]}”的{names[1:-1]}"
        paths = tuple(map(path, violations))
        yield error("S103", f"{names}还没有填。请{_mend(first)}。", subject.place(first), paths=paths)


def _name(violation: Violation) -> str:
    """The key that is empty; the one above where it is a number with its unit or note."""
    return shown(violation.where[-2]) if violation.where[1:] and violation.where[-1] == "值" else title(violation)


def _is_empty(violation: Violation) -> bool:
    if violation.keyword in ("minLength", "minProperties"):
        return True
    blank = violation.keyword == "pattern" and not getattr(violation.node, "text", "-").strip()
    return blank or (violation.keyword == "type" and is_null(violation.node))


def _mend(violation: Violation) -> str:
    types = violation.schema.get("type", ())
    if violation.keyword == "minProperties" or types in ("object", "array"):
        return "填上其中的各项"
    if "enum" in violation.schema:
        return f"从{'、'.join(filter(None, violation.schema['enum']))}里选一个填上"
    if violation.schema.get("format") == "date":
        return "填上日期，如 2026-01-05"
    if "string" in types:
        return "填上文字"
    return "填上四位数字" if violation.schema.get("minimum", 0) > 0 else "填上数字，没有发生的写 0"
