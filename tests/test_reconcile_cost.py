"""What the rules cost on reports of thousands of numbers (figures: ``python -m tests.benchmarks.reconcile``)."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import pytest

from crowds import crowds
from nlp_extract.reconcile import check

SMALL, LARGE = crowds(500), crowds(4_000)
SECONDS = 4.0
"""Ten times what it takes; where the cost grew with the square of the numbers it took a minute and more."""


@pytest.mark.parametrize("name", LARGE)
def test_thousands_of_numbers_take_no_minutes(name: str) -> None:
    report = LARGE[name]
    earlier = replace(report, outline=replace(report.outline, year=2023))
    start = process_time()
    check(report, earlier)
    assert process_time() - start < SECONDS


@pytest.mark.parametrize("name", SMALL)
def test_a_crowd_is_accounted_for_like_any_report(name: str) -> None:
    found = check(SMALL[name])
    assert {finding.state for finding in found} <= {"pass", "fail", "uncertain", "not_assessable"}
