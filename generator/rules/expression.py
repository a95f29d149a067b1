r"""# N111 引用的算式不对

**检查什么**：`{{ … }}` 里的算式能不能算出一个数：写法对不对，单位合不合，除数是不是零，要和上年比的有没有上年的报告。

**为什么**：算不出来，报告里就会缺一个数；程序不猜。算式里只有名字、加减和下面几种写法，别的都不认，报告里写什么都不会被当作
程序运行。

    {{ 本年新收 + 上年结转 }}              相加、相减，两边各空一格
    {{ 行政事业性收费|元 }}                换算成元、万元、亿元，一位不丢；|亿元(2) 四舍五入到两位小数
    {{ 予以公开|占比(总计) }}              占所在总计的百分比，连 % 一起印，如 62.5%
    {{ 予以公开|占比(本年新收, 1) }}       占另一个数的百分比，四舍五入到一位小数
    {{ 本年新收|同比 }}                    和上年比，印成“增长12.5%”“下降3%”或者“持平”
    {{ 行政许可|千分位 }}                  60,540
    {{ 行政事业性收费|大写 }}              金额写成元角分；件数写成大写数字

百分比没有写明位数的，最多两位小数，末尾的零不印。一律四舍五入。

**正确**

    依申请公开: |
      收到申请{{ 本年新收 + 上年结转 }}件，予以公开占{{ 予以公开|占比(总计, 1) }}。

**错误**

    依申请公开: |
      收到申请{{ 本年新收 * 2 }}件，收费{{ 行政许可|万元 }}万元。

**怎么改**：照上面的写法改。分母是零、上年没有这个数的，把这一句改写成文字。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.expressions import ExpressionError
from generator.findings import Finding
from generator.quotations import UnresolvedError
from generator.rules.quoted import place, references
from generator.rules.subject import Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    """Findings for expressions that give no number, though every name in them means one."""
    for quoted in references(subject):
        if isinstance(quoted.result, ExpressionError) and not isinstance(quoted.result, UnresolvedError):
            yield error("N111", quoted.result.message, place(subject, quoted, quoted.result.offset))
