"""# S104 写法不对

**检查什么**：该写几列的地方是不是写了几列，该写文字的地方是不是写了文字。

**为什么**：一行有几列时只写一个数，就不知道这个数是哪一列的。

**正确**

    予以公开: {自然人: 4}

**错误**

    予以公开: 4

**怎么改**：按提示写成“{列名: 数}”、一个数字或者一段文字。整行都是零时可以只写 0。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.nodes import Mapping, Scalar, Sequence, is_null
from generator.rules.subject import Subject, error, glued_colon, path, shown, title
from generator.rules.unusual_number import wants_number
from generator.schema_parts import ONE_LINE
from generator.validation import Schema, Violation


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for a mapping, a list or a scalar where another of them belongs."""
    for violation in subject.violations:
        row_of_one_number = (
            violation.keyword in ("minimum", "maximum")
            and "properties" in violation.schema
            and violation.schema.get("maximum") == 0
        )
        if row_of_one_number or (
            violation.keyword in ("type", "minItems", "uniqueItems") and not _elsewhere(subject, violation)
        ):
            place = subject.place(violation)
            yield error("S104", _message(violation), place, paths=(path(violation),), fix=_zero(violation))


def _zero(violation: Violation) -> str | None:
    """The plain 0 for a row of zeros that is written quoted or full-width."""
    is_row = violation.schema.get("maximum") == 0 and isinstance(violation.node, Scalar)
    return "0" if is_row and getattr(violation.node, "text", "") in ("0", "０") else None


def _elsewhere(subject: Subject, violation: Violation) -> bool:
    """Whether another rule speaks of it: an empty value, an unusual number, a colon or a brace gone wrong."""
    node = violation.node
    if isinstance(node, Mapping) and not node.entries and any(subject.faults("key")):
        return True
    unusual = isinstance(node, Scalar) and wants_number(violation.schema)
    return is_null(node) or unusual or glued_colon(violation) >= 0


def _message(violation: Violation) -> str:
    name, found = title(violation), _found(violation)
    types = violation.schema.get("type", "")
    if violation.keyword in ("minItems", "uniqueItems"):
        return f"“{name}”的列表是空的，或者有重复。请补上，或者删去重复的。"
    if "properties" in violation.schema and not wants_number(violation.schema):
        keys = list(violation.schema["properties"])
        example = "、".join(keys[:3]) + ("等" if len(keys) > 3 else "")
        zero = "；全部是零可以只写 0" if "integer" in types else ""
        form = f"{name}: {{{keys[0]}: …}}" if violation.key else "{" + ", ".join(f"{key}: …" for key in keys[:3]) + "}"
        return f"“{name}”下面要分别写{example}，这里写的是{found}。请写成“{form}”{zero}。"
    if wants_number(violation.schema):
        units = violation.schema.get("properties", {}).get("单位", {}).get("enum", [])
        wanted = (
            f"写明单位，这里写的是{found}。请写成“{{值: 数字, 单位: {units[0]}}}”的样子，没有的写 0" if units else ""
        )
        plainly = f"写一个数字，这里写的是{found}。请写数字，要加注时写成“{{值: 数字, 注: 文字}}”"
        return f"“{name}”要{wanted or plainly}。"
    if types == "boolean":
        return f"“{name}”只能写 true 或 false，这里写的是{found}。请改成其中之一。"
    if types == "array":
        keys = list(violation.schema.get("items", {}).get("properties", {"…": None}))
        item = "- {" + ", ".join(f"{key}: …" for key in keys) + "}"
        return f"“{name}”要写列表，这里写的是{found}。请另起一行缩进，每条一行，写成“{item}”。"
    if types == "object":
        return f"“{name}”要写“键: 值”，这里写的是{found}。请在下一行缩进写各项。"
    return f"“{name}”{_of_text(violation.schema, found)}"


def _of_text(schema: Schema, found: str) -> str:
    """What belongs where words do, and what stands there."""
    if "enum" in schema:
        choices = "、".join(choice for choice in schema["enum"] if choice is not None)
        return f"只能写：{choices}；这里写的是{found}。请改成其中之一。"
    if schema.get("format") == "date":
        return f"要写日期，这里写的是{found}。请写成 2026-01-05 的样子。"
    if schema.get("pattern") == ONE_LINE:
        return f"要写一行文字，这里写的是{found}。请写在冒号后面。"
    return f"要写文字，这里写的是{found}。请在冒号后写 |，文字另起一行。"


def _found(violation: Violation) -> str:
    if isinstance(violation.node, Mapping):
        return "几个键"
    return "列表" if isinstance(violation.node, Sequence) else f"“{shown(violation.node.text)}”"
