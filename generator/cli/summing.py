"""What the command `aggregate` does, and how it tells."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from generator import agency_file, delivery, reporter, rules
from generator import aggregate as engine
from generator.aggregate import draft, trace, worklist
from generator.check import Result, check_file
from generator.cli.checking import Output, exit_code, gathered, outputs_of, show
from generator.cli.console import FINDINGS, coloured, say
from generator.collection import Collection
from generator.errors import InputError
from generator.files import STANDARD_INPUT
from generator.findings import Finding, by_place
from generator.paths import Path as FigurePath
from generator.recognition import ROSTER
from generator.reporter import Outcome
from generator.roster import Roster
from generator.shapes import NamedTuple
from generator.source import load

_LIST = "-待办.md"


class Wish(NamedTuple):
    """What a user asked for; a text is empty where it was left out."""

    output: str
    roster: str
    agency: str
    written: str
    explain: str
    findings: list[str] | None


def aggregate(files: list[str], wish: Wish) -> int:
    """Add up, or look into a sum without writing one; the exit code."""
    listed = _reports(files, (wish.written, wish.output))
    outputs = outputs_of(wish.findings, [*listed, *filter(None, (wish.written, wish.output))])
    chosen = wish.roster or _found(files)
    if chosen:
        say(f"名册：{reporter.place(chosen)}", error=True)
        known, told = engine.read_roster(chosen)
        if known is None:
            return _refused(told, outputs)
        _require_agreement(known, wish.agency.strip())
    else:
        known = engine.common_roster(listed, wish.agency.strip())
    paths = _resolved(known, wish.explain) if wish.explain else ()
    target = None if wish.written or wish.explain else _target(wish.output, known)
    entries: list[str] = []
    collection = engine.collect(listed, known, lambda *one: entries.append(worklist.entry(*one)))
    if wish.written:
        engine.prove(collection, check_file(wish.written))
    outcome = _outcome(collection)
    show(outcome, outputs)
    is_data = any(output.file is None and output.name not in reporter.FOR_CONSOLES for output in outputs)
    if wish.explain:
        _print(trace.lines(collection, known.root, paths, wish.explain), is_data)
    elif target is None:
        _explain_differences(collection, is_data)
    else:
        for file in _write(collection, entries, target):
            say(str(file), error=is_data)
    say(_summary(collection, outcome), error=True)
    return exit_code(outcome)


def _reports(names: list[str], others: Iterable[str]) -> list[str]:
    """The reports to add up, each once: neither rosters nor the written sum that may lie among them."""
    if STANDARD_INPUT in names:
        raise InputError("汇总要把文件读两遍，不能从标准输入读。请写出文件或者文件夹的名字。")
    left_out = {Path(name).resolve() for name in others if name}
    found = {Path(file).resolve(): file for file in reversed(gathered(names)) if Path(file).name != ROSTER}
    return [file for place, file in reversed(found.items()) if place not in left_out]


def _found(names: list[str]) -> str:
    """The roster that is named, or lies in a folder named or beside a file named; empty where there is none."""
    places = [Path(name) / ROSTER if os.path.isdir(name) else Path(name).parent / ROSTER for name in names]
    return next((str(place) for place in places if place.is_file()), "")


def _refused(told: Result, outputs: list[Output]) -> int:
    """Tell what is wrong with a roster that cannot be used."""
    show(Outcome((told,), (), reporter.root_by_environment(os.environ), coloured()), outputs)
    say(f"{reporter.place(told.source.file)}：名册有错误，没有汇总。请先改正。", error=True)
    return FINDINGS


def _require_agreement(roster: Roster, agency: str) -> None:
    if agency not in ("", roster.root.name):
        raise InputError(f"名册写的是{roster.root.name}，--agency 写的是{agency}。请改名册，或者去掉 --agency。")


def _resolved(roster: Roster, text: str) -> tuple[FigurePath, ...]:
    try:
        return engine.template_of(roster).resolve(text)
    except LookupError as error:
        candidates = error.args[0]
        hint = (
            f"可以写：{'、'.join(candidates[:8])}" if candidates else "请写表里的行名，可以加列名，如 予以公开·自然人"
        )
        many = "不止一个数" if candidates else "不是表里的数"
        raise InputError(f"--explain 的“{text}”{many}。{hint}。") from None


def _target(output: str, roster: Roster) -> Path:
    """The file to write; InputError where something stands there already."""
    if output == STANDARD_INPUT:
        raise InputError("汇总和它的待办写到文件里，不能写到标准输出。请写出文件名。")
    name = "-".join(filter(None, (roster.root.name, str(roster.year), "汇总")))
    target = Path(output or f"{delivery.safe_name(name)}.yaml")
    for file in (target, _list_beside(target)):
        if file.exists():
            raise InputError(
                f"{file} 已经存在，没有改动。请用 --check {target} 核对写好的汇总，或者用 -o 写出另一个文件名，再比较。"
            )
    return target


def _list_beside(target: Path) -> Path:
    return target.with_name(f"{target.stem}{_LIST}")


def _outcome(collection: Collection) -> Outcome:
    """The findings on the aggregate as results, one for each file that they stand in."""
    files: dict[str, list[Finding]] = {}
    for finding in sorted(rules.on_collection(collection), key=by_place):
        files.setdefault(finding.position.file, []).append(finding)
    results = tuple(Result(load(file), None, tuple(found)) for file, found in files.items())
    for _, message in collection.unread:
        say(f"nianbao：{message}", error=True)
    return Outcome(results, tuple(collection.unread), reporter.root_by_environment(os.environ), coloured())


def _explain_differences(collection: Collection, is_data: bool) -> None:
    """What each figure that differs is made of; not beside data, which has the places in the findings."""
    for proof in collection.proofs if not is_data else ():
        for difference in proof.differences:
            path = difference.figure.path
            say()
            _print(trace.lines(collection, proof.unit, (path,), collection.template.name(path)))


def _print(lines: Iterable[str], is_aside: bool = False) -> None:
    """Lines for people; on standard error where standard output is taken by data."""
    for line in lines:
        say(line, error=is_aside)


def _write(collection: Collection, entries: list[str], target: Path) -> tuple[Path, Path]:
    """Write the aggregate and its worklist together; their names."""
    listed = _list_beside(target)
    schema = Path("schemas") / f"{collection.template.id}.schema.json"
    shown = Path(os.path.relpath(schema, target.parent)).as_posix()
    text = agency_file.write(collection.template, draft.content(collection, listed.name), shown)
    document = worklist.document(collection, entries)
    delivery.write_together({target: text.encode("utf-8"), listed: document.encode("utf-8")})
    return target, listed


def _summary(collection: Collection, outcome: Outcome) -> str:
    number, lacking = len(list(collection.sources(collection.roster.root))), len(collection.lacks)
    levels = Counter(reporter.level(finding) for result in outcome.results for finding in result.findings)
    lack = f"，缺 {lacking} 个" if lacking else ""
    return f"相加的有 {number} 个机关{lack}。{reporter.summary(levels)}"
