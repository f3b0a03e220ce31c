"""Decimals of printed shares, and how a stated share may come from the true one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nlp_extract.reconcile.ratios import fit, places


@pytest.mark.parametrize(
    ("surface", "decimals"),
    [
        ("46.5%", 1),
        ("8%", 0),
        ("95.19%", 2),
        ("４６．５％", 1),
        ("46．50%", 2),
        ("百分之四十六点五", 1),
        ("2个百分点", 0),
        ("1.2 个百分点", 1),
        ("", 0),
    ],
)
def test_decimals_are_those_that_are_printed(surface: str, decimals: int) -> None:
    assert places(surface) == decimals


@pytest.mark.parametrize(
    ("stated", "true", "forced", "how"),
    [
        ("46.5", "46.459", False, "rounded"),
        ("85.4", "85.47", False, "cut"),
        ("1.4", "1.31", True, "forced"),
        ("1.4", "1.31", False, None),
        ("46.5", "47.0", True, None),
    ],
)
def test_a_share_is_rounded_cut_or_forced(stated: str, true: str, forced: bool, how: str | None) -> None:
    assert fit(Decimal(stated), Decimal(true), 1, forced) == how
