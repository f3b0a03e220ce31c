"""Numerals of reports' language on which we are compared with peers: we are right on every one."""

from __future__ import annotations

import pytest

from benchmarks.numeral_cases import TOLERANCE, Case, cases, mistake, ours
from nlp_extract.numerals import parse

CASES = cases()


def test_there_are_enough_cases_and_no_two_are_the_same() -> None:
    assert len({(case.text, case.start) for case in CASES}) == len(CASES) >= 150


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.line}-{case.numeral}")
def test_found_where_it_stands_and_read_right(case: Case) -> None:
    assert mistake(case, ours(case)) == ""


IN_CONTEXT_ONLY = ("1，234", "1 234", "12 345 678", "-3.5%", "百", "千", "百万", "千万", "10来")
"""Numerals by what stands around them: 百 in 近百场, a group behind a full-width comma in 1，234条."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.line}-{case.numeral}")
def test_read_alone_as_in_its_phrase(case: Case) -> None:
    numeral = parse(case.numeral)
    if case.numeral in IN_CONTEXT_ONLY:
        assert numeral is None
    else:
        assert numeral is not None
        assert abs(numeral.value - case.value) <= TOLERANCE
