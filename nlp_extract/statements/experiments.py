"""The comparison behind a model: which features, with and without headings, with how much data."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from nlp_extract.statements.baseline import HandRules, hand_topic
from nlp_extract.statements.context import label_rows, place_rows, word_rows
from nlp_extract.statements.dataset import Example, LabelledReport
from nlp_extract.statements.knowledge import LABELS, TOPICS, formulas
from nlp_extract.statements.model import Model
from nlp_extract.statements.predict import predict
from nlp_extract.statements.scores import Judged, label_f1, macro_f1, summary, topic_f1
from nlp_extract.statements.train import Scores, fit, fit_label, fit_text, fit_words, unseen_scores, versions

Progress = Callable[[str, float], None]

Candidate = tuple[tuple[str, ...], float]
CANDIDATES: tuple[Candidate, ...] = (
    (("char2",), 5.0), (("char2",), 1.0), (("char3",), 5.0), (("char4",), 5.0), (("word",), 5.0),
    (("char3", "cue"), 5.0), (("char3", "word"), 5.0),
)  # fmt: skip
"""Families of features and C, cheapest first."""
GAIN = 0.005
"""A candidate must beat a cheaper one by so much in mean macro-F1 (about half a standard error)."""
LICENCE = "Apache-2.0"


def run(
    train: Sequence[LabelledReport], dev: Sequence[LabelledReport], test: Sequence[LabelledReport], progress: Progress,
    candidates: Sequence[Candidate] = CANDIDATES,
) -> tuple[Model, dict[str, Any]]:  # fmt: skip
    """The model that the comparison of ``candidates`` chose, fitted on train and dev, and its card.

    With a single candidate there is nothing to choose, and the learning curve is left out as well."""
    known = sorted((*train, *dev), key=lambda report: report.id)
    comparison = compare_candidates(known, train, dev, candidates, progress)
    best = choose(comparison)
    families, c = tuple(best["families"]), best["C"]
    progress("训练所选模型", 0.6)
    model = fit(known, families, c)
    judged = judge(model, test)
    progress("检验：有无标题与次序", 0.75)
    card = {
        "what": "section five of Chinese disclosure reports: label, topic, tense and answers of statements",
        "licence": LICENCE,
        "data": {
            "sha256": data_hash((*known, *test)),
            "reports": {"train": len(train), "dev": len(dev), "test": len(test)},
            "statements": {"train": _count(train), "dev": _count(dev), "test": _count(test)},
            "formulas": len(formulas()),
            "split": "70:15:15 by sha256 of the report id",
        },
        "features": {"families": families, "C": c, "size": len(model.vocabulary.columns)},
        "comparison": comparison,
        "test": summary(judged),
        "ablation": ablation(model, known, test, families, c),
        "learning_curve": learning_curve(known, test, families, c, progress) if len(candidates) > 1 else [],
        "threshold": {"answers": model.threshold},
        "versions": versions(),
        "seed": 0,
    }
    return replace(model, card=card), card


def compare_candidates(
    known: Sequence[LabelledReport], train: Sequence[LabelledReport], dev: Sequence[LabelledReport],
    candidates: Sequence[Candidate], progress: Progress,
) -> list[dict[str, Any]]:  # fmt: skip
    """Each candidate: macro-F1 without structure (cross-validated over train and dev) and with it (on dev)."""
    rows = []
    for number, (families, c) in enumerate(candidates):
        progress(f"比较特征：{'+'.join(families)}", 0.02 + 0.55 * number / len(candidates))
        scores = unseen_scores(known, families, c)
        rows.append({"families": families, "C": c, **_text_scores(known, scores), **_place_scores(train, dev, scores)})
    return rows


def choose(comparison: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The first row that no later one beats by GAIN, so the cheapest of equals."""
    best = comparison[0]
    for row in comparison[1:]:
        if _worth(row) > _worth(best) + GAIN:
            best = row
    return best


def _worth(row: dict[str, Any]) -> float:
    return float(row["label_without"] + row["topic_without"] + row["label_with"]) / 3


def _text_scores(reports: Sequence[LabelledReport], scores: Scores) -> dict[str, float]:
    labels, topics = [], []
    for report in reports:
        given = scores[report.id]
        for example, a, b in zip(report.examples, given["label"], given["topic"], strict=True):
            if not example.checked:
                continue
            labels.append((example.label, LABELS[int(a.argmax())]))
            if example.label != "other":
                topics.append((example.topic, TOPICS[int(b.argmax())]))
    return {
        "label_without": round(macro_f1(labels, LABELS), 4),
        "topic_without": round(macro_f1(topics, TOPICS[:-1]), 4),
    }


def _place_scores(train: Sequence[LabelledReport], dev: Sequence[LabelledReport], scores: Scores) -> dict[str, float]:
    head = fit_label(train, scores)
    pairs = []
    for report in dev:
        pieces = [example.piece for example in report.examples]
        rows = label_rows(pieces, scores[report.id]["label"], place_rows(pieces))
        said = head.probabilities(rows).argmax(axis=1)
        pairs += [(e.label, LABELS[int(best)]) for e, best in zip(report.examples, said, strict=True)]
    return {"label_with": round(macro_f1(pairs, LABELS), 4)}


def judge(model: Model, reports: Sequence[LabelledReport]) -> list[Judged]:
    """The model's word on every statement of some reports beside what the data say."""
    judged = []
    for report in reports:
        said = predict([example.piece for example in report.examples], model)
        judged += [
            _judged(report, example, one.label, one.topic, one.tense, one.answers, one.probability)
            for example, one in zip(report.examples, said, strict=True)
        ]
    return judged


def _judged(
    report: LabelledReport, example: Example, label: str, topic: str, tense: str | None,
    answers: tuple[int, ...], probability: float,
) -> Judged:  # fmt: skip
    return Judged(
        report.id, f"{example.file}:{example.line}", example.text, example.label, example.topic, example.tense,
        example.answers, label, topic, tense, answers, probability,
    )  # fmt: skip


def ablation(
    model: Model, known: Sequence[LabelledReport], test: Sequence[LabelledReport], families: Sequence[str], c: float
) -> list[dict[str, Any]]:
    """Labels and topics on the test reports with all, without headings and order, and by hand rules."""
    full, plain = judge(model, test), without_place(known, test, families, c)
    hand = {headings: by_hand(test, headings) for headings in (True, False)}
    rows = (
        ("model, with headings, neighbours and order", full),
        ("model, words alone", plain),
        ("hand rules, with headings", hand[True]),
        ("hand rules, words alone", hand[False]),
    )
    return [{"what": what, "label_macro_f1": round(label_f1(judged), 4), "topic_macro_f1": round(topic_f1(judged), 4)}
            for what, judged in rows]  # fmt: skip


def without_place(
    known: Sequence[LabelledReport], test: Sequence[LabelledReport], families: Sequence[str], c: float
) -> list[Judged]:
    """A model that sees nothing but the words of each statement."""
    scores = unseen_scores(known, families, c)
    label, topic = fit_label(known, scores, place=False), fit_words(known, scores)
    text = fit_text(known, families, c)
    judged = []
    for report in test:
        pieces = [example.piece for example in report.examples]
        given = text.scores([piece.text for piece in pieces])
        chances = label.probabilities(label_rows(pieces, given["label"], None))
        topics = topic.probabilities(word_rows(pieces, given["topic"]))
        for i, example in enumerate(report.examples):
            best = LABELS[int(chances[i].argmax())]
            about = "none" if best == "other" else TOPICS[int(topics[i].argmax())]
            judged.append(_judged(report, example, best, about, None, (), float(np.round(chances[i].max(), 4))))
    return judged


def by_hand(test: Sequence[LabelledReport], headings: bool) -> list[Judged]:
    """What the hand rules say."""
    rules = HandRules(headings).fit([])
    judged = []
    for report in test:
        said = rules.predict([example.piece for example in report.examples])
        for example, label in zip(report.examples, said, strict=True):
            topic = "none" if label == "other" else hand_topic(example.text)
            judged.append(_judged(report, example, str(label), topic, None, (), 1.0))
    return judged


def learning_curve(
    known: Sequence[LabelledReport], test: Sequence[LabelledReport], families: Sequence[str], c: float,
    progress: Progress,
) -> list[dict[str, Any]]:  # fmt: skip
    """Scores on the test reports by how many reports were learned from."""
    order = sorted(known, key=lambda report: hashlib.sha256(f"curve {report.id}".encode()).digest())
    rows = []
    for number, share in enumerate((0.1, 0.25, 0.5, 0.75, 1.0)):
        progress("学习曲线", 0.82 + 0.03 * number)
        some = order[: max(FEWEST, round(share * len(order)))]
        judged = judge(fit(some, families, c), test)
        rows.append({"reports": len(some), "statements": _count(some), "label_macro_f1": round(label_f1(judged), 4),
                     "topic_macro_f1": round(topic_f1(judged), 4)})  # fmt: skip
    return rows


FEWEST = 20
"""Reports below which nothing is worth fitting."""


def _count(reports: Sequence[LabelledReport]) -> int:
    return sum(len(report.checked) for report in reports)


def data_hash(reports: Sequence[LabelledReport]) -> str:
    """A hash of everything that was learned from, whatever the order it came in."""
    digest = hashlib.sha256()
    for report in sorted(reports, key=lambda report: report.id):
        digest.update(f"{report.id}\t{report.document.text}\n".encode())
        for e in report.examples:
            digest.update(f"{e.piece.span}\t{e.label}\t{e.topic}\t{e.tense}\t{e.answers}\t{e.checked}\n".encode())
    for formula in formulas():
        digest.update("\t".join(formula).encode())
    return digest.hexdigest()
