"""Which problems a remedy answers: by topic, wording, and place in the lists; order decides ties only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nlp_extract.statements.cut import Piece
from nlp_extract.statements.features import normalise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

PAIR_NAMES = (
    "topic", "wording", "same-rank", "same-rank-of-equals", "just-above", "same-item", "best-topic", "best-wording",
    "after", "previous-year", "numbers-differ", "gap", "rank-just-above", "only-problem",
)  # fmt: skip
"""Columns of ``pair_rows``."""


def pair_rows(pieces: Sequence[Piece], labels: Sequence[str], topics: Matrix) -> tuple[list[tuple[int, int]], Matrix]:
    """Every (remedy, problem) of a report and a row of PAIR_NAMES for each, shape (pairs, columns).

    ``topics``: probabilities by words alone, shape (pieces, topics)."""
    import numpy as np

    problems = [i for i, label in enumerate(labels) if label == "problem"]
    remedies = [i for i, label in enumerate(labels) if label == "remedy"]
    pairs = [(remedy, problem) for remedy in remedies for problem in problems]
    if not pairs:
        return [], np.zeros((0, len(PAIR_NAMES)))
    alike, words = topics @ topics.T, _wording([piece.text for piece in pieces])
    rank_p, rank_r = _ranks(pieces, problems), _ranks(pieces, remedies)
    equal = max(rank_p.values()) == max(rank_r.values())
    rows = []
    for remedy, problem in pairs:
        a, b = pieces[remedy], pieces[problem]
        nearest = max((p for p in problems if p < remedy), default=-1)
        same_rank = rank_p[problem] == rank_r[remedy]
        rows.append([
            alike[remedy, problem], words[remedy, problem], same_rank, same_rank and equal,
            problem == nearest and a.number == 0, _same_item(pieces, remedy, problem),
            alike[remedy, problem] >= max(alike[remedy, p] for p in problems),
            words[remedy, problem] >= max(words[remedy, p] for p in problems),
            problem < remedy, a.kind == "previous", bool(a.number and b.number and a.number != b.number),
            min(abs(remedy - problem), 20) / 20, problem == nearest and remedy == problem + 1, len(problems) == 1,
        ])  # fmt: skip
    return pairs, np.array(rows, dtype=float)


def _ranks(pieces: Sequence[Piece], members: Sequence[int]) -> dict[int, int]:
    """Place of each piece among the items of its kind; what continues an item has the item's rank."""
    ranks: dict[int, int] = {}
    rank = 0
    for index in members:
        continues = pieces[index].within > 0 and pieces[index].number > 0 and index - 1 in ranks
        rank += 0 if continues else 1
        ranks[index] = rank
    return ranks


def _same_item(pieces: Sequence[Piece], remedy: int, problem: int) -> bool:
    """Problem and remedy in one enumerated item or one unnumbered run (pairs, P5)."""
    if remedy < problem:
        return False
    return all(pieces[i].within > 0 and pieces[i].passage == pieces[problem].passage
               for i in range(problem + 1, remedy + 1))  # fmt: skip


def _wording(texts: Sequence[str]) -> Matrix:
    """How alike the wording of any two texts is (0–1): shared pairs of characters, the rarer in this
    report the more they count."""
    import numpy as np

    grams = [{text[i : i + 2] for i in range(1, len(text) - 2)} for text in map(normalise, texts)]
    spread = Counter(gram for names in grams for gram in names)
    columns = {gram: column for column, gram in enumerate(sorted(spread))}
    rows = np.zeros((len(texts), max(1, len(columns))))
    for row, names in enumerate(grams):
        for gram in names:
            rows[row, columns[gram]] = np.log((1 + len(texts)) / spread[gram])
    rows /= np.maximum(1e-9, np.sqrt((rows * rows).sum(axis=1, keepdims=True)))
    return np.asarray(rows @ rows.T)


def bonds(size: int, pairs: Sequence[tuple[int, int]], chances: Matrix) -> Matrix:
    """The chance that piece i answers piece j as a matrix, shape (size, size)."""
    import numpy as np

    matrix = np.zeros((size, size))
    for (remedy, problem), chance in zip(pairs, chances, strict=True):
        matrix[remedy, problem] = chance
    return matrix


def chosen(size: int, pairs: Sequence[tuple[int, int]], chances: Matrix, threshold: float) -> list[tuple[int, ...]]:
    """For each piece the problems it answers, those at or above ``threshold``, in the order of the text."""
    found: list[list[int]] = [[] for _ in range(size)]
    for (remedy, problem), chance in zip(pairs, chances, strict=True):
        if chance >= threshold:
            found[remedy].append(problem)
    return [tuple(problems) for problems in found]
