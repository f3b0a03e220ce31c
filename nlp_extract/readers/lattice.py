"""Ruling lines to tables: pure geometry, in points, with y growing downwards.

lines → components that touch → rows and columns → walls between boxes → cells. Frames may be open:
where Word breaks a table at the end of a page it leaves out the border of a merged cell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

TOUCH = 3.0
"""Points. Lines that end so near to each other meet."""
SAME = 4.0
"""Points. Lines so near side by side are one edge (double borders); no row or column is thinner."""


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """A line at ``at`` (y of a horizontal one, x of a vertical one) from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: the rows and columns it covers, counted from 0."""

    row: int
    column: int
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """A ruled table: edges of its columns and rows, its cells, and which cell covers each box."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Box, ...]
    cover: tuple[tuple[int, ...], ...]
    """``cover[row][column]`` is an index into ``cells``."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def holds(self, x: float, y: float) -> bool:
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def at(self, x: float, y: float) -> int:
        """The index of the cell at a point of the table."""
        row = min(max(bisect_left(self.ys, y) - 1, 0), len(self.ys) - 2)
        column = min(max(bisect_left(self.xs, x) - 1, 0), len(self.xs) - 2)
        return self.cover[row][column]

    def box_of(self, cell: Box) -> tuple[float, float, float, float]:
        return (
            self.xs[cell.column],
            self.ys[cell.row],
            self.xs[cell.column + cell.colspan],
            self.ys[cell.row + cell.rowspan],
        )


def merged(rules: Sequence[Rule]) -> list[Rule]:
    """Rules on one line that touch, as one."""
    result: list[Rule] = []
    rows: dict[float, list[Rule]] = defaultdict(list)
    positions = clustered((rule.at for rule in rules), 1.0)
    for rule in rules:
        rows[positions[nearest(positions, rule.at)]].append(rule)
    for at in sorted(rows):
        open_rule: Rule | None = None
        for rule in sorted(rows[at], key=lambda rule: (rule.start, rule.end)):
            if open_rule is not None and rule.start <= open_rule.end + TOUCH:
                open_rule = Rule(at, open_rule.start, max(open_rule.end, rule.end))
            else:
                if open_rule is not None:
                    result.append(open_rule)
                open_rule = Rule(at, rule.start, rule.end)
        if open_rule is not None:
            result.append(open_rule)
    return result


def lattices(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[Lattice]:
    """The tables that merged rules draw, from top to bottom."""
    found = (_lattice(rows, columns) for rows, columns in _components(horizontal, vertical))
    return sorted((lattice for lattice in found if lattice is not None), key=lambda one: (one.ys[0], one.xs[0]))


def clustered(values: Iterable[float], tolerance: float) -> list[float]:
    """Sorted values, those within ``tolerance`` of the one before taken as one (their mean)."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def nearest(positions: Sequence[float], value: float) -> int:
    """Index of the position nearest to ``value``."""
    index = bisect_left(positions, value)
    near = [i for i in (index - 1, index) if 0 <= i < len(positions)]
    return min(near, key=lambda i: abs(positions[i] - value))


def _components(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that cross or touch."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    ats = [rule.at for rule in horizontal]
    crossed = set()
    for index, column in enumerate(vertical, len(horizontal)):
        for row in range(bisect_left(ats, column.start - TOUCH), bisect_left(ats, column.end + TOUCH)):
            if horizontal[row].start - TOUCH <= column.at <= horizontal[row].end + TOUCH:
                parent[root(index)] = root(row)
                crossed |= {index, row}
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for index in sorted(crossed):
        rows, columns = groups[root(index)]
        if index < len(horizontal):
            rows.append(horizontal[index])
        else:
            columns.append(vertical[index - len(horizontal)])
    return list(groups.values())


def _lattice(horizontal: list[Rule], vertical: list[Rule]) -> Lattice | None:
    left, right = min(rule.start for rule in horizontal), max(rule.end for rule in horizontal)
    top, bottom = min(rule.start for rule in vertical), max(rule.end for rule in vertical)
    xs = clustered([left, right, *(rule.at for rule in vertical)], SAME)
    ys = clustered([top, bottom, *(rule.at for rule in horizontal)], SAME)
    if len(xs) < 2 or len(ys) < 2:
        return None
    below = _walls(horizontal, ys, xs)
    beside = _walls(vertical, xs, ys)
    cells, cover = _cells(len(ys) - 1, len(xs) - 1, below, beside)
    return Lattice(tuple(xs), tuple(ys), tuple(cells), tuple(tuple(row) for row in cover))


def _walls(rules: Iterable[Rule], edges: Sequence[float], along: Sequence[float]) -> set[tuple[int, int]]:
    """(edge, box) wherever a rule on that edge covers the middle of that box."""
    middles = [(one + other) / 2 for one, other in pairwise(along)]
    return {
        (nearest(edges, rule.at), box)
        for rule in rules
        for box in range(bisect_left(middles, rule.start - 0.5), bisect_left(middles, rule.end + 0.5))
    }


def _cells(
    rows: int, columns: int, below: set[tuple[int, int]], beside: set[tuple[int, int]]
) -> tuple[list[Box], list[list[int]]]:
    """Cells by joining boxes that no wall parts; an odd shape is cut into rectangles, row by row."""
    cells: list[Box] = []
    cover = [[-1] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if cover[row][column] >= 0:
                continue
            right = column + 1
            while right < columns and (right, row) not in beside and cover[row][right] < 0:
                right += 1
            low = row + 1
            while low < rows and _goes_on(low, column, right, below, beside, columns):
                low += 1
            for line in range(row, low):
                cover[line][column:right] = [len(cells)] * (right - column)
            cells.append(Box(row, column, low - row, right - column))
    return cells, cover


def _goes_on(
    row: int, left: int, right: int, below: set[tuple[int, int]], beside: set[tuple[int, int]], columns: int
) -> bool:
    """Whether a cell from ``left`` to ``right`` continues into ``row``: no wall above, the same sides."""
    if any((row, column) in below for column in range(left, right)):
        return False
    if any((edge, row) in beside for edge in range(left + 1, right)):
        return False
    return (left == 0 or (left, row) in beside) and (right == columns or (right, row) in beside)
