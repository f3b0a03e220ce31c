"""Section five of a report → its statements, by the model of ``models/statement``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import cast

from nlp_extract.document import Document, Passage
from nlp_extract.errors import ModelError
from nlp_extract.facts import Label, Statement, Tense
from nlp_extract.statements.answers import bonds, chosen, pair_rows
from nlp_extract.statements.context import label_rows, place_rows, topic_rows, word_rows
from nlp_extract.statements.cut import Piece, cut
from nlp_extract.statements.knowledge import enumerator_at, heading_kind
from nlp_extract.statements.model import Model, load

SECTION = "problems"
MOST = 300
"""Pieces that are looked at together; the longest real section five has about sixty."""
_TELLING = ("problem", "mixed")


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the model says of one piece; ``shares`` are the probabilities of LABELS in their order,
    ``topic_share`` that of the topic (1 where there is none to choose)."""

    label: Label
    shares: tuple[float, ...]
    topic: str
    tense: Tense | None
    answers: tuple[int, ...]
    topic_share: float = 1.0

    @property
    def probability(self) -> float:
        return max(self.shares)


def tag(passages: tuple[Passage, ...], document: Document, model: Model | None = None) -> tuple[Statement, ...]:
    """The statements of section five, each with label, topic, tense, answers and calibrated probability.

    ``answers`` are indices into the result. Without a section five, passages under a sub-heading that
    announces problems (六、存在问题和改进措施) are taken. The model is only loaded where there is
    something to tag. Raises ModelError where it is missing or damaged.
    """
    pieces = cut(section_five(passages))
    if not pieces:
        return ()
    predicted = predict(pieces, model or current())
    return tuple(
        Statement(piece.span, document.surface(piece.span), one.label, one.topic, one.probability,
                  one.tense, one.answers, piece.heading)
        for piece, one in zip(pieces, predicted, strict=True)
    )  # fmt: skip


def section_five(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages of section five; where the report has none, those under a heading that speaks of
    problems and what follows them in the same section."""
    proper = tuple(passage for passage in passages if passage.section == SECTION)
    if proper:
        return proper
    found: list[Passage] = []
    for passage in passages:
        opens = heading_kind(passage.heading) in _TELLING or _opening(passage.text) in _TELLING
        goes_on = found and found[-1].section == passage.section
        if opens or (goes_on and heading_kind(passage.heading) != "topic" and _opening(passage.text) != "topic"):
            found.append(passage)
    return tuple(found)


def _opening(text: str) -> str:
    """Kind of the sub-heading that a paragraph is, "" where it is none."""
    return heading_kind(text) if len(text) < 40 and enumerator_at(text.strip(), 0) else ""


def predict(pieces: Sequence[Piece], model: Model) -> tuple[Prediction, ...]:
    """Label, topic, tense and answers of the pieces of one report.

    Every remedy is held against every problem, so a section longer than MOST is read in parts."""
    found: list[Prediction] = []
    for start in range(0, len(pieces), MOST):
        part = _predict(pieces[start : start + MOST], model)
        found += [replace(one, answers=tuple(start + answer for answer in one.answers)) for one in part]
    return tuple(found)


def _predict(pieces: Sequence[Piece], model: Model) -> tuple[Prediction, ...]:
    import numpy as np

    scores = model.scores([piece.text for piece in pieces])
    place = place_rows(pieces)
    shares = model.label.probabilities(label_rows(pieces, scores["label"], place))
    labels = [model.label.names[best] for best in shares.argmax(axis=1)]
    tenses = model.tense.probabilities(label_rows(pieces, scores["tense"], place)).argmax(axis=1)
    words = model.words.probabilities(word_rows(pieces, scores["topic"]))
    pairs, rows = pair_rows(pieces, labels, words)
    chances = model.pair.probabilities(rows)[:, 1] if pairs else np.zeros(0)
    together = bonds(len(pieces), pairs, chances)
    topics = model.topic.probabilities(topic_rows(pieces, scores["topic"], words, together))
    answers = chosen(len(pieces), pairs, chances, model.threshold)
    return tuple(
        Prediction(
            label=cast(Label, label),
            shares=tuple(round(float(share), 4) for share in shares[i]),
            topic="none" if label == "other" else model.topic.names[int(topics[i].argmax())],
            tense=cast(Tense, model.tense.names[int(tenses[i])]) if label == "remedy" else None,
            answers=answers[i],
            topic_share=1.0 if label == "other" else round(float(topics[i].max()), 4),
        )
        for i, label in enumerate(labels)
    )


@cache
def current() -> Model:
    """The model that comes with the program, loaded once: inside the package where it is installed,
    ``models/statement`` of the repository where it is worked on."""
    inside = Path(str(resources.files("nlp_extract"))) / "models" / "statement"
    beside = Path(__file__).parents[2] / "models" / "statement"
    for folder in (inside, beside):
        if folder.is_dir():
            return load(folder)
    raise ModelError("找不到陈述分类模型", file=str(beside), remedy="请重新安装本程序，或运行 nlp-extract train")
