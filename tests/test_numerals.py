"""Numerals: cases as data, and what must hold for any text."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp_extract.numerals import CHARACTERS, chinese_value, find, parse

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases" / "numerals" / "values.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
WIDE = str.maketrans("0123456789%.", "０１２３４５６７８９％．")


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_value_bound_and_kind(case: list[str]) -> None:
    text, value, low, high, bound, kind = case
    numeral = parse(text)
    assert numeral is not None
    assert (numeral.value, numeral.low) == (Decimal(value), Decimal(low))
    assert numeral.high == (Decimal(high) if high else None)
    assert (numeral.bound, numeral.kind) == (bound, kind)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("约196.4万条", ("196.4万", "~")),
        ("近5000条", ("5000", "~")),
        ("超473万次", ("473万", ">=")),
        ("突破550万", ("550万", ">=")),
        ("70%以上", ("70%", ">=")),
        ("不足10%", ("10%", "<=")),
        ("不超过3次", ("3", "<=")),
        ("20个左右", ("20", "~")),
        ("30家以内", ("30", "<=")),
    ],
)
def test_words_around_set_the_bound(text: str, expected: tuple[str, str]) -> None:
    assert [(numeral.text, numeral.bound) for numeral in find(text)] == [expected]


@pytest.mark.parametrize("text", ["万家灯火", "百姓", "亿万", "千方百计", "十百", "三五", "成立", "完成立案"])
def test_words_that_are_no_numerals(text: str) -> None:
    assert not [numeral for numeral in find(text) if numeral.text == text or set(numeral.text) <= set("百千万亿")]


def test_digits_glued_to_a_year_are_flagged_not_guessed() -> None:
    numerals = list(find("宣布失效42025年起执行"))
    assert [(numeral.text, numeral.kind) for numeral in numerals] == [("42025", "garbled")]


@pytest.mark.parametrize("text", ["2024-01-30", "0591-23165385", "2019-2020"])
def test_codes_and_dates_are_no_ranges(text: str) -> None:
    assert all(numeral.kind != "range" for numeral in find(text))


@given(st.text(alphabet="0123456789０５，,.．%％一二三十百千万亿余多成分之点 \n约近超件第年", max_size=40))
def test_a_numeral_is_the_surface_at_its_offsets(text: str) -> None:
    end = 0
    for numeral in find(text):
        assert numeral.text == text[numeral.start : numeral.end]
        assert numeral.start >= end
        assert numeral.high is None or numeral.low <= numeral.high
        end = numeral.end


@given(st.decimals(min_value=0, max_value=10**12, places=2), st.sampled_from(["", "万", "亿"]))
def test_full_width_digits_change_nothing(value: Decimal, multiplier: str) -> None:
    text = f"{value}{multiplier}"
    narrow, wide = parse(text), parse(text.translate(WIDE))
    assert narrow is not None
    assert wide is not None
    assert (narrow.value, narrow.low, narrow.high, narrow.bound) == (wide.value, wide.low, wide.high, wide.bound)


DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """A number below 10,000 as it is written: 1005 → 一千零五."""
    text, zero = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if zero else "") + DIGITS[digit] + unit
            zero = False
        else:
            zero = bool(text)
    return text


@given(st.integers(min_value=1, max_value=9999), st.integers(min_value=0, max_value=9999))
def test_written_numbers_read_back(small: int, large: int) -> None:
    text = (in_chinese(large) + "万零" if large else "") + in_chinese(small)
    assert chinese_value(text) == large * 10**4 + small


@pytest.mark.parametrize("text", ["共٣件", "百分之٣", "第٣期", "2024年٣月", "५成"])
def test_digits_of_other_scripts_are_no_numerals(text: str) -> None:
    assert all("٣" not in numeral.text and "५" not in numeral.text for numeral in find(text))


@given(st.text("第百千万亿半数过几十上成一二两〇0 3.%/分之余点-O○", max_size=12))
def test_every_numeral_holds_one_of_the_characters_that_numerals_are_told_by(text: str) -> None:
    assert all(not CHARACTERS.isdisjoint(numeral.text) for numeral in find(text))
