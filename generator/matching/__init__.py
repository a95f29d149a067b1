"""Raw tables against a form: which cell is which figure, by labels and the geometry of heads, never by position alone.

A figure is taken only where exactly one reading is left; where several are, the form's own sums decide if exactly one
satisfies them; else the figure stays unknown. Whatever was mended, guessed or left out becomes a remark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from generator import amounts
from generator.amounts import Amount, How
from generator.figures import plain_number
from generator.label_keys import key
from generator.matching import columns as match_columns
from generator.matching import fields
from generator.matching import rows as match_rows
from generator.matching.cells import Option, Sum, options
from generator.matching.columns import Columns
from generator.matching.found import Found, Match
from generator.matching.labels import BlockLabels, block_labels
from generator.matching.old_words import OldWords
from generator.matching.rows import Matched, RawLine
from generator.paths import Path
from generator.reading import RawCell, RawTable, Slot
from generator.relations import Relation, relations
from generator.remarks import Remark
from generator.template import Template


def match(template: Template, tables: Sequence[RawTable]) -> Match:
    """The figures of a form that the raw tables of a file give."""
    return _Matcher(template, tables).match()


class _Matcher:
    def __init__(self, template: Template, tables: Sequence[RawTable]) -> None:
        self.template = template
        self.tables = tables
        self.form = block_labels(template)
        self.relations = relations(template)
        self.lines = match_rows.lines(self.form, tables)
        self.found = Match()
        self.columns: dict[tuple[int, int, int], Columns] = {}  # by table, row of the lowest head, block
        self.last: dict[int, Columns] = {}
        self.starts: dict[int, list[tuple[Matched, int]]] = {}  # by table: where the figures of its rows begin
        self.open: list[tuple[Matched, list[Option]]] = []
        self.old = OldWords(template, self.form)
        self.barred: set[Path] = set()  # figures that the file has no column for, but one of the form before

    def match(self) -> Match:
        first, again, strangers = match_rows.matched(self.form, self.lines.figures)
        for one in first:
            self.row(one)
        self.decide()
        for one in again:
            self.repeated(one)
        self.found.blocks = dict.fromkeys(self.lines.known, -1)
        for one in sorted([*first, *again], key=lambda one: one.block, reverse=True):
            self.found.blocks[id(one.line.table)] = one.block
        self.shifted()
        self.left_out(strangers)
        self.missing()
        self.fields()
        self.found.figures = {path: self.found.figures[path] for path in self.template.figures}
        return self.found

    def row(self, one: Matched) -> None:
        """Read a row of the form where its cells can be read in one way; else keep its readings for later."""
        labels = self.form[one.block]
        choices = options(one, self.columns_over(one, labels), len(labels.columns), self.sums(labels, one.row))
        if not one.exact:
            head = labels.rows[one.row]
            kind = "order" if head and key(one.text) in head.names else "label"
            self.remark("I105", kind, one.line, one.text, self.name(one), labels.paths[one.row])
        else:
            self.found.remarks += self.old.renamed(one.line, [one.text], self.name(one), labels.paths[one.row])
        if len(choices) == 1 and not choices[0].joined:
            self.take(one, choices[0])
        else:
            self.open.append((one, choices))

    def sums(self, labels: BlockLabels, row: int) -> list[Sum]:
        """The sums within a row, by the numbers of its columns."""
        paths = labels.paths[row]
        place = {path: number for number, path in enumerate(paths)}
        inside = [rule for rule in self.relations if len(rule.right) == 1 and {*rule.left, *rule.right} <= place.keys()]
        return [(tuple(place[path] for path in rule.left), place[rule.right[0]]) for rule in inside]

    def columns_over(self, one: Matched, labels: BlockLabels) -> Columns:
        """The columns above a row: by the heads last printed above it, else those used for its block before."""
        heads = self.lines.heads.get(id(one.line.table), [])
        run = match_rows.last_run([(number, slots) for number, slots in heads if number < one.line.row])
        place = (id(one.line.table), run[-1][0] if run else -1, one.block)
        if place not in self.columns:
            self.columns[place] = self.new_columns([slots for _, slots in run], one, labels)
        return self.columns[place]

    def new_columns(self, heads: list[dict[int, Slot]], one: Matched, labels: BlockLabels) -> Columns:
        columns = match_columns.columns(labels, heads, one.line.table.spans) if heads else None
        before = self.last.get(one.block)
        if (columns is None or not (columns.complete or columns.old)) and before and before.complete:
            return before
        columns = columns or match_columns.in_order(labels)
        every = tuple(path for row in labels.paths for path in row)
        if columns.old:
            lacking = set(range(len(labels.columns))) - set(columns.leaves)
            paths = [row[leaf] for row in labels.paths for leaf in sorted(lacking)]
            self.barred.update(paths)
            self.found.remarks += self.old.columns(one.line, columns.old, paths)
        elif not columns.complete and len(labels.columns) > 1:
            self.remark("I105", "heads", one.line, "", labels.block.key, every)
        texts = (slot.cell.text for slots in heads for slot in slots.values())
        self.found.remarks += self.old.renamed(one.line, (t for t in texts if key(t) in labels.heads), "", every)
        for text in columns.extra:
            self.remark("I106", "column", one.line, text)
        for text in columns.guessed:
            self.remark("I105", "head", one.line, text, "", every)
        self.last[one.block] = columns
        return columns

    def take(self, one: Matched, option: Option) -> None:
        """Enter the figures of a row as one reading gives them."""
        paths = self.form[one.block].paths[one.row]
        blank: list[tuple[Path, RawCell | None]] = []
        for leaf, path in enumerate(paths):
            cell, amount = option.cells[leaf], self.amount(path, option.texts[leaf])
            if leaf in option.merged:
                amount = Amount(None, How.UNCLEAR)
            self.found.figures[path] = Found(amount.content, amount.note, cell, amount.unit)
            if amount.content is None and path in self.barred:
                continue
            if amount.content is None:
                blank.append((path, cell))
            elif self.template.figures[path].column.units and cell:
                if amount.content and not amount.unit:
                    self.found.remarks.append(Remark("I103", "unitless", cell.position, cell.text, "", (path,)))
            elif amount.how is How.DRESSED and cell:
                kind = "unit" if "元" in cell.text else "note" if amount.note else ""
                shown = plain_number(amount.content)
                self.found.remarks.append(Remark("I103", kind, cell.position, cell.text, shown, (path,)))
        if option.merged:
            merged = tuple(paths[leaf] for leaf in sorted(option.merged))
            self.remark("I105", "merged", one.line, one.text, self.name(one), merged)
        self.blanks(one, [(path, cell) for path, cell in blank if paths.index(path) not in option.merged], paths)
        if option.start is not None:
            self.starts.setdefault(id(one.line.table), []).append((one, option.start))

    def blanks(self, one: Matched, blank: list[tuple[Path, RawCell | None]], paths: Sequence[Path]) -> None:
        """One remark for the cells of a row that give no number; the whole row is in doubt where its edge is blank."""
        if not blank:
            return
        names = {path for path, _ in blank}
        edge = len(names) < len(paths) > 1 and (paths[0] in names or paths[-1] in names)
        texts = "、".join(dict.fromkeys(cell.text if cell and cell.text else "空白" for _, cell in blank))
        place = next((cell.position for _, cell in blank if cell), one.line.position)
        concerned = tuple(paths) if edge else tuple(names)
        shown = [self.template.name(path) for path, _ in blank[:3]]
        named = "、".join(shown) + (f"等 {len(blank)} 格" if len(blank) > 3 else "")
        self.found.remarks.append(Remark("I102", "edge" if edge else "", place, texts, named, concerned))

    def amount(self, path: Path, text: str) -> Amount:
        leaf = self.template.figures[path].leaf
        plain = amounts.marker(text)[0]
        if leaf.kind == "signed":
            return amounts.change(plain, leaf.unit)
        return amounts.read(plain, leaf.unit, leaf.kind == "count")

    def decide(self) -> None:
        """Let the sums choose among the readings of the rows that are left, as long as they choose exactly one."""
        waiting = self.open
        while waiting:
            left = [(one, choices) for one, choices in waiting if not self.chosen(one, choices)]
            if len(left) == len(waiting):
                break
            waiting = left
        for one, choices in waiting:
            self.undecided(one, choices)

    def chosen(self, one: Matched, choices: list[Option]) -> bool:
        """Take the only reading of a row that breaks no sum and satisfies one, if there is just one."""
        fitting = [option for option in choices if self.fits(one, option)]
        if len(fitting) != 1:
            return False
        self.take(one, fitting[0])
        code, kind = ("I104", "solved") if fitting[0].joined else ("I105", "summed")
        paths = self.form[one.block].paths[one.row]
        self.remark(code, kind, one.line, one.figures, " ".join(fitting[0].texts), paths)
        return True

    def fits(self, one: Matched, option: Option) -> bool:
        paths = self.form[one.block].paths[one.row]
        values = {
            p: found.content for p, found in self.found.figures.items() if isinstance(found.content, int | Decimal)
        }
        for path, text in zip(paths, option.texts, strict=True):
            content = self.amount(path, text).content
            if content is not None:
                values[path] = content
        held = [rule.holds(values) for rule in self.touching(frozenset(paths))]
        return False not in held and (True in held or not held)

    def touching(self, paths: frozenset[Path]) -> list[Relation]:
        """The relations that a figure of a row stands in."""
        return [rule for rule in self.relations if not paths.isdisjoint((*rule.left, *rule.right))]

    def undecided(self, one: Matched, choices: list[Option]) -> None:
        paths = self.form[one.block].paths[one.row]
        for path in paths:
            self.found.figures[path] = Found(None)
        joined = any(option.joined for option in choices) or _is_one_number(one)
        self.remark(
            "I104" if joined else "I105", "" if joined else "doubt", one.line, one.figures, self.name(one), paths
        )

    def repeated(self, one: Matched) -> None:
        """A row printed again must say the same; where it does not, nobody knows which is right."""
        labels = self.form[one.block]
        choices = options(one, self.columns_over(one, labels), len(labels.columns))
        differing = []
        for leaf, path in enumerate(labels.paths[one.row]):
            content = self.amount(path, choices[0].texts[leaf]).content if len(choices) == 1 else None
            here = self.found.figures.get(path, Found(None))
            if content != here.content and (content is not None or len(choices) != 1):
                self.found.figures[path] = here._replace(content=None)
                differing.append(path)
        if differing:
            self.remark("I107", "", one.line, one.text, self.name(one), tuple(differing))

    def shifted(self) -> None:
        """Rows whose figures do not begin where those of most rows of their table do."""
        for rows in self.starts.values():
            for block in {one.block for one, _ in rows}:
                own = [(one, start) for one, start in rows if one.block == block]
                usual = Counter(start for _, start in own).most_common(1)[0][0]
                for one, start in own:
                    if start != usual:
                        paths = self.form[one.block].paths[one.row]
                        self.remark("I105", "shifted", one.line, one.text, self.name(one), paths)

    def left_out(self, strangers: Sequence[RawLine]) -> None:
        for line in strangers:
            remark = self.old.row(line)
            if remark:
                self.found.remarks.append(remark)
                continue
            texts = [slot.cell.text for slot in line.slots.values() if slot.is_origin and slot.cell.text]
            if texts and id(line.table) in self.found.blocks:
                self.remark("I106", "row", line, " | ".join(texts))

    def missing(self) -> None:
        """Rows of the form that the file does not have, those of one block together where all are missing."""
        for labels in self.form:
            absent = [row for row, paths in enumerate(labels.paths) if paths[0] not in self.found.figures]
            if absent:
                paths = tuple(path for row in absent for path in labels.paths[row])
                self.found.figures.update(dict.fromkeys(paths, Found(None)))
                whole = len(absent) == len(labels.rows)
                names = [self.row_name(labels, row) for row in absent]
                shown = "”“".join(names[:3]) + (f"”等 {len(names)} 行“" if len(names) > 3 else "")
                name = (labels.block.band or labels.block.key) if whole else shown.removesuffix("“")
                self.found.remarks.append(Remark("I101", "block" if whole else "", None, name, "", paths))

    def fields(self) -> None:
        """The figures of the blocks of fields."""
        for block in filter(lambda block: block.has_fields, self.template.blocks):
            read = fields.read(self.template, block, self.tables)
            self.found.figures.update({path: Found(*content) for path, content in read.contents.items()})
            self.found.remarks += read.remarks
            self.found.blocks.update({table: self.found.blocks.get(table, 0) for table in read.tables})

    def name(self, one: Matched) -> str:
        return self.row_name(self.form[one.block], one.row)

    def row_name(self, labels: BlockLabels, row: int) -> str:
        head = labels.rows[row]
        return head.header.label if head else labels.block.key

    def remark(
        self, code: str, kind: str, line: RawLine, text: str, value: str = "", paths: Sequence[Path] = ()
    ) -> None:
        self.found.remarks.append(Remark(code, kind, line.position, text, value, tuple(paths)))


def _is_one_number(one: Matched) -> bool:
    return one.figures.replace(" ", "").isdecimal() and len(one.figures) > 1
