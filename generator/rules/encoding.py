"""# Y108 文件编码不是 UTF-8

**检查什么**：文件是不是 UTF-8 编码（有没有 BOM 都可以）。

**为什么**：用别的编码读，汉字会变成乱码；猜编码可能猜错，所以不猜。

**正确**：UTF-8。

**错误**：GBK（中文 Windows 旧版记事本的“ANSI”）、UTF-16（记事本的“Unicode”）。

**怎么改**：用记事本打开文件，选“文件→另存为”，下方“编码”选“UTF-8”，保存。
也可以运行 nianbao fix，能认出是年报的自动改好。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.rules.subject import Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for files in another encoding, at the first byte that is not UTF-8."""
    for fault in subject.faults("encoding"):
        if "Word" in fault.detail:
            yield error("Y108", f"这不是文本文件，看起来是{fault.detail}。请选报告的 YAML 文件。", fault.position)
            continue
        guess = f"，看起来是 {fault.detail}" if fault.detail else "，内容可能已损坏"
        yield error("Y108", f"文件不是 UTF-8 编码{guess}。请用记事本打开，另存为，编码选 UTF-8。", fault.position)
