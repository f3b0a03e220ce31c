"""From identities that fail to the fault behind them: one wrong cell, one shifted row, two swapped cells.

A wrong cell breaks its row and its column by the same amount; a shifted row breaks many columns, and
moving it back mends them all. What mends most is taken first; what no single act mends stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from nlp_extract.reconcile.sheet import COLUMNS, Identity, total

Values = dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: ``kind`` cell, shift or swap; ``repairs`` the values that would mend it.

    ``also`` are repairs that would do as well (the same swap in the column 总计).
    ``kind`` open: nothing single mends it; ``identities`` then fail together.
    """

    kind: Literal["cell", "shift", "swap", "open"]
    identities: tuple[Identity, ...]
    repairs: tuple[tuple[str, Decimal], ...] = ()
    also: tuple[tuple[str, Decimal], ...] = ()


def residual(identity: Identity, values: Values) -> Decimal | None:
    """Left minus right; None where an operand is missing or an unexplained blank."""
    if any(cell not in values for cell in identity.cells):
        return None
    return total(identity.left, values) - total(identity.right, values)


def diagnose(identities: Iterable[Identity], values: Values, printed: frozenset[str]) -> tuple[Fault, ...]:
    """The faults behind the identities that fail, each told once.

    ``printed`` are the cells with a number on the page: only these can be wrong.
    """
    table = _Table(tuple(identities), values, printed)
    faults = []
    while table.failing:
        fault = table.best()
        if fault is None:
            break
        faults.append(fault)
        table.settle(fault)
    return (*faults, *_together(tuple(table.failing), table.gaps))


class _Table:
    """The identities of one table under repair."""

    def __init__(self, identities: tuple[Identity, ...], values: Values, printed: frozenset[str]) -> None:
        self.values = dict(values)
        self.printed = printed
        self.gaps = {identity: gap for identity in identities if (gap := residual(identity, values)) is not None}
        self.failing = {identity: gap for identity, gap in self.gaps.items() if gap}
        self.around: dict[str, list[Identity]] = {}
        for identity in self.gaps:
            for cell in identity.cells:
                self.around.setdefault(cell, []).append(identity)

    def best(self) -> Fault | None:
        """The act that mends most; with equal merit one cell before a swap before a shift."""
        if len(self.failing) < 2:
            return None
        candidates = [*self._cells(), *self._swaps(), *self._shifts()]
        if not candidates:
            return None
        best = max(candidates, key=_merit)
        equal = [fault for fault in candidates if _merit(fault) == _merit(best) and fault is not best]
        rivals = [fault for fault in equal if set(fault.identities) == set(best.identities)]
        return replace(best, also=tuple(repair for fault in rivals for repair in fault.repairs))

    def settle(self, fault: Fault) -> None:
        self.values.update(fault.repairs)
        for identity in fault.identities:
            self.failing.pop(identity, None)
            self.gaps[identity] = Decimal(0)

    def _cells(self) -> Iterator[Fault]:
        """Cells whose every identity fails, all by the amount that one other value would mend."""
        for cell in dict.fromkeys(cell for identity in self.failing for cell in identity.cells):
            around = self.around[cell]
            if cell not in self.printed or len(around) < 2:
                continue
            wanted = {self._wanted(cell, identity) for identity in around}
            value = wanted.pop()
            if not wanted and value >= 0 and value != self.values[cell]:
                yield Fault("cell", tuple(around), ((cell, value),))

    def _wanted(self, cell: str, identity: Identity) -> Decimal:
        gap = self.gaps[identity]
        return self.values[cell] - gap if cell in identity.left else self.values[cell] + gap

    def _swaps(self) -> Iterator[Fault]:
        """Two printed cells of one row or one column that mend everything around them when exchanged."""
        gaps = {abs(gap) for gap in self.failing.values()}
        cells = list(dict.fromkeys(c for identity in self.failing for c in identity.cells if c in self.printed))
        for index, one in enumerate(cells):
            for other in cells[index + 1 :]:
                gap = abs(self.values[one] - self.values[other])
                if gap and (gap in gaps or 2 * gap in gaps) and _same_line(one, other):
                    repairs = ((one, self.values[other]), (other, self.values[one]))
                    yield from self._mended("swap", repairs)

    def _shifts(self) -> Iterator[Fault]:
        """Rows that mend everything around them when moved back by one column."""
        rows = dict.fromkeys(c.rpartition(".")[0] for identity in self.failing for c in identity.cells)
        for row in rows:
            cells = [f"{row}.{column}" for column in COLUMNS]
            if any(cell not in self.values for cell in cells):
                continue
            printed = [self.values[cell] for cell in cells]
            if not any(printed):
                continue
            for moved in _moved_back(printed):
                repairs = tuple((c, v) for c, v, old in zip(cells, moved, printed, strict=True) if v != old)
                if len(repairs) > 1:
                    yield from self._mended("shift", repairs)

    def _mended(self, kind: Literal["swap", "shift"], repairs: tuple[tuple[str, Decimal], ...]) -> Iterator[Fault]:
        """The fault, if the repairs leave no identity around the cells failing and mend at least two."""
        changed = dict(repairs)
        around = dict.fromkeys(identity for cell in changed for identity in self.around.get(cell, ()))
        for identity in around:
            gap = self.gaps[identity]
            gap += sum((changed[c] - self.values[c] for c in identity.left if c in changed), Decimal(0))
            gap -= sum((changed[c] - self.values[c] for c in identity.right if c in changed), Decimal(0))
            if gap:
                return
        mended = tuple(identity for identity in around if identity in self.failing)
        if len(mended) >= 2:
            yield Fault(kind, mended, repairs)


def _merit(fault: Fault) -> tuple[int, int]:
    return (len(fault.identities), -len(fault.repairs))


def _same_line(one: str, other: str) -> bool:
    return one.rpartition(".")[0] == other.rpartition(".")[0] or one.rpartition(".")[2] == other.rpartition(".")[2]


def _moved_back(printed: list[Decimal]) -> Iterator[list[Decimal]]:
    """What the row was before it slid by one column; the number that fell off follows from the row's sum.

    ``5 0 2 0 0 7 0`` slid to the left (自然人 fell off): the total is 7, so 自然人 had 0.
    """
    yield [*printed[1:], printed[0]]
    yield [printed[-1], *printed[:-1]]
    inner = printed[1:]
    yield [*inner, sum(inner, Decimal(0))]
    first = printed[-2] - sum(printed[:-2], Decimal(0))
    if first >= 0:
        yield [first, *printed[:-1]]


def _together(failing: tuple[Identity, ...], gaps: dict[Identity, Decimal]) -> tuple[Fault, ...]:
    """What is left, told as few times as possible: an identity that fails in several columns once."""
    faults = []
    for axis in ("balance", "results"):
        columns = tuple(identity for identity in failing if identity.axis == axis)
        if columns:
            faults.append(Fault("open", columns))
    rows = tuple(identity for identity in failing if identity.axis == "across")
    if len(rows) > 3 and len({abs(gaps[row]) for row in rows}) < len(rows):
        faults.append(Fault("open", rows))
    else:
        faults += [Fault("open", (row,)) for row in rows]
    return tuple(faults)
