"""Figures that can hardly be (PL): always worth a look, never more."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nlp_extract.facts import Operand
from nlp_extract.reconcile.context import Context
from nlp_extract.reconcile.rule import Outcome, Rule, Run
from nlp_extract.reconcile.sheet import show

PLATFORMS = ("wechat.posts", "weibo.posts", "video.posts")
READS_A_POST = Decimal(1_000_000)
EVENTS = ("press.conferences", "press.briefings", "interviews.count")


def _values(context: Context, metric: str) -> list[int]:
    """Counts of a metric for the report's year, of the agency or its region."""
    return [
        index
        for index in context.by_metric.get(metric, ())
        if context.quantities[index].aspect == "value"
        and context.is_of_the_year(index)
        and not context.quantities[index].scope.startswith("unit:")
    ]


def _compare(rule: Rule, context: Context, low: int, high: int, held: bool, said: str) -> Outcome:
    """Two quantities of which ``low`` should not exceed ``high``."""
    first, second = context.quantities[low], context.quantities[high]
    return rule.say(
        "pass" if held else "fail",
        f"{context.name(low)} {first.text}，{context.name(high)} {second.text}{'' if held else f'：{said}'}",
        metric=second.metric,
        left=context.stated(low),
        right=context.stated(high),
        arithmetic="" if held else f"{show(first.value)} > {show(second.value)}",
        reading="direct" if held else "",
        quantities=(low, high),
    )


def reads_a_post(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Reads per post over a million."""
    for family in ("wechat", "weibo", "newmedia"):
        posts, reads = _values(context, f"{family}.posts"), _values(context, f"{family}.reads")
        if len(posts) == 1 and len(reads) == 1 and context.quantities[posts[0]].value:
            held = context.quantities[reads[0]].value / context.quantities[posts[0]].value <= READS_A_POST
            yield _compare(rule, context, reads[0], posts[0], held, "平均每篇阅读量超过一百万，请核对单位")


def platforms_within_total(rule: Rule, context: Context) -> Iterator[Outcome]:
    """One platform's posts against those of all new media together, where the total comes first."""
    totals = _values(context, "newmedia.posts")
    if len(totals) != 1:
        return
    for metric in PLATFORMS:
        for index in [one for one in _values(context, metric)[:1] if one > totals[0]]:
            held = (
                context.quantities[index].low <= context.quantities[totals[0]].value
                or context.quantities[totals[0]].high is None
            )
            yield _compare(rule, context, index, totals[0], held, "单个平台多于新媒体合计")


def website_within_posts(rule: Rule, context: Context) -> Iterator[Outcome]:
    """What was disclosed by the website is not more than all that the website published."""
    posts = _values(context, "website.posts")
    shares = [index for index in _values(context, "disclosure.by_channel") if "网站" in context.item(index)]
    if len(posts) != 1 or len(shares) != 1 or context.quantities[posts[0]].unit != context.quantities[shares[0]].unit:
        return
    high = context.quantities[posts[0]].high
    held = high is None or context.quantities[shares[0]].low <= high
    yield _compare(rule, context, shares[0], posts[0], held, "网站主动公开的多于网站发布的，可能是不同的网站")


def average_days(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Average days over 20 working days, the legal limit without extension."""
    for index in _values(context, "requests.average_days"):
        quantity = context.quantities[index]
        held = quantity.value <= 20
        yield rule.say(
            "pass" if held else "fail",
            f"平均办理时长 {quantity.text}{'' if held else '，超过 20 个工作日的法定期限'}",
            metric=quantity.metric,
            left=context.stated(index),
            right=Operand("法定期限（未延期）", "20"),
            reading="direct" if held else "",
            quantities=(index,),
        )


def fee_in_tens(rule: Rule, context: Context) -> Iterator[Outcome]:
    """The information processing fee comes in tens of yuan, and from at least one request."""
    cases = _values(context, "info_fee.cases")
    for index in (i for i in context.by_metric.get("info_fee.amount", ()) if context.quantities[i].aspect == "value"):
        quantity = context.quantities[index]
        if quantity.unit and quantity.unit != "元":
            continue
        no_case = quantity.value > 0 and bool(cases) and all(context.quantities[case].value == 0 for case in cases)
        held = quantity.value % 10 == 0 and not no_case
        why = "" if held else "，件数却为 0" if no_case else "，按标准应为 10 元的整数倍"
        yield rule.say(
            "pass" if held else "fail",
            f"信息处理费 {quantity.text}{why}",
            metric=quantity.metric,
            left=context.stated(index),
            reading="direct" if held else "",
            quantities=(index, *(cases if no_case else ())),
        )


def more_people_than_sessions(rule: Rule, context: Context) -> Iterator[Outcome]:
    """A training has at least as many participants as sessions."""
    sessions, people = _values(context, "training.sessions"), _values(context, "training.participants")
    if len(sessions) != 1 or len(people) != 1:
        return
    held = context.quantities[people[0]].value >= context.quantities[sessions[0]].value
    yield _compare(rule, context, sessions[0], people[0], held, "培训场次多于人数")


def one_a_day(rule: Rule, context: Context) -> Iterator[Outcome]:
    """More press conferences or interviews than days."""
    for metric in EVENTS:
        for index in _values(context, metric):
            quantity = context.quantities[index]
            if context.covers_region or quantity.scope != "self":
                continue
            held = quantity.value <= 365
            yield rule.say(
                "pass" if held else "fail",
                f"{context.name(index)} {quantity.text}{'' if held else '，平均每天不止一次'}",
                metric=metric,
                left=context.stated(index),
                right=Operand("一年的天数", "365"),
                reading="direct" if held else "",
                quantities=(index,),
            )


RUNS: dict[str, Run] = {
    "PL-01": reads_a_post,
    "PL-02": platforms_within_total,
    "PL-03": website_within_posts,
    "PL-04": average_days,
    "PL-06": fee_in_tens,
    "PL-07": more_people_than_sessions,
    "PL-08": one_a_day,
}
"""What each rule of lexicon/rules/plausibility.toml does."""
