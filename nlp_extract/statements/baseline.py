"""Hand rules as a scikit-learn estimator: the score that the trained model has to beat.

They know the cues of the lexicon and, if asked to, the sub-heading; nothing is learned.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin

from nlp_extract.statements.cut import Piece
from nlp_extract.statements.features import CUE_COLUMNS, cue_counts
from nlp_extract.statements.knowledge import LABELS, TOPICS, announces

_UNDER = {"problem": "problem", "remedy": "remedy", "previous": "remedy"}


class HandRules(ClassifierMixin, BaseEstimator):  # type: ignore[misc, unused-ignore]
    """Labels of pieces by cue words, and under a telling sub-heading by that (``headings``)."""

    def __init__(self, headings: bool = True) -> None:
        self.headings = headings

    def fit(self, X: Sequence[Piece], y: Sequence[str] | None = None) -> HandRules:
        """Nothing to learn; present for the estimator API."""
        self.classes_ = np.array(LABELS)
        return self

    def predict(self, X: Sequence[Piece]) -> Any:
        return np.array([self._label(piece) for piece in X])

    def _label(self, piece: Piece) -> str:
        counts = dict(zip(CUE_COLUMNS, cue_counts(piece.text), strict=True))
        problem, remedy, other = (counts["label", label] for label in LABELS)
        remedy += counts["tense", "planned"] + counts["tense", "done"]
        if piece.text.endswith(("：", ":")) and announces(piece.text):
            return "other"
        if self.headings and piece.kind in _UNDER and piece.number:
            return _UNDER[piece.kind]
        if other > max(problem, remedy):
            return "other"
        return "problem" if problem > 0 and problem >= remedy else "remedy" if remedy else "other"


def hand_topic(text: str) -> str:
    """The topic with the most cues, the first of TOPICS at a tie; none without any."""
    columns = zip(CUE_COLUMNS, cue_counts(text), strict=True)
    counts = {value: count for (kind, value), count in columns if kind == "topic"}
    best = max(TOPICS, key=lambda topic: counts.get(topic, 0.0))
    return best if counts.get(best) else "none"
