"""Safe changes that findings carry: applied, they leave nothing of their kind and touch no name."""

from __future__ import annotations

import pytest

from generator import source
from generator.check import check_source
from generator.mends import mended
from generator.rules import TYPOGRAPHY
from tests.making import BASE

_GAP = "    规范管理。\n"
_WRONG = {
    "T101": ("落实要求,定期检查(每季度一次);及时整改.", "落实要求，定期检查（每季度一次）；及时整改。"),
    "T102": ('落实"三审三校"制度。', "落实“三审三校”制度。"),
    "T103": ("《关于印发<要点>的通知》。", "《关于印发〈要点〉的通知》。"),
    "T104": ("“甲”、“乙”、丙、等。", "“甲”“乙”、丙等。"),
    "T105": ("每月3~5次。", "每月3～5次。"),
    "T106": ("开展--征集...", "开展——征集……"),
    "T107": ("1、健全。", "1.健全。"),
    "T108": ("更新，，检查。。", "更新，检查。"),
    "T109": ("12 月31日 ，完成 。", "12月31日，完成。"),
    "T110": ("## 健全制度。", "## 健全制度"),
    "T111": ("比例８１．１２％。", "比例81.12%。"),
    "T112": ("二零二五年。", "二〇二五年。"),
    "T113": ("63～68%。", "63%～68%。"),
    "T115": ("市政函[2025]第003号。", "市政函〔2025〕3号。"),
    "T116": ("增长.5%。", "增长0.5%。"),
    "T117": ("召开会议三次，公开信息一百二十条。", "召开会议3次，公开信息120条。"),
    "T118": ("自2025-03-01起。", "自2025年3月1日起。"),
    "T120": ("自2025、3、15起。", "自2025年3月15日起。"),
    "T121": ("表1 公开情况。", "表1 公开情况"),
    "T123": ("2021-2025年，9:00～17:00，3.5-4小时，63-68%。", "2021—2025年，9:00—17:00，3.5～4小时，63%～68%。"),
}


def _mended(text: str) -> tuple[str, set[str]]:
    read = source.read(text.encode(), "报告.yaml")
    result = check_source(read)
    codes = {finding.code for finding in result.findings}
    mends = [mend for finding in result.findings if finding.code in TYPOGRAPHY for mend in finding.mends]
    return mended(text.encode(), mends).decode(), codes


@pytest.mark.parametrize("code", _WRONG)
def test_a_slip_is_mended_and_is_none_afterwards(code: str) -> None:
    wrong, right = _WRONG[code]
    text = BASE.replace(_GAP, f"    {wrong}\n")
    after, codes = _mended(text)
    assert code in codes
    assert after == BASE.replace(_GAP, f"    {right}\n")
    assert _mended(after)[1].isdisjoint(TYPOGRAPHY)


@pytest.mark.parametrize(
    "names",
    [
        "见http://www.example.gov.cn/a,b?c=1;d，邮箱a.b-c@example.com。",
        "《放,管;服(试行)》和“营商,环境”。",
        "引用{{ 本年新收 }}件，花括号\\{{ 甲,乙 }}。",
        "标准GB/T 9704-2012，比例1:2，时间8:30，1,234项。",
        "电话0571-88001234，编号A-3件，地址192.168.1.1，落实“三会一课”，一次性告知，高效办成一件事。",
    ],
)
def test_addresses_names_and_references_are_not_touched(names: str) -> None:
    text = BASE.replace(_GAP, f"    {names}\n")
    assert _mended(text)[0] == text


def test_a_text_that_folds_over_lines_is_left_to_its_author() -> None:
    text = BASE.replace("  政府信息管理: |\n    规范管理。\n", "  政府信息管理: 规范管理,\n    定期检查.\n")
    assert _mended(text)[0] == text
