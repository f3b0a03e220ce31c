"""Quantity + cue → metric: which words around a number say what it counts.

Every cue whose head word stands by the number, and whose conditions hold, is a candidate; the nearest
head with the most conditions met wins. What fits no metric is left to the caller ("other").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from nlp_extract.narrative.cues import Cue, Hit, Lexicon
from nlp_extract.narrative.frames import Frames
from nlp_extract.narrative.scan import Found
from nlp_extract.narrative.sentence import Sentence, Zone, gap

THRESHOLD = 8.0
"""Below this score a number counts something else (chosen on corpora/quantities/open)."""

# Scores, in points. A head right by the number starts with BEFORE or NOUN; each character that says
# something between head and number costs; each condition of the cue that holds adds.
BEFORE, NOUN, NOUN_RUNNING_ON, UNIT_IS_NOUN, ANYWHERE = 12.0, 13.0, 10.0, 13.0, 6.0
PREDICATE, PREDICATE_BEHIND_NOUN = 10.5, 9.0
PER_CHARACTER, PER_CHARACTER_BEHIND, PER_CHARACTER_OF_PREDICATE, PER_CHARACTER_INTO_NOUN = 0.7, 0.5, 0.25, 0.1
PER_LETTER_OF_HEAD, INSIDE_LONGER_HEAD, NOUN_STANDS_BEHIND, PER_CLAUSE_BACK = 0.35, 1.5, 4.0, 3.0
CHARACTERS_OF_EXAMPLE = 6
OBJECT_OF = ("对", "就", "将", "把", "对其中的", "对其中")
"""What stands before the object of a verb that follows (通过图解等形式对｜16件政策进行解读)."""
OTHER = "other"
TIGHT_BEHIND = 4
"""Characters from a number and its noun to a tight head in what is said of it, at most."""
NEAR_HOLDS, WITH_HOLDS, FRAME_HOLDS = 2.0, 1.5, 2.0


Words = frozenset[str]


class Candidate(NamedTuple):
    """A metric for a number, the word that suggested it and how strongly; ``pattern`` is the cue's id."""

    metric: str
    head: str
    pattern: str
    score: float
    clauses_back: int = 0
    """How many clauses before the number's own the head stands."""


def best(sentence: Sentence, item: Found, zone: Zone, frames: Frames, lexicon: Lexicon) -> Candidate | None:
    """The best candidate from the words of the number's own zone, else from the clauses before it."""
    search = Search(sentence, item, zone, frames, lexicon)
    top = _top(search.in_zone())
    if top is not None or (search.noun_stands_behind):
        return top  # the noun behind it (4个领域) is what is counted, whatever stands further before
    for distance, (start, end) in enumerate(search.earlier(), 1):
        top = _top(search.before(start, end), PER_CLAUSE_BACK * distance)
        if top is not None:
            return top._replace(clauses_back=distance)
    return None


def _top(candidates: Iterable[Candidate], cost: float = 0.0) -> Candidate | None:
    top = max(candidates, key=lambda candidate: (candidate.score, candidate.pattern), default=None)
    if top is None or top.score - cost < THRESHOLD:
        return None
    return top._replace(score=top.score - cost) if cost else top


class Search(NamedTuple):
    """The candidates for one number, region by region."""

    sentence: Sentence
    item: Found
    zone: Zone
    frames: Frames
    lexicon: Lexicon

    @property
    def noun_stands_behind(self) -> bool:
        return self.zone.end > self.item.end and not self.zone.runs_on

    def in_zone(self) -> Iterator[Candidate]:
        """From the words right before and right behind the number."""
        sentence, item, zone = self.sentence, self.item, self.zone
        yield from self.before(zone.start, zone.words_end)
        if zone.words_end < item.start:  # 予以公开（含部分公开）｜9件
            hits = self.sentence.words(zone.start, item.start, whole=True)
            yield from self._of([hit for hit in hits if hit.end == item.start], zone, lambda _: BEFORE)
        named = list(self.noun()) if zone.end > item.end else []
        yield from named
        if zone.clause > zone.end and (
            not gap(sentence.text, zone.start, item.start, leads=True)
            or self._follows_a_noun()
            or sentence.text.endswith(OBJECT_OF, zone.start, item.start)
        ):
            yield from self.predicate(PREDICATE_BEHIND_NOUN if named else PREDICATE)
        yield from self._of([Hit("*", item.start, item.start, True)], zone, lambda _: ANYWHERE)
        if item.noun:
            unit = Hit(item.unit, item.end - len(item.unit), item.end, True)
            yield from self._of([unit], zone, lambda _: UNIT_IS_NOUN)

    def _follows_a_noun(self) -> bool:
        """36个部门｜50余人参加培训: all that stands before it is what the number before counts."""
        sentence, start = self.sentence, self.zone.start
        before = [zone for item, zone in zip(sentence.found, sentence.zones, strict=False) if item.end == start]
        return bool(before) and before[0].runs_on and before[0].end == self.item.start

    def before(self, start: int, end: int) -> Iterator[Candidate]:
        """Heads before the number: the nearer, the better (政策解读｜共117篇); they weigh little where a
        noun follows it (举办191场｜市政府新闻发布活动)."""
        base = BEFORE - (NOUN_STANDS_BEHIND if self.noun_stands_behind else 0.0)
        zone = self.zone
        if start < zone.start or start < zone.segment:
            zone = zone._replace(start=min(start, zone.start), segment=min(start, zone.segment))
        hits = self.sentence.words(start, end, whole=True)
        yield from self._of(hits, zone, lambda hit: base - PER_CHARACTER * self._said(hit, end))

    def noun(self) -> Iterator[Candidate]:
        """Heads in the noun behind the number: its last word decides (3个市级政府信息公开｜查阅中心)."""
        text, zone, start = self.sentence.text, self.zone, self.item.end
        base = NOUN_RUNNING_ON if zone.runs_on else NOUN

        def worth(hit: Hit) -> float:
            lists = hit.start == start and text.startswith("、", hit.end)  # 58个｜部门、事业单位的年度报告
            if text.startswith("的", hit.end) and any(cue.metric == OTHER for cue in self.lexicon.by_head[hit.word]):
                lists = True  # 33个｜领域的目录梳理和更新
            behind = 0.0 if lists else PER_CHARACTER_BEHIND * gap(text, hit.end, zone.end)
            return base - behind - PER_CHARACTER_INTO_NOUN * (hit.start - start)

        yield from self._of(self.sentence.words(start, zone.end, whole=True), zone, worth)

    def predicate(self, base: float) -> Iterator[Candidate]:
        """Heads in what is said of a number that nothing stands before (其余2件｜按规定结转下一年度; 12件申请
        ｜因信息不存在无法提供)."""
        text, zone = self.sentence.text, self.zone
        hits = self.sentence.words(zone.end, zone.clause, whole=True)
        yield from self._of(hits, zone, lambda hit: base - PER_CHARACTER_OF_PREDICATE * gap(text, hit.end, zone.clause))

    def _said(self, hit: Hit, end: int) -> int:
        """As ``gap``; the name of a platform in quotation marks says nothing (微博“东川发布”信息发布12条)."""
        text = self.sentence.text
        named = text[hit.end : hit.end + 1] == "“" and hit.word in self.lexicon.frames
        close = text.find("”", hit.end, end) if named else -1
        example = text.startswith("等", hit.end) and hit.end + 1 < end  # 住房、许可等｜信息12条
        return gap(text, hit.end if close < 0 else close + 1, end) + (CHARACTERS_OF_EXAMPLE if example else 0)

    def earlier(self) -> Iterator[tuple[int, int]]:
        """The stretches before a number's own, nearest first, back to the nearest earlier number; where
        nothing stands between the two, that number's own words (举办培训班2期350人)."""
        text, sentence, end = self.sentence.text, self.sentence, self.zone.start
        passed = [number for number, item in enumerate(sentence.found) if item.end <= end]
        floor = sentence.found[passed[-1]].end if passed else sentence.start
        bare = not text[floor : self.item.start].strip("、，, 共计约近")  # 推送信息98期，300余条
        if passed and (bare or not text[floor:end].strip("、 ")):
            yield sentence.zones[passed[-1]].start, sentence.found[passed[-1]].start
        while end > floor:
            stop = end - 1
            if text[stop] in "；;":
                return
            start = max(max((text.rfind(mark, floor, stop) for mark in "，,；;：:（("), default=-1) + 1, floor)
            if start < stop:
                yield start, stop
            end = start

    def _of(self, hits: Iterable[Hit], zone: Zone, worth: Callable[[Hit], float]) -> Iterator[Candidate]:
        """A candidate for every cue of every hit whose conditions hold."""
        text, heads = self.sentence.text, self.lexicon.by_head
        kind, unit = self.item.kind, self.item.unit
        hits = [hit for hit in hits if hit.word in heads]
        around: Around | None = None
        for hit in hits:
            cues = [cue for cue in heads[hit.word] if kind in cue.kinds and (not cue.units or unit in cue.units)]
            if not cues:
                continue
            around = around or self._around(zone)
            holding = [(cue, bonus) for cue in cues if (bonus := around.bonus(cue)) is not None]
            if not holding:
                continue
            longer = [o for o in hits if o.start <= hit.start and hit.end <= o.end and len(o.word) > len(hit.word)]
            base = worth(hit) + PER_LETTER_OF_HEAD * len(hit.word) - (INSIDE_LONGER_HEAD if longer else 0.0)
            for cue, bonus in holding:
                if cue.tight and hit.end <= zone.words_end and gap(text, hit.end, zone.words_end):
                    continue
                if cue.tight and hit.start - zone.end > TIGHT_BEHIND:
                    continue  # 27个部门修订清单并集中公开
                yield Candidate(cue.metric, hit.word, cue.id, round(base + bonus + cue.weight, 3))

    def _around(self, zone: Zone) -> Around:
        sentence = self.sentence
        both = zone.clause > zone.end and sentence.text[zone.end] in "并且"  # 政策文件3件｜并同步发布解读
        return Around(
            sentence.word_set(zone.start, zone.end if both else zone.clause),
            sentence.word_set(zone.segment, zone.clause),
            sentence.word_set(sentence.start, zone.clause) | sentence.lead,
            self.frames.names(),
        )


class Around(NamedTuple):
    """The lexicon's words around a number, from near to far, and the names of the frames in force."""

    own: Words
    near: Words
    all: Words
    frames: Words

    def bonus(self, cue: Cue) -> float | None:
        """What the conditions of a cue that hold add to its score; None where one does not hold."""
        if not cue.without.isdisjoint(self.own):
            return None
        bonus = 0.0
        if cue.near:
            if cue.near.isdisjoint(self.near):
                return None
            bonus += NEAR_HOLDS
        if cue.with_words:
            if cue.with_words.isdisjoint(self.all):
                return None
            bonus += WITH_HOLDS
        if cue.frame:
            if cue.frame.isdisjoint(self.frames):
                return None
            bonus += FRAME_HOLDS
        if cue.follows:
            if cue.follows.isdisjoint(self.frames):
                return None
            bonus += FRAME_HOLDS
        return bonus
