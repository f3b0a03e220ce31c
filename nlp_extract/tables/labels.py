"""Row, column and group labels of the forms, found in folded text with their variants and misprints."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from nlp_extract.document import TableKind
from nlp_extract.lexicon.folding import folded
from nlp_extract.lexicon.forms import ENUMERATOR, Label, form
from nlp_extract.patterns import Pattern, alternation

MOST_HITS = 5_000
"""Labels that are looked for in one text; a real table has about 60."""

LONGEST_LABEL = 60
"""Folded characters; the longest label of the form has 39."""

_MARKS = {ord(mark): None for mark in "、,.:;()[]-/"}
_NUMBER_BEFORE = Pattern(r"(?:\(?[一二三四五六七八九十]{1,2}[)、.,:]{0,2}|(?<!\d)\(?\d{1,2}[)、.,:]{1,2})$")


@dataclass(frozen=True, slots=True)
class Hit:
    """A label found in folded text from ``start`` (its number included) to ``end``.

    ``labels`` are several where one wording stands for a row and a column (其他, 总计). ``complete``
    is False where only the beginning of the label is there. ``core`` is where the wording starts.
    """

    labels: tuple[Label, ...]
    start: int
    core: int
    end: int
    complete: bool

    def of(self, kind: str) -> Label | None:
        """The label of this kind (row, column, group) that the wording stands for."""
        return next((label for label in self.labels if label.kind == kind), None)

    @property
    def numbered(self) -> bool:
        return self.start < self.core


@dataclass(frozen=True)
class _Finder:
    pattern: Pattern
    surfaces: dict[str, tuple[Label, ...]]


@cache
def _finder(kind: TableKind) -> _Finder:
    surfaces: dict[str, tuple[Label, ...]] = {}
    for label in form(kind).labels:
        for surface in dict.fromkeys((*label.wordings, *((label.lead,) if label.lead else ()))):
            surfaces[surface] = (*surfaces.get(surface, ()), label)
    return _Finder(Pattern(alternation(list(surfaces))), surfaces)


def find_labels(kind: TableKind, text: str) -> list[Hit]:
    """All labels of a form in a folded text, leftmost and longest first."""
    finder = _finder(kind)
    hits = []
    for match in islice(finder.pattern.finditer(text), MOST_HITS):
        labels = finder.surfaces[match.group()]
        end, complete = _extend(labels, text, match.start(), match.end())
        hits.append(Hit(labels, _with_number(labels, text, match.start()), match.start(), end, complete))
    return hits


def _extend(labels: tuple[Label, ...], text: str, start: int, end: int) -> tuple[int, bool]:
    """How far the text goes on as one of the wordings: (end, whether a wording is whole)."""
    best, complete = end, False
    for label in labels:
        for wording in label.wordings:
            length = _common(wording, text, start)
            if start + length >= best and start + length >= end:
                whole = length == len(wording)
                complete = whole or (complete and start + length == best)
                best = start + length
    return best, complete


def _common(wording: str, text: str, start: int) -> int:
    length = 0
    while length < len(wording) and start + length < len(text) and wording[length] == text[start + length]:
        length += 1
    return length


def _with_number(labels: tuple[Label, ...], text: str, start: int) -> int:
    """Where the label begins with its number: ``00000002.其他法律`` belongs to it from ``2.`` on."""
    for label in labels:
        digit = label.number.strip("().、,:")
        if digit.isdigit() and text[max(0, start - 2) : start] in {digit + mark for mark in ".、,:)"}:
            bracket = 3 if text[max(0, start - 3) : start - 2] == "(" else 2
            return start - bracket
    match = _NUMBER_BEFORE.search(text, max(0, start - 5), start)
    return match.start() if match else start


def fuzzy(labels: tuple[Label, ...], printed: str) -> Label | None:
    """The one label that a misprinted text (其他法律行政止公开) is nearest to, None where two are equally near.

    At most a quarter of the label's characters may differ, and at least one may.
    """
    text = strip_number(folded(printed))
    if not 3 <= len(text) <= LONGEST_LABEL:
        return None
    ranked = sorted(((_nearest(label, text), label) for label in labels), key=lambda pair: (pair[0], pair[1].order))
    if not ranked or ranked[0][0] > max(1, len(ranked[0][1].core) // 4):
        return None
    if len(ranked) > 1 and ranked[1][0] == ranked[0][0]:
        return None
    return ranked[0][1]


def is_misprint(label: Label, printed: str) -> bool:
    """Whether a printed label departs from every wording of the form by more than form, number or a remark."""
    text = _plain(strip_number(folded(printed)))
    wordings = [_plain(wording) for wording in label.wordings]
    if (
        not text
        or len(text) > LONGEST_LABEL
        or any(wording.startswith(text) or text.startswith(wording) for wording in wordings)
    ):
        return False
    return min(distance(text, wording) for wording in wordings) <= max(1, len(wordings[0]) // 3)


def strip_number(text: str) -> str:
    match = ENUMERATOR.match(text)
    return text[match.end() :] if match else text


def _plain(text: str) -> str:
    return text.translate(_MARKS)


def _nearest(label: Label, text: str) -> int:
    return min(distance(text, wording) for wording in label.wordings)


def distance(left: str, right: str) -> int:
    """Levenshtein distance."""
    row = list(range(len(right) + 1))
    for index, character in enumerate(left, 1):
        previous, row[0] = row[0], index
        for column, other in enumerate(right, 1):
            previous, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, previous + (character != other)),
            )
    return row[-1]


def in_cell(kind: TableKind, printed: str) -> Hit | None:
    """The label that a whole cell prints, with or without its number; None where it prints something else.

    A group in front of the label (（三）不予公开 1.属于国家秘密 in one cell) is passed over.
    """
    text = folded(printed)
    hits = find_labels(kind, text) if text else []
    if not hits or hits[0].start > 0:
        return None
    hit = hits[-1]
    if any(other.of("group") is None or other.end != after.start for other, after in pairwise(hits)):
        return None
    rest = text[hit.end :]
    return hit if not rest or not hit.complete or rest.startswith("(") else None
