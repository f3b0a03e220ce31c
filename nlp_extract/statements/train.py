"""From labelled reports to a model: the same data give the same bytes, in any order, with any number
of threads."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import sklearn
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from nlp_extract.errors import DataError
from nlp_extract.statements.answers import bonds, pair_rows
from nlp_extract.statements.classifier import build_vocabulary, matrix, one_against_rest
from nlp_extract.statements.context import label_rows, place_rows, topic_rows, word_rows
from nlp_extract.statements.dataset import Example, LabelledReport
from nlp_extract.statements.knowledge import LABELS, TENSES, TOPICS, formulas
from nlp_extract.statements.model import Head, Model, Vocabulary, rounded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

Progress = Callable[[str, float], None]
"""Called with what is being done (Chinese) and how far the whole is (0–1)."""

TASKS: tuple[tuple[str, tuple[str, ...]], ...] = (("label", LABELS), ("topic", TOPICS), ("tense", TENSES))
GROUPS = (("label", 0, 3), ("topic", 3, 19), ("tense", 19, 21))
FOLDS = 5
TEXT_C, PLACE_C, PAIR_C = 5.0, 1.0, 3.0
THRESHOLD = 0.5
Scores = dict[str, dict[str, "Matrix"]]
"""Report id → task → scores of its pieces."""


@dataclass(frozen=True, slots=True)
class TextModel:
    """The first storey: a vocabulary and one score a label, topic and tense."""

    vocabulary: Vocabulary
    head: Head

    def scores(self, texts: Sequence[str]) -> dict[str, Matrix]:
        rows = np.asarray(matrix(self.vocabulary, texts) @ self.head.weights + self.head.bias)
        return {name: rows[:, start:end] for name, start, end in GROUPS}


def fit_text(reports: Sequence[LabelledReport], families: Sequence[str], c: float = TEXT_C) -> TextModel:
    """The text heads from the statements of some reports and the formulas of the lexicon."""
    texts, given = _material(reports)
    vocabulary = build_vocabulary(texts, families)
    rows = matrix(vocabulary, texts)
    weights, bias = [], []
    for task, names in TASKS:
        chosen = [i for i, answer in enumerate(given[task]) if answer is not None]
        w, b = one_against_rest(rows[chosen], [str(given[task][i]) for i in chosen], names, c)
        weights.append(w)
        bias.append(b)
    columns = tuple(f"{task}:{name}" for task, names in TASKS for name in names)
    return TextModel(vocabulary, Head(columns, np.hstack(weights), np.hstack(bias)))


def _material(reports: Sequence[LabelledReport]) -> tuple[list[str], dict[str, list[str | None]]]:
    """Texts and what each task says of them, None where it says nothing."""
    examples = [example for report in reports for example in report.checked]
    texts = [example.text for example in examples] + [text for text, _, _ in formulas()]
    given: dict[str, list[str | None]] = {
        "label": [*(e.label for e in examples), *(label for _, label, _ in formulas())],
        "topic": [*(e.topic if e.label != "other" else None for e in examples), *(topic for _, _, topic in formulas())],
        "tense": [*(e.tense for e in examples), *(None for _ in formulas())],
    }
    return texts, given


def _answer(example: Example, task: str) -> str | None:
    """What is to be learned from a statement; None where it says nothing of the task, or nobody checked it."""
    value: str | None = getattr(example, task)
    return value if example.checked else None


def _has_topic(example: Example) -> bool:
    return example.checked and example.label != "other"


def fold_of(report_id: str) -> int:
    """Which of the FOLDS a report is left out in, by a hash of its id."""
    return hashlib.sha256(f"fold {report_id}".encode()).digest()[0] % FOLDS


def unseen_scores(reports: Sequence[LabelledReport], families: Sequence[str], c: float = TEXT_C) -> Scores:
    """Scores of every statement by text heads that did not see its report."""
    result: Scores = {}
    for fold in range(FOLDS):
        held = [report for report in reports if fold_of(report.id) == fold]
        rest = [report for report in reports if fold_of(report.id) != fold]
        if not held:
            continue
        if not rest:
            raise DataError("报告太少，无法交叉验证", remedy="请至少提供二十份报告")
        model = fit_text(rest, families, c)
        result |= {report.id: model.scores([e.text for e in report.examples]) for report in held}
    return result


def fit_label(reports: Sequence[LabelledReport], scores: Scores, task: str = "label", place: bool = True) -> Head:
    """The head for label or tense over scores and, with ``place``, headings and neighbours."""
    rows, given = [], []
    for report in reports:
        pieces = [example.piece for example in report.examples]
        made = label_rows(pieces, scores[report.id][task], place_rows(pieces) if place else None)
        wanted = [(i, _answer(e, task)) for i, e in enumerate(report.examples)]
        rows += [made[i] for i, answer in wanted if answer is not None]
        given += [answer for _, answer in wanted if answer is not None]
    return _softmax(np.array(rows), given, dict(TASKS)[task], PLACE_C)


def fit_words(reports: Sequence[LabelledReport], scores: Scores) -> Head:
    """The topic by words and cues alone."""
    rows, given = [], []
    for report in reports:
        made = word_rows([e.piece for e in report.examples], scores[report.id]["topic"])
        rows += [row for row, e in zip(made, report.examples, strict=True) if _has_topic(e)]
        given += [e.topic for e in report.examples if _has_topic(e)]
    return _shared(np.array(rows), given, TOPICS)


def fit_pair(reports: Sequence[LabelledReport], scores: Scores, words: Head) -> Head:
    """The head that decides whether a remedy answers a problem."""
    rows, given = [], []
    for report in reports:
        pairs, made = _pairs(report, _topics(report, scores, words))
        for (remedy, problem), row in zip(pairs, made, strict=True):
            if report.examples[remedy].checked:
                rows.append(row)
                given.append("yes" if problem in report.examples[remedy].answers else "no")
    return _softmax(np.array(rows), given, ("no", "yes"), PAIR_C)


def fit_topic(reports: Sequence[LabelledReport], scores: Scores, words: Head, pair: Head) -> Head:
    """The topic by words and by the topics of what belongs together."""
    rows, given = [], []
    for report in reports:
        topics = _topics(report, scores, words)
        pairs, made = _pairs(report, topics)
        chances = pair.probabilities(made)[:, 1] if pairs else np.zeros(0)
        pieces = [example.piece for example in report.examples]
        made = topic_rows(pieces, scores[report.id]["topic"], topics, bonds(len(pieces), pairs, chances))
        rows += [row for row, e in zip(made, report.examples, strict=True) if _has_topic(e)]
        given += [e.topic for e in report.examples if _has_topic(e)]
    return _shared(np.array(rows), given, TOPICS)


def _topics(report: LabelledReport, scores: Scores, words: Head) -> Matrix:
    return words.probabilities(word_rows([e.piece for e in report.examples], scores[report.id]["topic"]))


def _pairs(report: LabelledReport, topics: Matrix) -> tuple[list[tuple[int, int]], Matrix]:
    return pair_rows([e.piece for e in report.examples], [e.label for e in report.examples], topics)


def _shared(rows: Matrix, given: Sequence[str], names: Sequence[str]) -> Head:
    """A softmax whose weights are shared by all names: one a block of columns, and a bias a name.

    So few numbers cannot learn the habits of a corpus (this hand's second item is always capacity);
    what they learn is how far to trust words, cues and neighbours.
    """
    size, blocks = len(names), rows.shape[1] // len(names)
    parts = rows.reshape(len(rows), blocks, size)
    answers = np.array([list(names).index(name) for name in given])

    def loss(numbers: Matrix) -> tuple[float, Matrix]:
        weights, bias = numbers[:blocks], numbers[blocks:]
        scores = np.einsum("rbs,b->rs", parts, weights) + bias
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        error = np.exp(logs)
        error[np.arange(len(rows)), answers] -= 1.0
        gradient = np.concatenate([np.einsum("rs,rbs->b", error, parts), error.sum(axis=0) + bias])
        return float(-logs[np.arange(len(rows)), answers].sum() + 0.5 * bias @ bias), gradient

    found = minimize(loss, np.zeros(blocks + size), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    weights = np.vstack([np.eye(size) * weight for weight in found[:blocks]])
    return Head(tuple(names), weights, found[blocks:])


def _softmax(rows: Matrix, given: Sequence[str], names: Sequence[str], c: float) -> Head:
    """A multinomial logistic regression as a head with a column for each of ``names``."""
    present = sorted(set(given), key=list(names).index)
    weights, bias = np.zeros((rows.shape[1], len(names))), np.full(len(names), -20.0)
    if len(present) == 1:
        bias[list(names).index(present[0])] = 0.0
        return Head(tuple(names), weights, bias)
    machine = LogisticRegression(C=c, max_iter=2000, tol=1e-5).fit(rows, given)
    if len(present) == 2:
        second = list(names).index(machine.classes_[1])
        first = list(names).index(machine.classes_[0])
        weights[:, second], bias[second], bias[first] = machine.coef_[0], machine.intercept_[0], 0.0
        return Head(tuple(names), weights, bias)
    for row, name in enumerate(machine.classes_):
        column = list(names).index(name)
        weights[:, column], bias[column] = machine.coef_[row], machine.intercept_[row]
    return Head(tuple(names), weights, bias)


def fit(reports: Sequence[LabelledReport], families: Sequence[str], c: float = TEXT_C) -> Model:
    """A whole model, rounded as it will be on disk, without a card."""
    reports = sorted(reports, key=lambda report: report.id)
    check_classes(reports)
    with threadpool_limits(limits=1):
        scores = unseen_scores(reports, families, c)
        first, words = fit_text(reports, families, c), fit_words(reports, scores)
        label, tense = fit_label(reports, scores), fit_label(reports, scores, "tense")
        pair = fit_pair(reports, scores, words)
        topic = fit_topic(reports, scores, words, pair)
    return rounded(Model(first.vocabulary, first.head, GROUPS, label, words, topic, tense, pair, THRESHOLD, {}))


def check_classes(reports: Sequence[LabelledReport]) -> None:
    """Raises DataError where a label has no statements at all."""
    labels = {example.label for report in reports for example in report.checked}
    missing = [label for label in LABELS if label not in labels]
    if missing:
        first = reports[0].examples[0].file if reports else ""
        raise DataError(f"语料中没有标为 {'、'.join(missing)} 的陈述", file=first, remedy="三类陈述都要有样本")


def versions() -> dict[str, str]:
    """What the model was made with."""
    return {"python": platform.python_version(), "numpy": np.__version__, "scikit-learn": sklearn.__version__}
