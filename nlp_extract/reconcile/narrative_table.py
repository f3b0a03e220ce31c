"""The prose against the tables (N2T): every admissible reading is tried before a word is said.

Which readings a metric has stands in lexicon/readings.toml; here is only how they are tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nlp_extract.facts import Operand, Quantity
from nlp_extract.reconcile.context import Context, admits, is_exact
from nlp_extract.reconcile.knowledge import WORDS, Comparison, Reading
from nlp_extract.reconcile.rule import Outcome, Repair, Rule, Run
from nlp_extract.reconcile.sheet import Amount, show


@dataclass(frozen=True, slots=True)
class Trial:
    """One reading and what it came to; ``amount`` None where a cell is missing."""

    reading: Reading
    amount: Amount | None


def compare(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Every quantity that this rule speaks of, against its readings."""
    for index, comparison in context.compared.get(rule.code, ()):
        if not context.quantities[index].scope.startswith("unit:"):  # a named part has no table of its own (NI-14)
            yield _compare_one(rule, context, index, comparison)


def _compare_one(rule: Rule, context: Context, index: int, comparison: Comparison) -> Outcome:
    quantity = context.quantities[index]
    trials = [Trial(reading, context.sheet.amount(reading.cells)) for reading in comparison.readings]
    passed = next((trial for trial in trials if _agrees(quantity, trial) and not trial.reading.weak), None)
    direct = next((trial.amount for trial in trials if trial.amount is not None), None)
    if not context.is_of_the_year(index):
        return _not_comparable(rule, context, index, comparison)
    if passed is not None and passed.amount is not None:
        return _agreement(rule, context, index, comparison, trials, passed.reading, passed.amount)
    if index in context.within and not comparison.words:
        return _only_a_part(rule, context, index, comparison)
    if comparison.severity == "info" and _first_part_agrees(context, index, comparison):
        return _only_a_part(rule, context, index, comparison)
    if direct is None or trials[0].amount is None:
        return rule.say(
            "not_assessable",
            f"正文{comparison.zh} {show(quantity.value)}：表格没有可对照的单元格（{trials[0].reading.zh}缺失或留空）",
            metric=quantity.metric,
            left=context.stated(index),
            quantities=(index,),
            tried=[trial.reading.zh for trial in trials],
        )
    return _disagreement(rule, context, index, comparison, trials, direct)


def _agrees(quantity: Quantity, trial: Trial) -> bool:
    if trial.amount is None:
        return False
    if trial.reading.at_most:
        return quantity.low <= trial.amount.value
    return admits(quantity, trial.amount.value)


def _first_part_agrees(context: Context, index: int, comparison: Comparison) -> bool:
    """规章13件（含新制定5件，修改4件，废止4件): the number counts more than the cell, its first part just that."""
    amount = context.sheet.amount(comparison.readings[0].cells)
    following = index + 1
    return amount is not None and following in context.within and admits(context.quantities[following], amount.value)


def _not_comparable(rule: Rule, context: Context, index: int, comparison: Comparison) -> Outcome:
    quantity = context.quantities[index]
    return rule.say(
        "not_assessable",
        f"正文{comparison.zh} {quantity.text}是另一时期的数，不与本表对照",
        metric=quantity.metric,
        left=context.stated(index),
        quantities=(index,),
    )


def _only_a_part(rule: Rule, context: Context, index: int, comparison: Comparison) -> Outcome:
    quantity = context.quantities[index]
    return rule.say(
        "not_assessable",
        f"正文{comparison.zh} {quantity.text}"
        + ("是前面总数的一部分，表格没有单列" if index in context.within else "另含表格不计的部分，其中的数与表格相符"),
        metric=quantity.metric,
        left=context.stated(index),
        quantities=(index,),
    )


def _agreement(
    rule: Rule,
    context: Context,
    index: int,
    comparison: Comparison,
    trials: list[Trial],
    reading: Reading,
    amount: Amount,
) -> Outcome:
    quantity = context.quantities[index]
    if amount.value != quantity.value and not reading.at_most:
        kind = "rounded"
    else:
        kind = "direct" if reading is comparison.readings[0] else "alternative"
    context.agreed.add(index)
    return rule.say(
        "pass",
        f"正文{comparison.zh} {show(quantity.value)}，与{reading.zh} {show(amount.value)} 相符",
        metric=quantity.metric,
        cells=amount.cells,
        left=context.stated(index),
        right=context.printed(amount, reading.zh),
        reading=f"{kind}：{reading.zh}",
        tried=[trial.reading.zh for trial in trials[: trials.index(Trial(reading, amount)) + 1]],
        quantities=(index,),
    )


def _disagreement(
    rule: Rule, context: Context, index: int, comparison: Comparison, trials: list[Trial], direct: Amount
) -> Outcome:
    quantity = context.quantities[index]
    name = comparison.readings[0].zh
    doubts = list(_doubts(context, index, comparison))
    weak = next((trial for trial in trials if trial.reading.weak and _agrees(quantity, trial)), None)
    if weak is not None:
        doubts.append(f"与“{weak.reading.zh}”相同")
    computed = [trial for trial in trials if trial.amount is not None]
    arithmetic = "；".join(
        f"{trial.reading.zh} = {show(trial.amount.value)}" for trial in computed if trial.amount is not None
    )
    others = f"，另 {len(computed) - 1} 种读法也不相符" if len(computed) > 1 else ""
    return rule.say(
        "fail",
        f"正文{comparison.zh}为 {show(quantity.value)}，{name}为 {show(direct.value)}，"
        f"相差 {show(abs(quantity.value - direct.value))}{others}",
        severity=comparison.severity,
        metric=quantity.metric,
        cells=direct.cells,
        left=context.stated(index),
        right=context.printed(direct, name),
        arithmetic=f"{show(quantity.value)} ≠ {arithmetic}",
        tried=[trial.reading.zh for trial in computed],
        quantities=(index,),
        repairs=_repairs(context, index, computed),
        doubts=doubts,
    )


def _repairs(context: Context, index: int, trials: list[Trial]) -> Iterator[Repair]:
    """The prose could take any reading's value; or one cell of a reading could be off by the difference."""
    quantity, values = context.quantities[index], context.sheet.values
    for trial in trials:
        if trial.amount is None or trial.reading.weak:
            continue
        yield f"quantity:{index}", trial.amount.value
        if "-" not in trial.reading.cells and "*" not in trial.reading.cells:
            gap = quantity.value - trial.amount.value
            yield from ((f"cell:{cell}", values[cell] + gap) for cell in trial.amount.cells)


def _doubts(context: Context, index: int, comparison: Comparison) -> Iterator[str]:
    """Why a difference may be no fault: another count, another scope, a vague number."""
    quantity = context.quantities[index]
    soft = context.other_count(index, comparison)
    if soft is not None:
        yield f"上下文有“{soft}”，可能是另一口径"
    if comparison.firm and not any(word in context.lead(index) for word in comparison.firm):
        yield "上下文没有说明口径"
    if not is_exact(quantity):
        yield "正文是约数"
    if quantity.scope == "region" and not context.covers_region:
        yield "正文是全域的数，表格是本机关的数"
    if quantity.scope == "self" and context.covers_region and _region_stated(context, index):
        yield "正文另有全域的数，此处可能只是本级"
    if quantity.metric.startswith("policy_docs.normative") and context.covers_region and quantity.scope != "region":
        yield "表格汇总所辖各机关，正文可能只是本级"
    comes = any(verb in context.before(index) for verb in WORDS["requests.come"])
    if quantity.metric == "requests.received" and index in context.listed and not comes:
        yield "是前面总数的一部分"
    carried = comparison.code == "N2T-03"
    if context.year is not None and not carried and f"{context.year + 1}年" in context.item(index):
        yield "说的可能是下一年"
    if context.is_added_up(index):
        yield "同一句后面另有合计"
    subject = _other_subject(context, index)
    if subject is not None:
        yield f"同一句前面说的是{context.name(subject)}"
    if quantity.metric == "requests.carried_out" and f"至{context.year}年" in context.item(index):
        yield "说的可能是上年结转到本年的"
    if quantity.period not in ("report", "cumulative") and quantity.period != str(context.year):
        yield "正文所指时期不是整个年度"


def _other_subject(context: Context, index: int) -> int | None:
    """The number before one that names no request itself, where that speaks of something else:
    受理行政许可申请1280件，办结1266件."""
    quantity = context.quantities[index]
    if (
        not index
        or not quantity.metric.startswith("requests.")
        or context.sentence(index - 1) != context.sentence(index)
    ):
        return None
    before = context.quantities[index - 1]
    if (
        before.metric.partition(".")[0] in ("requests", "review", "litigation", "info_fee")
        or before.unit != quantity.unit
    ):
        return None
    own = context.before(index)
    named = "申请" in own or "公开" in own or (before.metric == "other" and "公开" in context.item(index - 1))
    return None if named else index - 1


def _region_stated(context: Context, index: int) -> bool:
    metric = context.quantities[index].metric
    return any(context.quantities[other].scope == "region" for other in context.by_metric[metric])


def all_natural(rule: Rule, context: Context) -> Iterator[Outcome]:
    """均为自然人: the columns of organisations are then 0."""
    text = context.prose
    word = next((word for word in WORDS["all.natural"] if word in text), None)
    if word is None or "申请" not in text:
        return
    amount = context.sheet.amount("t3.new.org")
    if amount is None:
        yield rule.say("not_assessable", f"正文称申请{word}，表三法人或其他组织各栏缺失或留空")
    elif amount.value:
        yield rule.say(
            "fail",
            f"正文称申请{word}，表三法人或其他组织新收 {show(amount.value)} 件",
            metric="requests.by_applicant.organisation",
            cells=amount.cells,
            left=Operand(f"正文·{word}", "0"),
            right=context.printed(amount, "本年新收·法人或其他组织"),
            arithmetic=f"0 ≠ {show(amount.value)}",
        )
    else:
        yield rule.say("pass", f"正文称申请{word}，表三法人或其他组织各栏为 0", cells=amount.cells, reading="direct")


def procurement(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Procurement of the prose against the 2019 form, where the number may be of notices."""
    amount = context.sheet.amount("t2o.procure.count")
    for index in context.by_metric.get("finance.procurement", ()):
        quantity = context.quantities[index]
        if amount is None or quantity.aspect != "value" or "元" in quantity.unit:
            continue
        if quantity.scope.startswith("unit:") or not context.is_of_the_year(index):
            continue
        state = "pass" if admits(quantity, amount.value) else "fail"
        yield rule.say(
            "pass" if state == "pass" else "fail",
            f"正文政府采购 {show(quantity.value)}，表二政府集中采购项目数 {show(amount.value)}",
            metric=quantity.metric,
            cells=amount.cells,
            left=context.stated(index),
            right=context.printed(amount, "政府集中采购项目数量"),
            arithmetic=f"{show(quantity.value)} {'=' if state == 'pass' else '≠'} {show(amount.value)}",
            reading="direct" if state == "pass" else "",
            quantities=(index,),
        )


RUNS: dict[str, Run] = {
    "N2T-01": compare,
    "N2T-02": compare,
    "N2T-03": compare,
    "N2T-04": compare,
    "N2T-05": compare,
    "N2T-06": compare,
    "N2T-07": compare,
    "N2T-08": compare,
    "N2T-09": all_natural,
    "N2T-10": compare,
    "N2T-11": compare,
    "N2T-12": compare,
    "N2T-13": compare,
    "N2T-14": compare,
    "N2T-15": compare,
    "N2T-16": compare,
    "N2T-17": compare,
    "N2T-18": compare,
    "N2T-21": compare,
    "N2T-23": procurement,
}
"""What each rule of lexicon/rules/narrative_table.toml does."""
