"""Every figure of a report with every operator, in an order that depends on the seed alone."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

from mutation.figures import Figure, figures
from mutation.operators import NUMBER, OPERATORS, Change
from mutation.subjects import Subject
from nlp_extract.document import Span
from nlp_extract.reconcile.sheet import BLOCKS, COLUMNS, OUTCOMES

ROW_FOUR = tuple(f"t4.{block}.{outcome}" for block in BLOCKS for outcome in (*OUTCOMES, "total"))
PER_FIGURE = 2
"""An operator that can change a number in several ways is tried in so many."""

Edit = tuple[Span, str]


@dataclass(frozen=True)
class Mutant:
    """One fault: what was done to which figures, as changes of the document's text."""

    operator: str
    figures: tuple[Figure, ...]
    edits: tuple[Edit, ...]

    @property
    def key(self) -> str:
        """What tells it from all other mutants of its report."""
        done = ";".join(f"{span.start}-{span.end}={new}" for span, new in self.edits)
        return f"{self.operator}|{done}"

    @property
    def where(self) -> str:
        return self.figures[0].where


def mutants(subject: Subject, each: int, seed: int = 2024) -> list[Mutant]:
    """At most ``each`` mutants of a report for every operator in every place (table two, … prose)."""
    strata: dict[tuple[str, str], list[Mutant]] = {}
    for mutant in _all(subject):
        strata.setdefault((mutant.operator, mutant.where), []).append(mutant)
    chosen: list[Mutant] = []
    for (operator, where), group in sorted(strata.items()):
        rng = random.Random(f"{seed}|{subject.name}|{operator}|{where}")
        chosen += rng.sample(group, min(each, len(group)))
    return chosen


def _all(subject: Subject) -> Iterator[Mutant]:
    checkable = [figure for figure in figures(subject) if figure.rules]
    rng = random.Random(subject.name)
    for figure in checkable:
        if figure.key.startswith("y"):
            for year in (int(figure.surface) - 1, int(figure.surface) + 1, int(figure.surface) - 10):
                yield Mutant("wrong year", (figure,), ((figure.span, str(year)),))
            continue
        for name, operator in OPERATORS.items():
            changes = list(operator(figure.surface))
            for change in rng.sample(changes, min(PER_FIGURE, len(changes))):
                yield Mutant(name, (figure,), (_edit(figure, change),))
    cells = {figure.key: figure for figure in checkable if figure.key.startswith("t")}
    yield from _swaps(cells)
    yield from _shifts(cells)


def _edit(figure: Figure, change: Change) -> Edit:
    start = figure.span.start
    return Span(start + change.start, start + change.end), change.new


def _number(figure: Figure) -> str:
    match = NUMBER.search(figure.surface)
    return match.group() if match else ""


def _written(figure: Figure, number: str) -> Edit:
    """The figure with another number, its remark and unit left as they are."""
    match = NUMBER.search(figure.surface)
    assert match is not None, figure
    return _edit(figure, Change(match.start(), match.end(), number))


def _swaps(cells: dict[str, Figure]) -> Iterator[Mutant]:
    """Two cells that stand side by side, or one above the other, of table three; any two of one block of table four
    of which one is the total (four outcomes that change places add up as before)."""
    three = [figure for key, figure in cells.items() if key.startswith("t3.")]
    rows: dict[str, list[Figure]] = {}
    columns: dict[str, list[Figure]] = {}
    for figure in three:
        row, _, column = figure.key.rpartition(".")
        rows.setdefault(row, []).append(figure)
        columns.setdefault(column, []).append(figure)
    pairs = [pair for line in (*rows.values(), *columns.values()) for pair in itertools.pairwise(line)]
    pairs += [
        (cells[f"t4.{block}.{outcome}"], cells[f"t4.{block}.total"])
        for block in BLOCKS
        for outcome in OUTCOMES
        if f"t4.{block}.{outcome}" in cells and f"t4.{block}.total" in cells
    ]
    for one, other in pairs:
        if _number(one) != _number(other):
            yield Mutant("cells swapped", (one, other), (_written(one, _number(other)), _written(other, _number(one))))


def _shifts(cells: dict[str, Figure]) -> Iterator[Mutant]:
    """A row of table three, or the row of table four, that slid by one column; what fell off comes in at the end."""
    names = dict.fromkeys(key.rpartition(".")[0] for key in cells if key.startswith("t3."))
    lines = [tuple(f"{name}.{column}" for column in COLUMNS) for name in names]
    for keys in [*lines, ROW_FOUR]:
        if any(key not in cells for key in keys):
            continue
        row = [cells[key] for key in keys]
        printed = [_number(figure) for figure in row]
        for moved in ([*printed[1:], printed[0]], [printed[-1], *printed[:-1]]):
            changed = [(figure, new) for figure, old, new in zip(row, printed, moved, strict=True) if old != new]
            if len(changed) > 1:
                figures = tuple(figure for figure, _ in changed)
                yield Mutant("row shifted", figures, tuple(_written(figure, new) for figure, new in changed))
