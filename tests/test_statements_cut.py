"""Cutting section five into statements: every structure of domain E.1, the markup, and any text at all."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp_extract.statements.cut import SPACE, boundaries, cut
from nlp_extract.statements.dataset import load_corpus
from statement_passages import passages

CASES = tomllib.loads((Path(__file__).parent / "cases" / "statements_cut.toml").read_text(encoding="utf-8"))["case"]
CORPUS = Path(__file__).parents[1] / "corpora" / "statements"
FLOOR = 0.99
"""Share of the corpora's statements that are cut as marked (measured 0.995); it only goes up."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_structure(case: dict[str, Any]) -> None:
    for paragraph in case["paragraphs"]:
        wanted, plain, outside = [], "", False
        for part in paragraph.replace("】", "】|").split("|"):
            before, _, number = part.partition("【")
            wanted += [before.strip()] if before.strip() else []
            plain += before + number.rstrip("】")
            outside = outside or bool(number)
        assert [plain[a:b] for a, b in boundaries(plain)] == wanted


def test_headings_and_numbers_reach_the_pieces() -> None:
    pieces = cut(passages("（一）主要问题", "一是更新慢。栏目空着。", "（二）改进措施 1.建台账。", "2.办培训。"))
    assert [(p.kind, p.style, p.number, p.within) for p in pieces] == [
        ("problem", "shi", 1, 0), ("problem", "shi", 1, 1), ("remedy", "digit", 1, 0), ("remedy", "digit", 2, 0),
    ]  # fmt: skip


def test_the_segmenters_heading_counts_where_the_text_holds_none() -> None:
    first, second = passages("更新慢。", heading="（一）存在问题"), passages("建台账。", heading="（二）下一步打算")
    assert [piece.kind for piece in cut((*first, *second))] == ["problem", "remedy"]


def test_the_markup_of_the_corpora() -> None:
    reports = load_corpus(CORPUS)
    marked = {(r.id, e.piece.passage, e.piece.start, e.piece.end) for r in reports for e in r.examples}
    made = {(r.id, p.passage, p.start, p.end) for r in reports for p in cut(r.passages)}
    assert len(marked & made) / len(marked) >= FLOOR
    assert len(marked & made) / len(made) >= FLOOR


ALPHABET = st.sampled_from("一二三是、。；：，（）“”《》().12 ①如等不足问题改进措施更新慢\u3000第其首先另方面——")


@settings(max_examples=300, deadline=None)
@given(st.text(ALPHABET, max_size=120))
def test_pieces_are_ordered_disjoint_and_trimmed(text: str) -> None:
    spans = list(boundaries(text))
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert all(text[a:b] == text[a:b].strip(SPACE) for a, b in spans)
    document = "".join(passage.text for passage in passages(text))
    assert all(document[piece.span.start : piece.span.end] == piece.text for piece in cut(passages(text)))


HOSTILE = ["一是" * 20000, "（" * 50000, "“更新慢、" * 20000, "如" * 50000 + "等。", "1." * 30000]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_length_is_no_hang(text: str) -> None:
    assert list(boundaries(text)) is not None
