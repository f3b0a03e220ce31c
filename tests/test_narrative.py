"""The narrative stage: periods, scopes, zeros in words, offices, and what must hold for any text."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marks import marked
from nlp_extract.lexicon.loader import load
from nlp_extract.narrative.offices import office
from prose import read_prose

CASES = Path(__file__).parent / "cases" / "narrative"


def cases(name: str) -> list[dict[str, Any]]:
    return tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", cases("period_scope.toml"), ids=lambda case: case["text"])
def test_period_and_scope(case: dict[str, Any]) -> None:
    text, [(start, end)] = marked(case["text"])
    quantities, _ = read_prose(text, year=case.get("year", 2024))
    [quantity] = [q for q in quantities if (q.span.start, q.span.end) == (start, end)]
    assert (quantity.period, quantity.scope) == (case["period"], case["scope"])


@pytest.mark.parametrize("case", cases("zeros.toml"), ids=lambda case: case["text"])
def test_zeros_in_words(case: dict[str, Any]) -> None:
    text, spans = marked(case["text"])
    zeros = [q for q in read_prose(text)[0] if q.value == 0 and not any(c.isdigit() for c in q.text)]
    assert sorted(q.metric for q in zeros) == sorted(case["metrics"])
    assert sorted({(q.span.start, q.span.end) for q in zeros}) == spans
    assert {q.unit for q in zeros} <= {""}


ZEROS = load(
    "zeros.toml",
    "thing",
    {"metrics": list, "words": list},
    {"tail": str, "not_before": str, "alone": bool, "examples": list, "counter_examples": list},
)


@pytest.mark.parametrize(
    ("metrics", "text"), [(entry.data["metrics"], text) for entry in ZEROS for text in entry.data.get("examples", ())]
)
def test_examples_of_the_zero_lexicon(metrics: list[str], text: str) -> None:
    plain, spans = marked(text)
    found = {(q.span.start, q.span.end): q.metric for q in read_prose(plain)[0] if q.value == 0}
    assert sorted(found) == spans
    assert set(found.values()) <= set(metrics) | set(found.values())
    assert {q.metric for q in read_prose(plain)[0]} >= set(metrics)


@pytest.mark.parametrize("text", [text for entry in ZEROS for text in entry.data.get("counter_examples", ())])
def test_counter_examples_of_the_zero_lexicon(text: str) -> None:
    assert not [q for q in read_prose(text)[0] if q.value == 0]


OFFICES = load(
    "offices.toml",
    "office",
    {"endings": list, "never_first": list, "never_in": list, "links": list, "bare": list},
    {"examples": list, "counter_examples": list},
)


@pytest.mark.parametrize("text", OFFICES[0].data["examples"])
def test_offices(text: str) -> None:
    plain, [(start, end)] = marked(text)
    before = plain[: next(i for i, c in enumerate(plain) if c.isdigit())]
    assert office(before) == plain[start:end]


@pytest.mark.parametrize("text", OFFICES[0].data["counter_examples"])
def test_no_offices(text: str) -> None:
    assert office(text[: next(i for i, c in enumerate(text) if c.isdigit())]) == ""


PIECES = [
    "全市共受理政府信息公开申请", "3119 件", "，答复", "3050件", "（含上年结转", "34件", "）", "。", "\n",
    "2.66 亿次",
    "网站浏览量", "占46.5%", "同比增长", "10.5%", "微信、微博分别发布", "百余场", "其中",
    "未收到行政复议、行政诉讼案件",
    "12345热线", "《要点》", "均为0件",
]  # fmt: skip
FRAGMENTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@settings(deadline=None)
@given(FRAGMENTS)
def test_a_quantity_is_the_surface_at_its_span(text: str) -> None:
    quantities, dismissed = read_prose(text)
    for fact in (*quantities, *dismissed):
        assert text[fact.span.start : fact.span.end] == fact.text
    for quantity in quantities:
        assert quantity.high is None or quantity.low <= quantity.high
        assert quantity.sentence.contains(quantity.span)


WIDE = str.maketrans("0123456789%", "０１２３４５６７８９％")


@settings(deadline=None)
@given(FRAGMENTS)
def test_full_width_digits_change_no_fact(text: str) -> None:
    def facts(of: str) -> list[tuple[Decimal, str, str, str, int]]:
        return [(q.value, q.metric, q.aspect, q.bound, q.span.start) for q in read_prose(of)[0]]

    assert facts(text) == facts(text.translate(WIDE))


@pytest.mark.parametrize(
    ("narrow", "spaced"),
    [("浏览量2.66亿次", "浏览量 2.66 亿次"), ("申请3119件", "申请 3119 件"), ("培训39.38万人次", "培训 39.38 万人次")],
)
def test_inner_spaces_change_no_fact(narrow: str, spaced: str) -> None:
    one, other = read_prose(narrow)[0], read_prose(spaced)[0]
    assert [(q.value, q.unit, q.metric) for q in one] == [(q.value, q.unit, q.metric) for q in other]
