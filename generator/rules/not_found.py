"""# I101 没有读到的数字

**检查什么**：导入时，格式里的每一行、每一块在原件里是不是都找得到。

**为什么**：没有读到就是不知道，写成 `~`，绝不当作零。原件漏印、表格是图片、行的名称认不出来，都会这样。

**正确**：原件的表里有“重复申请”一行。

**错误**：原件的表里没有“重复申请”，或者整张表是一张图片。

**怎么改**：对照原件，在导入的文件里把 `~` 换成数字；没有发生的写 0。
"""

from __future__ import annotations

from generator.findings import Finding, Position, Severity
from generator.remarks import Remark


def finding(remark: Remark, position: Position) -> Finding:
    """The figures of a row or a block that the source does not have."""
    what = f"{remark.text}这张表" if remark.kind else f"“{remark.text}{'' if remark.text.endswith('行') else '”'}"
    message = f"{what}没有读到，{len(remark.paths)} 个数字写成了 ~。请对照原件填上，没有发生的写 0。"
    return Finding("I101", Severity.ERROR, message, position, remark.paths)
