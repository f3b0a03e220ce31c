"""A sentence with its numbers: which words stand around each, and what is being talked about.

A number's words are those of its *zone*: back to the nearest comma, bracket or earlier number, and
forward over the noun it counts (制作119期政策简明问答，: before 制作, after 政策简明问答).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from nlp_extract.narrative.cues import Hit, Lexicon
from nlp_extract.narrative.prose import any_of, begins
from nlp_extract.narrative.scan import Found
from nlp_extract.patterns import Pattern

STRONG = "，,；;：:。！？!?（()）\n"
"""Marks that end a zone. 、 does not: it lists."""

_STRONG = frozenset(STRONG)

LONGEST = 1_000
"""Characters of a sentence. The longest seen has 244; a longer one is cut behind a mark, for what is looked up around
each number of a sentence takes time by its length."""

_SENTENCE_END = Pattern(r"[。！？!?\n]+[”」』）)]*")
_PREDICATE = Pattern(any_of("predicate"), needs=begins("predicate"))
_RELATIVE = Pattern(r"[^，,；;。\d]{0,40}?(?:提出|提交|递交|寄送|发起)的\p{Han}{0,8}?申请(?![人书表])", needs="申")
"""收到2件公众通过网站提交的申请: the noun counted stands behind a clause of its own."""
_IN_A_WORD = Pattern(
    r"(?<=专)[（(]兼[)）](?=职)|(?<=[省市县区镇乡州旗])[（(]\p{Han}(?:、\p{Han})?[)）](?=\p{Han})", needs="（("
)
"""专（兼）职人员2名, 各县（市、区）报送信息12条: brackets that end nothing."""
_IN_NOUN = Pattern(r"(?:(?!专[（(])\p{Han}){1,4}(?=[（(])", needs="（(")
_AND = Pattern(r"(?:和|以及|及(?!时|格|其))(?=\p{Han})", needs="和及")
"""行政复议2件和复议后提起诉讼1件: what 和 leads in is the next one's."""
_FILLER = Pattern(any_of("filler") + r"|[：:“”\"‘’\s、]+")
_LEAD = Pattern(any_of("lead"), needs=begins("lead"))


class Zone(NamedTuple):
    """The words of one number. All offsets are those of the passage.

    ``start``…``words_end`` is before it, ``found.end``…``end`` the noun behind it (may be empty);
    ``segment`` is the start of the whole stretch back to the last comma, earlier numbers included.
    """

    start: int
    end: int
    segment: int
    clause: int
    """The end of the whole stretch up to the next comma or number."""
    words_end: int
    """Where the words before the number end: at the number, or at a bracket that stands between."""
    runs_on: bool
    """The noun behind runs into the next number without a mark between (就业3次参加20人)."""


@dataclass(slots=True)
class Sentence:
    """``text[start:end]`` with its numbers (``found``), a zone for each, and the lexicon's words in it."""

    text: str
    start: int
    end: int
    found: list[Found]
    hits: list[Hit]
    zones: list[Zone] = field(default_factory=list)
    named: dict[int, tuple[str, str]] = field(default_factory=dict, repr=False, compare=False)
    """Platform and topic that the first so many words that set a frame name: a number adds few to the one before it."""
    _starts: list[int] = field(default_factory=list, repr=False, compare=False)
    _framing: list[Hit] | None = field(default=None, repr=False, compare=False)
    lead: frozenset[str] = frozenset()
    """The lexicon's words in a short sentence before it that has no numbers (编好政府公报。全年编发6期)."""
    _word_sets: dict[tuple[int, int], frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def words(self, start: int, end: int, *, whole: bool = False) -> list[Hit]:
        """The lexicon's words that lie between two offsets."""
        return [hit for hit in self._begun(start, end) if hit.end <= end and (hit.whole or not whole)]

    def _begun(self, start: int, end: int) -> list[Hit]:
        """The words that begin between two offsets."""
        starts = self._starts
        if not starts:
            starts = self._starts = [hit.start for hit in self.hits]
        first = bisect_left(starts, start)
        return self.hits[first : bisect_left(starts, end, first)]

    def framing(self, lexicon: Lexicon) -> list[Hit]:
        """The words that set a frame."""
        if self._framing is None:
            self._framing = [hit for hit in self.hits if hit.word in lexicon.frames]
        return self._framing

    def forget_words(self) -> None:
        """Lets go of the words, of which a long passage has more than of anything else."""
        self.hits = []
        self._starts = []
        self._framing = None
        self.named = {}
        self._word_sets = {}

    def word_set(self, start: int, end: int) -> frozenset[str]:
        """The lexicon's words between two offsets, each once."""
        known = self._word_sets.get((start, end))
        if known is None:
            known = self._word_sets[start, end] = frozenset(
                [hit.word for hit in self._begun(start, end) if hit.end <= end]
            )
        return known


Borders = Callable[[int, int, list[Found]], set[int]]
"""Where the words of ``text[start:end]``, which holds these numbers, begin and end."""


def sentences(text: str, found: list[Found], borders: Borders, lexicon: Lexicon) -> Iterator[Sentence]:
    """The sentences of a passage, each with its numbers. A full stop inside a number ends nothing. Words are
    cut and looked up where there is a number; a sentence without one has no hits."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    start = 0
    starts = [item.start for item in found]
    for end in _bounded(text, ends, found, starts):
        own = found[bisect_left(starts, start) : bisect_left(starts, end)]
        sentence = Sentence(text, start, end, own, [])
        if own:
            words = borders(start, end, own)
            sentence.hits = lexicon.hits(text, start, end, words)
            sentence.zones = _zones(sentence, words)
        yield sentence
        start = end


def _bounded(text: str, ends: list[int], found: list[Found], starts: list[int]) -> Iterator[int]:
    """The ends of the sentences, and where those over ``LONGEST`` are cut: behind the last ；, ， or 、 within it, and
    never inside a number."""
    start = 0
    for end in ends:
        while end - start > LONGEST:
            places = (text.rfind(mark, start, start + LONGEST) for mark in "；，、")
            stop = next((place + 1 for place in places if place >= 0), start + LONGEST)
            last = bisect_left(starts, stop) - 1
            stop = max(stop, found[last].end) if last >= 0 else stop
            if stop >= end:
                break
            yield stop
            start = stop
        yield end
        start = end


def _zones(sentence: Sentence, borders: set[int]) -> list[Zone]:
    numbers = sentence.found
    inside = {place for item in numbers for place in range(item.start, item.end)}
    for within in _IN_A_WORD.finditer(sentence.text, sentence.start, sentence.end):
        inside |= {within.start(), within.end() - 1}
    marks = [
        place
        for place, character in enumerate(sentence.text[sentence.start : sentence.end], sentence.start)
        if character in _STRONG and place not in inside
    ]
    zones: list[Zone] = []
    for order, item in enumerate(numbers):
        position = bisect_right(marks, item.start - 1)
        segment = marks[position - 1] + 1 if position else sentence.start
        before = max(segment, _claimed(numbers[order - 1], zones[order - 1])) if order else segment
        limit = marks[position] if position < len(marks) else sentence.end
        noun = _IN_NOUN.match(sentence.text, item.end, limit)
        limit = noun.end() if noun else limit
        following = numbers[order + 1].start if order + 1 < len(numbers) else sentence.end
        stop = min(limit, following)
        comma = sentence.text.find("、", item.end, stop)
        if comma >= 0 and following < limit:
            stop = comma
        elif following < limit and _AND.match(sentence.text, item.end, stop):
            stop = item.end
        end = _noun_end(sentence.text, item.end, stop, borders)
        words_end = _before_bracket(sentence.text, item.start, sentence.start)
        if words_end < item.start:  # 作其他处理（含主动撤回申请）341件
            outer = [mark for mark in marks if mark < words_end]
            segment = outer[-1] + 1 if outer else sentence.start
            before = max(segment, min(before, segment), zones[-1].end if zones else segment)
        zones.append(Zone(before, end, segment, stop, words_end, stop == following and end == stop))
    return zones


def _before_bracket(text: str, start: int, floor: int) -> int:
    """The place of the bracket that closes right before a number, or the number's own place."""
    if text[max(floor, start - 1) : start] not in ("）", ")"):
        return start
    opening = max(text.rfind("（", floor, start), text.rfind("(", floor, start))
    return opening if opening > floor else start


def _claimed(item: Found, zone: Zone) -> int:
    """How far an earlier number claims the words behind it (12宗予以公开、6宗…: 予以公开 is its own)."""
    return item.end if zone.runs_on else zone.end


def _noun_end(text: str, start: int, stop: int, borders: set[int]) -> int:
    """Where the counted noun ends: before the first word that begins a predicate (25件…申请｜收取了…)."""
    if (start < stop and text[start] == "、") or _AND.match(text, start, stop):
        return start
    relative = _RELATIVE.match(text, start, stop)
    if relative is not None:
        return relative.end()
    for match in _PREDICATE.finditer(text, start, stop):
        if match.start() in borders and match.end() in borders:
            return match.start()
    return stop


def gap(text: str, start: int, end: int, *, leads: bool = False) -> int:
    """How many characters that say something lie between two offsets (共, 达, 约 say nothing);
    with ``leads``, 其中, 另有, 其余 say nothing either."""
    if start >= end:
        return 0
    rest = _LEAD.sub("", text[start:end]) if leads else text[start:end]
    return len(_FILLER.sub("", rest))
