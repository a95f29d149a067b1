"""Five hundred random reports of all forms through every writer: nothing is lost, and no document is broken."""

from __future__ import annotations

import random

from generator import writers
from generator.template import Template
from tests import strict
from tests.docx_lint import faults
from tests.making import EVERY_FORM, TEMPLATES, agency_yaml, balanced, checked, expected, printed, random_text, varied

FORMATS = [name for name in writers.FORMATS if name != "pdf"]  # a PDF of every 25th report: it takes longer


def _report(template: Template, seed: int) -> str:
    source = random.Random(seed)
    digits = source.randint(1, 9)
    values = varied(template, balanced(template, lambda: source.randint(0, 10**digits - 1)), source, 10**6)
    written = {path: value for path, value in values.items() if seed % 2 or not template.figures[path].sums}
    keys = {narrative.path.parts[-1]: random_text(source) for narrative in template.narratives}
    agency = "甲" * source.randint(4, 40)
    day = f"2026-{source.randint(1, 12):02d}-{source.randint(1, 28):02d}"
    signature = f"落款: {{署名: {agency}, 日期: {day}}}\n" if template.has_signature else ""
    return agency_yaml(template, written, agency, **keys) + signature


@EVERY_FORM
def test_random_reports_come_out_whole_and_sound_in_every_format(template: Template) -> None:
    for seed in range(500 // len(TEMPLATES)):
        result = checked(_report(template, seed))
        assert not result.has_errors, (seed, result.findings)
        document = printed(result)
        for name in FORMATS if seed % 25 else writers.FORMATS:
            content = writers.module(name).write(document)
            assert strict.items(name, content) == expected(document, name), (seed, name)
            assert name != "docx" or not faults(content), seed
