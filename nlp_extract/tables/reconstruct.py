"""Digits whose separators were lost (``801000081``), cut again where arithmetic leaves exactly one way.

A number has no leading zero, every column holds one number, parts sum to their total; in table three the
columns must also balance (first + second item = third + fourth, results sum to their total), which is
what decides between ``19|1|0|0|0|0|20`` and ``1|9|10|0|0|0|20``. Whatever stays open is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

MOST_STEPS = 20_000
"""Steps of one search. A row of seven small numbers takes a few dozen; this bounds hostile digits."""

MOST_DIGITS = 60
ENDS = ("new", "carried_in", "total", "carried_out")
"""Rows of table three that are no result: 一, 二, the total of 三, 四."""

Cut = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """Places of a row whose sum another place must equal."""

    parts: tuple[int, ...]
    total: int

    def holds(self, cut: Sequence[int] | Sequence[Decimal]) -> bool:
        return sum(cut[part] for part in self.parts) == cut[self.total]


class _TooManyError(Exception):
    """The search ran over MOST_STEPS."""


def cuts(pieces: Sequence[str], count: int, identities: Sequence[Identity]) -> list[Cut]:
    """Every way to cut the runs of digits into ``count`` numbers that satisfy the identities.

    ``pieces`` are the runs as printed: a border between two of them is kept. Empty where there is no
    way, or where there are too many to tell.
    """
    if sum(map(len, pieces)) > MOST_DIGITS:
        return []
    due: dict[int, list[Identity]] = {}
    for identity in identities:
        due.setdefault(max(*identity.parts, identity.total), []).append(identity)
    budget = [MOST_STEPS]

    def extend(piece: int, at: int, done: Cut) -> Iterator[Cut]:
        budget[0] -= 1
        if budget[0] < 0:
            raise _TooManyError
        if piece == len(pieces):
            if len(done) == count:
                yield done
            return
        digits = pieces[piece]
        if at == len(digits):
            yield from extend(piece + 1, 0, done)
            return
        rest = len(digits) - at + sum(map(len, pieces[piece + 1 :]))
        if len(done) >= count or rest < count - len(done):
            return
        for end in range(at + 1, at + 2 if digits[at] == "0" else len(digits) + 1):
            longer = (*done, int(digits[at:end]))
            if all(identity.holds(longer) for identity in due.get(len(done), ())):
                yield from extend(piece, end, longer)

    try:
        return list(extend(0, 0, ()))
    except _TooManyError:
        return []


def settle(open_rows: Mapping[str, list[Cut]], fixed: Mapping[str, Cut], results: Sequence[str]) -> dict[str, Cut]:
    """The cuts of table three that row and column arithmetic leave, by row name.

    ``open_rows`` are the admissible cuts of each glued row, ``fixed`` the rows read as printed, ``results``
    the rows that sum to the total. A row that more than one joint solution allows is left out.
    """
    sure = {name: ways[0] for name, ways in open_rows.items() if len(ways) == 1}
    doubtful = {name: ways for name, ways in open_rows.items() if len(ways) > 1}
    if not doubtful:
        return sure
    known = {**fixed, **sure}
    solutions = _solutions(doubtful, known, results)
    for name in doubtful:
        left = {solution[name] for solution in solutions}
        if len(left) == 1:
            sure[name] = left.pop()
    return sure


def _solutions(
    doubtful: Mapping[str, list[Cut]], known: Mapping[str, Cut], results: Sequence[str]
) -> list[dict[str, Cut]]:
    """Every choice of cuts under which all columns balance; none where a row that the sums need is missing."""
    names = sorted(doubtful, key=lambda name: len(doubtful[name]))
    rows = {*known, *doubtful}
    sums = {*results, "total"} <= rows
    balance = {*ENDS} <= rows
    if not sums and not balance:
        return []
    found: list[dict[str, Cut]] = []
    budget = [MOST_STEPS]

    def choose(index: int, chosen: dict[str, Cut]) -> None:
        budget[0] -= 1
        if budget[0] < 0:
            raise _TooManyError
        if index == len(names):
            table = {**known, **chosen}
            if (not sums or _sums(table, results)) and (not balance or _balances(table)):
                found.append(dict(chosen))
            return
        for way in doubtful[names[index]]:
            choose(index + 1, {**chosen, names[index]: way})

    try:
        choose(0, {})
    except _TooManyError:
        return []
    return found


def _sums(table: Mapping[str, Cut], results: Sequence[str]) -> bool:
    columns = zip(*(table[name] for name in results), strict=True)
    return all(sum(column) == total for column, total in zip(columns, table["total"], strict=True))


def _balances(table: Mapping[str, Cut]) -> bool:
    ends = zip(*(table[name] for name in ENDS), strict=True)
    return all(new + carried_in == total + carried_out for new, carried_in, total, carried_out in ends)
