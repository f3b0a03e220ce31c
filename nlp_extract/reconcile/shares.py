"""Shares of the prose against every base they may have (NI-02, N2T-22, NI-03, PL-05)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nlp_extract.facts import Operand
from nlp_extract.reconcile.context import Context, is_exact, single
from nlp_extract.reconcile.knowledge import BY_METRIC, WORDS
from nlp_extract.reconcile.ratios import fit, is_near, percentage, places, round_to
from nlp_extract.reconcile.rule import Outcome, Rule, Run
from nlp_extract.reconcile.sheet import show

TOTALS = ("requests.received", "requests.handled", "requests.processed")
REQUEST_BASES = (
    ("本年新收", "t3.new.sum"),
    ("新收加上年结转", "t3.new.sum+t3.carried_in.sum"),
    ("办理总计", "t3.total.sum"),
)
DISPUTE_BASES = {
    "review": (("行政复议总计", "t4.rev.total"),),
    "litigation": (("行政诉讼总计", "t4.lit1.total+t4.lit2.total"),),
}
NEAR = 60
"""A part or a base stands at most so many numbers away: hostile text has no full stops."""
REACH = 3
"""A base stands in the share's own sentence or at most this many sentences before it."""


@dataclass(frozen=True, slots=True)
class Side:
    """A part or a base: its value, what it is, and where it was taken from."""

    value: Decimal
    name: str
    quantity: int | None = None
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """A share with the parts and bases it may have, and how the best pair of them fits.

    ``careful``: a share beside it is rounded where cutting would have given another figure.
    """

    index: int
    parts: list[Side]
    bases: list[Side]
    found: Found | None
    careful: bool

    @property
    def code(self) -> str:
        """The rule that speaks of it: by whether the prose states the part."""
        return "NI-02" if any(side.quantity is not None for side in self.parts) else "N2T-22"


def shares_of(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Each share p % against every part and base; NI-02 where the part is in the prose, else N2T-22."""
    shares: list[Share] | None = context.memo.get("shares")
    if shares is None:
        shares = context.memo["shares"] = list(_weighed(context))
    for share in shares:
        if share.code == rule.code and context.quantities[share.index].value <= 100:  # beyond it PL-05 speaks
            yield from _judge(rule, context, share)


def _weighed(context: Context) -> Iterator[Share]:
    for group in share_groups(context):
        forced = sum((context.quantities[index].value for index in group), Decimal(0)) == 100
        sides = {index: _parts(context, index) for index in group}
        bases = {index: _bases(context, index, sides[index]) for index in group}
        fits = {index: _best(context, index, sides[index], bases[index], forced) for index in group}
        careful = any(found is not None and found[0] == "rounded" and found[3] for found in fits.values())
        for index in group:
            yield Share(index, sides[index], bases[index], fits[index], careful)


Found = tuple[str, Side, Side, bool]
"""How it fits, part, base, and whether cutting would have given another figure."""


def _best(context: Context, index: int, parts: list[Side], bases: list[Side], forced: bool) -> Found | None:
    quantity = context.quantities[index]
    decimals = places(quantity.text)
    order = {"rounded": 0, "cut": 1, "forced": 2}
    best: Found | None = None
    for part in parts:
        for base in bases:
            true = percentage(part.value, base.value)
            if true is None or (part.quantity is not None and part.quantity == base.quantity):
                continue
            how = fit(quantity.value, true, decimals, forced)
            if how is not None and (best is None or order[how] < order[best[0]]):
                best = (how, part, base, how == "rounded" and quantity.value > true)
                if how == "rounded":
                    return best
    return best


def _judge(rule: Rule, context: Context, share: Share) -> Iterator[Outcome]:
    index, parts, bases = share.index, share.parts, share.bases
    quantity = context.quantities[index]
    if not parts or not bases:
        yield rule.say(
            "not_assessable",
            f"占比 {quantity.text}：没有可核对的{'部分' if not parts else '总数'}",
            metric=quantity.metric,
            left=context.stated(index),
            quantities=(index,),
        )
        return
    used = [side.quantity for side in (*parts, *bases) if side.quantity is not None]
    if share.found is None:
        yield _mismatch(rule, context, index, parts, bases)
        return
    how, part, base, _ = share.found
    true = Decimal(100) * part.value / base.value
    arithmetic = f"{show(part.value)} ÷ {show(base.value)} = {show(round_to(true, places(quantity.text) + 2))}%"
    if how == "cut" and share.careful:
        yield rule.say(
            "uncertain",
            f"{context.name(index)}占比 {quantity.text}：按 {show(base.value)} 计算为 "
            f"{show(round_to(true, places(quantity.text) + 2))}%，此处截尾，同列其他占比是四舍五入",
            metric=quantity.metric,
            left=context.stated(index),
            right=Operand("四舍五入", show(round_to(true, places(quantity.text)))),
            arithmetic=arithmetic,
            reading=f"cut：{base.name}",
            quantities=(index, *used),
        )
        return
    kind = "rounded" if how != "rounded" else "direct" if base == bases[0] else "alternative"
    yield rule.say(
        "pass",
        f"{context.name(index)}占比 {quantity.text} 与 {show(part.value)}/{show(base.value)} 相符",
        metric=quantity.metric,
        cells=(*part.cells, *base.cells),
        left=context.stated(index),
        right=Operand(f"{part.name}÷{base.name}", show(round_to(true, places(quantity.text) + 2))),
        arithmetic=arithmetic,
        reading=f"{kind}：{base.name}",
        quantities=(index, *used),
    )


def _mismatch(rule: Rule, context: Context, index: int, parts: list[Side], bases: list[Side]) -> Outcome:
    quantity = context.quantities[index]
    decimals = places(quantity.text)
    tried = list[str]()
    nearest: tuple[Decimal, Side, Side] | None = None
    for part in parts:
        for base in bases:
            true = percentage(part.value, base.value)
            if true is None or (part.quantity is not None and part.quantity == base.quantity):
                continue
            tried.append(
                f"{show(part.value)} ÷ {show(base.value)}（{base.name}） = {show(round_to(true, decimals + 2))}%"
            )
            if nearest is None or abs(true - quantity.value) < abs(nearest[0] - quantity.value):
                nearest = (true, part, base)
    if nearest is None:
        return rule.say(
            "not_assessable", f"占比 {quantity.text}：总数为 0", metric=quantity.metric, quantities=(index,)
        )
    true, part, base = nearest
    return rule.say(
        "fail",
        f"{context.name(index)}占比 {quantity.text}，按各种总数计算都不相符；最接近的是 "
        f"{show(part.value)} ÷ {show(base.value)} = {show(round_to(true, decimals + 2))}%",
        metric=quantity.metric,
        cells=(*part.cells, *base.cells),
        left=context.stated(index),
        right=Operand(f"{part.name}÷{base.name}", show(round_to(true, decimals))),
        arithmetic="；".join(dict.fromkeys(tried)),
        tried=dict.fromkeys(base.name for base in bases),
        quantities=(index, *(side.quantity for side in (part, base) if side.quantity is not None)),
        repairs=((f"quantity:{index}", round_to(true, decimals)),),
        doubts=(
            *_doubts(context, index, parts),
            *(("相差不到末位一个单位",) if is_near(quantity.value, true, decimals) else ()),
        ),
    )


def _doubts(context: Context, index: int, parts: list[Side]) -> Iterator[str]:
    quantity = context.quantities[index]
    if not is_exact(quantity):
        yield "占比是约数"
    if any(side.quantity is not None and not is_exact(context.quantities[side.quantity]) for side in parts):
        yield "部分是约数"
    between = context.before(index).partition("占")[2]
    if between and between not in WORDS["share.base"]:
        yield f"占的是“{between}”，可能另有总数"
    if not quantity.metric.startswith(("requests.", "review.", "litigation.")):
        yield "总数靠上下文推断"
    if quantity.scope.startswith("unit:"):
        yield "说的是另一机关"


def share_groups(context: Context) -> list[list[int]]:
    """Shares that stand together: those of one sentence, in order."""
    groups = []
    for members in context.sentences.values():
        shares = [index for index in members if context.quantities[index].aspect == "share"]
        if shares:
            groups.append(shares)
    return groups


def _parts(context: Context, index: int) -> list[Side]:
    """The part a share is of: the count of its metric just before it (or behind it), else the table's."""
    quantity = context.quantities[index]
    sides = []
    around = (*_around(context, index, -1), *_around(context, index, 1))
    other = next((other for other in around if context.quantities[other].metric == quantity.metric), None)
    if other is not None:
        sides.append(Side(context.quantities[other].value, context.name(other), other))
    for comparison in BY_METRIC.get(quantity.metric, ())[-1:]:
        reading = comparison.readings[0]
        amount = context.sheet.amount(reading.cells)
        if amount is not None and not reading.at_most:
            sides.append(Side(amount.value, reading.zh, None, amount.cells))
    return sides


def _around(context: Context, index: int, step: int) -> Iterator[int]:
    """The counts of the share's own sentence, going away from it."""
    numbers = context.sentence_numbers
    stop = max(-1, index - NEAR) if step < 0 else min(len(numbers), index + NEAR)
    for other in range(index + step, stop, step):
        if numbers[other] != numbers[index]:
            return
        if context.quantities[other].aspect == "value" and "%" not in context.quantities[other].unit:
            yield other


def _bases(context: Context, index: int, parts: list[Side]) -> list[Side]:
    """What a share may be of, the nearest first: totals named before it, then the tables' totals."""
    quantity = context.quantities[index]
    family = quantity.metric.partition(".")[0]
    stated = next((side.quantity for side in parts if side.quantity is not None), index)
    of_the_year = context.is_of_the_year(stated)
    sides = []
    for other in _before(context, index):
        known = context.quantities[other]
        if context.is_of_the_year(other) != of_the_year:
            continue  # 受理30件，上年24件，予以公开15件，占50%: last year's total is no base of it
        if (family == "requests" and known.metric in TOTALS) or (
            family != "requests" and _may_be_base(context, parts, other)
        ):
            sides.append(Side(known.value, context.name(other), other))
    if family == "requests":
        sides += _derived(context)
    else:
        sides += [Side(context.quantities[other].value, "共计", other) for other in _total_behind(context, index)]
    tables = REQUEST_BASES if family == "requests" else DISPUTE_BASES.get(family, ())
    for name, cells in tables:
        amount = context.sheet.amount(cells)
        if amount is not None:
            sides.append(Side(amount.value, name, None, amount.cells))
    return list(dict.fromkeys(sides))


def _derived(context: Context) -> list[Side]:
    """新收加上年结转 as the prose states them, with and without what is carried over."""
    stated = [single(context, f"requests.{name}") for name in ("received", "carried_in", "carried_out")]
    received, carried_in, carried_out = (None if one is None else context.quantities[one].value for one in stated)
    if received is None or carried_in is None:
        return []
    sides = [Side(received + carried_in, "正文受理加上年结转")]
    if carried_out is not None:
        sides.append(Side(received + carried_in - carried_out, "正文受理加上年结转、减结转下年"))
    return sides


def _total_behind(context: Context, index: int) -> list[int]:
    """A total that closes the list of its sentence: 网站862件（占82.4%）、信函…，共1046件."""
    words = ("共", "合计", "总计")
    return [other for other in _around(context, index, 1) if any(word in context.item(other) for word in words)]


def _before(context: Context, index: int) -> Iterator[int]:
    """Counts that stand before a share, the nearest first: within a few sentences, and not too many."""
    numbers = context.sentence_numbers
    for other in range(index - 1, max(-1, index - NEAR), -1):
        if numbers[other] < numbers[index] - REACH:
            return
        if context.quantities[other].aspect == "value":
            yield other


def _may_be_base(context: Context, parts: list[Side], other: int) -> bool:
    """Outside the requests a base has the unit of the part and is not smaller."""
    known = context.quantities[other]
    return any(
        side.quantity is not None
        and side.quantity != other
        and context.quantities[side.quantity].unit == known.unit
        and known.value >= side.value
        for side in parts
    )


def sum_to_hundred(rule: Rule, context: Context) -> Iterator[Outcome]:
    """A list of shares of one sentence that is meant to be whole adds up to 100."""
    for group in share_groups(context):
        values = [context.quantities[index].value for index in group]
        gap = sum(values, Decimal(0)) - 100
        decimals = max(places(context.quantities[index].text) for index in group)
        slack = Decimal(len(group)).scaleb(-decimals)
        items = " ".join(context.item(index) for index in group)
        closed = any(word in items or word in context.sentence_text(group[0]) for word in WORDS["parts.closed"])
        if len(group) < 3 or not closed:
            continue
        arithmetic = " + ".join(show(value) for value in values) + f" = {show(gap + 100)}"
        if abs(gap) <= slack:
            yield rule.say(
                "pass",
                f"{len(group)} 项占比合计 {show(gap + 100)}%",
                arithmetic=arithmetic,
                metric=context.quantities[group[0]].metric,
                reading="direct" if not gap else "rounded：四舍五入",
                quantities=group,
            )
        else:
            yield rule.say(
                "fail",
                f"{len(group)} 项占比合计 {show(gap + 100)}%，不是 100%",
                metric=context.quantities[group[0]].metric,
                left=Operand("各项占比合计", show(gap + 100), context.quantities[group[0]].span),
                right=Operand("应为", "100"),
                arithmetic=arithmetic,
                quantities=group,
                repairs=[(f"quantity:{index}", context.quantities[index].value - gap) for index in group],
            )


def within_hundred(rule: Rule, context: Context) -> Iterator[Outcome]:
    """A share lies between 0 and 100."""
    shares = [index for group in share_groups(context) for index in group if "%" in context.quantities[index].unit]
    wrong = [index for index in shares if not 0 <= context.quantities[index].value <= 100]
    for index in wrong:
        quantity = context.quantities[index]
        yield rule.say(
            "fail",
            f"{context.name(index)}占比 {quantity.text}，超过 100%",
            metric=quantity.metric,
            left=context.stated(index),
            right=Operand("上限", "100"),
            arithmetic=f"{show(quantity.value)} > 100",
            quantities=(index,),
        )
    if shares and not wrong:
        yield rule.say("pass", f"{len(shares)} 处占比都在 0 到 100 之间", reading="direct")


RUNS: dict[str, Run] = {
    "NI-02": shares_of,
    "N2T-22": shares_of,
    "NI-03": sum_to_hundred,
    "PL-05": within_hundred,
}
"""What each rule of lexicon/rules/shares.toml does."""
