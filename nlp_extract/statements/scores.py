"""How good a set of predictions is: per class, as a whole, and how sure we may be of that."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from nlp_extract.statements.knowledge import LABELS, TOPICS

ROUNDS = 200
"""Bootstrap draws."""
BINS = 10
SEED = 20250101


@dataclass(frozen=True, slots=True)
class Judged:
    """One statement as it is labelled and as it was predicted."""

    report: str
    place: str
    text: str
    label: str
    topic: str
    tense: str | None
    answers: tuple[int, ...]
    said_label: str
    said_topic: str
    said_tense: str | None
    said_answers: tuple[int, ...]
    probability: float

    @property
    def right(self) -> bool:
        return self.label == self.said_label and (self.label == "other" or self.topic == self.said_topic)


def f1(pairs: Sequence[tuple[str, str]], name: str) -> float | None:
    """F1 of one class over (given, said); None where it occurs in neither."""
    both = sum(given == said == name for given, said in pairs)
    given_count = sum(given == name for given, _ in pairs)
    said_count = sum(said == name for _, said in pairs)
    return 2 * both / (given_count + said_count) if given_count + said_count else None


def macro_f1(pairs: Sequence[tuple[str, str]], names: Sequence[str]) -> float:
    """Mean F1 over the classes that occur."""
    found = [value for value in (f1(pairs, name) for name in names) if value is not None]
    return sum(found) / len(found) if found else 0.0


def label_pairs(judged: Sequence[Judged]) -> list[tuple[str, str]]:
    return [(one.label, one.said_label) for one in judged]


def topic_pairs(judged: Sequence[Judged]) -> list[tuple[str, str]]:
    """Topics of the statements that have one by the data (problems and remedies)."""
    return [(one.topic, one.said_topic) for one in judged if one.label != "other"]


def label_f1(judged: Sequence[Judged]) -> float:
    return macro_f1(label_pairs(judged), LABELS)


def topic_f1(judged: Sequence[Judged]) -> float:
    """Over the fifteen topics; statements without one count where they are taken for one."""
    return macro_f1(topic_pairs(judged), TOPICS[:-1])


def tense_share(judged: Sequence[Judged]) -> float:
    """Share of the remedies whose tense is right."""
    remedies = [one for one in judged if one.label == "remedy"]
    return sum(one.tense == one.said_tense for one in remedies) / max(1, len(remedies))


def answers_f1(judged: Sequence[Judged]) -> float:
    """F1 of the links from remedies to problems."""
    both = sum(len(set(one.answers) & set(one.said_answers)) for one in judged)
    total = sum(len(one.answers) + len(one.said_answers) for one in judged)
    return 2 * both / total if total else 1.0


def calibration_error(judged: Sequence[Judged]) -> float:
    """Expected calibration error of the labels: |share right - mean probability| over ten bins."""
    bins: dict[int, list[Judged]] = {}
    for one in judged:
        bins.setdefault(min(int(one.probability * BINS), BINS - 1), []).append(one)
    gap = sum(
        abs(sum(one.label == one.said_label for one in held) - sum(one.probability for one in held))
        for held in bins.values()
    )
    return gap / max(1, len(judged))


MEASURES: dict[str, Callable[[Sequence[Judged]], float]] = {
    "label_macro_f1": label_f1,
    "topic_macro_f1": topic_f1,
    "tense_accuracy": tense_share,
    "answers_f1": answers_f1,
    "expected_calibration_error": calibration_error,
}


def summary(judged: Sequence[Judged]) -> dict[str, Any]:
    """Every measure with its 95 % interval, F1 of each class and topic, and the confusion of labels."""
    return {
        "statements": len(judged),
        "reports": len({one.report for one in judged}),
        "measures": {
            name: {"value": round(measure(judged), 4), "interval": interval(judged, measure)}
            for name, measure in MEASURES.items()
        },
        "labels": {name: _rounded(f1(label_pairs(judged), name)) for name in LABELS},
        "topics": {name: _rounded(f1(topic_pairs(judged), name)) for name in TOPICS},
        "confusion": {f"{a}>{b}": count for (a, b), count in sorted(Counter(label_pairs(judged)).items())},
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def interval(
    judged: Sequence[Judged], measure: Callable[[Sequence[Judged]], float], rounds: int = ROUNDS
) -> list[float]:
    """The middle 95 % of a measure over reports drawn again with replacement (bootstrap by report)."""
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(one.report, []).append(one)
    names, draw = sorted(groups), random.Random(SEED)
    values = sorted(
        measure([one for name in draw.choices(names, k=len(names)) for one in groups[name]]) for _ in range(rounds)
    )
    return [round(values[int(0.025 * rounds)], 4), round(values[int(0.975 * rounds) - 1], 4)]
