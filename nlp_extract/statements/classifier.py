"""The classifier for scikit-learn users: texts in, labels and probabilities out.

    >>> StatementClassifier().fit(texts, labels).predict(["政策解读形式单一。"])

It reads words only. ``train`` fits one a task and then the heads that see headings and neighbours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.utils.multiclass import unique_labels
from sklearn.utils.validation import check_is_fitted

from nlp_extract.statements.features import text_features
from nlp_extract.statements.model import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]


@lru_cache(maxsize=16384)
def _features(text: str, families: tuple[str, ...]) -> frozenset[str]:
    """Features of a text, remembered: cross-validation meets each text many times."""
    return frozenset(text_features(text, families))


def build_vocabulary(texts: Sequence[str], families: Sequence[str], least: int = 2) -> Vocabulary:
    """The features that occur in ``least`` texts or more, in alphabetical order (so the order of the
    texts makes no difference), with their idf."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_features(text, tuple(families)))
    names = sorted(name for name, count in counts.items() if count >= least)
    frequency = np.array([counts[name] for name in names], dtype=np.float64)
    idf = np.log((1 + len(texts)) / (1 + frequency)) + 1.0
    return Vocabulary(tuple(families), {name: column for column, name in enumerate(names)}, idf)


def matrix(vocabulary: Vocabulary, texts: Sequence[str]) -> csr_matrix:
    """One row a text, shape (texts, features)."""
    vectors = [vocabulary.weigh(_features(text, vocabulary.families)) for text in texts]
    indptr = np.cumsum([0, *(len(columns) for columns, _ in vectors)])
    indices = np.concatenate([np.asarray(columns, dtype=np.int32) for columns, _ in vectors] or [np.zeros(0, np.int32)])
    data = np.concatenate([values for _, values in vectors] or [np.zeros(0)])
    return csr_matrix((data, indices, indptr), shape=(len(vectors), len(vocabulary.columns)))


def one_against_rest(rows: csr_matrix, answers: Sequence[str], names: Sequence[str], c: float) -> tuple[Matrix, Matrix]:
    """Weights, shape (features, names), and bias of one logistic regression a name.

    liblinear's dual solver: one thread, fixed order, so the same data give the same weights.
    """
    weights, bias = np.zeros((rows.shape[1], len(names))), np.full(len(names), -3.0)
    given = np.asarray(answers)
    for column, name in enumerate(names):
        wanted = given == name
        if not wanted.any() or wanted.all():
            continue  # a topic that the data do not hold keeps a low score
        machine = LogisticRegression(
            C=c, solver="liblinear", dual=True, class_weight="balanced", max_iter=2000, random_state=0
        ).fit(rows, wanted)
        weights[:, column], bias[column] = machine.coef_[0], machine.intercept_[0]
    return weights, bias


class StatementClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc, unused-ignore]
    """Linear classifier of short Chinese texts on character and word n-grams and the lexicon's cues.

    ``families``: from ``features.FAMILIES``; ``C``: inverse regularisation; ``least``: texts a feature
    must occur in. ``X`` is a sequence of str, ``y`` of labels of any kind.
    """

    def __init__(self, families: tuple[str, ...] = ("char4",), C: float = 5.0, least: int = 2) -> None:
        self.families = families
        self.C = C
        self.least = least

    def fit(self, X: Sequence[str], y: Sequence[Any]) -> StatementClassifier:
        texts = _texts(X)
        if len(texts) != len(y):
            raise ValueError(f"X 有 {len(texts)} 条，y 有 {len(y)} 条")
        self.classes_ = unique_labels(y)
        if len(self.classes_) < 2:
            raise ValueError("至少需要两类样本")
        self.vocabulary_ = build_vocabulary(texts, self.families, self.least)
        if not self.vocabulary_.columns:
            raise ValueError("样本太少：没有任何特征出现两次以上")
        rows, names = matrix(self.vocabulary_, texts), [str(known) for known in self.classes_]
        self.coef_, self.intercept_ = one_against_rest(rows, [str(answer) for answer in y], names, self.C)
        return self

    def decision_function(self, X: Sequence[str]) -> Matrix:
        """One score a class, shape (texts, classes)."""
        check_is_fitted(self)
        return np.asarray(matrix(self.vocabulary_, _texts(X)) @ self.coef_ + self.intercept_)

    def predict_proba(self, X: Sequence[str]) -> Matrix:
        """Shape (texts, classes), rows sum to 1."""
        chances = 1.0 / (1.0 + np.exp(-np.clip(self.decision_function(X), -30.0, 30.0)))
        return np.asarray(chances / chances.sum(axis=1, keepdims=True))

    def predict(self, X: Sequence[str]) -> Any:
        scores = self.decision_function(X)
        return self.classes_[scores.argmax(axis=1)]

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


def _texts(X: Sequence[str]) -> list[str]:
    if isinstance(X, str):
        raise ValueError("X 应为文本的序列，而不是一个文本")
    texts = list(X)
    wrong = next((text for text in texts if not isinstance(text, str)), None)
    if wrong is not None:
        raise ValueError(f"X 的每一项应为文本，得到 {type(wrong).__name__}")
    return texts
