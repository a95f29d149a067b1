"""# Y101 文件不合 YAML 的写法

**检查什么**：文件能不能按 YAML 读出来。常见的是引号没有配对、冒号后面没有空格、缩进没有对齐。

**为什么**：读不出来，就不知道哪个数属于哪一行，后面的检查都做不了。

**正确**

    机关: 示例市水务局

**错误**

    机关: "示例市水务局

**怎么改**：看提示的那一行和它的上一行，补上缺的引号、括号、冒号后的空格，或者把缩进对齐（每级两个空格）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.nodes import Scalar
from generator.rules.subject import Subject, error, glued_colon

# What libyaml says, and what the author should do about it.
_CAUSES = (
    ("no blank after a colon", "冒号后面没有空格", "在冒号后面加一个空格"),
    ("could not find expected ':'", "这一行缺少冒号", "写成“键: 值”，冒号用半角，后面空一格"),
    (
        "mapping values are not allowed",
        "这里不该有冒号",
        "检查上一行是否写完整；一行写几列时用花括号括起来，如 {甲: 1, 乙: 2}；文字里有“: ”时在冒号后写 |，另起一行",
    ),
    ("did not find expected ',' or '}'", "花括号里的内容没有写完整", "各项之间用半角逗号，末尾补上 }"),
    ("did not find expected ',' or ']'", "方括号里的内容没有写完整", "各项之间用半角逗号，末尾补上 ]"),
    ("did not find expected key", "缩进没有和上面对齐，或者多了内容", "与同级的键左对齐，每级缩进两个空格"),
    ("did not find expected '-' indicator", "列表的缩进没有对齐", "让每个“- ”左对齐"),
    ("did not find expected node content", "这里缺少内容", "补上内容，或者写 ~ 表示还不知道"),
    ("did not find expected <document start>", "前面的内容已经结束，这里多了一段", "检查缩进，与同级的键左对齐"),
    ("unexpected end of stream", "引号没有配对", "在文字末尾补上引号"),
    ("unknown escape character", "双引号里的反斜线后面跟了不认识的字符", "改用单引号，或者把 \\ 写成 \\\\"),
    ("cannot start any token", "这个字符不能放在开头", "把整段文字加上单引号"),
    ("block sequence entries are not allowed", "“- ”不能写在这里", "另起一行写列表；表示没有发生的，写 0"),
    ("did not find expected comment or line break", "| 后面不能直接写文字", "文字写到下一行，并缩进两个空格"),
    ("expected alphabetic or numeric character", "& 和 * 后面要有名字，而本表不用它们", "把整段文字加上单引号"),
)

# What git leaves where two branches have changed the same lines.
_CONFLICT = re.compile(r"<{7,} |={7,}\Z|>{7,} |\|{7,} ")
_CONFLICTED = ("这里是两个分支合并不了的地方", "在 <<<<<<< 到 >>>>>>> 之间留下对的一份，删去记号")


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for a file that libyaml cannot read, and for `键:值` that it reads as one text."""
    for violation in subject.violations:
        offset = glued_colon(violation)
        if offset >= 0 and isinstance(violation.node, Scalar) and violation.node.text[offset] == ":":
            yield error(
                "Y101", "冒号后面没有空格。请在冒号后面加一个空格。", subject.source.inside(violation.node, offset)
            )
    for fault in subject.faults("syntax"):
        reason, mend = next(
            ((r, m) for text, r, m in _CAUSES if text in fault.detail), ("这里不合 YAML 的写法", "核对这一行和上一行")
        )
        if _CONFLICT.match(subject.source.line(fault.position.line)):
            reason, mend = _CONFLICTED
        yield error("Y101", f"{reason}，文件从这里起读不下去。请{mend}。", fault.position, related=fault.related)
