"""Two years of section five: which problems come back, what became of the promises, which text was kept.

Pure functions over the statements of two reports. Two statements are alike by the pairs of Chinese
characters they share once stock wording (``lexicon/promises.toml``) is taken out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Literal, cast

from nlp_extract.facts import Statement
from nlp_extract.lexicon.loader import load
from nlp_extract.patterns import Pattern

Fate = Literal["reported", "promised again", "not mentioned"]

SAME_TOPIC = 0.3
"""Share of the shorter statement's pairs from which two problems of one topic count as one."""
ANY_TOPIC = 0.6
"""The same, whatever their topics."""
KEPT_PROMISE = 0.5
"""Share of one clause of a promise, by the worth of its pairs, that a sentence of this year must have."""
SHORTEST = 4
"""Pairs that a clause must have to say something: 按月巡检通报 has five, 丰富形式 three."""
RUN = 8
"""Characters in a row that make a copy."""
COPIED = 0.8
"""Share of a statement that stands in such runs, from which it counts as copied."""
MOST = 300
"""Problems of a report that are looked at: each is held against each of last year's."""
LONGEST = 20_000
"""Characters of a section that are looked at."""

_CLAUSE = Pattern(r"[，,、；;。：:！!？?（）()“”]+")
_SENTENCE = Pattern(r"[。；;！!？?]+")
_FOREIGN = Pattern(r"[^一-鿿]+")


@dataclass(frozen=True, slots=True)
class Repeated:
    """A problem of last year's report that this year's names again."""

    before: Statement
    now: Statement


@dataclass(frozen=True, slots=True)
class Promise:
    """A planned remedy of last year's report and what became of it; ``evidence`` is the sentence that tells."""

    statement: Statement
    fate: Fate
    evidence: str = ""


def repeated_problems(now: Sequence[Statement], before: Sequence[Statement]) -> tuple[Repeated, ...]:
    """Each problem of last year with the most similar one of this year, where they are alike."""
    found = []
    current, earlier = _problems(now), _problems(before)
    for old in earlier:
        new = max(current, key=lambda one: _likeness(old, one), default=None)
        if new is not None and _likeness(old, new) >= (SAME_TOPIC if _one_topic(old[0], new[0]) else ANY_TOPIC):
            found.append(Repeated(old[0], new[0]))
    return tuple(found)


Told = tuple[Statement, frozenset[str]]
"""A statement with its pairs."""


def _problems(statements: Sequence[Statement]) -> list[Told]:
    problems = [one for one in statements if one.label == "problem"]
    return [(one, _pairs(one.text)) for one in problems[:MOST]]


def _one_topic(one: Statement, other: Statement) -> bool:
    return one.topic == other.topic != "none"


def _likeness(one: Told, other: Told) -> float:
    """Share of the shorter statement's pairs that the other has as well; wholly stock wording is alike
    where the topic is one and the same (政策解读有待加强)."""
    a, b = one[1], other[1]
    if not a or not b:
        return float(_one_topic(one[0], other[0]) and not a and not b)
    return len(a & b) / min(len(a), len(b))


def promises(now: Sequence[Statement], before: Sequence[Statement], prose: Sequence[str]) -> tuple[Promise, ...]:
    """What became of each remedy that last year's report planned.

    ``prose``: what this year's report says outside section five. A promise is reported where a sentence of
    it, or a remedy of section five that is not a plan, takes up one of its clauses.
    """
    planned = [one for one in before if one.label == "remedy" and one.tense != "done"]
    clauses = {one: _clauses(one.text) for one in planned}
    remedies = [one for one in now if one.label == "remedy"]
    told = [*prose, *(one.text for one in remedies if one.tense != "planned")]
    plans = [one.text for one in remedies if one.tense == "planned"]
    sentences = [(text, telling, fate) for fate, texts in (("reported", told), ("promised again", plans))
                 for whole in texts for text, telling in _sentences(whole)]  # fmt: skip
    asked = {pair for parts in clauses.values() for clause in parts for pair in clause}
    where = _places(asked, [telling for _, telling, _ in sentences])
    # a pair that stands in every sentence of the report (申请, 办理) tells little; one that is not there counts as rare
    worth = {pair: log((2 + len(sentences)) / (1 + max(1, len(places)))) for pair, places in where.items()}
    return tuple(_promise(one, clauses[one], sentences, where, worth) for one in planned)


def _places(asked: set[str], sentences: Sequence[str]) -> dict[str, list[int]]:
    """In which sentences each pair stands, each sentence once and in order."""
    where: dict[str, list[int]] = {pair: [] for pair in sorted(asked)}
    for number, telling in enumerate(sentences):
        for pair in asked.intersection(map(str.__add__, telling, telling[1:])):
            where[pair].append(number)
    return where


def _clauses(text: str) -> list[frozenset[str]]:
    """The pairs of each clause that says something."""
    found = [_pairs_of(clause) for clause in _CLAUSE.split(_telling(text))]
    return [pairs for pairs in found if len(pairs) >= SHORTEST]


def _promise(
    statement: Statement, clauses: Sequence[frozenset[str]], sentences: Sequence[tuple[str, str, str]],
    where: Mapping[str, Sequence[int]], worth: Mapping[str, float],
) -> Promise:  # fmt: skip
    """The first sentence that takes up a clause of the promise; those that report stand before the plans."""
    first = len(sentences)
    for clause in clauses:
        found: dict[int, list[float]] = {}
        for pair in sorted(clause):
            for place in where[pair]:
                found.setdefault(place, []).append(worth[pair])
        least = KEPT_PROMISE * sum(worth[pair] for pair in sorted(clause))
        held = (place for place, same in found.items() if 2 * len(same) >= SHORTEST and sum(same) >= least)
        first = min([first, *held])
    if first == len(sentences):
        return Promise(statement, "not mentioned")
    text, _, fate = sentences[first]
    return Promise(statement, cast(Fate, fate), text)


def reuse(now: str, before: str, statements: Sequence[Statement]) -> tuple[float, tuple[Statement, ...]]:
    """The share (0–1) of this year's section ``now`` that stands word for word in last year's, and the
    problems and remedies that were copied."""
    known = set(_runs(characters(before)))
    if not known:
        return 0.0, ()
    copied = tuple(one for one in statements if one.label != "other" and _covered(one.text, known) >= COPIED)
    return _covered(now, known), copied


def _covered(text: str, known: set[str]) -> float:
    """The share of a text's characters that stand in a run of ``known``."""
    plain = characters(text)
    covered = bytearray(len(plain))
    for start, run in enumerate(_runs(plain)):
        if run in known:
            covered[start : start + RUN] = b"\1" * RUN
    return sum(covered) / len(plain) if len(plain) >= RUN else 0.0


def characters(text: str) -> str:
    """The Chinese characters of a text: figures and marks change from year to year without a new word said."""
    plain = text[:LONGEST]
    for foreign in sorted(one for one in set(plain) if not "一" <= one <= "鿿"):  # quicker than a pattern
        plain = plain.replace(foreign, "")
    return plain


def _runs(plain: str) -> Iterator[str]:
    return (plain[start : start + RUN] for start in range(len(plain) - RUN + 1))


@cache
def _stock() -> tuple[str, ...]:
    """Stock wording, the longest first (so 政府信息公开 goes before 信息)."""
    entries = load("promises.toml", "stock", {"note": str, "words": list})
    words = {word for entry in entries for word in entry.data["words"]}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _telling(text: str) -> str:
    """The text without blanks, a space for each stock wording. Sentence marks stay."""
    plain = "".join(text.split())
    for word in _stock():
        plain = plain.replace(word, " ")
    return plain


def _pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring Chinese characters, without stock wording and not across a mark."""
    return _pairs_of(_telling(text))


def _pairs_of(telling: str) -> frozenset[str]:
    return frozenset(run[i : i + 2] for run in _FOREIGN.split(telling) for i in range(len(run) - 1))


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    """The sentences of a text, each as it reads and without stock wording."""
    plain = "".join(text[:LONGEST].split())
    return zip(_SENTENCE.split(plain), _SENTENCE.split(_telling(plain)), strict=True)
