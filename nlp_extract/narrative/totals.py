"""Totals: what parts add up to says what they are, and what they are says what the total is.

Most of these look back over a finished sentence and rewrite its ``links``. Which metrics are the parts of a sum
is data: ``lexicon/parts.toml``.
"""

from __future__ import annotations

from functools import cache

from nlp_extract.lexicon.loader import load
from nlp_extract.narrative.links import Link, Number
from nlp_extract.narrative.parts import CHANNEL, INFORMATION, PIECES, POSTS, TOLD_BY_CHANNEL, channels, wholes
from nlp_extract.narrative.sentence import Sentence
from nlp_extract.patterns import Pattern

_SITE = "website.posts"
"""Beside other channels a website is one, too; an account has a metric of its own."""
_BY_CHANNEL = Pattern(
    r"其[他它余](?:方式|渠道|途径|形式)(?:主动)?公开|(?:公开|发布)?渠道来?看|按(?:公开)?渠道", needs="其渠"
)
_TOTAL = Pattern(r"[\s，,、]*(?:总共|合计|共计|总计|共|累计|一共|总数|总量)", needs="共计总")
_SUMS_UP = Pattern(r"(?:总计|合计|共计|总共|累计|共)\p{Han}{0,4}(?:公开|政府|各类|政务)\p{Han}{0,2}信息", needs="计共")
_GROWN = Pattern(
    r"(?:其中)?[，,：:]?(?:20\d\d年度?|今年|本年度?|当年|年内)新(?:增加?|制作|产生)?(?:主动公开|公开|发布)?(?:政府信息|信息)?",
    needs="新",
)
_ALL_TOLD = Pattern(r"[，,；;\s]*(?:共|已)?累计(?:主动)?公开(?:政府)?(?:信息)?(?:数|总数)?[共为达约]*", needs="累")
_OF_THE_YEAR = ("全年", "今年", "本年", "年内")


def sum_of(number: Number) -> Link | None:
    """新收924件、上年结转15件，合计939件: what a 合计 adds up says what it is."""
    if not _TOTAL.fullmatch(number.before.rstrip(" 为达有")):
        return None
    own = [link for link in number.links[number.first :] if link.aspect == "value"]
    same = [link for link in own if link.item.unit == number.item.unit]
    no_parts = [link.metric for link in same if link.whole is None]  # 新收9件（个人7件、企业2件），结转3件，共计12件
    metric = adds_up_to([link.metric for link in same]) or adds_up_to(no_parts)
    kinds = any(link.metric in INFORMATION for link in same)
    # 文件3件、解读5篇、公告9条，共计17条
    pieces = [link for link in own if link.item.unit in PIECES and link.whole is None]
    added = [sum(link.item.numeral.value for link in links) for links in (same, pieces)]
    if kinds and len(pieces) > 1 and number.item.unit in PIECES and number.item.numeral.value in added:
        metric = "website.posts" if number.frames.platform == "website" else "disclosure.total"
    return number.inferred(metric, "sum", head=number.before.strip()) if metric else None


def adds_up_to(metrics: list[str]) -> str:
    """The metric of the sum of the last of ``metrics``, "" where they are no parts of one."""
    sums = ((metric, parts) for metric, parts in _sums() if set(metrics[-max(2, len(parts)) :]) == parts)
    return next((metric for metric, _ in sums), "") if len(metrics) > 1 else ""


def total_at_end(sentence: Sentence, links: list[Link], first: int) -> None:
    """财政26条、动态59条…总共120条: what stands before the total are its parts (rewrites ``links``)."""
    for place in range(first + 2, len(links)):
        total = links[place]
        rules = wholes().get(total.metric)
        if rules is None or not rules.kind or not _TOTAL.match(sentence.text, total.zone.start, total.item.start):
            continue
        told = sum(link.metric in (*POSTS, CHANNEL) for link in links[first:place]) if rules.channel else 0
        for earlier in range(first, place):
            link = links[earlier]
            if link.aspect != "value" or link.item.unit != total.item.unit:
                continue
            if link.metric == "other" or (told > 1 and link.metric == _SITE):
                metric = rules.kind if link.metric == "other" else rules.channel
                links[earlier] = link._replace(metric=metric, pattern="structure:total-at-end", whole=place)


def since_ever(sentence: Sentence, links: list[Link], first: int) -> None:
    """累计公开信息3819条，本年度新增295条: what grew by the year's is the total since ever (rewrites ``links``)."""
    for place in range(first, len(links) - 1):
        link, after = links[place], links[place + 1]
        grown = sentence.text[after.zone.start : after.item.start].strip("，, ")
        more = after.item.unit == link.item.unit and after.item.numeral.value > link.item.numeral.value
        if link.metric == "disclosure.total" and link.is_count and more and _ALL_TOLD.fullmatch(grown):
            # 2012年主动公开政府信息134条，累计公开875条
            links[place + 1] = after._replace(
                metric="disclosure.cumulative", aspect="value", pattern="structure:since-ever"
            )
            continue
        if (
            link.metric not in ("disclosure.total", "disclosure.cumulative")
            or after.item.unit != link.item.unit
            or not _GROWN.fullmatch(grown)
        ):
            continue
        words = sentence.text[link.zone.segment : link.item.start]
        if link.metric == "disclosure.cumulative":
            links[place + 1] = after._replace(metric="disclosure.total", aspect="value", pattern="structure:since-ever")
        elif "累计" in words and not any(word in words for word in _OF_THE_YEAR):
            links[place] = link._replace(metric="disclosure.cumulative", pattern="structure:since-ever")
            links[place + 1] = after._replace(metric="disclosure.total", aspect="value", pattern="structure:since-ever")


def channels_that_add_up(links: list[Link], first: int) -> None:
    """经网站和公众号公开907条，网站公开86条，公众号公开821条: what platforms published and adds up to the total
    before it is told by channel (rewrites ``links``)."""
    for place in range(first, len(links) - 2):
        total = links[place]
        if total.metric != "disclosure.total" or not total.is_count:
            continue
        end, rest = place + 1, total.item.numeral.value
        while end < len(links) and links[end].metric in POSTS and links[end].aspect == "value" and rest > 0:
            rest -= links[end].item.numeral.value
            end += 1
        if rest == 0 and end > place + 2:
            for part in range(place + 1, end):
                metric = CHANNEL if links[part].metric == _SITE else links[part].metric
                links[part] = links[part]._replace(metric=metric, pattern="structure:channels", whole=place)


def total_of_channels(sentence: Sentence, links: list[Link], first: int) -> None:
    """网站更新14条，公众号更新486条，全年总计更新主动公开信息500条: what adds up the platforms before it is on none of
    them (rewrites ``links``)."""
    for place in range(first + 2, len(links)):
        total = links[place]
        words = sentence.text[total.zone.start : total.item.start]
        if total.metric not in POSTS or not _SUMS_UP.search(words):
            continue
        start, rest = place, total.item.numeral.value
        while start > first and links[start - 1].metric in TOLD_BY_CHANNEL and rest > 0:
            start -= 1
            rest -= links[start].item.numeral.value
        if rest == 0 and place - start > 1:
            links[place] = total._replace(metric="disclosure.total", pattern="structure:sum")


def channels_in_a_row(sentence: Sentence, links: list[Link], first: int) -> None:
    """网站公开信息216条，公开栏29条: beside a channel that is no platform, a website is a channel, too; where the rest
    is told (其他方式公开29条) accounts are as well (rewrites ``links``)."""
    metrics = [link.metric for link in links[first:]]
    if CHANNEL not in metrics:
        return
    last = len(links) - 1 - metrics[::-1].index(CHANNEL)
    told = POSTS if _BY_CHANNEL.search(sentence.text, sentence.start, sentence.end) else {_SITE}
    for place in range(last - 1, first - 1, -1):
        link = links[place]
        if link.metric == CHANNEL or (link.metric in POSTS and link.metric not in told):
            continue
        words = sentence.text[link.zone.start : link.item.start]
        one = link.metric == "disclosure.total" and link.frames.platform != "mixed"  # else the whole of what follows
        gazette = link.metric == "gazette.documents" and "公报公开" in words
        platform = gazette or link.metric in told or (one and channels().search(words) and "不同渠道" not in words)
        if not platform or link.item.unit != links[last].item.unit or "公开" not in words or links[last].whole == place:
            return
        links[place] = link._replace(metric=CHANNEL, pattern="structure:channels")


@cache
def _sums() -> tuple[tuple[str, frozenset[str]], ...]:
    entries = load("parts.toml", "sum", {"metric": str, "parts": list})
    return tuple((entry.data["metric"], frozenset(entry.data["parts"])) for entry in entries)
