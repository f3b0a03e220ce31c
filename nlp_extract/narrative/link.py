"""Quantity + cue → metric: which words around a number say what it counts.

Every cue whose head word stands in the number's zone, and whose conditions hold, is a candidate;
the nearest head with the most conditions met wins. What fits no metric is "other".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from nlp_extract.narrative.cues import Cue, Hit, Lexicon
from nlp_extract.narrative.scan import Found
from nlp_extract.narrative.sentence import Sentence, Zone, gap

THRESHOLD = 8.0
"""Below this score a number counts something else (measured on corpora/quantities/open)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A metric for a number, the word that suggested it and how strongly."""

    metric: str
    head: str
    pattern: str
    score: float


@dataclass(frozen=True, slots=True)
class Frames:
    """What is being talked about where a number stands: platform and topic, "" where nothing says."""

    platform: str = ""
    topic: str = ""
    follows: str = ""
    """The metric of the number before."""

    def names(self) -> frozenset[str]:
        return frozenset(name for name in (self.platform, self.topic, self.follows) if name)


def frames_at(sentence: Sentence, zone: Zone, lexicon: Lexicon, before: Frames) -> Frames:
    """The frames in force at a number: named in its noun, else last named before it in the sentence,
    else ``before`` (the sentence before). Platforms named side by side are new media together."""
    mentioned: dict[str, list[tuple[int, int, str, bool]]] = {"platform": [], "topic": []}
    for hit in sentence.words(sentence.start, zone.end):
        if hit.word in lexicon.frames:
            group, name, strong_word = lexicon.frames[hit.word]
            mentions = mentioned[group]
            while mentions and hit.start <= mentions[-1][0] and mentions[-1][1] <= hit.end:
                mentions.pop()  # 复议后起诉 covers 复议
            if not (mentions and mentions[-1][0] <= hit.start and hit.end <= mentions[-1][1]):
                mentions.append((hit.start, hit.end, name, strong_word))
    platform = _platform(sentence.text, mentioned["platform"]) or before.platform
    strong = [mention for mention in mentioned["topic"] if mention[3]]
    topic = (strong or mentioned["topic"] or [(0, 0, before.topic, True)])[-1][2]
    return Frames(platform, topic)


def _platform(text: str, mentions: list[tuple[int, int, str, bool]]) -> str:
    """The last platform named; several in one list (微信、微博和抖音) are "newmedia", with a website
    among them "mixed"."""
    if not mentions:
        return ""
    names = [mentions[-1][2]]
    for earlier, later in zip(reversed(mentions[:-1]), reversed(mentions), strict=False):
        between = text[earlier[1] : later[0]]
        if len(between) > 8 or not set(between) & set("、和与及+/") or set(between) & set("，,；;0123456789"):
            break
        names.append(earlier[2])
    if len(set(names)) == 1:
        return names[0]
    return "mixed" if "website" in names else "newmedia"


def best(
    sentence: Sentence, item: Found, zone: Zone, frames: Frames, lexicon: Lexicon, heading: str = ""
) -> Candidate | None:
    """The best candidate for a number from the words of its own zone, else from the clauses before it."""
    own = _candidates(sentence, item, zone, frames, lexicon)
    top = max(own, key=_rank, default=None)
    if top is not None and top.score >= THRESHOLD:
        return top
    if zone.end > item.end and not zone.runs_on:
        return None  # the noun behind it (4个领域) is what is counted, whatever stands before
    for distance, (start, end) in enumerate(_earlier(sentence, zone), 1):
        found = [
            Candidate(c.metric, c.head, c.pattern, c.score - 3 * distance)
            for c in _from_region(sentence, item, zone, frames, lexicon, start, end)
        ]
        top = max(found, key=_rank, default=None)
        if top is not None and top.score >= THRESHOLD:
            return top
    return None


def _rank(candidate: Candidate) -> tuple[float, str]:
    return (candidate.score, candidate.pattern)


def _earlier(sentence: Sentence, zone: Zone) -> Iterable[tuple[int, int]]:
    """The stretches before a number's own, nearest first, back to the nearest earlier number."""
    end = zone.start
    earlier = [number for number, item in enumerate(sentence.found) if item.end <= zone.start]
    if earlier and not sentence.text[sentence.found[earlier[-1]].end : zone.start].strip("、 "):
        shared = sentence.zones[earlier[-1]]
        yield shared.start, sentence.found[earlier[-1]].start  # 举办培训班2期350人
    floor = max((item.end for item in sentence.found if item.end <= zone.start), default=sentence.start)
    text = sentence.text
    while end > floor:
        stop = end - 1
        start = max((text.rfind(mark, floor, stop) for mark in "，,；;：:（("), default=-1)
        start = max(start + 1, floor)
        if start < stop:
            yield start, stop
        end = start


def _candidates(
    sentence: Sentence, item: Found, zone: Zone, frames: Frames, lexicon: Lexicon
) -> list[Candidate]:
    """Heads right before and right behind the number."""
    result = _from_region(sentence, item, zone, frames, lexicon, zone.start, item.start)
    if zone.end > item.end:
        result += _from_noun(sentence, item, zone, frames, lexicon)
    if zone.clause > zone.end and not gap(sentence.text, zone.start, item.start, leads=True):
        result += _from_predicate(sentence, item, zone, frames, lexicon)
    result += _from_hits(sentence, item, zone, frames, lexicon, [Hit("*", item.start, item.start, True)], lambda hit: 6.0)
    if item.noun:
        result += _from_hits(
            sentence, item, zone, frames, lexicon, [Hit(item.unit, item.end - len(item.unit), item.end, True)], lambda hit: 10.0
        )
    return result


def _from_region(
    sentence: Sentence, item: Found, zone: Zone, frames: Frames, lexicon: Lexicon, start: int, end: int
) -> list[Candidate]:
    """Heads before the number: the nearer, the better (政策解读｜共117篇); they weigh little where a
    noun follows it (举办191场｜市政府新闻发布活动)."""
    away = 4.0 if zone.end > item.end and not zone.runs_on else 0.0
    return _from_hits(
        sentence,
        item,
        replace(zone, start=min(start, zone.start), segment=min(start, zone.segment)),
        frames,
        lexicon,
        sentence.words(start, end, whole=True),
        lambda hit: 12 - away - 0.7 * gap(sentence.text, hit.end, end),
    )


def _from_noun(
    sentence: Sentence, item: Found, zone: Zone, frames: Frames, lexicon: Lexicon
) -> list[Candidate]:
    """Heads in the noun behind the number: its last word decides (3个市级政府信息公开｜查阅中心)."""
    base = 10.0 if zone.runs_on else 13.0
    return _from_hits(
        sentence,
        item,
        zone,
        frames,
        lexicon,
        sentence.words(item.end, zone.end, whole=True),
        lambda hit: base - 0.5 * gap(sentence.text, hit.end, zone.end) - 0.1 * (hit.start - item.end),
    )


def _from_predicate(
    sentence: Sentence, item: Found, zone: Zone, frames: Frames, lexicon: Lexicon
) -> list[Candidate]:
    """Heads in what is said of a number that nothing stands before (其余2件｜按规定结转下一年度)."""
    return _from_hits(
        sentence,
        item,
        zone,
        frames,
        lexicon,
        sentence.words(zone.end, zone.clause, whole=True),
        lambda hit: 10.5 - 0.25 * gap(sentence.text, hit.end, zone.clause),
    )


def _from_hits(sentence, item, zone, frames, lexicon, hits, place):  # type: ignore[no-untyped-def]
    own = {hit.word for hit in sentence.words(zone.start, zone.clause)}
    near = {hit.word for hit in sentence.words(zone.segment, zone.clause)}
    around = {hit.word for hit in sentence.words(sentence.start, zone.clause)}
    names = frames.names()
    result = []
    hits = list(hits)
    for hit in hits:
        inside = any(other.start <= hit.start and hit.end <= other.end and len(other.word) > len(hit.word) and other.word in lexicon.by_head for other in hits)
        for cue in lexicon.by_head.get(hit.word, ()):
            bonus = _conditions(cue, item, own, near, around, names)
            if bonus is not None:
                score = place(hit) + 0.35 * len(hit.word) + bonus + cue.weight - (1.5 if inside else 0.0)
                result.append(Candidate(cue.metric, hit.word, cue.id, round(score, 3)))
    return result


def _conditions(
    cue: Cue, item: Found, own: set[str], near: set[str], around: set[str], frames: frozenset[str]
) -> float | None:
    """What the conditions of a cue that hold add to its score; None where one does not hold."""
    if item.kind not in cue.kinds or (cue.units and item.unit not in cue.units):
        return None
    if cue.without & own:
        return None
    bonus = 0.0
    conditions = ((cue.near, near, 2.0), (cue.with_words, around, 1.5), (cue.frame, frames, 2.0), (cue.follows, frames, 2.0))
    for words, present, worth in conditions:
        if words:
            if not words & present:
                return None
            bonus += worth
    return bonus
