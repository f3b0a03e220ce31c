"""The cases of ``tests/cases/numerals/peers.tsv``, for the comparison with peers and for the test."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from nlp_extract.numerals import Numeral, find

FILE = Path(__file__).parents[1] / "cases" / "numerals" / "peers.tsv"
TOLERANCE = Decimal("1e-9")
"""Thirds have no end."""


@dataclass(frozen=True)
class Case:
    """``text[start:end]`` is a numeral that means ``value``, or every value from ``value`` to ``high``."""

    text: str
    start: int
    end: int
    value: Decimal
    high: Decimal | None
    bound: str
    kind: str
    line: int

    @property
    def numeral(self) -> str:
        return self.text[self.start : self.end]

    @property
    def values(self) -> list[Decimal]:
        """What a peer may answer: the value, or the ends of the range."""
        return [self.value] if self.high is None else [self.value, self.high]


def cases() -> list[Case]:
    """All cases of the file. Fails on a malformed line, naming it."""
    rows = enumerate(FILE.read_text(encoding="utf-8").splitlines(), 1)
    return [_case(line, number) for number, line in rows if line and not line.startswith("#")]


def _case(line: str, number: int) -> Case:
    marked, value, bound, kind = line.split("\t")
    marked = marked.replace("\\n", "\n")
    before, numeral, after = marked.replace("】", "【").split("【")
    low, _, high = value.partition("~")
    start = len(before)
    return Case(
        before + numeral + after,
        start,
        start + len(numeral),
        Decimal(low),
        Decimal(high) if high else None,
        bound,
        kind,
        number,
    )


def ours(case: Case) -> Numeral | None:
    """What ``nlp_extract.numerals.find`` finds where the case's numeral stands, whatever its ends."""
    return next((numeral for numeral in find(case.text) if numeral.start < case.end and case.start < numeral.end), None)


def mistake(case: Case, numeral: Numeral | None) -> str:
    """What is wrong with our answer, "" where nothing is."""
    if numeral is None:
        return "not found"
    if (numeral.start, numeral.end) != (case.start, case.end):
        return f"found {numeral.text!r}"
    if not same([numeral.value], [case.value]):
        return f"value {numeral.value}"
    if case.high is not None and (numeral.high is None or not same([numeral.high], [case.high])):
        return f"high {numeral.high}"
    if numeral.bound != case.bound:
        return f"bound {numeral.bound}"
    if (case.kind or numeral.kind in ("ordinal", "garbled")) and numeral.kind != case.kind:
        return f"kind {numeral.kind}"
    return ""


def same(some: list[Decimal], others: list[Decimal]) -> bool:
    """Whether two lists hold the same values."""
    return len(some) == len(others) and all(abs(a - b) <= TOLERANCE for a, b in zip(some, others, strict=True))
