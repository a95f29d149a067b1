"""Traditional gate: a published report in Traditional Chinese is imported as such and printed in either script.

Every paragraph of it stands in both, in order, under the labels of the script; its tables are empty and said to be so;
what a machine converted wrongly in it is named as often as it stands there, and nothing in a sound text is.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from lxml import html
from opencc import OpenCC

ROOT = Path(__file__).resolve().parent.parent.parent
REPORT = ROOT.parent / "shared" / "reports" / "003-qiaokou-district-2022-hant.txt"
SOUND = ROOT / "samples" / "zfxxgk-2021" / "shili-wenlv-2025-hant.yaml"
TRACES = {  # counted by hand in the report
    "礄口": 12, "入口網站": 8, "檔案": 12, "最佳化": 8, "民眾": 10, "套用": 5, "設定": 4, "資料庫": 4, "視窗": 3,
    "準營": 3, "連結": 2, "網際網路": 2, "捷運": 1, "程式": 1, "協定提案": 1,
}  # fmt: skip
HEADINGS = {
    "zh-Hant-TW": [
        "一、總體情況", "（一）主動公開情況", "（二）依申請公開情況", "（三）政府信息管理情況",
        "（四）政府信息公開平臺建設情況", "（五）監督保障情況", "二、主動公開政府信息情況",
        "三、收到和處理政府信息公開申請情況", "四、政府信息公開行政複議、行政訴訟情況",
        "五、存在的主要問題及改進情況", "六、其他需要報告的事項",
    ],
    "zh-Hans": [
        "一、总体情况", "（一）主动公开情况", "（二）依申请公开情况", "（三）政府信息管理情况",
        "（四）政府信息公开平台建设情况", "（五）监督保障情况", "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
    ],
}  # fmt: skip
LABELS = {
    "zh-Hant-TW": ["2.沒有現成信息需要另行製作", "4.無正當理由大量反覆申請", "行政規範性文件", "本年制發件數"],
    "zh-Hans": ["2.没有现成信息需要另行制作", "4.无正当理由大量反复申请", "行政规范性文件", "本年制发件数"],
}
TITLE = {
    "zh-Hant-TW": "示例市硚口區人民政府2022年政府信息公開工作年度報告",
    "zh-Hans": "示例市硚口区人民政府2022年政府信息公开工作年度报告",
}
LEAST = 60  # characters from which a line of the report is a paragraph and no heading


def nianbao(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command."""
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def traces(report: Path) -> dict[str, int]:
    """How often each word stands in a report that conversion is said to have left there."""
    files = json.loads(nianbao("check", report, "-o", "json").stdout)["files"]
    told = [finding for file in files for finding in file["findings"] if finding["code"] == "T201"]
    return {re.findall("“(.+?)”", finding["message"])[0]: 1 + len(finding["related"]) for finding in told}


def page_faults(report: Path, script: str, folder: Path) -> Iterator[str]:
    """What the page of a report in a script says otherwise than the report itself."""
    done = nianbao("render", report, "--draft", "--script", script, "--format", "html,docx,txt", "-o", folder)
    pages = list(folder.glob("*.html"))
    if len(pages) != 1 or len(list(folder.iterdir())) != 3:
        yield f"not rendered in {script}: {done.stderr[-500:]}"
        return
    page = html.fromstring(pages[0].read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    if page.get("lang") != {"zh-Hant-TW": "zh-TW", "zh-Hans": "zh-CN"}[script]:
        yield f"{script}: the language is {page.get('lang')}"
    if page.findtext(".//h1") is None or page.find(".//h1").text_content() != TITLE[script]:
        yield f"{script}: the title is {page.find('.//h1').text_content()}"
    convert = OpenCC("tw2s").convert if script == "zh-Hans" else str
    lines = [convert(line.strip()) for line in REPORT.read_text(encoding="utf-8").splitlines()]
    wanted = [line.strip() for line in lines if len(line) >= LEAST and "|" not in line]
    shown = [item.text_content() for item in page.iter("p", "h2", "h3", "h4", "h5")]
    rest = iter(shown)
    missing = [line[:20] for line in wanted if not any(text.endswith(line[-40:]) for text in rest)]
    if missing or len(wanted) < 20:
        yield f"{script}: of {len(wanted)} paragraphs these are not in their place: {missing}"
    headings = [text for text in shown if text in HEADINGS[script]]
    if headings != HEADINGS[script]:
        yield f"{script}: the headings are {headings}"
    cells = {cell.text_content() for cell in page.iter("th", "td", "caption")}
    yield from (f"{script}: no label {label}" for label in LABELS[script] if label not in cells)
    figures = [cell.text_content() for cell in page.iter("td") if cell.get("data-figure")]
    if len(figures) != 200 or any(figures):
        yield f"{script}: the tables hold {[text for text in figures if text]} in {len(figures)} cells"
    draft = page.find(".//aside").text_content()
    if "S103" not in draft or "（草稿）" not in pages[0].name:
        yield f"{script}: the draft does not say that figures are missing"


def faults(folder: Path) -> Iterator[str]:
    """Everything that is not as it should be."""
    nianbao("import", REPORT, "--agency", "示例市硚口区人民政府", "--year", "2022", "-o", folder)
    report = next(folder.glob("*.yaml"), None)
    if report is None:
        yield f"{REPORT.name} was not imported"
        return
    if "\n文种: zh-Hant-TW\n" not in report.read_text(encoding="utf-8"):
        yield "it is not imported as Traditional Chinese"
    found = traces(report)
    if found != TRACES:
        yield f"traces: {sorted(found.items() ^ TRACES.items())}"
    if traces(SOUND):
        yield f"traces in a sound text: {traces(SOUND)}"
    for script in HEADINGS:
        yield from page_faults(report, script, folder / script)


def main() -> int:
    """Run the gate."""
    with tempfile.TemporaryDirectory() as folder:
        found = list(faults(Path(folder)))
    for fault in found:
        print(f"traditional: FAIL {fault}", file=sys.stderr)
    if not found:
        print(f"traditional: ok, {sum(TRACES.values())} traces of {len(TRACES)} words, two scripts")
    return min(len(found), 1)


if __name__ == "__main__":
    sys.exit(main())
