"""Things told together: reviews and lawsuits with their outcomes, proposals of congress and conference."""

from __future__ import annotations

from nlp_extract.narrative.frames import Frames
from nlp_extract.narrative.links import Link
from nlp_extract.narrative.sentence import Sentence

_TOTALS = {"review": "review.total", "litigation": "litigation.total"}
_NOUNS = frozenset({"行政复议", "复议", "行政复议案件", "复议案件", "行政复议案"})


def procedure(frames: Frames, links: list[Link]) -> Frames:
    """行政复议5件、行政诉讼0件，其中2件维持: an outcome is that of the procedure of which there were cases."""
    if frames.topic not in _TOTALS:
        return frames
    counted = {link.metric: link.item.numeral.value for link in links if link.metric in _TOTALS.values()}
    if counted.get(_TOTALS[frames.topic]) != 0:
        return frames
    other = next((topic for topic, metric in _TOTALS.items() if counted.get(metric, 0) > 0), frames.topic)
    return frames._replace(topic=other)


_PROPOSALS = (("建议", "proposals.npc"), ("提案", "proposals.cppcc"))
"""What a part of both is called, and its metric."""


def proposals_in_a_row(sentence: Sentence, links: list[Link], first: int) -> None:
    """承办建议12件、提案9件: before proposals of the consultative conference, 建议 are those of the congress."""
    _parts_of_both(sentence, links, first)
    for place in range(first, len(links) - 1):
        link, after = links[place], links[place + 1]
        if after.metric != "proposals.cppcc" or link.metric not in ("other", "participation.comments"):
            continue
        words = sentence.text[link.zone.start : link.item.start]
        if words.endswith("建议") and after.aspect == link.aspect and after.item.unit == link.item.unit:
            links[place] = link._replace(metric="proposals.npc", pattern="structure:proposals")


def _parts_of_both(sentence: Sentence, links: list[Link], first: int) -> None:
    """复文28件（人大建议15件、政协提案13件）: a part that names one of the two."""
    for place in range(first, len(links)):
        link = links[place]
        if link.metric == "proposals.total" and link.whole is not None and links[link.whole].metric == link.metric:
            words = sentence.text[link.zone.start : link.item.start]
            named = [metric for word, metric in _PROPOSALS if word in words]
            if len(named) == 1:  # 复文28件（人大建议15件、政协提案13件）
                links[place] = link._replace(metric=named[0], pattern="structure:proposals")


def outcomes_in_a_row(sentence: Sentence, links: list[Link], first: int) -> None:
    """14件行政复议、9件行政诉讼获维持: what is said of the lawsuits is said of the reviews (rewrites ``links``)."""
    for place in range(first, len(links) - 1):
        link, after = links[place], links[place + 1]
        if link.metric != "review.total" or not after.metric.startswith("litigation.") or after.metric[11:] == "total":
            continue
        if sentence.text[link.item.end : after.item.start].rstrip("、和及 ") in _NOUNS:
            links[place] = link._replace(metric="review." + after.metric[11:], pattern="structure:outcome")
