"""What a cold, clean render imports: only this, so that it feels instant."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

HEAVY = {"docxtpl", "jinja2", "docx", "lxml", "rich", "jsonschema", "zipfile", "pydantic", "click"}


def test_a_clean_render_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv[1:] = sys.argv[1:]\nimport generator.cli as cli\n"
        "try:\n    cli.main()\nexcept SystemExit as end:\n    assert end.code == 0, end.code\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, "render", "tests/base.yaml", "-o", str(tmp_path)]
    for _ in range(2):  # the first run compiles the frames
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    modules = set(done.stderr.split())
    assert "generator.writers.docx" in modules
    assert HEAVY & modules == set()
    assert not any(name.startswith(("generator.reporter.", "generator.mending")) for name in modules)
    tops = {name.split(".")[0] for name in modules} - set(sys.stdlib_module_names) - {"__main__", "generator"}
    strangers = {name for name in tops if not name.startswith("_")} - {
        "typer",
        "yaml",
        "annotated_doc",
        "shellingham",
        "cython_runtime",
    }
    assert strangers == set()
    assert not {f"generator.{name}" for name in ("versions", "history", "diff", "review", "forge", "merge")} & modules
    rules = {name for name in modules if name.startswith("generator.rules.")}
    assert rules == {
        f"generator.rules.{name}"
        for name in (
            "subject",
            "totals",
            "quoted",
            "topics",
            "row_total",
            "column_total",
            "balance",
            "outcome_total",
            "unknown_reference",
            "taken_name",
            "slipped_mark",
            "expression",
            "unit_after",
            "parts_of_fact",
            "page_tags",
            "hollow",
            "government_matters",
            "processing_fee",
            "preamble",
            "signature",
            "placeholder",
            "previous_report",
            "carried_over",
            "stock",
            "jump",
            "repeated",
            "prose",
            "disagreement",
            "bindable",
            "unbound",
            "stated_balance",
            "parts",
            "percentage",
            "numbering",
            "empty_number",
            "other_year",
            "superseded",
            "too_early",
            "too_late",
            "typography",
            "unpaired_mark",
        )
    }
