"""Five hundred random reports through all three writers: nothing is lost, and no document is broken."""

from __future__ import annotations

import random
from decimal import Decimal

from generator import writers
from generator.check import open_template
from tests import strict
from tests.docx_lint import faults
from tests.making import agency_yaml, balanced, checked, expected, printed, random_text

TEMPLATE = open_template("zfxxgk-2021")[0]


FORMATS = [name for name in writers.FORMATS if name != "pdf"]  # a PDF of every 25th report: it takes longer


def _report(seed: int) -> str:
    source = random.Random(seed)
    digits = source.randint(1, 9)
    values: dict[object, object] = dict(balanced(TEMPLATE, lambda: source.randint(0, 10**digits - 1)))
    for path, figure in TEMPLATE.figures.items():
        if figure.column.kind == "amount":
            values[path] = Decimal(source.randint(0, 10**12)).scaleb(-6)
    written = {path: value for path, value in values.items() if seed % 2 or not TEMPLATE.figures[path].sums}  # type: ignore[index]
    keys = {narrative.path.parts[-1]: random_text(source) for narrative in TEMPLATE.narratives}
    agency = "某" * source.randint(4, 40)
    day = f"2026-{source.randint(1, 12):02d}-{source.randint(1, 28):02d}"
    return agency_yaml(TEMPLATE, written, agency, **keys) + f"落款: {{署名: {agency}, 日期: {day}}}\n"  # type: ignore[arg-type]


def test_random_reports_come_out_whole_and_sound_in_every_format() -> None:
    for seed in range(500):
        result = checked(_report(seed))
        assert not result.has_errors, (seed, result.findings)
        document = printed(result)
        for name in FORMATS if seed % 25 else writers.FORMATS:
            content = writers.module(name).write(document)
            assert strict.items(name, content) == expected(document, name), (seed, name)
            assert name != "docx" or not faults(content), seed
