"""Shares and growth as reports state them: rounded, cut, or forced so that a list adds up to 100."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import Literal

Fit = Literal["rounded", "cut", "forced"]

HUNDRED = Decimal(100)
POINTS = ".．点"
DIGITS = "0123456789０１２３４５６７８９零〇一二三四五六七八九"


def places(surface: str) -> int:
    """Decimals of a printed number: 46.5% → 1, ４６．５％ → 1, 百分之四十六点五 → 1, 8% and 2个百分点 → 0."""
    for index, mark in enumerate(surface[:-1]):
        if mark in POINTS and (behind := surface[index + 1 :])[0] in DIGITS:
            return next((place for place, one in enumerate(behind) if one not in DIGITS), len(behind))
    return 0


def fit(stated: Decimal, true: Decimal, decimals: int, forced: bool = False) -> Fit | None:
    """How ``stated`` may come from ``true``: rounded to its decimals, cut after them, or (``forced``, where a
    list of shares was made to add up to 100) off by less than one unit of the last decimal."""
    unit = Decimal(1).scaleb(-decimals)
    if abs(stated - true) * 2 <= unit:
        return "rounded"
    if true.quantize(unit, rounding=ROUND_DOWN) == stated:
        return "cut"
    return "forced" if forced and abs(stated - true) <= unit else None


def is_near(stated: Decimal, true: Decimal, decimals: int) -> bool:
    """Whether the two differ by less than one unit of the last decimal: adjusted or rounded up (domain D)."""
    return abs(stated - true) < Decimal(1).scaleb(-decimals)


def percentage(part: Decimal, base: Decimal) -> Decimal | None:
    return HUNDRED * part / base if base else None


def growth(now: Decimal, before: Decimal) -> Decimal | None:
    """Growth in per cent; None where there was nothing before."""
    return HUNDRED * (now - before) / before if before else None


def change(unit: str, now: Decimal, before: Decimal) -> Decimal | None:
    """What changed, in the unit it is stated in: per cent, 倍 (增长2倍 is three times as many), or a count."""
    if "%" in unit or "％" in unit:
        return growth(now, before)
    if "倍" in unit:
        return (now - before) / before if before else None
    return now - before


def growth_fits(stated: Decimal, true: Decimal, decimals: int, before: Decimal) -> Fit | None:
    """As ``fit``; over a base below 20 one percentage point either way is admitted (domain D, TOL.yoy)."""
    found = fit(stated, true, decimals)
    if found is None and before < 20 and abs(stated - true) <= 1:
        return "rounded"
    return found


def round_to(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals))
