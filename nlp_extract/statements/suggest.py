"""Which statements of new reports to label: those the model is unsure of, no two alike."""

from __future__ import annotations

from collections.abc import Sequence

from nlp_extract.document import Passage
from nlp_extract.statements.cut import cut
from nlp_extract.statements.features import normalise
from nlp_extract.statements.labels import Item, Section, Tags
from nlp_extract.statements.model import Model
from nlp_extract.statements.predict import Prediction, predict, section_five

LONGEST = 20_000
"""Characters of a section five that is offered; what is longer is no section five."""


def candidates(report: str, passages: Sequence[Passage], model: Model) -> list[tuple[float, Item]]:
    """Every statement of a report's section five as an item with the model's tags, and how unsure (0–1) the
    model is of them; none where the report has no section five or one beyond LONGEST."""
    prose = section_five(passages)
    pieces = cut(prose)
    if not pieces or sum(len(passage.text) for passage in prose) > LONGEST:
        return []
    said = predict(pieces, model)
    section = Section(
        report,
        tuple((passage.heading, passage.text) for passage in prose),
        tuple((piece.passage, piece.start, piece.end) for piece in pieces),
        tuple(one.label for one in said),
    )
    return [_candidate(section, number, one) for number, one in enumerate(said, 1)]


def _candidate(section: Section, number: int, said: Prediction) -> tuple[float, Item]:
    answers = tuple(sorted(answer + 1 for answer in said.answers))
    tags = Tags(said.label, said.topic, said.tense, answers if said.label == "remedy" else ())
    return 1.0 - said.probability * said.topic_share, Item(section, number, tags, tags)


def choose(found: Sequence[tuple[float, Item]], count: int) -> tuple[Item, ...]:
    """``count`` items or fewer: again and again the one with the most doubt that is least like those chosen.

    The worth of a statement is its doubt times its distance (one minus the share of common character
    pairs, Jaccard) to the nearest chosen; what stands word for word among them is worth nothing. In the
    order of reports and statements; the same candidates in any order give the same choice.
    """
    rest = sorted(found, key=lambda one: one[1].key)
    grams = [_pairs(item.text) for _, item in rest]
    distance = [1.0] * len(rest)
    chosen: list[int] = []
    while len(chosen) < min(count, len(rest)):
        best = max(range(len(rest)), key=lambda i: (rest[i][0] * distance[i], -i))
        if distance[best] <= 0.0:
            break
        chosen.append(best)
        for i, own in enumerate(grams):
            distance[i] = min(distance[i], 1.0 - _alike(own, grams[best]))
    return tuple(rest[i][1] for i in sorted(chosen))


def _pairs(text: str) -> frozenset[str]:
    plain = normalise(text)
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    same = len(one & other)
    return same / (len(one) + len(other) - same)
