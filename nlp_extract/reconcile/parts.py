"""Totals with their parts: finds the lists, and says whether a list is meant to be whole.

``112件（规范性文件24件、其他文件88件）`` · ``249条，其中：工作动态39条；…其他8条`` · ``分别为…``
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from nlp_extract.reconcile.knowledge import WORDS
from nlp_extract.reconcile.plain import squeeze

if TYPE_CHECKING:
    from nlp_extract.reconcile.context import Context

OPENERS = "（("
CLOSERS = "）)"
SENTENCE_ENDS = "。！？!?"
ROWS = ("和", "及", "以及", "、")
"""What stands between two totals of one row."""
CARRIED = ("requests.carried_in", "requests.carried_out")
PROCEDURES = frozenset(("requests", "review", "litigation", "info_fee"))
"""Families whose counts are never parts of a count of another family."""
BESIDE = 3
LONGEST = 100
"""A list of more numbers is left alone: hostile text has no full stops."""


Form = Literal["bracket", "among", "whole"]


@dataclass(frozen=True, slots=True)
class PartList:
    """A total and its parts, as indices of quantities. ``groups`` are the parts between two semicolons.

    ``form``: bracket directly behind the total, among (其中, 包括 …) or whole (分为, 分别为).
    ``closed``: a part is called 其他, or the parts' shares add up to 100: the list must then add up.
    """

    total: int
    parts: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...]
    form: Form
    closed: bool
    by_unit: bool
    exact: bool
    aside: tuple[int, ...] = ()
    """Numbers of other units between the parts: 512条，其中政策文件38件、…其他421条 (they may be parts as well)."""
    trailing: tuple[int, ...] = ()
    """The same behind the last part, up to the end of the list: …官方微博620条，各类媒体刊登稿件378篇。"""
    beside: tuple[int, ...] = ()
    """Counts before the total that may be the whole in its stead or together with it, the nearest first:
    新收31件，上年结转2件。其中…"""
    partial: bool = False
    """Whether the text itself says that not all parts are named (主要包括…, …等)."""

    def sum(self, context: Context, parts: tuple[int, ...] | None = None) -> Decimal:
        return sum((context.quantities[part].value for part in parts or self.parts), Decimal(0))

    def wholes(self, context: Context) -> list[Decimal]:
        """What the parts may add up to: the total; a count beside it; the total with the counts beside it."""
        values = [context.quantities[index].value for index in (self.total, *self.beside)]
        return list(dict.fromkeys([*values, *itertools.accumulate(values)]))


def part_lists(context: Context) -> Iterator[PartList]:
    """The lists of parts in the prose, in the order of the text."""
    for members in _passages(context):
        counts = [index for index in members if context.quantities[index].aspect == "value"]
        endless = 0  # no list that begins before this place can be followed to its end
        parents: dict[int, int] = {}
        for position, total in enumerate(counts[:-1]):
            if position < endless:
                continue
            later = counts[position + 1 : position + 1 + LONGEST]
            form, skipped = _form(context, total, later)
            if form is None:
                continue
            beside = _beside(context, counts[max(0, position - BESIDE) : position], total, later[skipped])
            if form == "among" and total in parents:  # 96条，其中网站41条，其中解读2份、部门信息55条
                beside = tuple(dict.fromkeys((*beside, parents[total])))
            found, used = _list(context, total, later[skipped:], members, form, beside)
            if skipped + used == LONGEST:
                endless = position + LONGEST
                continue
            if found is not None:
                parents.update(dict.fromkeys(found.parts, total))
                yield found
            rest = later[skipped + used :]
            # 3607件（甲县477件、…），其中，予以公开…: the bracket and what follows it are two lists
            if form == "bracket" and rest and _among(context.between(later[skipped + used - 1], rest[0])):
                found, _ = _list(context, total, rest, members, "among", beside)
                if found is not None:
                    yield found


def _passages(context: Context) -> Iterator[list[int]]:
    """The quantities of each sentence; a sentence that opens with 其中 belongs to the one before it."""
    held: list[int] = []
    for span, members in context.sentences.items():
        if held and squeeze(context.text[span.start : span.start + 12]).startswith("其中"):
            held.extend(members)
            continue
        if held:
            yield held
        held = list(members)
    if held:
        yield held


def _beside(context: Context, before: list[int], total: int, first: int) -> tuple[int, ...]:
    """Counts of the total's unit before it that the parts may speak of as well.

    Where 其中 opens a sentence of its own, where the total stands in a row with the count before it (复议6件和诉讼3件),
    or is what was carried over (答复81件，包括上年结转5件。其中…).
    """
    unit, found = context.quantities[total].unit, list[int]()
    apart = any(mark in context.between(total, first) for mark in (*SENTENCE_ENDS, "；", ";"))
    apart = apart or context.quantities[total].metric in CARRIED or "转结" in context.item(total)
    for index in reversed(before):
        gap = context.between(index, found[-1] if found else total)
        if not _same_unit(unit, context.quantities[index].unit):
            continue
        if not apart and not gap.startswith(ROWS):
            break
        found.append(index)
    return tuple(found)


def _list(
    context: Context, total: int, later: list[int], members: list[int], form: Form, beside: tuple[int, ...]
) -> tuple[PartList | None, int]:
    """The parts behind a total, and how many numbers they span: those of its unit, down to the end of the
    bracket, to a new head, or to another subject (办结81件，其中…；行政复议2件)."""
    whole = context.quantities[total]
    family = whole.metric.partition(".")[0]
    depth, last, used, inner = 0, total, 0, 1 if form == "bracket" else 0
    parts: list[int] = []
    aside: list[int] = []
    breaks: list[int] = []
    verb = bool(later) and _verb_first(context.between(total, later[0]))
    for index in later:
        gap, quantity = context.between(last, index), context.quantities[index]
        depth, closed = _depth(gap, depth, inner) if used or inner else (0, False)
        begun = parts and not inner and (_new_head(gap) or (_verb_first(gap) and not verb))
        if closed or begun or (parts and _other_subject(context, parts, family, quantity.metric, gap)):
            break
        if any(mark in "；;" for mark in gap) and depth <= inner:
            breaks.append(len(parts))
        last, used = index, used + 1
        if depth <= inner and not _is_contained(gap):
            (parts if _same_unit(whole.unit, quantity.unit) else aside).append(index)
    if not parts:
        return None, used
    exact = all(context.quantities[one].bound == "=" for one in (total, *parts))
    ends = is_closed(context, parts, members)
    among = tuple(index for index in aside if index < parts[-1])
    trailing = tuple(index for index in aside if index > parts[-1])
    partial = _is_partial(context, total, parts)
    groups, by_unit = _split(parts, breaks), _by_unit(context, parts)
    whole_list = PartList(total, tuple(parts), groups, form, ends, by_unit, exact, among, trailing, beside, partial)
    return whole_list, used


def _is_partial(context: Context, total: int, parts: list[int]) -> bool:
    """主要包括… before the parts, or 等 behind them: more parts there are than are named."""
    behind = context.behind(parts[-1], 4)
    return "主要" in context.between(total, parts[0]) or behind.lstrip("）)").startswith("等")


def _depth(gap: str, depth: int, inner: int) -> tuple[int, bool]:
    """The depth of brackets after a gap, and whether the list's own bracket was closed in it."""
    for mark in gap:
        depth += (mark in OPENERS) - (mark in CLOSERS)
        if inner and depth <= 0:
            return depth, True
    return max(depth, 0), False


def _other_subject(context: Context, parts: list[int], family: str, metric: str, gap: str) -> bool:
    """Whether another count than the list's begins: 办结81件，其中…；行政复议2件.

    Information disclosed is of many kinds, each with a metric of its own (政策文件14条, 提案办理48条): a list of
    them goes on, unless a semicolon and a verb begin something new.
    """
    first, own = context.quantities[parts[0]].metric.partition(".")[0], metric.partition(".")[0]
    if own in (first, "other") or (own == family and first == "other"):
        return False
    return bool({first, own} & PROCEDURES) or (
        first == family and any(mark in gap for mark in "；;。") and any(verb in gap for verb in WORDS["parts.verbs"])
    )


def _form(context: Context, total: int, later: list[int]) -> tuple[Form | None, int]:
    """How the parts are announced, and how many numbers of another unit stand before them.

    ``对25件申请收取处理费2950元。其中，某局1件，收取420元；…`` (25 has 2950 between it and its parts).
    """
    unit = context.quantities[total].unit
    for skipped, following in enumerate(later[:2]):
        gap = context.between(total if not skipped else later[skipped - 1], following)
        if _leaves_bracket(gap):
            break
        if gap[:1] in tuple(OPENERS) and not skipped:
            contained = gap[1:2] in ("含", "包") or gap[1:3] in ("其中", "不含")
            return (None if contained else "bracket"), skipped
        if any(word in gap for word in WORDS["parts.whole"] if len(word) > 1):
            return "whole", skipped
        if _among(gap):
            return "among", skipped
        if _same_unit(unit, context.quantities[following].unit):
            break
    return None, 0


def _among(gap: str) -> bool:
    return any(word in gap for word in WORDS["parts.among"])


def _leaves_bracket(gap: str) -> bool:
    """Whether a bracket closes that was open before: the number stood inside it and is no total of what follows."""
    depth = 0
    for mark in gap:
        depth += (mark in OPENERS) - (mark in CLOSERS)
        if depth < 0:
            return True
    return False


def _new_head(gap: str) -> bool:
    """Whether a new total begins: another 其中, or 共计 of its own (not 解读信息共计9条, which is an item)."""
    if any(word in gap for word in ("其中", "另外", "同时", "此外", "全年")):
        return True
    return gap.lstrip("，,、；;。）)").startswith(("共计", "合计"))


def _verb_first(gap: str) -> bool:
    """Whether the gap leads on with a verb: …概况类信息61条，组织在线访谈24场. Parts that all have one are a list."""
    return gap.lstrip("，,、；;。：:）)其中").startswith(WORDS["parts.verbs"])


def _is_contained(gap: str) -> bool:
    return gap.startswith(("（含", "(含", "（其中", "(其中", "（不含"))


def _same_unit(one: str, other: str) -> bool:
    return one == other or {one, other} <= {"件", "宗", "起", "例"}


def _split(parts: list[int], breaks: list[int]) -> tuple[tuple[int, ...], ...]:
    edges = [0, *sorted({edge for edge in breaks if 0 < edge < len(parts)}), len(parts)]
    return tuple(tuple(parts[a:b]) for a, b in itertools.pairwise(edges))


def is_closed(context: Context, parts: Sequence[int], members: Sequence[int]) -> bool:
    """Whether a list is meant to be whole: a part is called 其他, or the shares beside it make 100."""
    if len(parts) < 2:
        return False
    if any(word in context.item(part) for part in parts for word in WORDS["parts.closed"]):
        return True
    shares = [context.quantities[index] for index in members if context.quantities[index].aspect == "share"]
    return len(shares) >= len(parts) and sum((share.value for share in shares), Decimal(0)) == 100


def _by_unit(context: Context, parts: list[int]) -> bool:
    return len(parts) > 1 and all(context.quantities[part].scope.startswith("unit:") for part in parts)
