"""Adding up the reports of the agencies below: what counts, the exact sums, and what each sum is made of.

Reports are read one at a time and let go; a second reading follows only where a figure is traced to its agencies, or
where two files of one agency turn out to exclude each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from generator import check, config, figure_rows
from generator import report as reports
from generator import roster as rosters
from generator import schema as schemas
from generator.check import Result
from generator.collection import Collection, Difference, Filed, Proof, Verdict
from generator.errors import InputError
from generator.figures import Number, State, Value, Values
from generator.files import contents
from generator.findings import Severity
from generator.nodes import Mapping
from generator.paths import Path
from generator.recognition import agency_of, decoded, form_of, year_of
from generator.report import Report
from generator.roster import Roster, Scope, Unit
from generator.source import Source, load
from generator.tally import Tally
from generator.template import Template

_HEAD = ("机关", "年度", "格式", "统计口径")
_HARMLESS = {"S102", "S103"}  # what is missing is unknown in the sum too; errors of prose and tags touch no figure
_OF_PROSE = "NC"
_Watch = Callable[[Result, Filed], None]
_Given = tuple[Filed, Values]  # a report with some of its figures


def read_roster(file: str) -> tuple[Roster | None, Result]:
    """The roster in a file, None where the findings of the result forbid to use it; InputError as `source.load`."""
    source = load(file)
    findings = check.inspect(source, schemas.read("roster"))
    result = Result(source, None, tuple(findings))
    return None if findings else rosters.build(source), result


def common_roster(files: Iterable[str], agency: str) -> Roster:
    """The roster of whoever has handed in a report, for the form and year that most of them have.

    InputError where no file says either.
    """
    heads: Counter[tuple[int, str]] = Counter()
    for file in files:
        text = decoded(contents(file))
        if text and check.is_known(form_of(text.text), file) and year_of(text.text):
            heads[year_of(text.text), form_of(text.text)] += 1
    if not heads:
        raise InputError("这些文件里没有一份写明格式和年度的报告，不能汇总。请核对文件。")
    return rosters.opened(agency, *heads.most_common(1)[0][0])


def template_of(roster: Roster) -> Template:
    """The form that a roster asks for; InputError where there is none for its year, or of its name."""
    return check.open_template(roster.form or check.form_of(roster.year))[0]


def collect(files: Iterable[str], roster: Roster, watch: _Watch | None = None) -> Collection:
    """Check every file and add up those that count; `watch` sees each result before it is let go.

    InputError for a roster whose year or form is none of ours.
    """
    collector = _Collector(Collection(template_of(roster), roster))
    for file in files:
        try:
            result = check.check_file(file)
        except InputError as error:
            collector.collection.unread.append((file, str(error)))
        else:
            collector.take(result, watch)
    collector.finish()
    return collector.collection


def prove(collection: Collection, result: Result) -> Filed:
    """Hold a written sum of the root against the reports; the collection then has the proof."""
    filed = _filed(result)
    filed.unit, filed.verdict = collection.roster.root, Verdict.WRITTEN_SUM
    if result.report is None:
        filed.verdict = Verdict.FAILING
    elif filed.year != collection.roster.year:
        filed.verdict = Verdict.OTHER_YEAR
    elif filed.form != collection.template.id:
        filed.verdict = Verdict.OTHER_FORM
    elif filed.unit.name and filed.agency != filed.unit.name:
        filed.verdict = Verdict.STRANGER
    collection.filed.append(filed)
    if filed.verdict is Verdict.WRITTEN_SUM and result.report:
        collection.proofs.append(_proof(collection, filed, result.report.values))
    return filed


def contributions(collection: Collection, unit: Unit, paths: Iterable[Path]) -> list[_Given]:
    """What each report gives to some figures of a unit's sum, in the order of the roster."""
    wanted = tuple(paths)
    found: list[_Given] = []
    for filed in collection.sources(unit):
        values = _values(collection.template, load(filed.file))
        found.append((filed, {path: values[path] for path in wanted}))
    return found


class _Collector:
    """Takes results one by one; `written` keeps the figures of written sums until all else has been added."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self.slots: dict[tuple[int, Scope], Filed] = {}
        self.written: list[tuple[Filed, Values]] = []
        self.is_revoked = False

    def take(self, result: Result, watch: _Watch | None) -> None:
        filed = _filed(result)
        self.collection.filed.append(filed)
        filed.verdict = self.judge(filed, result)
        if filed.verdict is Verdict.COUNTED and result.report and filed.unit:
            self.collection.counted[filed.unit] = filed
            _add(self.collection, filed, result.report)
        elif filed.verdict is Verdict.WRITTEN_SUM and result.report:
            self.written.append((filed, result.report.values))
        if watch:
            watch(result, filed)

    def judge(self, filed: Filed, result: Result) -> Verdict:
        if result.report is None or not filed.agency or filed.scope is Scope.NONE:
            filed.unit = self.collection.roster.units.get(filed.agency)
            is_of_other_form = filed.form not in ("", self.collection.template.id)
            return Verdict.OTHER_FORM if is_of_other_form else Verdict.FAILING
        filed.unit = self.unit_of(filed)
        strange = self.estranged(filed)
        if strange or filed.unit is None:
            return strange or Verdict.STRANGER
        if self.is_second(filed):
            return Verdict.TWICE
        if filed.scope is not filed.unit.scope:
            return Verdict.WRITTEN_SUM
        return Verdict.COUNTED if _is_countable(result) else Verdict.FAILING

    def unit_of(self, filed: Filed) -> Unit | None:
        roster = self.collection.roster
        if roster.is_open:
            return roster.admit(filed.agency, filed.scope, filed.at("机关"))
        return roster.units.get(filed.agency)

    def estranged(self, filed: Filed) -> Verdict | None:
        """Why a file does not belong into this aggregate, None where it does."""
        if filed.unit is None:
            return Verdict.STRANGER
        if filed.year != self.collection.roster.year:  # another year's form may well be another one
            return Verdict.OTHER_YEAR
        if filed.form != self.collection.template.id:
            return Verdict.OTHER_FORM
        return None if self.is_expected(filed.unit, filed.scope) else Verdict.OTHER_SCOPE

    def is_expected(self, unit: Unit, scope: Scope) -> bool:
        """Whether a unit may hand in a report of a scope; one with others below may write their sum besides."""
        writes_sums = bool(unit.below) or unit is self.collection.roster.root
        return scope is unit.scope or (scope is Scope.WHOLE and writes_sums)

    def is_second(self, filed: Filed) -> bool:
        """Whether the same has been handed in before; then neither counts, because nobody can tell which is right."""
        first = self.slots.setdefault(filed.slot, filed)
        if first is filed:
            return False
        first.verdict = Verdict.TWICE
        self.is_revoked = True
        return True

    def finish(self) -> None:
        """Settle what only all files together show: who has handed in twice, which written sums can be proven."""
        collection = self.collection
        if self.is_revoked:
            self.recount()
        for filed, values in self.written:
            unit = filed.unit
            if unit is None or filed.verdict is not Verdict.WRITTEN_SUM:
                continue
            if unit.scope is Scope.OWN and (id(unit), Scope.OWN) not in self.slots:
                filed.verdict = Verdict.OTHER_SCOPE
            else:
                collection.proofs.append(_proof(collection, filed, values))
        for filed in collection.select(Verdict.COUNTED):
            if filed.scope is Scope.WHOLE and filed.unit and filed.unit.below:
                values = _values(collection.template, load(filed.file))
                collection.proofs.append(_proof(collection, filed, values))

    def recount(self) -> None:
        """Add up again without the files that exclude each other."""
        fresh = Collection(self.collection.template, self.collection.roster)
        self.collection.tallies, self.collection.declared = fresh.tallies, fresh.declared
        self.collection.counted.clear()
        for filed in self.collection.select(Verdict.COUNTED):
            assert filed.unit
            self.collection.counted[filed.unit] = filed
            _add(self.collection, filed, reports.build(self.collection.template, load(filed.file), config.Config()))


def _filed(result: Result) -> Filed:
    """The record of a checked file."""
    root, report = result.source.root, result.report
    heads = {key: root.entries[key].value for key in _HEAD if key in root.entries} if isinstance(root, Mapping) else {}
    errors = [finding for finding in result.findings if finding.severity is Severity.ERROR]
    text = "" if report else "\n".join(result.source.lines)
    return Filed(
        result.source.file,
        report.agency if report else agency_of(text),
        report.year if report else year_of(text),
        report.template.id if report else form_of(text),
        _scope(report),
        {key: result.source.at(node) for key, node in heads.items()},
        len(errors),
        errors[0] if errors else None,
    )


def _scope(report: Report | None) -> Scope:
    known = {scope.value: scope for scope in (Scope.OWN, Scope.WHOLE)}
    return known.get(report.scope, Scope.NONE) if report else Scope.NONE


def _is_countable(result: Result) -> bool:
    """Whether the known figures of a report are right for all that its check can tell."""
    codes = {finding.code for finding in result.findings if finding.severity is Severity.ERROR}
    return all(code in _HARMLESS or code[0] in _OF_PROSE for code in codes)


def _add(collection: Collection, filed: Filed, report: Report) -> None:
    """Add a report to every sum that it belongs into: up to the first unit whose own report counts instead."""
    unit = filed.unit
    above = unit if filed.scope is Scope.OWN else unit.above if unit else None
    for node in above.chain() if above else ():
        if node.below:
            collection.tallies.setdefault(node, Tally()).add(report.values)
        if node.scope is Scope.WHOLE:
            return
    collection.declared.add(report.facts, filed.agency)


def _values(template: Template, source: Source) -> Values:
    return figure_rows.read(template, source, source.root if isinstance(source.root, Mapping) else Mapping(1, 1, {}))


def _proof(collection: Collection, filed: Filed, values: Values) -> Proof:
    """The proof of a written sum; a figure that cannot be known is not held against anything.

    Where reports are missing, a figure can only be too small. A total that the file leaves to the program is told only
    where none of its parts is.
    """
    unit = filed.unit
    assert unit
    gaps = tuple(collection.gaps(unit))
    wrong: dict[Path, Number] = {}
    for path, expected in collection.figures(unit).items():
        written = values[path].number
        fits = written == expected or (gaps and (written is None or expected is None or written > expected))
        if expected is not None and not fits:
            wrong[path] = expected
    told = [path for path in wrong if not _follows(collection.template, values[path], path, wrong)]
    parts = contributions(collection, unit, told) if told else []
    return Proof(filed, unit, tuple(_difference(collection, path, wrong[path], values, parts) for path in told), gaps)


def _follows(template: Template, value: Value, path: Path, wrong: dict[Path, Number]) -> bool:
    """Whether a derived total is wrong only because one of its parts is."""
    sums = template.figures[path].sums
    return value.state is State.DERIVED and any(part in wrong for _, parts in sums for part in parts)


def _difference(
    collection: Collection, path: Path, expected: Number, values: Values, parts: list[_Given]
) -> Difference:
    amounts = tuple((filed, given[path]) for filed, given in parts if given[path].content != 0)
    return Difference(collection.template.figures[path], expected, values[path], amounts)
