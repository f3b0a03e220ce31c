"""The prose against itself (NI): figures said twice, growth over a base in the sentence, words against numbers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nlp_extract.facts import Operand
from nlp_extract.reconcile.context import Context, is_exact, single
from nlp_extract.reconcile.knowledge import WORDS
from nlp_extract.reconcile.ratios import Fit, change, fit, growth_fits, is_near, places, round_to
from nlp_extract.reconcile.rule import Outcome, Rule, Run
from nlp_extract.reconcile.sheet import show

SINGLE = (
    "requests.received",
    "requests.handled",
    "requests.processed",
    "requests.carried_in",
    "requests.carried_out",
    "review.total",
    "litigation.total",
    "info_fee.amount",
    "info_fee.cases",
    "charges.amount",
    "gazette.issues",
)
"""Metrics that have one value a year: stated twice, the two must agree."""


# ------------------------------------------------------------------ the same thing said twice


def stated_twice(rule: Rule, context: Context) -> Iterator[Outcome]:
    """A metric that has one value a year, stated with two (NI-07)."""
    for metric in SINGLE:
        groups: dict[tuple[str, str], list[int]] = {}
        for index in context.by_metric.get(metric, ()):
            quantity = context.quantities[index]
            other = quantity.scope.startswith("unit:") or context.is_renamed(index)
            other = other or index in context.within or index in context.listed or _is_subset(context, index)
            if quantity.aspect == "value" and context.is_of_the_year(index) and not other:
                groups.setdefault((quantity.scope, quantity.unit), []).append(index)
        for indices in groups.values():
            if len(indices) > 1:
                yield _twice(rule, context, metric, indices)


def _is_subset(context: Context, index: int) -> bool:
    """A smaller number of what the number before it in the sentence counts: 行政复议144件，120件作了决定."""
    if not index or context.sentence_numbers[index - 1] != context.sentence_numbers[index]:
        return False
    before, quantity = context.quantities[index - 1], context.quantities[index]
    return before.metric == quantity.metric and quantity.value < before.value


def _twice(rule: Rule, context: Context, metric: str, indices: list[int]) -> Outcome:
    first = indices[0]
    other = next((index for index in indices[1:] if not _overlap(context, first, index)), None)
    if other is None:
        return rule.say(
            "pass",
            f"{context.name(first)} 多次提到，数字一致",
            metric=metric,
            reading="direct",
            left=context.stated(first),
            right=context.stated(indices[1]),
            quantities=indices,
        )
    values = {context.quantities[index].value for index in indices}
    part = any(
        context.quantities[other].value + one in values or context.quantities[first].value + one in values
        for one in values
        if one
    )
    same_sentence = context.sentence(first) == context.sentence(other)
    doubts = []
    if context.agreed.issuperset((first, other)):
        doubts.append("两数各与表格的一种口径相符")
    if same_sentence or part:
        doubts.append("两数可能是整体与部分")
    if not is_exact(context.quantities[first]) or not is_exact(context.quantities[other]):
        doubts.append("其中一数是约数")
    doubts.append("两处可能口径不同")
    return rule.say(
        "fail",
        f"{context.name(first)}前后两处不同：{context.quantities[first].text}，{context.quantities[other].text}",
        metric=metric,
        left=context.stated(first),
        right=context.stated(other),
        arithmetic=f"{show(context.quantities[first].value)} ≠ {show(context.quantities[other].value)}",
        quantities=(first, other),
        repairs=[
            (f"quantity:{first}", context.quantities[other].value),
            (f"quantity:{other}", context.quantities[first].value),
        ],
        doubts=doubts,
    )


def _overlap(context: Context, one: int, other: int) -> bool:
    first, second = context.quantities[one], context.quantities[other]
    low, high = max(first.low, second.low), [high for high in (first.high, second.high) if high is not None]
    return not high or low <= min(high)


# ------------------------------------------------------------------ growth over a base in the sentence


def growth_in_sentence(rule: Rule, context: Context) -> Iterator[Outcome]:
    """A change against the earlier value that the same sentence states (NI-08)."""
    for members in context.sentences.values():
        changes = [index for index in members if context.quantities[index].aspect == "change"]
        if not changes:
            continue
        now: dict[str, int] = {}
        before: dict[str, int] = {}
        for index in members:
            quantity = context.quantities[index]
            if quantity.aspect == "value":
                (now if context.is_of_the_year(index) else before).setdefault(quantity.metric, index)
        for index in changes:
            metric = context.quantities[index].metric
            if metric in now and metric in before:
                yield judge_change(rule, context, index, now[metric], before[metric])


def judge_change(rule: Rule, context: Context, index: int, now: int, before: int) -> Outcome:
    """One change against two stated values."""
    quantity = context.quantities[index]
    values = (context.quantities[now].value, context.quantities[before].value)
    used = (index, now, before)
    in_percent = "%" in quantity.unit
    if "点" in quantity.unit or not all(is_exact(context.quantities[one]) for one in used):
        return rule.say(
            "not_assessable", f"{quantity.text} 的变化不核对：约数或百分点", metric=quantity.metric, quantities=used
        )
    decimals = places(quantity.text)

    def fits(present: Decimal) -> Fit | None:
        """How the stated change fits a value of this year."""
        true = change(quantity.unit, present, values[1])
        if true is None:
            return None
        signed = -quantity.value if quantity.direction < 0 or (not quantity.direction and true < 0) else quantity.value
        if in_percent:
            return growth_fits(signed, true, decimals, values[1])
        return fit(signed, true, decimals) if "倍" in quantity.unit else "rounded" if signed == true else None

    true = change(quantity.unit, *values)
    if true is None:
        return rule.say("not_assessable", f"{quantity.text}：基数为 0", metric=quantity.metric, quantities=used)
    signed = -quantity.value if quantity.direction < 0 or (not quantity.direction and true < 0) else quantity.value
    held = fits(values[0])
    shown = f"({show(values[0])} − {show(values[1])}) ÷ {show(values[1])} = {show(round_to(true, decimals + 2))}%"
    if "倍" in quantity.unit:
        shown = f"({show(values[0])} − {show(values[1])}) ÷ {show(values[1])} = {show(round_to(true, decimals + 2))}倍"
    arithmetic = (
        shown if in_percent or "倍" in quantity.unit else f"{show(values[0])} − {show(values[1])} = {show(true)}"
    )
    right = Operand("按所述基数计算", show(round_to(true, decimals)))
    if held:
        return rule.say(
            "pass",
            f"{context.name(index)}的变化 {quantity.text} 与所述基数相符",
            metric=quantity.metric,
            left=context.stated(index),
            right=right,
            arithmetic=arithmetic,
            reading="direct" if held == "rounded" else "rounded：截尾",
            quantities=used,
        )
    return rule.say(
        "fail",
        f"{context.name(index)}的变化写作 {quantity.text}，按文中 {show(values[1])} 到 {show(values[0])} 计算应为 "
        f"{show(round_to(true, decimals))}{'%' if in_percent else '倍' if '倍' in quantity.unit else ''}",
        metric=quantity.metric,
        left=context.stated(index),
        right=right,
        arithmetic=arithmetic,
        quantities=used,
        repairs=[
            (f"quantity:{index}", abs(round_to(true, decimals))),
            *((f"quantity:{now}", value) for value in context.table_values(now) if fits(value)),
        ],
        doubts=("相差不到末位一个单位",) if in_percent and is_near(signed, true, decimals) else (),
    )


# ------------------------------------------------------------------ words against numbers


def all_answered(rule: Rule, context: Context) -> Iterator[Outcome]:
    """均已办结, while the table carries requests into next year (NI-09)."""
    word = next((word for word in WORDS["all.answered"] if _without_exception(context.prose, word)), None)
    amount = context.sheet.amount("t3.carried_out.sum")
    if word is None or amount is None:
        return
    if amount.value:
        yield rule.say(
            "fail",
            f"正文称“{word}”，表三结转下年度继续办理 {show(amount.value)} 件",
            metric="requests.carried_out",
            cells=amount.cells,
            left=Operand(f"正文·{word}", "0"),
            right=context.printed(amount, "结转下年度继续办理"),
        )
    else:
        yield rule.say("pass", f"正文称“{word}”，表三没有结转", cells=amount.cells, reading="direct")


def _without_exception(prose: str, word: str) -> bool:
    """Whether a sentence says so of all (not: 其中6件结转下年，其余全部办结)."""
    start = prose.find(word)
    while start >= 0:
        sentence = prose[max(prose.rfind("。", 0, start), start - 200) : start]
        if not any(other in sentence for other in (*WORDS["all.others"], *WORDS["all.except"])):
            return True
        start = prose.find(word, start + len(word))
    return False


def nothing_received(rule: Rule, context: Context) -> Iterator[Outcome]:
    """未收到申请, while the prose counts answers or describes what was asked for (NI-13)."""
    zero = next(
        (
            i
            for i in context.by_metric.get("requests.received", ())
            if context.quantities[i].value == 0 and context.is_of_the_year(i)
        ),
        None,
    )
    if zero is None or context.quantities[zero].aspect != "value":
        return
    answered = next(
        (
            index
            for name in ("granted", "partial", "denied", "unable", "refused")
            if (index := single(context, f"requests.{name}")) is not None and context.quantities[index].value
        ),
        None,
    )
    if answered is None and "申请内容主要" not in context.prose:
        yield rule.say("pass", "正文称未收到申请，也没有描述办理结果", reading="direct", quantities=(zero,))
        return
    used = (zero,) if answered is None else (zero, answered)
    yield rule.say(
        "fail",
        "正文称未收到申请，却又描述了申请的内容或办理结果",
        metric="requests.received",
        left=context.stated(zero),
        right=context.stated(answered) if answered is not None else Operand("正文·申请内容主要", ""),
        quantities=used,
    )


def stock_covers_year(rule: Rule, context: Context) -> Iterator[Outcome]:
    """What was disclosed since ever is not less than what was disclosed this year (NI-15)."""
    ever, year = single(context, "disclosure.cumulative"), single(context, "disclosure.total")
    if ever is None or year is None or context.quantities[ever].unit != context.quantities[year].unit:
        return
    held = context.quantities[ever].value >= context.quantities[year].value
    yield rule.say(
        "pass" if held else "fail",
        f"历年累计主动公开 {context.quantities[ever].text}，"
        f"{'不少于' if held else '少于'}本年 {context.quantities[year].text}",
        metric="disclosure.cumulative",
        left=context.stated(ever),
        right=context.stated(year),
        reading="direct" if held else "",
        quantities=(ever, year),
    )


def daily_times_days(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Daily views times 365 near the views of the year (NI-16)."""
    daily, yearly = context.by_metric.get("website.daily_views", ()), context.by_metric.get("website.page_views", ())
    if len(daily) != 1 or len(yearly) != 1:
        return
    day, year = context.quantities[daily[0]], context.quantities[yearly[0]]
    if day.aspect != "value" or year.aspect != "value" or not day.value or year.period != "report":
        return
    ratio = year.value / (day.value * 365)
    held = Decimal("0.65") <= ratio <= Decimal("1.35")
    yield rule.say(
        "pass" if held else "fail",
        f"日均访问 {day.text} 乘以 365 天为 {show(day.value * 365)}，全年访问 {year.text}",
        metric="website.daily_views",
        left=context.stated(daily[0]),
        right=context.stated(yearly[0]),
        arithmetic=f"{show(day.value)} × 365 = {show(day.value * 365)}",
        reading="rounded" if held else "",
        quantities=(daily[0], yearly[0]),
    )


def every_document_explained(rule: Rule, context: Context) -> Iterator[Outcome]:
    """解读率 100 %, while fewer explanations than documents are counted (NI-12)."""
    rate = next(
        (i for i in context.by_metric.get("interpretation.rate", ()) if context.quantities[i].value == 100), None
    )
    made, issued = single(context, "interpretation.count"), single(context, "policy_docs.normative.issued")
    if rate is None or made is None or issued is None:
        return
    held = context.quantities[made].value >= context.quantities[issued].value
    yield rule.say(
        "pass" if held else "fail",
        f"解读率 100%，解读材料 {context.quantities[made].text}，规范性文件 {context.quantities[issued].text}",
        metric="interpretation.rate",
        left=context.stated(made),
        right=context.stated(issued),
        reading="direct" if held else "",
        quantities=(rate, made, issued),
    )


RUNS: dict[str, Run] = {
    "NI-07": stated_twice,
    "NI-08": growth_in_sentence,
    "NI-09": all_answered,
    "NI-12": every_document_explained,
    "NI-13": nothing_received,
    "NI-15": stock_covers_year,
    "NI-16": daily_times_days,
}
"""What each rule of lexicon/rules/narrative.toml does."""
