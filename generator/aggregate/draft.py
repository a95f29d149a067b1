"""The report that an aggregate makes: all its figures, and for people what is left to them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.agency_file import Content, scalar
from generator.collection import Collection, Verdict
from generator.figures import plain_number
from generator.rules.handed_in import where
from generator.starter import intro
from generator.tally import Declared

_MOST = 100  # what is lacking beyond that is only counted; the findings and the worklist have it all


def content(collection: Collection, worklist: str) -> Content:
    """The sums as the content of a new report.

    What the sum lacks is said under the head, and 统计口径 then stays open so that nobody releases it as it is.
    `worklist` is the name of the list beside it.
    """
    root, lacks = collection.roster.root, collection.lacks
    return Content(
        root.name,
        collection.roster.year,
        scope="汇总",
        figures={path: number for path, number in collection.figures(root).items() if number is not None},
        declared=tuple(_facts(collection)),
        signature=(root.name, ""),
        intro=(*intro(collection.template), *_remarks(collection, worklist)),
        open_scope=f"缺 {len(lacks)} 个机关的数，不能当作汇总发布；补齐后重新汇总" if lacks else "",
    )


def _remarks(collection: Collection, worklist: str) -> Iterator[str]:
    number = len(list(collection.sources(collection.roster.root)))
    yield f"以下数字由 {number} 个机关的报告相加而成，总计按表重新算出。"
    yield f"文字由汇总的机关撰写，各机关的情况见 {worklist}。"
    lacks = collection.lacks
    if lacks:
        yield f"没有计入的 {len(lacks)} 个，所以这些数字不完整："
        yield from (f"  {lack}" for lack in lacks[:_MOST])
        if len(lacks) > _MOST:
            yield f"  另有 {len(lacks) - _MOST} 个"
    open_ones = [filed for filed in collection.select(Verdict.COUNTED) if filed.errors]
    if open_ones:
        yield f"检查没有通过、知道的数已经计入的 {len(open_ones)} 个，没填的数在这里是 ~："
        yield from (f"  {filed.agency}" for filed in open_ones[:_MOST])
    if any(filed.scope.value == "汇总" for filed in collection.sources(collection.roster.root)):
        yield "其中有的报告本身是汇总，已经包含它的下级。"


def _facts(collection: Collection) -> Iterator[str]:
    """The declared numbers, a line each, their parts with them; those that cannot be added are comments."""
    named = collection.declared.named
    number = len(list(collection.sources(collection.roster.root)))
    for keys, declared in named.items():
        if len(keys) > 1:
            continue
        if len(declared.units) > 1:
            units = "、".join(f"{unit or '没有写单位'}（{where(place)}）" for unit, place in declared.units.items())
            yield f"# {keys[0]}：单位不一样，没有相加：{units}"
            continue
        few = len(declared.agencies) < number
        lacking: list[str] = []
        fact = _fact(named, keys, "", lacking)
        remarks = [f"{number} 个机关里 {len(declared.agencies)} 个有"] if few else []
        remarks += [f"其中 {'、'.join(lacking)}，不是每个机关都有，没有写入"] if lacking else []
        comment = f"  # {'；'.join(remarks)}" if remarks else ""
        yield f"{scalar(keys[0])}: {fact}{comment}"


def _fact(named: dict[tuple[str, ...], Declared], keys: tuple[str, ...], above: str, lacking: list[str]) -> str:
    """A declared number with its parts; `above` is the unit of its whole, which need not be written again.

    Parts that an agency with the whole does not have at all would not add up; they are told in `lacking`.
    """
    declared = named[keys]
    own = next(iter(declared.units))
    unit = "" if own == above else own
    below = [other for other in named if other[:-1] == keys and len(named[other].units) == 1]
    if set(declared.agencies) - {agency for other in below for agency in named[other].agencies}:
        lacking += [f"{other[-1]} {_shown(named[other])}" for other in below]
        below = []
    parts = ", ".join(f"{scalar(other[-1])}: {_fact(named, other, own, lacking)}" for other in below)
    value = _shown(declared)
    if not unit and not parts:
        return value
    entries = [f"值: {value}", *([f"单位: {scalar(unit)}"] if unit else []), *([f"其中: {{{parts}}}"] if parts else [])]
    return f"{{{', '.join(entries)}}}"


def _shown(declared: Declared) -> str:
    return "~" if declared.content is None else plain_number(declared.content)
