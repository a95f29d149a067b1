"""A thousand random reports whose prose refers to the tables: change a figure, and the prose follows everywhere.

The reports are one file whose figures and texts are exchanged in the tree, because reading YAML a thousand times over
would test the reader. What the prose ought to print is worked out here with integers.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

from generator import report as reports
from generator.check import check_source, open_template
from generator.config import Config
from generator.document import compose
from generator.nodes import Entry, Mapping, Scalar
from generator.paths import Path
from generator.source import Source, read
from tests.making import agency_yaml, balanced, settled

TEMPLATE = open_template("zfxxgk-2021")[0]
LEAVES = [path for path, figure in TEMPLATE.figures.items() if not figure.sums]
FIGURES = list(TEMPLATE.figures)
NAMES = {path: TEMPLATE.name(path) for path in FIGURES}
COUNTS = [path for path in FIGURES if TEMPLATE.figures[path].column.kind == "count"]
FEE = next(path for path in FIGURES if TEMPLATE.figures[path].column.kind == "amount")
TOTALS = [(path, parts) for path, figure in TEMPLATE.figures.items() for _, parts in figure.sums]
BALANCE = next(use for use in TEMPLATE.rules if use.code == "A103")
REBALANCED = TEMPLATE.resolve(BALANCE.arguments["left"][0])[0].parts[-2]  # the row that `settled` works out
Values = dict[Path, int]
Piece = tuple[str, Callable[[Values], str]]


def _share(part: int, whole: int) -> str:
    """Tenths of a percent, half up, in integers."""
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"


def _piece(source: random.Random) -> Piece:
    """A reference and what it prints for given figures."""
    one, two = source.choice(COUNTS), source.choice(COUNTS)
    first, second = NAMES[one], NAMES[two]
    kind = source.randrange(6)
    if kind == 0:
        return f"{first} + {second}", lambda values: str(values[one] + values[two])
    if kind == 1:
        return f"{first} − {second}", lambda values: str(values[one] - values[two])
    if kind == 2:
        whole, parts = source.choice(TOTALS)
        part = source.choice(parts)
        text = f"{NAMES[part]}|占比({NAMES[whole]}, 1)"
        return text, lambda values: _share(values[part], values[whole])
    if kind == 3:
        return f"{NAMES[FEE]}|元", lambda values: str(values[FEE] * 10_000)
    if kind == 4:
        return f"{first}|千分位", lambda values: f"{values[one]:,}"
    return first, lambda values: str(values[one])


def _report() -> tuple[Source, dict[Path, Mapping]]:
    """The file, and the mapping in which each leaf figure stands."""
    text = agency_yaml(TEMPLATE, dict.fromkeys(LEAVES, 1)) + "落款: {日期: 2022-01-05}\n"
    source = read(text.encode(), "报告.yaml")
    places = {}
    for path in LEAVES:
        node = source.root
        for key in path.parts[:-1]:
            assert isinstance(node, Mapping)
            node = node.entries[key].value
        assert isinstance(node, Mapping)
        places[path] = node
    return source, places


def _put(mapping: Mapping, key: str, text: str, style: str = "") -> None:
    entry = mapping.entries[key]
    mapping.entries[key] = Entry(entry.key, Scalar(text, style, entry.value.line, entry.value.column))


def _prose(source: Source, places: dict[Path, Mapping], values: Values) -> str:
    """Everything that the report prints in words with these figures in its tables."""
    for path, mapping in places.items():
        _put(mapping, path.parts[-1], str(values[path]))
    document = compose(reports.build(TEMPLATE, source, Config()))
    return "\n".join(line.text for part in document.parts for line in (*part.before, *part.after))


def _told(pieces: list[Piece], values: Values) -> list[str]:
    return [f"其一为{tell(values)}，完。" for _, tell in pieces]


def test_prose_follows_every_change_of_a_figure() -> None:
    source, places = _report()
    assert isinstance(source.root, Mapping)
    texts = {narrative.path: narrative.customary("示例机关", 2021)[0] for narrative in TEMPLATE.narratives}
    for seed in range(1000):
        chance = random.Random(seed)
        values = balanced(TEMPLATE, partial(chance.randint, 1, 10 ** chance.randint(1, 6)))
        leaf = chance.choice([path for path in LEAVES if REBALANCED not in path.parts])
        pieces = [(NAMES[leaf], lambda values, leaf=leaf: str(values[leaf])), *(_piece(chance) for _ in range(7))]
        field = chance.choice([narrative for narrative in TEMPLATE.narratives if len(narrative.path.parts) == 2])
        place = source.root.entries[field.path.parts[0]].value
        assert isinstance(place, Mapping)
        lines = [texts[field.path].strip(), *(f"其一为{{{{ {text} }}}}，完。" for text, _ in pieces)]
        old = place.entries[field.path.parts[1]]
        _put(place, field.path.parts[1], "\n".join(filter(None, lines)), "|")
        before = _prose(source, places, values)
        assert all(line in before for line in _told(pieces, values)), seed
        changed = settled(TEMPLATE, {**values, leaf: values[leaf] + chance.choice([1, 2, 10])})
        after = _prose(source, places, changed)
        assert all(line in after for line in _told(pieces, changed)), seed
        assert before != after, seed
        findings = check_source(source).findings
        assert findings == (), [finding.message for finding in findings]
        place.entries[field.path.parts[1]] = old
