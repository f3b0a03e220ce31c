"""Characters → quantities, before any word is cut.

A number is a quantity, or it is dismissed with a reason (a date, a document number, a programme name);
nothing is passed over in silence. Masks and measure words are data: ``lexicon/masks.toml``,
``lexicon/units.toml``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from nlp_extract import numerals
from nlp_extract.lexicon.loader import Fields, load
from nlp_extract.numerals import Numeral
from nlp_extract.patterns import Pattern, alternation

_WIDE = tuple(zip("０１２３４５６７８９％．＋：", "0123456789%.+:", strict=True))
_GAP = "\n" * 8
"""Stands between texts that are searched at once; no mask reaches over it."""
_STOP = "。"
"""Between sentences; no mask reaches over it either."""
_BLANK = " \t\n\u3000\xa0\u2009"


class Found(NamedTuple):
    """A numeral with its measure word: ``text[start:end]``. ``unit`` is as printed, "" where there is
    none; ``kind`` the kind of the unit (count, people, money, percent, …), ``noun`` whether the unit is
    itself the noun counted (两方面)."""

    start: int
    end: int
    numeral: Numeral
    unit: str
    kind: str
    noun: bool = False


class Dropped(NamedTuple):
    """A number that is no quantity; ``pattern`` says which mask or test decided."""

    start: int
    end: int
    reason: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A measure word as ``lexicon/units.toml`` gives it."""

    word: str
    kind: str
    noun: bool
    one: bool
    not_before: frozenset[str]
    """Characters that may not follow it: 份 is no measure word in 份额."""


_TAKES_TIME = Pattern(
    r"(?:平均|用时|时长|缩短|压缩|提前|耗时|提速|办理时间|答复时间|时间为|时限|播报|播出|播放|学习)[^，。；]{0,12}$"
)
_FIGURE_OF_SPEECH = "每同另这那某任统唯之哪进初逐单万第其一专"
_VIEWS = ("PV", "UV")
_YEAR = Pattern(r"(?:19|20)\d{2}")


def fold(text: str) -> str:
    """The text with full-width digits and signs as plain ones, every character in its place."""
    for wide, plain in _WIDE:
        if wide in text:  # seldom; far quicker than to translate every character
            text = text.replace(wide, plain)
    return text


Scanned = tuple[list[Found], list[Dropped]]
"""The numbers of a text: quantities and dismissed ones, each list in order."""


def scan(text: str) -> Scanned:
    """Every number of ``text``, as a quantity or dismissed."""
    return scan_all([text])[0]


def scan_all(texts: Sequence[str]) -> list[Scanned]:
    """The same of several texts. The masks pass over all of them at once: a bounded call costs more than
    the search in one passage."""
    texts = [fold(text) for text in texts]
    cover = _masked(_GAP.join(texts))
    scanned: list[Scanned] = []
    start = 0
    for text in texts:
        scanned.append(_numbers(text, cover[start : start + len(text)]))
        start += len(text) + len(_GAP)
    return scanned


def _numbers(folded: str, cover: bytearray) -> Scanned:
    found: list[Found] = []
    dropped: list[Dropped] = []
    masks = _masks()
    for numeral in numerals.find(folded):
        covered = cover[numeral.start : numeral.end].strip(b"\0")
        if covered:
            reason, _ = masks[covered[0] - 1]
            dropped.append(Dropped(numeral.start, numeral.end, reason, f"mask:{reason}"))
            continue
        taken = _measure(folded, numeral)
        if isinstance(taken, Found):
            found.append(taken)
        else:
            dropped.append(taken)
    return found, dropped


def _measure(folded: str, numeral: Numeral) -> Found | Dropped:
    """The numeral with the measure word behind it, or why it is no quantity."""
    start, end = numeral.start, numeral.end

    def drop(reason: str) -> Dropped:
        return Dropped(start, end, reason, f"scan:{reason}")

    if numeral.kind in ("ordinal", "garbled"):
        return drop(numeral.kind)
    if numeral.kind == "percent":
        return Found(start, end, numeral, "%", "percent")
    arabic = folded[start].isdigit()
    if arabic and _is_code(folded, start, end):
        return drop("code")
    unit, stop = _unit_at(folded, end)
    if unit is None:
        if numeral.kind == "fraction":
            return Found(start, end, numeral, "", "fraction")
        vague = numeral.bound != "=" or numeral.text.endswith(("余", "多"))  # 关注人数超百万 counts
        if not arabic and not vague and not _is_zero(folded, start, end):
            return drop("word")
        if arabic and _YEAR.fullmatch(folded, start, end):
            return drop("year")
        return Found(start, end, numeral, "", "")
    if unit.kind in ("time", "calendar"):
        timed = unit.kind == "time" and _TAKES_TIME.search(folded[max(0, start - 20) : start])
        return Found(start, stop, numeral, unit.word, "time") if timed else drop("duration")
    if not arabic and numeral.value == 1 and (not unit.one or folded[max(0, start - 1) : start] in _FIGURE_OF_SPEECH):
        return drop("figure-of-speech")
    return Found(start, stop, numeral, unit.word, unit.kind, unit.noun)


_NOUNS = ("APP", "App", "app", "LED", "UV", "PV", "IP")
"""Nouns in letters, behind which a number counts: 政务APP3个."""


def _is_code(folded: str, start: int, end: int) -> bool:
    """Digits that are part of a name or code: 5G, A12, 007; but 1200万PV and UV36万 count."""
    if folded.startswith(_VIEWS, end) or folded[max(0, start - 2) : start] in _VIEWS:
        return False
    before, after = folded[max(0, start - 1) : start], folded[end : end + 1]
    named = before.isascii() and before.isalpha() and not folded[:start].endswith(_NOUNS)
    lettered = named or (after.isascii() and after.isalpha() and after not in "GMTK")
    digits = folded[start:end]
    return lettered or (len(digits) > 1 and digits[0] == "0" and digits[1].isdigit())


def _is_zero(folded: str, start: int, end: int) -> bool:
    """The 零 of 行政复议、行政诉讼均为零: said of what stands before it."""
    said = folded[max(0, start - 2) : start].rstrip('“"').endswith("为")
    return said and folded[start:end] == "零" and folded[end : end + 1] in ("", *'。，；、）,;)”"\n')


def _unit_at(folded: str, end: int) -> tuple[Unit | None, int]:
    start = end
    while start < len(folded) and folded[start] in _BLANK:
        start += 1
    units, longest = _units()
    for stop in range(min(start + longest, len(folded)), start, -1):
        unit = units.get(folded[start:stop])
        if unit is not None and folded[stop : stop + 1] not in unit.not_before:
            return unit, stop
    return None, end


@cache
def _units() -> tuple[dict[str, Unit], int]:
    """The measure words, and the length of the longest."""
    units: dict[str, Unit] = {}
    for entry in load("units.toml", "unit", {"words": list, "kind": str}, _UNIT_OPTIONS):
        for word in entry.data["words"]:
            surface, _, barred = word.partition("!")
            if surface in units:
                raise entry.wrong(f"量词“{surface}”重复")
            one = bool(entry.data.get("one"))
            word = surface.removeprefix(entry.data.get("behind", ""))
            units[surface] = Unit(word, entry.data["kind"], bool(entry.data.get("noun")), one, frozenset(barred))
    return units, max(map(len, units))


_UNIT_OPTIONS: dict[str, type | tuple[type, ...]] = {
    "noun": bool,
    "one": bool,
    "behind": str,
    "examples": list,
    "counter_examples": list,
}


def _masked(folded: str) -> bytearray:
    """For each character the number of the mask that covers it, from 1; 0 for none."""
    cover = bytearray(len(folded))
    masks, sentences = _masks(), list(_sentences_with_numbers(folded))
    for number in range(len(masks), 0, -1):  # the first in the file last, so that its reason stands
        for start, end in _spans(masks[number - 1][1], sentences):
            cover[start:end] = bytes((number,)) * (end - start)
    return cover


class _Sentence(NamedTuple):
    start: int
    text: str
    characters: frozenset[str]
    """Of these, the ones that numerals are told by or that a mask needs."""


def _sentences_with_numbers(folded: str) -> Iterator[_Sentence]:
    start = 0
    telling = numerals.CHARACTERS.union(*(mask.needs for _, mask in _masks()))
    for text in folded.split(_STOP):
        characters = telling.intersection(text)
        if not numerals.CHARACTERS.isdisjoint(characters):
            yield _Sentence(start, text, characters)
        start += len(text) + 1


def _spans(mask: Pattern, sentences: list[_Sentence]) -> Iterator[tuple[int, int]]:
    """Where a mask matches. It passes over the sentences that can hold a match, put side by side."""
    sentences = [sentence for sentence in sentences if mask.may_match(sentence.characters)]
    found = mask.spans(_STOP.join([sentence.text for sentence in sentences]))
    if not found:
        return
    starts = list(accumulate((len(sentence.text) + 1 for sentence in sentences), initial=0))
    for start, end in found:
        place = bisect_right(starts, start) - 1
        moved = sentences[place].start - starts[place]
        yield start + moved, end + moved


@cache
def _masks() -> tuple[tuple[str, Pattern], ...]:
    """Reason and pattern of each mask, in the order of the file."""
    entries = load("masks.toml", "mask", MASK, MASK_OPTIONS)
    words = [word for entry in load("masks.toml", "phrases", {"words": list}) for word in entry.data["words"]]
    phrases = alternation(words)
    return tuple(
        (entry.data["reason"], Pattern(pattern, verbose=True, needs=entry.data.get("needs", "")))
        for entry in entries
        for pattern in [entry.data["pattern"].replace("<phrases>", phrases)]
    )


MASK: Fields = {"reason": str, "pattern": str, "examples": list}
MASK_OPTIONS: Fields = {"counter_examples": list, "needs": str}
"""Keys of a mask in ``lexicon/masks.toml``."""


def exact(value: Decimal) -> Decimal:
    """The same number without trailing zeros or exponent: 266000000.00 → 266000000."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
