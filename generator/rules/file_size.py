"""# Y109 文件太大

**检查什么**：文件有没有超过 5 MB。

**为什么**：一份报告不过几十 KB。大到这样的多半选错了文件，读它只会白等。

**正确**：几十 KB 的 YAML 文件。

**错误**：改了扩展名的 Word 文件或者压缩包。

**怎么改**：核对文件名，选报告的 YAML 文件。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.rules.subject import Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    """A finding for a file over the limit, which is not read."""
    for fault in subject.faults("size"):
        yield error("Y109", "文件超过 5 MB，不像一份报告，没有读取。请核对是不是选错了文件。", fault.position)
