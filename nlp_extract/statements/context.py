"""What surrounds a piece, as rows of numbers for the second heads: its own scores, its neighbours',
its place, and the topics of the pieces that belong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nlp_extract.statements.cut import Piece
from nlp_extract.statements.features import CUE_COLUMNS, cue_counts, place_features
from nlp_extract.statements.knowledge import TOPICS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

SCALE = 3.0
"""Scores of the text heads lie within ±3 or so; divided by this they weigh like the other columns."""


def shifted(rows: Matrix, by: int) -> Matrix:
    """Row i of the result is row i - by; what falls outside is zero."""
    import numpy as np

    result = np.zeros_like(rows)
    if by > 0:
        result[by:] = rows[:-by]
    elif by < 0:
        result[:by] = rows[-by:]
    return result


def place_rows(pieces: Sequence[Piece]) -> Matrix:
    """``place_features`` as a matrix."""
    import numpy as np

    return np.array(place_features(pieces))


def label_rows(pieces: Sequence[Piece], scores: Matrix, place: Matrix | None) -> Matrix:
    """Rows for label and tense: own scores and cues; with ``place`` (``place_rows``) also neighbours,
    order and headings. ``scores``: shape (pieces, names) of the text head in question."""
    import numpy as np

    own = scores / SCALE
    cues = np.minimum(np.array([cue_counts(piece.text) for piece in pieces]), 3.0) / 3.0
    if place is None:
        return np.hstack([own, cues])
    around = [shifted(own, by) for by in (1, 2, -1, -2)]
    mean = np.broadcast_to(own.mean(axis=0), own.shape)
    return np.hstack([own, cues, *around, mean, place])


def word_rows(pieces: Sequence[Piece], scores: Matrix) -> Matrix:
    """Rows for the topic by words alone, in blocks of one column a topic: own scores; cues."""
    import numpy as np

    counts = np.array([cue_counts(piece.text) for piece in pieces])
    cues = np.zeros_like(scores)
    for column, (kind, value) in enumerate(CUE_COLUMNS):
        if kind == "topic":
            cues[:, TOPICS.index(value)] = np.minimum(counts[:, column], 3.0) / 3.0
    return np.hstack([scores / SCALE, cues])


def topic_rows(pieces: Sequence[Piece], scores: Matrix, topics: Matrix, bonds: Matrix) -> Matrix:
    """``word_rows`` and two more blocks: the ``topics`` (probabilities by words alone) of what a piece
    answers or is answered by, as strongly as ``bonds`` (shape (pieces, pieces)) has it, and those of the
    other pieces of its item."""
    import numpy as np

    both = bonds + bonds.T
    partner = both @ topics / np.maximum(1.0, both.sum(axis=1, keepdims=True))
    return np.hstack([word_rows(pieces, scores), partner, _item(pieces) @ topics])


def _item(pieces: Sequence[Piece]) -> Matrix:
    """Which pieces stand in one enumerated item (以…带动…。计划…。), each row sums to 1 or 0."""
    import numpy as np

    start, item = 0, []
    for index, piece in enumerate(pieces):
        start = index if piece.within == 0 or not piece.number else start
        item.append(start)
    places = np.array(item)
    same = (places[:, None] == places[None, :]).astype(float)
    np.fill_diagonal(same, 0.0)
    return np.asarray(same / np.maximum(1.0, same.sum(axis=1, keepdims=True)))
