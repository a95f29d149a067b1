"""Whole processes from start to end: what somebody at a terminal waits for."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from pathlib import Path

from bench import reports
from bench.figures import IN
from bench.measure import PASS, Row, in_turn, memory, ratio, whole
from bench.peers import Peers
from bench.warm import require_figures

_SCRIPTS = Path(sys.executable).parent


def rows(home: Path, peers: Peers, rounds: int) -> list[Row]:
    """The rows of the table."""
    file = reports.write(home / "one", 1)[0]
    plain = reports.write(home / "one plain", 1, bound=False)[0]
    out, other = home / "one out", home / "other"
    commands: dict[str, list[object]] = {
        "render": [_SCRIPTS / "render", file, "-o", out],
        "check": [_SCRIPTS / "nianbao", "check", file],
        "help": [_SCRIPTS / "nianbao", "--help"],
        "pass": list(PASS),
    }
    whole(commands["render"])
    page = next(out.glob("*.html"))
    if peers.has_plain:
        commands["plain"] = [*peers.script(plain, other)]
    pandoc = peers.pandoc()
    if pandoc:
        reference = peers.templates.parent / "reference.docx"
        reference.write_bytes(next(out.glob("*.docx")).read_bytes())
        commands["pandoc"] = [pandoc, page, "--reference-doc", reference, "-o", home / "pandoc.docx"]

    def program(command: list[object]) -> Callable[[int], float]:
        return lambda _: whole(command)

    seconds = in_turn({name: program(command) for name, command in commands.items()}, rounds)
    for kind in IN:
        require_figures(next(out.glob(f"*.{kind}")), kind, 0)
        if peers.has_plain:
            require_figures(other.with_name(f"other.{kind}"), kind, 0)
    if pandoc:
        require_figures(home / "pandoc.docx", "docx", 0)
    ours = seconds["render"]

    def to_pass(label: str, name: str, target: float) -> Row:
        taken = seconds[name]
        return Row(label, statistics.median(taken), ratio(taken, seconds["pass"]), target, at_most=True, unit="x pass")

    return [
        to_pass("render one.yaml, cold: docx, html, txt", "render", 6),
        _peer("  the plain program as a script", seconds.get("plain"), ours, 10),
        _beside("  beside pandoc, which makes a docx of ready HTML", ours, seconds.get("pandoc")),
        Row("  memory", None, memory(commands["render"]), 25, at_most=True, unit="MB"),
        to_pass("nianbao check one.yaml, cold", "check", 5),
        to_pass("nianbao --help", "help", 3),
    ]


def _peer(label: str, taken: list[float] | None, ours: list[float], target: float) -> Row:
    if not taken:
        return Row(f"{label}: MISSING", target=target)
    return Row(label, statistics.median(taken), ratio(taken, ours), target)


def _beside(label: str, ours: list[float], taken: list[float] | None) -> Row:
    if not taken:
        return Row(f"{label}: MISSING", target=1.2, at_most=True)
    return Row(label, statistics.median(taken), ratio(ours, taken), 1.2, at_most=True)
