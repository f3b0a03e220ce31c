"""Precision and recall of the narrative stage on quantity markup, counted as the shared score counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from markup import Agency, Gold, read
from nlp_extract.document import Document, Outline, Passage, Source, Span
from nlp_extract.facts import Quantity
from nlp_extract.narrative import extract

Same = Callable[[Gold, Quantity], bool]
GOVERNMENT = ("government", "township", "province", "city", "county", "district", "street")


@dataclass
class Score:
    """Hits, misses and false alarms, with a line for each of the latter two."""

    hits: int = 0
    missed: int = 0
    extra: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.hits / (2 * self.hits + self.missed + self.extra)


def document_of(agency: Agency) -> tuple[Document, Outline, tuple[Passage, ...], list[Gold]]:
    """An agency's lines as one document, a passage a line, with the gold moved to its offsets."""
    text, passages, gold = "", [], []
    for line, marks in agency.lines:
        start = len(text)
        passages.append(Passage(line, tuple(range(start, start + len(line))), agency.section))
        gold += [Gold(m.start + start, m.end + start, *_rest(m)) for m in marks]
        text += line + "\n"
    whole = any(word in agency.level for word in GOVERNMENT) and "department" not in agency.level
    outline = Outline(None, "某市" if whole else "某局", agency.year, Span(0, 0), ())
    return Document(text, Source(agency.id, "text")), outline, tuple(passages), gold


def _rest(mark: Gold) -> tuple[str, ...]:
    return (mark.quote, mark.value, mark.unit, mark.metric, mark.bound, mark.aspect, mark.period, mark.scope)


def overlaps(gold: Gold, found: Quantity) -> bool:
    return found.span.start < gold.end and gold.start < found.span.end and found.value == Decimal(gold.value)


def linked(gold: Gold, found: Quantity) -> bool:
    return overlaps(gold, found) and (gold.metric, gold.aspect) == (found.metric, found.aspect)


def full(gold: Gold, found: Quantity) -> bool:
    same = (gold.bound, gold.period, gold.scope) == (found.bound, found.period, found.scope)
    return linked(gold, found) and same


def measure(folder: Path) -> dict[str, Score]:
    """found, linked and full over all files of a folder."""
    scores = {"found": Score(), "linked": Score(), "full": Score()}
    for path in sorted(folder.glob("*.txt")):
        for agency in read(path):
            document, outline, passages, gold = document_of(agency)
            quantities, _ = extract(passages, document, outline)
            count(scores["found"], gold, quantities, overlaps, ())
            metrics = [mark for mark in gold if mark.metric != "other"]
            others = [mark for mark in gold if mark.metric == "other"]
            named = [quantity for quantity in quantities if quantity.metric != "other"]
            count(scores["linked"], metrics, named, linked, others)
            count(scores["full"], metrics, named, full, others)
    return scores


def count(score: Score, gold: list[Gold], found: Iterable[Quantity], same: Same, others: Iterable[Gold]) -> None:
    """Greedy one-to-one matching; a number that gold calls "other" is no false alarm of linking."""
    left = list(found)
    for mark in gold:
        hit = next((quantity for quantity in left if same(mark, quantity)), None)
        if hit is None:
            score.missed += 1
            score.lines.append(f"missed {mark.metric} {mark.quote}")
        else:
            left.remove(hit)
            score.hits += 1
    for mark in others:
        hit = next((quantity for quantity in left if overlaps(mark, quantity)), None)
        if hit is not None:
            left.remove(hit)
    score.extra += len(left)
    score.lines += [f"extra {quantity.metric} {quantity.text}" for quantity in left]
