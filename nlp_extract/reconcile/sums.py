"""Totals and their parts in the prose (NI): lists, families of results, the flow of requests."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal

from nlp_extract.facts import Operand
from nlp_extract.reconcile.context import Context, single
from nlp_extract.reconcile.parts import PartList, is_closed
from nlp_extract.reconcile.rule import Outcome, Repair, Rule, Run
from nlp_extract.reconcile.sheet import addition, show

RESULTS = ("granted", "partial", "granted_or_partial", "denied", "unable", "refused", "other")


# ------------------------------------------------------------------ parts and totals


def parts_add_up(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Lists of parts: whole ones must add up, others are worth a look; splits over agencies are NI-14."""
    for parts in context.part_lists:
        if parts.by_unit != (rule.code == "NI-14") or len(parts.parts) < 2:
            continue
        total = context.quantities[parts.total]
        if not parts.exact:
            yield rule.say(
                "not_assessable",
                f"{context.name(parts.total)} {total.text}：总数或部分是约数，不核对合计",
                metric=total.metric,
                quantities=(parts.total, *parts.parts),
            )
            continue
        yield from _whole(rule, context, parts)


def _whole(rule: Rule, context: Context, parts: PartList) -> Iterator[Outcome]:
    """All parts against the total; where semicolons divide them (按申请人…；按结果…), each group may be whole."""
    total, wholes = context.quantities[parts.total].value, parts.wholes(context)
    groups = [group for group in parts.groups if len(group) > 1] if len(parts.groups) > 1 else []
    held = [group for group in groups if parts.sum(context, group) == total]
    mixed = [(*parts.parts, *parts.aside), (*parts.parts, *parts.aside, *parts.trailing), *_beginnings(context, parts)]
    mixed += _continued(context, parts)
    if parts.sum(context) == total:
        yield _adds_up(rule, context, parts, parts.parts, "direct")
    elif parts.sum(context) in wholes:
        yield _adds_up(rule, context, parts, parts.parts, "alternative：与前面并列的数合计")
    elif whole := next((one for one in mixed if parts.sum(context, one) in wholes), None):
        how = "后面或单位不同的各项也计入" if len(whole) > len(parts.parts) else f"前 {len(whole)} 项"
        yield _adds_up(rule, context, parts, whole, f"alternative：{how}")
    elif parts.partial and parts.sum(context) < total:
        yield _only_some(rule, context, parts)
    elif held:
        yield _adds_up(rule, context, parts, held[0], "alternative：分号隔开的一组")
        for group in groups:
            if group not in held:
                sure = is_closed(context, group, ())
                yield _off(rule, context, parts, group, () if sure else ("这一组未必完整",))
    else:
        gap = parts.sum(context) - total
        sure = parts.closed and not groups and not parts.aside
        doubt = "所列部分未必完整" if gap < 0 else "所列部分可能有重叠"
        group = parts.parts
        if parts.aside and abs(parts.sum(context, (*group, *parts.aside)) - total) < abs(gap):
            group = (*group, *parts.aside)
        yield _off(rule, context, parts, group, () if sure else (doubt,))


def _beginnings(context: Context, parts: PartList) -> Iterator[tuple[int, ...]]:
    """The first parts, where they alone make the total: what follows is then another count."""
    total = context.quantities[parts.total].value
    sums = itertools.accumulate(context.quantities[part].value for part in parts.parts)
    for count, summed in enumerate(sums, 1):
        if count > 1 and summed == total:
            yield parts.parts[:count]


def _continued(context: Context, parts: PartList) -> list[tuple[int, ...]]:
    """The parts and what follows them in the sentence, by one number more each: a list may go on where it seemed to
    end (…公告11条，公开指南1条，年度报告1条)."""
    total, numbers, last = context.quantities[parts.total], context.sentence_numbers, parts.parts[-1]
    found, more = list[tuple[int, ...]](), list[int]()
    for index in range(last + 1, min(len(numbers), last + 5)):
        if numbers[index] != numbers[last] or context.quantities[index].unit != total.unit:
            break
        more.append(index)
        found.append((*parts.parts, *more))
    return found


def _only_some(rule: Rule, context: Context, parts: PartList) -> Outcome:
    total = context.quantities[parts.total]
    return rule.say(
        "not_assessable",
        f"{context.name(parts.total)} {total.text}：文中只列出主要部分，不核对合计",
        metric=total.metric,
        quantities=(parts.total, *parts.parts),
    )


def _listed(context: Context, indices: tuple[int, ...]) -> str:
    return addition(context.quantities[index].value for index in indices)


def _adds_up(rule: Rule, context: Context, parts: PartList, group: tuple[int, ...], reading: str) -> Outcome:
    total, summed = context.quantities[parts.total], parts.sum(context, group)
    beside = parts.beside if summed != total.value else ()
    return rule.say(
        "pass",
        f"{context.name(parts.total)} {total.text}{'（连同并列的数）' if beside else ''}等于所列 {len(group)} 项之和",
        metric=total.metric,
        left=context.stated(parts.total),
        right=Operand("各部分之和", show(summed)),
        arithmetic=f"{_listed(context, group)} = {show(summed)}",
        reading=reading,
        quantities=(parts.total, *beside, *group),
    )


def _off(rule: Rule, context: Context, parts: PartList, group: tuple[int, ...], doubts: tuple[str, ...]) -> Outcome:
    total = context.quantities[parts.total]
    summed = parts.sum(context, group)
    gap = summed - total.value
    return rule.say(
        "fail",
        f"{context.name(parts.total)} {total.text}，所列 {len(group)} 项合计 {show(summed)}，相差 {show(abs(gap))}",
        metric=total.metric,
        left=context.stated(parts.total),
        right=Operand("各部分之和", show(summed)),
        arithmetic=f"{_listed(context, group)} = {show(summed)} ≠ {show(total.value)}",
        tried=["全部各项", *(f"分号隔开的第 {n} 组" for n in range(1, len(parts.groups) + 1) if len(parts.groups) > 1)],
        quantities=(parts.total, *group, *parts.aside),
        repairs=_mending(context, group, parts.total, summed),
        doubts=doubts,
    )


def parts_within_total(rule: Rule, context: Context) -> Iterator[Outcome]:
    """No part is larger than its total."""
    for parts in context.part_lists:
        total = context.quantities[parts.total]
        most = None if total.high is None else max(total.high, *parts.wholes(context))
        over = [part for part in _own(parts) if most is not None and context.quantities[part].low > most]
        if not over and len(parts.parts) == 1:
            yield rule.say(
                "pass",
                f"{context.name(parts.total)} {total.text} 不小于其中的部分",
                metric=total.metric,
                left=context.stated(parts.total),
                right=context.stated(parts.parts[0]),
                reading="direct",
                quantities=(parts.total, *parts.parts),
            )
        if over:
            yield _too_large(rule, context, parts, max(over, key=lambda part: context.quantities[part].value))


def _too_large(rule: Rule, context: Context, parts: PartList, part: int) -> Outcome:
    """The largest of the parts that are larger than the total: one finding a list."""
    total = context.quantities[parts.total]
    family = total.metric.partition(".")[0]
    near = context.quantities[part].metric.partition(".")[0] == family != "other" or parts.form == "bracket"
    return rule.say(
        "fail",
        f"{context.name(parts.total)} {total.text}，其中的 {context.quantities[part].text} 却比总数大",
        metric=total.metric,
        left=context.stated(parts.total),
        right=context.stated(part),
        arithmetic=f"{show(context.quantities[part].value)} > {show(total.value)}",
        quantities=(parts.total, part),
        repairs=_as_sum(context, parts, part),
        doubts=() if near and not parts.beside else ("两个数未必说的是同一件事",),
    )


def _own(parts: PartList) -> tuple[int, ...]:
    """The parts that surely are the total's: behind a list of several a semicolon may begin another count
    (不予公开2件，其中1件…，1件…；无法提供29件)."""
    single_items = all(len(group) == 1 for group in parts.groups)
    return parts.parts if single_items else parts.groups[0]


def _as_sum(context: Context, parts: PartList, part: int) -> Iterator[tuple[str, Decimal]]:
    """The value a part would need for the whole list to add up: links this failure with the sum's."""
    if len(parts.parts) > 1:
        gap = parts.sum(context) - context.quantities[parts.total].value
        yield f"quantity:{part}", context.quantities[part].value - gap


# ------------------------------------------------------------------ families of metrics


def _group_level(context: Context, index: int) -> bool:
    """Whether a result is the group's total and not one of its reasons (国家秘密2件)."""
    return not context.is_renamed(index)


def results_add_up(rule: Rule, context: Context) -> Iterator[Outcome]:
    """The results of requests listed in the prose against the totals stated (NI-05)."""
    members = {
        name: index
        for name in RESULTS
        if (index := single(context, f"requests.{name}")) is not None and _group_level(context, index)
    }
    totals = _stated(context, ("processed", "received", "handled"))
    twice = "granted_or_partial" in members and ("granted" in members or "partial" in members)
    if "other" not in members or len(members) < 3 or not totals or twice:
        return
    values = [context.quantities[index].value for index in members.values()]
    summed, used = sum(values, Decimal(0)), (*members.values(), *totals)
    extras = _extras(context)
    for total in totals:
        zh = next((zh for zh, extra in extras.items() if summed + extra == context.quantities[total].value), None)
        if zh is not None:
            yield rule.say(
                "pass",
                f"所列办理结果{zh}合计 {show(summed + extras[zh])}，与正文{context.name(total)}相符",
                metric=context.quantities[total].metric,
                left=context.stated(total),
                right=Operand(f"各项结果之和{zh}", show(summed + extras[zh])),
                arithmetic=f"{addition(values)} = {show(summed)}",
                reading=f"alternative：{zh}" if zh else "direct",
                quantities=used,
            )
            return
    total = min(totals, key=lambda index: abs(context.quantities[index].value - summed))
    value = context.quantities[total].value
    if context.agreed.issuperset(used):
        yield _as_in_the_table(rule, context, total, used, "所列办理结果")
        return
    doubts = [] if _all_groups(context, members) else ["正文没有列出全部办理结果"]
    yield rule.say(
        "fail",
        f"所列办理结果合计 {show(summed)}，与正文各总数都不相符，最接近的是{context.name(total)} {show(value)}",
        metric=context.quantities[total].metric,
        left=context.stated(total),
        right=Operand("各项结果之和", show(summed)),
        arithmetic=f"{addition(values)} = {show(summed)} ≠ {show(value)}",
        tried=[f"{context.name(one)}{zh}" for one in totals for zh in extras],
        quantities=used,
        repairs=[
            repair
            for other in totals
            for extra in extras.values()
            for repair in _mending(context, tuple(members.values()), other, summed + extra)
        ],
        doubts=doubts,
    )


def _as_in_the_table(rule: Rule, context: Context, total: int, used: tuple[int, ...], name: str) -> Outcome:
    """Each number is the table's: that they do not add up to a total only means that not all are named."""
    return rule.say(
        "pass",
        f"{name}与正文{context.name(total)}各与表格相符，只是没有列全或口径不同",
        metric=context.quantities[total].metric,
        left=context.stated(total),
        reading="alternative：各与表格相符",
        quantities=used,
    )


def _stated(context: Context, names: tuple[str, ...]) -> list[int]:
    return [index for name in names if (index := single(context, f"requests.{name}")) is not None]


def _extras(context: Context) -> dict[str, Decimal]:
    """What may lie between the results and a total: carried over, carried in, withdrawn."""
    known = {name: single(context, f"requests.{name}") for name in ("carried_out", "carried_in", "withdrawn")}
    value = {name: Decimal(0) if index is None else context.quantities[index].value for name, index in known.items()}
    extras = {"": Decimal(0)}
    extras["加结转下年"] = value["carried_out"]
    extras["加撤回"] = value["withdrawn"]
    extras["减上年结转"] = -value["carried_in"]
    extras["加结转下年、减上年结转"] = value["carried_out"] - value["carried_in"]
    return extras


def _all_groups(context: Context, members: dict[str, int]) -> bool:
    """Whether each kind of result is either listed or 0 in the table."""
    for name, cells in (("denied", "t3.denied.sum"), ("unable", "t3.unable.sum"), ("refused", "t3.refused.sum")):
        amount = context.sheet.amount(cells)
        if name not in members and (amount is None or amount.value):
            return False
    return bool({"granted", "granted_or_partial"} & members.keys())


def _mending(context: Context, members: tuple[int, ...], total: int, summed: Decimal) -> Iterator[Repair]:
    """The values of one member or of the total that would make the sum hold."""
    gap = context.quantities[total].value - summed
    yield f"quantity:{total}", summed
    yield from ((f"quantity:{one}", context.quantities[one].value + gap) for one in members)


def applicants_add_up(rule: Rule, context: Context) -> Iterator[Outcome]:
    """自然人 and 法人或其他组织 make the requests received."""
    natural = single(context, "requests.by_applicant.natural_person")
    organisation = single(context, "requests.by_applicant.organisation")
    totals = _stated(context, ("received", "handled", "processed"))
    if natural is None or organisation is None or not totals:
        return
    pair = (natural, organisation)
    summed = sum((context.quantities[index].value for index in pair), Decimal(0))
    yield _family(rule, context, totals, pair, summed, "自然人加法人或其他组织", whole=False)


def outcomes_add_up(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Outcomes of review and of litigation make the stated total (NI-06)."""
    for family in ("review", "litigation"):
        total = single(context, f"{family}.total")
        members = [
            index
            for name in ("upheld", "corrected", "other", "pending")
            if (index := single(context, f"{family}.{name}")) is not None
        ]
        if total is None or len(members) < 2:
            continue
        summed = sum((context.quantities[index].value for index in members), Decimal(0))
        yield _family(rule, context, [total], tuple(members), summed, "各种结果之和", whole=len(members) == 4)


def _family(
    rule: Rule, context: Context, totals: list[int], members: tuple[int, ...], summed: Decimal, name: str, whole: bool
) -> Outcome:
    held = next((index for index in totals if context.quantities[index].value == summed), None)
    shown = f"{addition(context.quantities[index].value for index in members)} = {show(summed)}"
    total = held if held is not None else min(totals, key=lambda index: abs(context.quantities[index].value - summed))
    value = context.quantities[total].value
    used = (*members, *totals)
    if held is not None:
        return rule.say(
            "pass",
            f"{name} {show(summed)} 与正文{context.name(held)}相符",
            metric=context.quantities[held].metric,
            left=context.stated(held),
            right=Operand(name, show(summed)),
            arithmetic=shown,
            reading="direct",
            quantities=used,
        )
    if not whole and context.agreed.issuperset(used):
        return _as_in_the_table(rule, context, total, used, name)
    return rule.say(
        "fail",
        f"{name}为 {show(summed)}，正文{context.name(total)}为 {show(value)}",
        metric=context.quantities[total].metric,
        left=context.stated(total),
        right=Operand(name, show(summed)),
        arithmetic=f"{shown} ≠ {show(value)}",
        quantities=used,
        repairs=[repair for one in totals for repair in _mending(context, members, one, summed)],
        doubts=() if whole and not context.agreed.issuperset(used) else ("所列未必完整",),
    )


def flow_balances(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Received + carried in − carried out = processed, where the prose states all four (NI-04)."""
    names = ("received", "carried_in", "carried_out", "processed")
    found = [single(context, f"requests.{name}") for name in names]
    indices = [index for index in found if index is not None]
    if len(indices) < 4:
        return
    received, carried_in, carried_out, processed = (context.quantities[index].value for index in indices)
    other = [single(context, "requests.withdrawn"), single(context, "requests.other")]
    left_out = [Decimal(0), *(context.quantities[index].value for index in other if index is not None)]
    readings = {
        "受理加上年结转、减结转下年": received + carried_in - carried_out,
        "受理（已含上年结转）减结转下年": received - carried_out,
    }
    for name, value in readings.items():
        for less in left_out:
            if value - less == processed:
                yield rule.say(
                    "pass",
                    f"答复 {show(processed)} 与{name}{'、减撤回等' if less else ''}相符",
                    metric="requests.processed",
                    left=context.stated(indices[3]),
                    right=Operand(name, show(value)),
                    arithmetic=f"{addition((received, carried_in, -carried_out, -less))} = {show(processed)}",
                    reading="direct" if not less and name.startswith("受理加") else f"alternative：{name}",
                    quantities=indices,
                )
                return
    value = readings["受理加上年结转、减结转下年"]
    yield rule.say(
        "fail",
        f"正文受理 {show(received)}、上年结转 {show(carried_in)}、结转下年 {show(carried_out)}，"
        f"应答复 {show(value)}，正文写 {show(processed)}",
        metric="requests.processed",
        left=context.stated(indices[3]),
        right=Operand("受理加上年结转、减结转下年", show(value)),
        arithmetic=f"{addition((received, carried_in, -carried_out))} = {show(value)} ≠ {show(processed)}",
        tried=list(readings),
        quantities=indices,
        repairs=[
            repair
            for less in left_out
            for repair in (
                (f"quantity:{indices[3]}", value - less),
                (f"quantity:{indices[0]}", processed + less - carried_in + carried_out),
                (f"quantity:{indices[1]}", processed + less - received + carried_out),
                (f"quantity:{indices[2]}", received + carried_in - processed - less),
            )
        ],
        doubts=("各数与表格都相符，只是口径不同",) if context.agreed.issuperset(indices) else (),
    )


def proposals_add_up(rule: Rule, context: Context) -> Iterator[Outcome]:
    """人大建议 + 政协提案 = the total of one sentence (NI-11)."""
    for members in context.sentences.values():
        by_metric: dict[str, list[int]] = {}
        for index in members:
            if context.quantities[index].aspect == "value" and context.quantities[index].unit != "%":
                by_metric.setdefault(_proposal(context, index), []).append(index)
        three = [by_metric.get(f"proposals.{name}", []) for name in ("total", "npc", "cppcc")]
        if any(len(found) != 1 for found in three):
            continue
        total, npc, cppcc = (found[0] for found in three)
        summed = context.quantities[npc].value + context.quantities[cppcc].value
        yield _family(rule, context, [total], (npc, cppcc), summed, "建议加提案", whole=True)


def _proposal(context: Context, index: int) -> str:
    """The metric of a number; of proposals, as its own words say: 建议和提案40件，其中建议13件、提案27件."""
    metric = context.quantities[index].metric
    if not metric.startswith("proposals."):
        return metric
    item = context.before(index)
    return {(True, False): "proposals.npc", (False, True): "proposals.cppcc"}.get(
        ("建议" in item, "提案" in item), metric
    )


RUNS: dict[str, Run] = {
    "NI-01": parts_add_up,
    "NI-04": flow_balances,
    "NI-05": results_add_up,
    "NI-17": applicants_add_up,
    "NI-06": outcomes_add_up,
    "NI-10": parts_within_total,
    "NI-11": proposals_add_up,
    "NI-14": parts_add_up,
}
"""What the rules of lexicon/rules/narrative.toml on sums do."""
