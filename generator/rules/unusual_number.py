"""# S105 数字的写法不对

**检查什么**：数字是不是只用半角的 0 到 9 写成（金额可以有小数点）。

**为什么**：`010`、`1_000`、`0x1`、`1e3` 在 YAML 里各有各的读法，`1,000`、`１２`、`55件` 会被当作文字。
数字只有一种写法，谁读都一样。

**正确**

    行政许可: 1000

**错误**

    行政许可: 1,000

**怎么改**：按提示改成普通的数字，不加逗号、单位、引号和开头的 0。没有发生的写 0，还不知道的写 ~。
数字不变、只是写法不对的，nianbao fix 可以自动改好。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.findings import Finding
from generator.nodes import Scalar, is_null
from generator.rules.subject import Subject, error, path, shown, title
from generator.validation import Schema, Violation

_UNIT = re.compile(r"(件次|人次|[件条份宗起次人个项])$")
_GROUPED = re.compile(r"\+?\d{1,3}([,_' ]\d{3})+(\.\d+)?", re.ASCII)
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，＋", "0123456789.,+")
_LONGEST = 15
_A_YEAR = 1000  # what may be no less is a year
_BASES = {"0x": 16, "0o": 8, "0b": 2}


def wants_number(schema: Schema) -> bool:
    """Whether a figure belongs here, bare or with a note, rather than a text or a row of columns."""
    types = schema.get("type", ())
    types = (types,) if isinstance(types, str) else types
    figure = "值" in schema.get("properties", {"值": None})
    return figure and "string" not in types and ("integer" in types or "number" in types)


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for a number in any spelling but the plain one, with the plain one as the mend."""
    for violation in subject.violations:
        node = violation.node
        if (
            violation.keyword == "type"
            and isinstance(node, Scalar)
            and not is_null(node)
            and wants_number(violation.schema)
        ):
            number = _plain(node.text)
            whole = "number" not in violation.schema["type"]
            fix = "~" if node.text == "～" else None if number is None else _written(number, whole)
            message = _message(violation, node, fix, whole and number is not None)
            yield error("S105", message, subject.place(violation), paths=(path(violation),), fix=fix)


def _message(violation: Violation, node: Scalar, fix: str | None, fraction: bool) -> str:
    name, text = title(violation), shown(node.text)
    if fix == "~":
        return f"“{name}”写的是全角的 ～，不是表示还不知道的 ~。请改为 ~，或者填上数字。"
    if fix is not None:
        quoted = f"'{text}'" if node.style else text
        reason = "不要加引号" if node.style and node.text == fix else "只用半角数字，不加逗号、单位和开头的 0"
        return f"“{name}”写的是 {quoted}，{reason}。请改为 {fix}。"
    if fraction:
        return f"“{name}”是件数，要写 0 或者正整数，这里写的是 {text}。请核对。"
    units = violation.schema.get("properties", {}).get("单位", {}).get("enum")
    if units:
        return f"“{name}”写的是“{text}”，数字和单位要分开写。请写成“{{值: 数字, 单位: {units[0]}}}”的样子。"
    if "元" in node.text:
        return f"“{name}”写的是“{text}”，不写单位。请换算成表头的单位，只写数字。"
    least = violation.schema.get("minimum", 0)
    if least >= _A_YEAR:
        return f"“{name}”要写四位数字，这里写的是“{text}”。请改成 2025 的样子。"
    mend = "没有发生的请写 0，还不知道的请写 ~，要说明的请写成“{值: 数字, 注: 文字}”。"
    return f"“{name}”要写数字，这里写的是“{text}”。{'请只写数字，不写单位。' if least > 0 else mend}"


def _plain(text: str) -> Decimal | None:
    """The number that an unusual spelling evidently means; None where it means none, or not just one."""
    text = text.translate(_HALF_WIDTH).strip()
    base = _BASES.get(text[:2].lower())
    if base:
        try:
            return Decimal(int(text, base)) if len(text) < _LONGEST else None
        except ValueError:
            return None
    bare = _UNIT.sub("", text)
    if _GROUPED.fullmatch(bare):
        bare = re.sub(r"[,_' ]", "", bare)
    if len(bare) > _LONGEST or not re.fullmatch(r"\+?\d+(\.\d*)?([eE]\+?\d)?", bare, re.ASCII):
        return None
    return Decimal(bare)


def _written(number: Decimal, whole: bool) -> str | None:
    if number == number.to_integral_value():
        return str(int(number))
    return None if whole else format(number, "f")
