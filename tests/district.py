"""A district for tests: a roster of as many levels as wanted, every agency's report, the sums known beforehand."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path as FilePath

from generator.check import open_template
from generator.figures import Number
from generator.paths import Path
from tests.making import agency_yaml, balanced

TEMPLATE = open_template("zfxxgk-2021")[0]
YEAR = 2025


@dataclass
class Agency:
    """A unit with its own figures (none where it hands in nothing itself) and those below it."""

    name: str
    values: dict[Path, Number] | None
    below: list[Agency] = field(default_factory=list)
    scope: str = "本机关"

    def tree(self) -> Iterator[Agency]:
        yield self
        for agency in self.below:
            yield from agency.tree()

    def total(self, path: Path) -> Number:
        """The sum of a figure, added up another way than the program does."""
        return sum(agency.values[path] for agency in self.tree() if agency.values is not None)

    def yaml(self, **texts: str) -> str:
        return agency_yaml(TEMPLATE, self.values or {}, self.name, **texts).replace(
            f'"年度": {TEMPLATE.years[0]}', f'"年度": {YEAR}'
        )

    def written_sum(self) -> str:
        """A report of the kind 汇总 with the right sums."""
        values = {path: self.total(path) for path in TEMPLATE.figures}
        whole = Agency(self.name, values)
        return whole.yaml().replace('"本机关"', '"汇总"')

    def roster(self) -> object:
        if not self.below and self.scope == "本机关":
            return self.name
        entry = {"机关": self.name, "报送": self.scope, "下级": [agency.roster() for agency in self.below]}
        return entry if self.below else {"机关": self.name, "报送": self.scope}


def figures(seed: int) -> dict[Path, Number]:
    source = random.Random(seed)
    return dict(balanced(TEMPLATE, partial(source.randint, 0, 99)))


def sixty() -> Agency:
    """60 agencies in three levels: 20 offices of the district, 8 towns with 4 stations each."""
    count = iter(range(10_000))
    make: Callable[[str], Agency] = lambda name: Agency(name, figures(next(count)))  # noqa: E731
    towns = []
    for number in range(8):
        town = make(f"第{number}镇人民政府")
        town.below = [make(f"第{number}镇{post}站") for post in ("农业", "水利", "文化", "卫生")]
        towns.append(town)
    return Agency("示例区人民政府", None, [*(make(f"示例区第{number}局") for number in range(20)), *towns], "不报")


def write(district: Agency, folder: FilePath) -> FilePath:
    """The roster and every report, each in a file of its agency's name; the folder is returned."""
    folder.mkdir(parents=True, exist_ok=True)
    for agency in district.tree():
        if agency.values is not None:
            (folder / f"{agency.name}.yaml").write_text(agency.yaml(), encoding="utf-8")
    roster = district.roster()
    assert isinstance(roster, dict)
    lines = [f"年度: {YEAR}", f"机关: {district.name}", f"报送: {district.scope}", "下级:", *_items(roster["下级"], "")]
    (folder / "名册.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def _items(units: list[object], indent: str) -> Iterator[str]:
    for unit in units:
        if isinstance(unit, str):
            yield f"{indent}- {unit}"
        else:
            assert isinstance(unit, dict)
            head = {key: value for key, value in unit.items() if key != "下级"}
            yield f"{indent}- " + f"\n{indent}  ".join(f"{key}: {value}" for key, value in head.items())
            if "下级" in unit:
                yield f"{indent}  下级:"
                yield from _items(unit["下级"], f"{indent}  ")


def filled(text: str, permits: int, kind: str = "部门") -> str:
    """A new or aggregated report as its author leaves it: nothing happened but some permits, and a word everywhere."""
    text = text.replace("行政许可: ~", f"行政许可: {permits}").replace("机关类型: ~", f"机关类型: {kind}")
    text = text.replace("日期: ~", f"日期: {YEAR + 1}-01-20")
    text = re.sub(r"\{.*\}", lambda match: match[0].replace("~", "0"), text)
    text = re.sub(r": ~(?=  # 本年)", ": 0", text)
    return re.sub(r": ~$", ": 正文。", text, flags=re.MULTILINE)
